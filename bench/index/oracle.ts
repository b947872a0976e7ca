/** Compares what the index says of imports with really importing. */

import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AirflowIndex } from '../../src/validate/airflow-index/index.js';
import { judgeImport } from '../../src/validate/airflow-index/verdict.js';
import type { Statement } from './statements.js';

export interface Comparison {
  /** Statements of which the index says nothing. */
  readonly unknown: number;
  readonly wrong: number;
  /** Where the two differ, in words. */
  readonly disagreements: readonly string[];
}

/** Runs all of `statements` in the environment of `python`. */
export function compare(index: AirflowIndex, python: string, statements: readonly Statement[]): Comparison {
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: tmpdir(), LANG: 'C.UTF-8' };
  const result = spawnSync(python, ['-I', join(import.meta.dirname, 'oracle.py')], {
    env,
    encoding: 'utf8',
    input: JSON.stringify(statements.map(({ module, name }) => [module, name ?? null])),
    maxBuffer: 1 << 26,
  });
  if (result.status !== 0) throw new Error(`the oracle did not answer: ${result.stderr.slice(-2000)}`);
  const real = JSON.parse(result.stdout) as readonly (readonly [string, string] | null)[];
  let unknown = 0;
  const disagreements = statements.flatMap(({ module, name }, place) => {
    const said = judgeImport(index, module, name);
    const raised = real[place] ?? null;
    if (said.state === 'unknown') unknown += 1;
    if (raised?.[0] === 'Unanswered') unknown += 1;
    const agrees =
      raised?.[0] === 'Unanswered' ||
      said.state === 'unknown' ||
      (said.state === 'fine' ? raised === null : raised?.[0] === said.exception);
    const words = said.state === 'fails' ? said.message : said.state;
    return agrees
      ? []
      : [`${index.airflow}: ${module} ${name ?? ''}: said ${words}, was ${raised?.join(': ') ?? 'fine'}`];
  });
  return { unknown, wrong: real.filter((one) => one !== null).length, disagreements };
}
