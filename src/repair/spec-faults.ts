/** What only the author of a spec can mend: two promises that no component could keep together. Facts of the spec, never a guess. */

import type { Attempt, Example, Finding, Input, Json, Spec, SpecFault } from '../flow.js';
import { sameDraft } from './same.js';

/** Keys of an example that say what must come out; all others say in what world. */
const ENDS = new Set([
  'name',
  'returns',
  'raises',
  'pokes',
  'rendered',
  'sql',
  'files',
  'xcom',
  'xcom_exact',
  'logs',
  'not_in_logs',
  'http_all',
  'defers',
]);

/** Every contradiction within a spec, in the order of its examples. */
export function specFaults(spec: Spec): readonly SpecFault[] {
  const worlds = spec.examples.map(worldOf);
  return spec.examples.flatMap((_, index) => [
    ...secondThoughts(spec, index, worlds),
    ...beyondBounds(spec, index),
    ...bothLogged(spec, index),
  ]);
}

/** The fault of `faults` that explains a finding. */
export function faultBehind(
  { example, expectation, code, message }: Finding,
  faults: readonly SpecFault[],
): SpecFault | undefined {
  return faults.find(({ examples, pointer }) => {
    const key = pointer.split('/')[3];
    // A bound that an example breaks is shown by the constructor, whichever side the draft takes.
    if (key === 'inputs')
      return example === undefined
        ? /^AS4(145|146|202)$/.test(code) && message.includes(pointer.split('/')[4] ?? '')
        : examples.includes(example);
    return example !== undefined && examples.includes(example) && concerns(key, expectation, code);
  });
}

function concerns(key: string | undefined, expectation: string | undefined, code: string): boolean {
  if (key === 'returns' || key === 'raises')
    return expectation === 'returns' || expectation === 'raises' || code === 'AS4302' || code === 'AS4303';
  return expectation === key || (key === 'not_in_logs' && expectation === 'logs');
}

/** An earlier example gives the component the same world and inputs, and wants another end of it. */
function secondThoughts({ examples }: Spec, index: number, worlds: readonly string[]): readonly SpecFault[] {
  const later = examples[index] as Example;
  return examples.slice(0, index).flatMap((earlier, before) => {
    if (worlds[before] !== worlds[index]) return [];
    const key = (['returns', 'raises', 'pokes', 'rendered', 'files', 'sql', 'xcom'] as const).find((end) =>
      quarrel(end, earlier, later),
    );
    if (key === undefined) return [];
    const names = [earlier.name, later.name];
    return [
      {
        pointer: `/examples/${index}/${key}`,
        message: `${quoted(later.name)} gives the component exactly what ${quoted(earlier.name)} gives it, and expects something else`,
        proposal: `Give the two different inputs or worlds, or make \`${key}\` the same; the other one is example ${before + 1}.`,
        examples: names,
      },
    ];
  });
}

/** Whether both name an end, and the ends differ; to raise and to return exclude each other. */
function quarrel(key: string, a: Example, b: Example): boolean {
  if (key === 'raises') return 'raises' in b && 'returns' in a;
  if (key === 'returns' && 'raises' in a) return 'returns' in b;
  const [left, right] = [a[key], b[key]];
  if (left === undefined || right === undefined) return false;
  if (key === 'pokes') return apart(left, right);
  if (key === 'rendered' || key === 'files' || key === 'xcom') return someDiffer(left, right);
  return key === 'sql' ? sameQuestionOtherRows(left, right) : text(left) !== text(right);
}

/** One list may go on where the other ends. */
function apart(a: Json, b: Json): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return false;
  return a.some((value, index) => index < b.length && text(value as Json) !== text(b[index] as Json));
}

function someDiffer(a: Json, b: Json): boolean {
  if (!isObject(a) || !isObject(b)) return false;
  return Object.keys(a).some((key) => key in b && text(a[key] ?? null) !== text(b[key] ?? null));
}

function sameQuestionOtherRows(a: Json, b: Json): boolean {
  const rows = (list: Json) =>
    new Map(
      (Array.isArray(list) ? list : []).flatMap((one) =>
        isObject(one) ? [[text(one['query'] ?? null), text(one['rows'] ?? null)] as const] : [],
      ),
    );
  const second = rows(b);
  return [...rows(a)].some(([query, found]) => (second.get(query) ?? found) !== found);
}

