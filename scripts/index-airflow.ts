/**
 * Writes `src/lab/index/base-attributes.json`: what the base classes of each shipped Airflow define, by asking them.
 * `npm run index`. The environments come from airsmith's own locks, so it needs a package index once.
 */
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../src/config.js';
import { planTargets, prepareEnvironment } from '../src/lab/environments/index.js';
import { readLocks } from '../src/lab/environments/locks.js';

const ROOT = join(import.meta.dirname, '..');
export const INDEX = join(ROOT, 'src/lab/index/base-attributes.json');

/** Name to what it is, for the base class of each kind. */
export interface BaseAttributes {
  readonly [kind: string]: { readonly [name: string]: string };
}

/** Asks one environment. Throws with its complaint when it does not answer. */
export function introspect(python: string): BaseAttributes {
  const script = join(ROOT, 'scripts/introspect.py');
  const env = { PATH: '/usr/bin:/bin', HOME: tmpdir(), LANG: 'C.UTF-8' };
  const result = spawnSync(python, ['-I', script], { env, encoding: 'utf8', maxBuffer: 1 << 24 });
  if (result.status !== 0) throw new Error(`${python} did not answer: ${result.stderr}`);
  return JSON.parse(result.stdout) as BaseAttributes;
}

/** One line for each class, so that a new Airflow is a diff a person can read. */
export function format(index: { readonly [airflow: string]: BaseAttributes }): string {
  const versions = Object.entries(index).map(([airflow, kinds]) => {
    const lines = Object.entries(kinds).map(
      ([kind, names]) => `    ${JSON.stringify(kind)}: ${JSON.stringify(names)}`,
    );
    return `  ${JSON.stringify(airflow)}: {\n${lines.join(',\n')}\n  }`;
  });
  return `{\n${versions.join(',\n')}\n}\n`;
}

async function main(): Promise<void> {
  const options = {
    cache: cacheFolder(process.env, homedir()),
    locks: join(ROOT, 'src/lab/locks'),
    environment: process.env,
    report: (line: string) => console.log(line),
  };
  const { airflow } = await readLocks(options.locks);
  const index: { [version: string]: BaseAttributes } = {};
  for (const version of Object.keys(airflow)) {
    const [target] = await planTargets(
      [`==${version}`],
      { airflowVersions: [version], pythonVersions: [] },
      options,
    );
    if (target === undefined) throw new Error(`no target for Airflow ${version}`);
    const environment = await prepareEnvironment(target, options);
    if (environment.state === 'unavailable') throw new Error(environment.problem.message);
    index[version] = introspect(environment.python);
  }
  await writeFile(INDEX, format(index));
  console.log(`wrote ${INDEX}`);
}

if (import.meta.main) await main();
