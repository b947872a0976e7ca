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
  /** Files that an import of Airflow ends, of which the index says nothing. */
  readonly missed: readonly string[];
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
  const disagreements = paths.flatMap((path, place) => {
    const raised = real[place] ?? null;
    const expected = (said[place] ?? []).map(({ message }) => message);
    const was = raised?.join(': ') ?? 'fine';
    if (raised?.[0] === 'Unanswered' || expected.length === 0) return [];
    return expected.some((message) => was.startsWith(message))
      ? []
      : [`${index.airflow}: ${path}: said ${expected[0]}, was ${was}`];
  });
  return {
    files: paths.length,
    wrong: said.filter((found) => found.length > 0).length,
    missed: missed.map((path) => `${index.airflow}: ${path}: ${real[paths.indexOf(path)]?.join(': ')}`),
    disagreements,
  };
}
