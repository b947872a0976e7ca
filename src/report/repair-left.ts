/** What is left of a file that was repaired: each finding once, by the lines of the file on disk. Pure. */

import type { Finding, Severity, Told } from '../flow.js';
import { asInRepository } from './lab-paths.js';
import { lineBefore } from './line-map.js';
import type { Repaired } from './repair.js';
import { clip } from './terminal.js';
import { type Merged, mergedFindings } from './validation.js';

/** A finding with its line in the file as it is on disk, and the examples that show it. */
export interface Left extends Merged {
  readonly line: number | null;
  readonly examples: readonly string[];
  readonly told?: Told;
}

/** The folder of one example in the lab, which is another each time. */
const WORLD = /\/\S*?airsmith-lab-\w+\/worlds-\w+\/\d+(?=\/)/g;

/** Findings of a severity, each once: what several examples show is one. */
export function leftOf(one: Repaired, severity: Severity): readonly Left[] {
  const found = new Map<string, Left>();
  for (const { finding, airflow } of mergedFindings(one)) {
    if (finding.severity !== severity) continue;
    const { code, message, position, example, expectation, expected } = finding;
    const own = position?.path === one.path;
    const said = JSON.stringify([asInRepository(message), expected]).replace(WORLD, '');
    const key = JSON.stringify([code, said, own ? position : null, expectation]);
    const known = found.get(key);
    const examples = [...new Set([...(known?.examples ?? []), ...(example === undefined ? [] : [example])])];
    const on = [...new Set([...(known?.airflow ?? []), ...airflow])];
    const told = known?.told ?? one.told?.get(finding);
    found.set(key, {
      finding: known?.finding ?? onDisk(finding, one),
      airflow: on,
      examples,
      line: lineLeft({ finding, airflow }, one),
      ...(told ? { told } : {}),
    });
  }
  return [...found.values()];
}

/** The line of the file on disk. */
function lineLeft({ finding: { position } }: Merged, one: Repaired): number | null {
  if (position?.path !== one.path) return null;
  return one.written ? position.line : lineBefore(one.original, one.source)(position.line);
}

/** A finding by the lines of the file on disk and the folders of the repository, in its place and in its words. */
function onDisk(finding: Finding, one: Repaired): Finding {
  const { position } = finding;
  const message = asInRepository(finding.message);
  if (one.written) return { ...finding, message };
  const before = lineBefore(one.original, one.source);
  const file = one.path.slice(one.path.lastIndexOf('/') + 1);
  const moved = message.replace(/([\w.-]+\.py)("?, line |:)(\d+)\b/g, (whole, name: string, mark, line) =>
    name === file ? `${name}${mark}${before(Number(line))}` : whole,
  );
  const own = position?.path === one.path ? { ...position, line: before(position.line) } : position;
  return { ...finding, message: moved, ...(own ? { position: own } : {}) };
}

/** The same for `--json`: with the class, and with the fault of the spec where there is one. */
export function jsonLeft(one: Repaired, severity: Severity): readonly object[] {
  return mergedFindings(one)
    .filter(({ finding }) => finding.severity === severity)
    .map(({ finding, airflow }) => {
      const told = one.told?.get(finding);
      return {
        finding: onDisk(finding, one),
        airflow,
        line: lineLeft({ finding, airflow }, one),
        class: told?.errorClass ?? null,
        spec_fault: told?.fault ?? null,
        meant: told?.meant ?? null,
      };
    });
}

/** More of a message is for `--json`. */
const MOST_LINES = 4;

export function leftRows({ line: at, finding, airflow, examples, told }: Left): readonly string[] {
  const { code, message, remedy, expected, actual, position } = finding;
  const where = at === null && position ? `${position.path}:${position.line}  ` : '';
  const shown =
    examples.length > 0 ? `  (${examples.length === 1 ? 'example' : 'examples'} ${quoted(examples)})` : '';
  const [first = '', ...more] = message.trim().split('\n');
  const todo = told?.fault?.proposal ?? remedy;
  return [
    `${placed(at)}${code}  ${where}${first}${shown}  [${airflow.join(', ')}]`,
    ...more.slice(0, MOST_LINES),
    ...(expected === undefined ? [] : [`expected ${clip(expected)}`]),
    ...(actual === undefined ? [] : [`actual   ${clip(actual)}`]),
    ...(told?.test === undefined ? [] : [`it is ${told.test}`]),
    ...(told?.fault ? [faultRow(told.fault)] : []),
    ...(told?.meant === undefined ? [] : [`did you mean \`${told.meant}\`?`]),
    ...(todo === undefined ? [] : [`to do: ${todo.split('\n')[0] ?? ''}`]),
    ...(told ? [`class: ${told.errorClass}`] : []),
  ];
}

function faultRow({ message, position }: NonNullable<Told['fault']>): string {
  const at = position ? ` (${position.path}:${position.line})` : '';
  return `no code can be right, for the spec contradicts itself${at}: ${message}`;
}

function quoted(examples: readonly string[]): string {
  return examples.map((example) => `"${example}"`).join(', ');
}

export function placed(at: number | null): string {
  return at === null ? '' : `line ${at}`.padEnd(9);
}
