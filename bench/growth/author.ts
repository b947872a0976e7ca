/**
 * A scripted author in the place of a model. It makes the faults that the stream plants, and leaves one out only where the text that it is
 * really given holds what is needed. Nothing is left to chance, so two runs differ by what they were told alone.
 *
 * - First attempt: a fault is not made if an item of the briefing names one of its classes, or, for a pattern, shows its family. A pattern
 *   of an import shows how to import those names and no others, so it only keeps from faults in the very lines of its code.
 * - Later: a fault is taken back if the findings name one of its classes. What was mended in the draft that is shown stays mended.
 */

import { type Json, NO_USAGE } from '../../src/flow.js';
import type { Model, ModelRequest } from '../../src/ports.js';
import { type FaultyDraft, type PlantedFault, sourceWith } from './stream.js';

export interface ScriptedAuthor extends Model {
  /** Questions so far. */
  asked(): number;
}

interface Learned {
  readonly title: string;
  readonly not_when: string;
  readonly code: string;
}

/** Which families of faults somebody does not make who was shown a pattern of that title. */
const SHOWN_BY: readonly (readonly [RegExp, RegExp])[] = [
  [/^Import /, /^imports$/],
  [/^Constructor arguments/, /^(signature|order)$/],
  [/^Store each argument/, /^construction$/],
  [/^Name the templated arguments/, /^template fields$/],
  [/^Make a fresh container/, /^defaults$/],
  [/^A trigger that serializes/, /^serialization$/],
  [/^(Come back from|Defer to) a trigger/, /^deferral$/],
];

export function scriptedAuthor(stream: readonly FaultyDraft[]): ScriptedAuthor {
  const drafts = new Map(stream.map((draft) => [draft.subject.name, draft]));
  const left = new Map<string, readonly PlantedFault[]>();
  let asked = 0;
  return {
    free: true,
    asked: () => asked,
    async ask(request) {
      asked += 1;
      const draft = drafts.get(request.component);
      if (draft === undefined) throw new Error(`${request.component} is not in the stream`);
      const before = left.get(request.component);
      const now = before === undefined ? firstFaults(draft, request) : laterFaults(draft, before, request);
      left.set(request.component, now);
      return {
        kind: 'answer',
        json: { source: sourceWith(draft, now), assumptions: [] },
        usage: NO_USAGE,
        model: 'scripted author',
        replayed: false,
      };
    },
  };
}

function firstFaults(draft: FaultyDraft, { messages }: ModelRequest): readonly PlantedFault[] {
  const items = (blockOf(messages[0]?.content ?? '', 'learned') ?? []) as unknown as readonly Learned[];
  return draft.faults.filter((fault) => !items.some((item) => teaches(item, fault, draft)));
}

function teaches({ title, not_when, code }: Learned, fault: PlantedFault, draft: FaultyDraft): boolean {
  const { expects, family } = fault.operator;
  const named = /^nothing of class (\S+) can happen here/.exec(not_when)?.[1];
  if (named !== undefined) return expects.test(named);
  if (!SHOWN_BY.some(([shown, families]) => shown.test(title) && families.test(family))) return false;
  if (family !== 'imports') return true;
  const shown = new Set(code.split('\n').map((line) => line.trim()));
  return taken(fault, draft).every((line) => shown.has(line.trim()));
}

function laterFaults(
  draft: FaultyDraft,
  before: readonly PlantedFault[],
  { messages }: ModelRequest,
): readonly PlantedFault[] {
  const shown = (JSON.parse(messages.at(-2)?.content ?? '{}') as { readonly source?: string }).source ?? '';
  const findings = (blockOf(messages.at(-1)?.content ?? '', 'findings') ?? []) as readonly string[];
  const named = findings.flatMap((line) => /^\d+\. ([\w.-]+), on /.exec(line)?.[1] ?? []);
  return before.filter(
    (fault) =>
      stands(fault, draft, shown) && !named.some((errorClass) => fault.operator.expects.test(errorClass)),
  );
}

/** Whether a fault is still in the draft that is shown: by the lines that it alone brings, and those that it takes. */
function stands(fault: PlantedFault, draft: FaultyDraft, shown: string): boolean {
  const right = new Set(draft.subject.source.split('\n'));
  const lines = new Set(shown.split('\n'));
  const brought = sourceWith(draft, [fault])
    .split('\n')
    .filter((line) => !right.has(line));
  // Two faults in one line make a line that neither makes alone: then it stands as long as the right one is not back.
  return taken(fault, draft).some((line) => !lines.has(line)) || brought.some((line) => lines.has(line));
}

/** Lines of the right source that a fault changes or takes away. */
function taken(fault: PlantedFault, draft: FaultyDraft): readonly string[] {
  const wrong = new Set(sourceWith(draft, [fault]).split('\n'));
  return draft.subject.source.split('\n').filter((line) => !wrong.has(line));
}

/** The JSON that stands in an element of the prompt. */
function blockOf(text: string, element: string): Json | undefined {
  const start = text.lastIndexOf(`<${element}>\n`);
  const end = text.lastIndexOf(`\n</${element}>`);
  return start < 0 || end < start
    ? undefined
    : (JSON.parse(text.slice(start + element.length + 3, end)) as Json);
}
