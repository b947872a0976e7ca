/**
 * What the indexes hold and weigh, how long one takes to load and to check a component, and whether what they say of imports is what
 * really happens: `npm run bench -- index [STATEMENTS] [SEED]`, by default 3000 for each Airflow.
 */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../src/config.js';
import { planTargets, prepareEnvironment } from '../src/lab/environments/index.js';
import { AirflowIndex, checkAgainstIndex } from '../src/validate/airflow-index/index.js';
import { compare } from './index/oracle.js';
import { seeded, statementsFrom } from './index/statements.js';
import { median } from './median.js';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'src/lab/index');
const OPTIONS = {
  cache: cacheFolder(process.env, homedir()),
  locks: join(ROOT, 'src/lab/locks'),
  environment: process.env,
};
const COMPONENT = join(ROOT, 'test/validate/fixtures/price_operator/right.py');

export async function bench([count = '3000', seed = '7']: readonly string[]): Promise<
  Record<string, unknown>
> {
  const texts = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => readFileSync(join(FOLDER, name), 'utf8'));
  const loads = texts.map((text) => fifteenTimes(() => new AirflowIndex(text)));
  const indexes = texts.map((text) => new AirflowIndex(text));
  const checked = { path: 'component.py', source: readFileSync(COMPONENT, 'utf8'), requirements: [] };
  const [first] = indexes;
  if (first === undefined) throw new Error('there is no index');
  await checkAgainstIndex(checked, first, indexes);
  const checks = [];
  for (const index of indexes) {
    const started = performance.now();
    await checkAgainstIndex(checked, index, indexes);
    checks.push(performance.now() - started);
  }
  const statements = statementsFrom(indexes, Number(count), seeded(Number(seed)));
  let disagreements = 0;
  for (const index of indexes) {
    const {
      unknown,
      wrong,
      disagreements: found,
    } = compare(index, await pythonOf(index.airflow), statements);
    console.log(
      `Airflow ${index.airflow}: ${statements.length} statements, ${wrong} really fail, ${unknown} are not judged`,
    );
    for (const line of found) console.log(`  ${line}`);
    disagreements += found.length;
  }
  const modules = indexes.map((index) => index.modules());
  return {
    modules: modules.flat().length,
    names: indexes.reduce(
      (sum, index) =>
        sum + index.modules().reduce((of, name) => of + (index.module(name)?.names.size ?? 0), 0),
      0,
    ),
    bytes: readdirSync(FOLDER).reduce((sum, name) => sum + statSync(join(FOLDER, name)).size, 0),
    load_ms: Number(Math.max(...loads).toFixed(2)),
    check_ms: Number(Math.max(...checks).toFixed(2)),
    statements: statements.length * indexes.length,
    disagreements,
  };
}

function fifteenTimes(work: () => unknown): number {
  const times = Array.from({ length: 15 }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return median(times);
}

async function pythonOf(airflow: string): Promise<string> {
  const [target] = await planTargets(
    [`==${airflow}`],
    { airflowVersions: [airflow], pythonVersions: [] },
    OPTIONS,
  );
  const environment = target && (await prepareEnvironment(target, OPTIONS));
  if (environment?.state !== 'ready') throw new Error(environment?.problem.message);
  return environment.python;
}
