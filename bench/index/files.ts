/** Whether a whole file runs: guards, conditions and order around its imports, as the index follows them. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseModule } from '../../src/python/index.js';
import { type AirflowIndex, checkAgainstIndex } from '../../src/validate/airflow-index/index.js';
import { ask } from './oracle.js';

export interface FileComparison {
  readonly files: number;
  /** Files of which the index says that an import ends them. */
  readonly wrong: number;
  /** Of those, the ones that end at this very import; the others end before, at something that the index does not judge. */
  readonly confirmed: number;
  /** Files that an import of Airflow ends, of which the index says nothing. */
  readonly missed: readonly string[];
  /** Files that run to their end although the index says that an import ends them. */
  readonly disagreements: readonly string[];
}

/** Really runs every file of the corpus, and holds the errors that the index finds in its imports against that. */
export async function compareFiles(
  index: AirflowIndex,
  python: string,
  root: string,
  paths: readonly string[],
): Promise<FileComparison> {
  const said = paths.map((path) => {
    const parsed = parseModule(readFileSync(join(root, path), 'utf8'));
    if (!parsed.ok) throw new Error(`${path}: ${parsed.message}`);
    const found = checkAgainstIndex({ path, module: parsed.module, requirements: [] }, index, [index]);
    return found.filter(({ severity, stage }) => severity === 'error' && stage === 'import');
  });
  const real = await ask(
    python,
    paths.map((path) => ['file', join(root, path)] as const),
  );
  const isOfAirflow = (message: string) => /'airflow[.']/.test(message) || /from 'airflow/.test(message);
  const missed = paths.filter((_, place) => {
    const [exception = '', message = ''] = real[place] ?? [];
    return (
      said[place]?.length === 0 && /ImportError|ModuleNotFoundError/.test(exception) && isOfAirflow(message)
    );
  });
  const ended = paths.flatMap((path, place) => {
    const messages = (said[place] ?? []).map(({ message }) => message);
    const raised = real[place] ?? null;
    return messages.length === 0 || raised?.[0] === 'Unanswered' ? [] : [{ path, messages, raised }];
  });
  return {
    files: paths.length,
    wrong: ended.length,
    confirmed: ended.filter(
      ({ messages, raised }) => raised && messages.some((message) => raised.join(': ').startsWith(message)),
    ).length,
    missed: missed.map((path) => `${index.airflow}: ${path}: ${real[paths.indexOf(path)]?.join(': ')}`),
    disagreements: ended
      .filter(({ raised }) => raised === null)
      .map(({ path, messages }) => `${index.airflow}: ${path}: said ${messages[0]}, was fine`),
  };
}
