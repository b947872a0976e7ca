/** What `airsmith repair` says of each file: as text, as JSON. Pure. */

import type { Finding, MendTrial, Problem, Told, Verdict } from '../flow.js';
import { visible } from './problem.js';
import { type Change, changesOf, lineOf } from './repair-changes.js';
import { jsonLeft, leftOf, leftRows, placed } from './repair-left.js';
import { line } from './terminal.js';
import { headLine } from './validation.js';

/** A file that was looked at, and mended as far as that went. */
export interface Repaired {
  /** Path in the repository. */
  readonly path: string;
  readonly classes: readonly string[];
  readonly spec: string;
  /** Of the file as it is now, or would be. */
  readonly verdict: Verdict;
  readonly trials: readonly MendTrial[];
  /** What there is to say of the findings of the verdict. */
  readonly told?: ReadonlyMap<Finding, Told>;
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
    ...section('left for you:', leftOf(one, 'error').map(leftRows)),
    ...section('warnings that are left:', leftOf(one, 'warning').map(leftRows)),
    ...missing(one),
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

/** Environments that could not be asked. */
function missing({ verdict }: Repaired): readonly string[] {
  return verdict.environments.flatMap(({ airflow, problem }) =>
    problem ? [row(2, `Airflow ${airflow}: ${problem.message}. ${problem.remedy}`)] : [],
  );
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
      left: jsonLeft(one, 'error'),
      warnings: jsonLeft(one, 'warning'),
      environments: one.verdict.environments,
    })),
    problems,
  };
}
