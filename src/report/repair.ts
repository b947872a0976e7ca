/** What `airsmith repair` says of each file: as text, as JSON. Pure. */

import type { MendTrial, Problem, Verdict } from '../flow.js';
import { lineBefore } from './line-map.js';
import { visible } from './problem.js';
import { type Change, changesOf, lineOf } from './repair-changes.js';
import { clip, line } from './terminal.js';
import { headLine, type Merged, mergedFindings } from './validation.js';

/** A file that was looked at, and mended as far as that went. */
export interface Repaired {
  /** Path in the repository. */
  readonly path: string;
  readonly classes: readonly string[];
  readonly spec: string;
  /** Of the file as it is now, or would be. */
  readonly verdict: Verdict;
  readonly trials: readonly MendTrial[];
  /** The file before, and as it is or would be. */
  readonly original: string;
  readonly source: string;
  /** Unified diff; empty where nothing was kept. */
  readonly diff: string;
  readonly written: boolean;
}

/** `right`: nothing had to be done; `mended`: it holds now; `improved`, `unmended`: something is left; `not-run`: an Airflow was missing. */
export function statusOf({
  verdict,
  diff,
}: Repaired): 'right' | 'mended' | 'improved' | 'unmended' | 'not-run' {
  if (verdict.proven) return diff === '' ? 'right' : 'mended';
  if (diff !== '') return 'improved';
  return verdict.environments.some(({ state }) => state === 'failed') ? 'unmended' : 'not-run';
}

/**
 * The verdict; what was changed and why, what was tried and taken back and why, what is left for a person; with `diff` the change itself.
 * Mistakes that were there before have the lines of the file as it was, what is left those of the file as it is on disk.
 */
export function repairedLines(one: Repaired, { diff }: { readonly diff: boolean }): string {
  const changes = changesOf(one.trials, one.path, one.original);
  const state = one.diff === '' ? 'unchanged' : one.written ? 'written' : 'not written';
  const before = one.written ? ', by the lines of the file as they were' : '';
  return [
    headLine(one).replace(/^validate/, 'repair  '),
    ...section(
      `${one.diff !== '' && !one.written ? 'would change' : 'changed'}${before}:`,
      changes.filter(({ kept }) => kept).map(changeRows),
    ),
    ...section('tried and taken back:', changes.filter(({ kept }) => !kept).map(changeRows)),
    ...section('left for you:', leftOf(one).map(leftRows)),
    ...warned(one),
    line('file', `${one.path}  ${state}`),
    ...(diff && one.diff !== '' ? [`\n${shownDiff(one.diff)}\n`] : []),
  ].join('');
}

function section(title: string, items: readonly (readonly string[])[]): readonly string[] {
  if (items.length === 0) return [];
  return [
    row(2, title),
    ...items.flatMap(([head = '', ...rest]) => [row(4, head), ...rest.map((text) => row(13, text))]),
  ];
}

function row(indent: number, text: string): string {
  return `${' '.repeat(9 + indent)}${visible(text)}\n`;
}

function changeRows({ line: at, title, reasons, setback }: Change): readonly string[] {
  return [
    `${placed(at)}${title}`,
    ...reasons.map(({ code, message, airflow, line: own, elsewhere }) => {
      const where = own !== null && own !== at ? `line ${own}` : (elsewhere ?? '');
      return `for ${code}  ${message}${where ? `  (${where})` : ''}  [${airflow.join(', ')}]`;
    }),
    ...(setback === null ? [] : [`taken back: ${setback}`]),
  ];
}

function leftRows({ line: at, finding, airflow, examples }: Left): readonly string[] {
  const { code, message, remedy, expected, actual, position } = finding;
  const where = at === null && position ? `${position.path}:${position.line}  ` : '';
  const shown =
    examples.length > 0 ? `  (${examples.length === 1 ? 'example' : 'examples'} ${quoted(examples)})` : '';
  const [first = '', ...more] = message.trim().split('\n');
  return [
    `${placed(at)}${code}  ${where}${first}${shown}  [${airflow.join(', ')}]`,
    ...more.slice(0, MOST_LINES),
    ...(expected === undefined ? [] : [`expected ${clip(expected)}`]),
    ...(actual === undefined ? [] : [`actual   ${clip(actual)}`]),
    ...(remedy === undefined ? [] : [`to do: ${remedy.split('\n')[0] ?? ''}`]),
  ];
}