/** The spec bounds an input that the constructor checks, and an example that is to go well breaks the bound. */
function beyondBounds({ examples, inputs }: Spec, index: number): readonly SpecFault[] {
  const example = examples[index] as Example;
  const given = example['inputs'];
  if ('raises' in example || !isObject(given)) return [];
  return inputs.flatMap((input): readonly SpecFault[] => {
    const value = given[input.name];
    const broken = value === undefined || input.template ? undefined : brokenBound(input, value);
    if (broken === undefined) return [];
    return [
      {
        pointer: `/examples/${index}/inputs/${input.name}`,
        message: `${quoted(example.name)} gives ${text(value as Json)} for \`${input.name}\`, which the spec forbids by \`${broken}\``,
        proposal: `Give a value that \`${broken}\` of \`${input.name}\` allows, change the bound, or say with \`raises\` that this is refused.`,
        examples: [example.name],
      },
    ];
  });
}

function brokenBound(input: Input, value: Json): string | undefined {
  if (value === null || (typeof value === 'string' && /\{\{|\{%|\$\{/.test(value))) return undefined;
  if (input.enum && !input.enum.some((one) => text(one) === text(value))) return 'enum';
  if (typeof value !== 'number') return undefined;
  if (input.minimum !== undefined && value < input.minimum) return 'minimum';
  return input.maximum !== undefined && value > input.maximum ? 'maximum' : undefined;
}

/** A text that must not be logged is part of one that must. */
function bothLogged({ examples }: Spec, index: number): readonly SpecFault[] {
  const example = examples[index] as Example;
  const [must, mustNot] = [textsOf(example['logs']), textsOf(example['not_in_logs'])];
  return mustNot.flatMap((secret, at): readonly SpecFault[] => {
    const wanted = secret === '' ? undefined : must.find((one) => one.includes(secret));
    if (wanted === undefined) return [];
    return [
      {
        pointer: `/examples/${index}/not_in_logs/${at}`,
        message: `${quoted(example.name)} wants ${quoted(wanted)} in the log, and ${quoted(secret)}, which is part of it, not`,
        proposal: 'Take one of the two texts out.',
        examples: [example.name],
      },
    ];
  });
}

/** Drafts that must have failed alike before the example itself is suspected. */
const ENOUGH = 3;

/**
 * An expectation that this many different drafts missed by the very same value on every Airflow, while nothing else was wrong
 * with the last: the spec says something else than its example wants. Undefined before that.
 */
export function immovable(
  spec: Spec,
  earlier: readonly Attempt[],
  now: { readonly findings: readonly Finding[]; readonly attempt: Pick<Attempt, 'draft'> },
): SpecFault | undefined {
  const [first] = now.findings;
  if (
    !first?.example ||
    first.actual === undefined ||
    !['returns', 'pokes'].includes(first.expectation ?? '')
  )
    return undefined;
  const key = missOf(first);
  if (now.findings.some((finding) => missOf(finding) !== key)) return undefined;
  const alike = earlier.filter(({ verdict }) =>
    verdict?.environments.some(({ findings }) => findings.some((finding) => missOf(finding) === key)),
  );
  const drafts = [...alike, now.attempt].flatMap(({ draft }) => (draft ? [draft] : []));
  const different = drafts.filter(
    (draft, index) => !drafts.slice(0, index).some((one) => sameDraft(one, draft)),
  );
  if (different.length < ENOUGH) return undefined;
  const index = spec.examples.findIndex(({ name }) => name === first.example);
  return {
    pointer: `/examples/${index}/${first.expectation}`,
    message: `${different.length} different drafts gave ${text(first.actual).slice(0, 200)} for ${quoted(first.example)}, and each time that alone was wrong`,
    proposal: `If that value is right, write it under \`${first.expectation}\`; else say in the description what makes it ${text(first.expected ?? null).slice(0, 200)}.`,
    examples: [first.example],
  };
}

function missOf({ example, expectation, actual }: Finding): string {
  return JSON.stringify([example, expectation, actual ?? null]);
}

function worldOf(example: Example): string {
  return text(Object.fromEntries(Object.entries(example).filter(([key]) => !ENDS.has(key))));
}

/** The same text for the same JSON, whatever the order of keys. */
function text(value: Json): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isObject(inner as Json) ? Object.fromEntries(Object.entries(inner as object).sort()) : inner,
  );
}

function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function quoted(name: string): string {
  return JSON.stringify(name.length <= 80 ? name : `${name.slice(0, 79)}…`);
}
