import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { testSupport } from '../../src/assets.js';
import { assemble } from '../../src/author/assemble.js';
import { cacheFolder, DEFAULT_SETTINGS } from '../../src/config.js';
import type { Draft, ReadyEnvironment, Spec } from '../../src/flow.js';
import { planTargets } from '../../src/lab/environments/index.js';
import { createLab } from '../../src/lab/lab.js';
import type { Lab } from '../../src/ports.js';
import { readSpecs } from '../../src/spec/index.js';

const ROOT = join(import.meta.dirname, '../..');
const FIXTURES = join(import.meta.dirname, 'fixtures');
const CLOCK = { now: () => new Date(), elapsed: () => performance.now() };

const ENVIRONMENTS = {
  cache: cacheFolder(process.env, homedir()),
  locks: join(ROOT, 'src/lab/locks'),
  environment: process.env,
};

export function openLab(): Lab {
  return createLab({ ...ENVIRONMENTS, labPython: join(ROOT, 'src/lab/python'), unsafe: false, clock: CLOCK });
}

/** Every shipped Airflow, ready; one that cannot be had fails the tests, for they must not pass without it. */
export async function readyEnvironments(lab: Lab): Promise<readonly ReadyEnvironment[]> {
  const { airflow, airflowVersions } = DEFAULT_SETTINGS;
  const targets = await planTargets([airflow], { airflowVersions, pythonVersions: [] }, ENVIRONMENTS);
  const all = await lab.prepare(targets, () => undefined);
  return all.map((environment) => {
    if (environment.state === 'ready') return environment;
    throw new Error(`Airflow ${environment.airflow}: ${environment.problem.message}`);
  });
}

/** The spec in `fixtures/<folder>`. */
export async function readFixtureSpec(folder: string): Promise<Spec> {
  const path = `specs/${folder}.airsmith.yaml`;
  const content = await readFile(join(FIXTURES, folder, 'spec.airsmith.yaml'), 'utf8');
  const { specs, problems } = await readSpecs([{ path, bytes: Buffer.from(content) }], DEFAULT_SETTINGS);
  const [spec] = specs;
  if (spec === undefined) throw new Error(JSON.stringify(problems));
  return spec;
}

/** A draft with `fixtures/<folder>/<file>` as its component, and what airsmith makes from it. */
export async function readDraft(spec: Spec, folder: string, file: string): Promise<Draft> {
  return draftOf(spec, await readFile(join(FIXTURES, folder, file), 'utf8'));
}

export async function draftOf(spec: Spec, source: string): Promise<Draft> {
  return assemble(spec, source, DEFAULT_SETTINGS, await testSupport());
}

/** Names of the wrong components of a fixture, `AS4105-no-kwargs.py`. */
export async function wrongOnes(folder: string): Promise<readonly string[]> {
  return (await readdir(join(FIXTURES, folder, 'wrong'))).sort();
}
