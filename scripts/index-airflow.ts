/**
 * Writes `src/lab/index/`: what can be imported from each shipped Airflow and how it is called, and what its base classes define, by
 * asking them. `npm run index`. The environments come from airsmith's own locks, so it needs a package index once.
 */
import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../src/config.js';
import { planTargets, prepareEnvironment } from '../src/lab/environments/index.js';
import { type BaseAttributes, type Introspection, introspect } from '../src/lab/environments/introspect.js';
import { readShippedLocks } from '../src/lab/environments/locks.js';

const ROOT = join(import.meta.dirname, '..');
export const FOLDER = join(ROOT, 'src/lab/index');
const OPTIONS = {
  cache: cacheFolder(process.env, homedir()),
  locks: join(ROOT, 'src/lab/locks'),
  environment: process.env,
  report: (line: string) => console.log(line),
};

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

async function ask(version: string): Promise<Introspection> {
  const settings = { airflowVersions: [version], pythonVersions: [] };
  const [target] = await planTargets([`==${version}`], settings, OPTIONS);
  if (target === undefined) throw new Error(`no target for Airflow ${version}`);
  const environment = await prepareEnvironment(target, OPTIONS);
  if (environment.state === 'unavailable') throw new Error(environment.problem.message);
  const answer = await introspect(environment.python, join(ROOT, 'src/lab/python'));
  if (answer.state === 'unavailable') throw new Error(`${answer.problem.message}: ${answer.problem.cause}`);
  return answer;
}

async function main(): Promise<void> {
  const bases: { [version: string]: BaseAttributes } = {};
  for (const version of Object.keys((await readShippedLocks(OPTIONS.locks)).airflow)) {
    const answer = await ask(version);
    bases[version] = answer.bases;
    await writeFile(join(FOLDER, `airflow-${version}.txt`), answer.index);
  }
  await writeFile(join(FOLDER, 'base-attributes.json'), format(bases));
  console.log(`wrote ${FOLDER}`);
}

if (import.meta.main) await main();
