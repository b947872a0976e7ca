/** What could help with a spec, and what is passed over, with the reason. */

import type { Spec } from '../flow.js';
import {
  byCodeUnit,
  type FixItem,
  type Knowledge,
  type PatternItem,
  type PatternType,
  type Seen,
} from '../knowledge/index.js';
import { type Worth, worthOf } from './value.js';

/** An item that fits, with all that ranking needs. */
export interface Candidate {
  readonly item: PatternItem | FixItem;
  readonly type: string;
  readonly title: string;
  readonly when: string;
  readonly notWhen: string;
  readonly code: string;
  /** Not proven enough to be used as knowledge; it may be tried. */
  readonly trial: boolean;
  readonly worth: Worth;
}

export interface PassedOver {
  readonly item: PatternItem | FixItem;
  readonly type: string;
  readonly title: string;
  readonly reason: string;
}

export interface Sorting {
  readonly candidates: readonly Candidate[];
  readonly passedOver: readonly PassedOver[];
}

/** What a person calls the spec's task; the class names of Airflow's bases say the kind. */
const KIND_BOUND: ReadonlySet<string> = new Set<PatternType>([
  'structural',
  'deferral',
  'execution',
  'parameter_ordering',
  'initialization',
]);
/**
 * Splits what is known by whether it may be used for `spec` on the Airflow versions `targets`. Hard filters only: status,
 * Airflow, kind, category and libraries. Sorted by id.
 */
export function sortOut(spec: Spec, knowledge: Knowledge, targets: readonly string[]): Sorting {
  const candidates: Candidate[] = [];
  const passedOver: PassedOver[] = [];
  const items = [...knowledge.patterns.values(), ...knowledge.fixes.values()]
    .filter((item) => !isShippedEdit(item, knowledge))
    .sort((a, b) => byCodeUnit(a.id, b.id));
  for (const item of items) {
    const shown = describe(item);
    const reason = obstacle(item, spec, targets);
    if (reason === undefined) {
      candidates.push({
        item,
        ...shown,
        trial: item.status !== 'active',
        worth: worthOf(item, spec, knowledge),
      });
    } else {
      passedOver.push({ item, type: shown.type, title: shown.title, reason });
    }
  }
  return { candidates, passedOver };
}

/** Shipped trials of an edit order what is tried without an author; what to tell one of a mistake that nobody made here, they do not say. */
function isShippedEdit({ id, definition }: PatternItem | FixItem, { shipped }: Knowledge): boolean {
  return (
    definition.schema === 'fix/1' &&
    definition.strategy.startsWith('edit.') &&
    shipped?.get(id)?.alone === true
  );
}

/** What an item says, whatever kind it is of. */
export function describe(
  item: PatternItem | FixItem,
): Pick<Candidate, 'type' | 'title' | 'when' | 'notWhen' | 'code'> {
  const { definition } = item;
  if (definition.schema === 'pattern/1') {
    const { type, title, when, not_when: notWhen, code } = definition;
    return { type, title, when, notWhen, code };
  }
  const { title, prompt, before, after } = definition;
  return {
    type: 'fix',
    title,
    when: prompt,
    notWhen: `nothing of class ${definition.class} can happen here`,
    // A fix that a program makes has no code to show.
    code: after === '' && before !== '' ? `# not:\n${before}` : after,
  };
}

/** Why an item may not be used at all; undefined when it may. */
function obstacle(item: PatternItem | FixItem, spec: Spec, targets: readonly string[]): string | undefined {
  if (item.status === 'rejected') return 'a person rejected it';
  if (item.status === 'retired') return 'retired: components that carried it mostly failed';
  const { tally, definition } = item;
  const failing = targets.filter((version) => (tally.airflow.get(version)?.proven ?? 0) === 0);
  if (tally.airflow.size > 0 && failing.length > 0) return `not proven on ${failing.join(', ')}`;
  const type = definition.schema === 'fix/1' ? 'fix' : definition.type;
  if (tally.kinds.size > 0 && KIND_BOUND.has(type) && !tally.kinds.has(spec.kind)) {
    return `proven for a ${[...tally.kinds.keys()].join(' and a ')} only`;
  }
  const seen = 'seen' in item ? item.seen : undefined;
  if (tally.kinds.size === 0 && seen && KIND_BOUND.has(type) && !isSeenIn(seen, spec)) {
    return `seen in a ${[...seen.kinds].join(' and a ')} only`;
  }
  const libraries = definition.schema === 'pattern/1' ? definition.libraries : [];
  const wanted = libraryNames(spec);
  const foreign = libraries.filter((library) => !wanted.has(normal(library)));
  if (foreign.length > 0) return `needs ${foreign.join(', ')}, which the spec does not name`;
  if (BY_NEED.some(([pattern, needed]) => pattern.test(shownText(item)) && !needed(spec))) {
    return 'is about something that the spec does not have';
  }
  if (
    type === 'execution' &&
    libraries.length === 0 &&
    tally.categories.size > 0 &&
    !tally.categories.has(spec.category)
  ) {
    return `proven in ${[...tally.categories.keys()].join(', ')}, and this is ${spec.category}`;
  }
  return undefined;
}

/** What was read and never proven is for the kinds that have it; a trigger is a part of any. */
function isSeenIn({ kinds }: Seen, { kind }: Spec): boolean {
  return kinds.has('trigger') || (kind !== 'task' && kinds.has(kind));
}

/** Ideas about a thing that a spec can lack. */
const BY_NEED: readonly (readonly [RegExp, (spec: Spec) => boolean])[] = [
  [
    /\bconn_id\b|get_connection|BaseHook|connection/,
    (spec) => spec.connection !== undefined || spec.kind === 'hook',
  ],
  [/template_fields/, (spec) => spec.inputs.some(({ template }) => template)],
  [/self\.defer|Trigger/, (spec) => spec.deferrable],
  [/ui_color/, (spec) => spec.ui_color !== undefined],
  [/status_code|RequestException/, (spec) => spec.connection?.type === 'http' || spec.category === 'http'],
];

function shownText({ definition }: PatternItem | FixItem): string {
  return definition.schema === 'pattern/1' && definition.type !== 'structural' ? definition.code : '';
}

/** Distributions and top-level modules that a spec allows: `nemo_toolkit[nlp]>=1` stands for `nemo-toolkit` and `nemo`. */
function libraryNames(spec: Spec): ReadonlySet<string> {
  const names = spec.dependencies.map((requirement) =>
    normal(/^[A-Za-z0-9._-]+/.exec(requirement.trim())?.[0] ?? ''),
  );
  return new Set(names.flatMap((name) => [name, name.split('-')[0] ?? name]));
}

function normal(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
