import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { cacheFolder, DEFAULT_SETTINGS } from '../../src/config.js';
import type { AirflowTarget, Draft, Environment, ReadyEnvironment, Spec } from '../../src/flow.js';
import { planTargets } from '../../src/lab/environments/index.js';
import { createLab, type LabOptions } from '../../src/lab/lab.js';
import type { Lab } from '../../src/ports.js';

const HERE = import.meta.dirname;
const ROOT = join(HERE, '../..');
export const FIXTURES = join(HERE, 'fixtures');
export const LAB_PYTHON = join(ROOT, 'src/lab/python');

/** A component with the spec that it is played against: a folder with `spec.airsmith.*` and `component.py`. */
export interface Fixture {
  readonly spec: Spec;
  readonly draft: Draft;
}

export async function readFixture(...path: readonly string[]): Promise<Fixture> {
  const folder = join(FIXTURES, ...path);
  const name = (await readdir(folder)).find((file) => file.startsWith('spec.airsmith.'));
  if (name === undefined) throw new Error(`${folder} has no spec`);
  const text = await readFile(join(folder, name), 'utf8');
  const fields = parse(name.endsWith('.md') ? (text.split(/^---$/m)[1] ?? '') : text);
  const component = await readFile(join(folder, 'component.py'), 'utf8');
  return { spec: toSpec(name, text, fields), draft: toDraft(fields.name, component, fields.kind) };
}

/** The fields of a spec file with the defaults that the lab looks at. Reading specs well is another room's test. */
function toSpec(
  path: string,
  text: string,
  fields: Spec & { connection?: { type: string; input?: string } },
): Spec {
  const connection = fields.connection
    ? { ...fields.connection, input: fields.connection.input ?? `${fields.connection.type}_conn_id` }
    : undefined;
  return {
    ...{
      language: 'python',
      description: '',
      airflow: '>=2.8,<4',
      dependencies: [],
      inputs: [],
      methods: [],
    },
    ...{ deferrable: false, raises: [], hints: [], params: [], positions: {} },
    ...fields,
    ...(connection ? { connection } : {}),
    path,
    fingerprint: createHash('sha256').update(text).digest('hex'),
  } as Spec;
}

export function toDraft(className: string, component: string, kind = 'operator'): Draft {
  const path = `plugins/${kind}s/component.py`;
  return {
    className,
    module: `${kind}s.component`,
    pythonRoot: 'plugins',
    files: [{ role: 'component', path, content: component }],
  };
}

export function openLab(options: Partial<LabOptions> = {}): Lab {
  return createLab({
    ...environmentOptions(),
    labPython: LAB_PYTHON,
    unsafe: false,
    clock: CLOCK,
    ...options,
  });
}

export const CLOCK = { now: () => new Date(), elapsed: () => performance.now() };

export function environmentOptions() {
  const cache = cacheFolder(process.env, homedir());
  return { cache, locks: join(ROOT, 'src/lab/locks'), environment: process.env };
}

/**
 * One target for each shipped Airflow, on the newest Python that this machine has; or on each of
 * `AIRSMITH_TEST_PYTHONS` ("3.10 3.13") that the Airflow supports.
 */
export function targets(): Promise<readonly AirflowTarget[]> {
  const { airflow, airflowVersions } = DEFAULT_SETTINGS;
  const pythonVersions = (process.env['AIRSMITH_TEST_PYTHONS'] ?? '').split(/\s+/).filter(Boolean);
  return planTargets([airflow], { airflowVersions, pythonVersions }, environmentOptions());
}

/** All environments, ready; an Airflow that cannot be had fails the test, for CI must not skip it in silence. */
export async function readyEnvironments(lab: Lab): Promise<readonly ReadyEnvironment[]> {
  const all = await lab.prepare(await targets(), () => undefined);
  return all.map(ready);
}

function ready(environment: Environment): ReadyEnvironment {
  if (environment.state === 'ready') return environment;
  const { message, cause } = environment.problem;
  throw new Error(`Airflow ${environment.airflow}: ${message} (${cause ?? environment.problem.remedy})`);
}
