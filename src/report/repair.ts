/** What `airsmith repair` says of each file: as text, as JSON. Pure. */

import type { Problem, Trial, Verdict } from '../flow.js';
import { visible } from './problem.js';
import { line, trialText } from './terminal.js';
import { mergedFindings, validatedLines } from './validation.js';

/** A file that was looked at, and mended as far as that went. */
export interface Repaired {
  /** Path in the repository. */
  readonly path: string;
  readonly classes: readonly string[];
  readonly spec: string;
  /** Of the file as it is now, or would be. */
  readonly verdict: Verdict;
  readonly trials: readonly Trial[];
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

/** The verdict, a line for each fix, and with `diff` the change itself. */
export function repairedLines(one: Repaired, { diff }: { readonly diff: boolean }): string {
  const kept = one.trials.filter(({ helped }) => helped);
  const taken = one.trials.filter(({ helped }) => !helped);
  const rows = [
    ...kept.map((trial) => `mended       ${trialText(trial)}`),
    ...taken.map((trial) => `taken back   ${trialText(trial)}`),
  ];
  const state = one.diff === '' ? 'unchanged' : one.written ? 'written' : 'not written';
  return [
    validatedLines(one).replace(/^validate/, 'repair  '),
    ...rows.map((row) => `           ${visible(row)}\n`),
    line('file', `${one.path}  ${state}`),
    ...(diff && one.diff !== '' ? [`\n${shownDiff(one.diff)}\n`] : []),
  ].join('');
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
      edits: one.trials.map(({ fix, title, error, edits, helped, ms }) => ({
        fix,
        title,
        reason: error.finding.message,
        error: error.errorClass,
        airflow: error.airflow,
        line: error.finding.position?.line ?? null,
        edits,
        helped,
        ms,
      })),
      left: mergedFindings(one).filter(({ finding }) => finding.severity === 'error'),
      environments: one.verdict.environments,
    })),
    problems,
  };
}
