/** Asks an environment what really happens. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { AirflowIndex } from '../../src/validate/airflow-index/index.js';
import { judgeImport } from '../../src/validate/airflow-index/verdict.js';
import type { Statement } from './statements.js';

/** See `oracle.py`. */
export type Question =
  | readonly ['import', string, string | null]
  | readonly ['bind', string, string, number, readonly string[]]
  | readonly ['file', string]
  | readonly ['make', string, number, readonly string[]];

/** Exception and message, or null where it worked. `Unanswered`: it hung, or took the process with it. */
export type Answer = readonly [string, string] | null;

/** Answers in the order of the questions, by the environment of `python`. Throws where the oracle itself fails. */
export async function ask(python: string, questions: readonly Question[]): Promise<readonly Answer[]> {
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: tmpdir(), LANG: 'C.UTF-8' };
  const child = spawn(python, ['-I', join(import.meta.dirname, 'oracle.py')], { env });
  child.stdin.end(JSON.stringify(questions));
  const [answer, said, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  if (status !== 0) throw new Error(`the oracle did not answer: ${said.slice(-2000)}`);
  return JSON.parse(answer);
}

export interface Comparison {
  /** Statements of which the index says nothing. */
  readonly unknown: number;
  /** Of those, the ones that really fail. */
  readonly missed: number;
  /** Statements that nobody knows the truth of: importing them hung. */
  readonly unanswered: number;
  readonly wrong: number;
  /** Where the two differ, in words. */
  readonly disagreements: readonly string[];
}

/** Really imports all of `statements` in the environment of `python`, and holds what the index says against it. */
export async function compare(
  index: AirflowIndex,
  python: string,
  statements: readonly Statement[],
): Promise<Comparison> {
  const questions = statements.map(({ module, name }) => ['import', module, name ?? null] as const);
  const real = await ask(python, questions);
  const judged = statements.map(({ module, name }, place) => {
    const said = judgeImport(index, module, name);
    const raised = real[place] ?? null;
    const unanswered = raised?.[0] === 'Unanswered';
    const unknown = said.state === 'unknown';
    const exception = said.state === 'fails' ? said.exception : undefined;
    const agrees = unanswered || unknown || raised?.[0] === exception;
    const words = said.state === 'fails' ? said.message : said.state;
    const line = `${index.airflow}: ${module} ${name ?? ''}: said ${words}, was ${raised?.join(': ') ?? 'fine'}`;
    return { unanswered, unknown, missed: unknown && raised !== null && !unanswered, agrees, line };
  });
  const count = (what: 'unanswered' | 'unknown' | 'missed') => judged.filter((one) => one[what]).length;
  return {
    unknown: count('unknown'),
    missed: count('missed'),
    unanswered: count('unanswered'),
    wrong: real.filter((one) => one !== null).length,
    disagreements: judged.flatMap(({ agrees, line }) => (agrees ? [] : [line])),
  };
}