/** More of a message is for `--json`. */
const MOST_LINES = 4;

function quoted(examples: readonly string[]): string {
  return examples.map((example) => `"${example}"`).join(', ');
}

function placed(at: number | null): string {
  return at === null ? '' : `line ${at}`.padEnd(9);
}

/** What is left, with its line in the file as it is on disk, and the examples that show it. */
interface Left extends Merged {
  readonly line: number | null;
  readonly examples: readonly string[];
}

/** The folder of one example in the lab, which is another each time. */
const WORLD = /\/\S*?airsmith-lab-\w+\/worlds-\w+\/\d+(?=\/)/g;

/** Errors, each once: what several examples show is one. */
function leftOf(one: Repaired): readonly Left[] {
  const found = new Map<string, Left>();
  for (const { finding, airflow } of mergedFindings(one)) {
    if (finding.severity !== 'error') continue;
    const { code, message, position, example, expectation, expected } = finding;
    const own = position?.path === one.path;
    const said = JSON.stringify([message, expected]).replace(WORLD, '');
    const key = JSON.stringify([code, said, own ? position : null, expectation]);
    const known = found.get(key);
    const examples = [...new Set([...(known?.examples ?? []), ...(example === undefined ? [] : [example])])];
    const on = [...new Set([...(known?.airflow ?? []), ...airflow])];
    found.set(key, {
      finding: known?.finding ?? finding,
      airflow: on,
      examples,
      line: lineLeft({ finding, airflow }, one),
    });
  }
  return [...found.values()];
}

/** The line of the file on disk. */
function lineLeft({ finding: { position } }: Merged, one: Repaired): number | null {
  if (position?.path !== one.path) return null;
  return one.written ? position.line : lineBefore(one.original, one.source)(position.line);
}

function warned(one: Repaired): readonly string[] {
  const count = mergedFindings(one).filter(({ finding }) => finding.severity === 'warning').length;
  const missing = one.verdict.environments.flatMap(({ airflow, problem }) =>
    problem ? [row(2, `Airflow ${airflow}: ${problem.message}. ${problem.remedy}`)] : [],
  );
  return count === 0
    ? missing
    : [...missing, row(2, `${count} ${count === 1 ? 'warning' : 'warnings'}: airsmith validate ${one.path}`)];
}

/** A diff whose lines cannot move the cursor. */
function shownDiff(diff: string): string {
  return diff
    .split('\n')
    .map((row) => row.split('\t').map(visible).join('\t'))
    .join('\n');
}

/** The one object of `--json`. Its fields are an interface: they are added to, never changed. */
export function repairJson(repaired: readonly Repaired[], problems: readonly Problem[]): object {
  const wrong = problems.some(({ severity }) => severity === 'error');
  return {
    ok: !wrong && repaired.every(({ verdict }) => verdict.proven),
    files: repaired.map((one) => ({
      path: one.path,
      spec: one.spec,
      status: statusOf(one),
      proven: one.verdict.proven,
      written: one.written,
      diff: one.diff,
      edits: one.trials.map((trial) => ({
        fix: trial.fix,
        title: trial.title,
        reason: trial.error.finding.message,
        error: trial.error.errorClass,
        airflow: trial.error.airflow,
        line: lineOf(trial, one.path, one.original),
        edits: trial.edits,
        helped: trial.helped,
        ms: trial.ms,
      })),
      changes: changesOf(one.trials, one.path, one.original),
      left: mergedFindings(one)
        .filter(({ finding }) => finding.severity === 'error')
        .map((left) => ({ ...left, line: lineLeft(left, one) })),
      environments: one.verdict.environments,
    })),
    problems,
  };
}
