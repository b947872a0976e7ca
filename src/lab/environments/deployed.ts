/** Environments of the user's own constraints and requirements, for proof on what they deploy. */

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AirflowTarget, Problem } from '../../flow.js';
import { build, isReady } from './build.js';
import { type Line, readLines } from './deployed-lines.js';
import { holding } from './hold.js';
import { type Locks, lockFile, sourcesHere } from './locks.js';
import { type Deployed, type EnvironmentOptions, type Unavailable, unavailable } from './options.js';
import type { PreparedEnvironment } from './prepare.js';
import { obtainInterpreter } from './python.js';
import { pins } from './requirements.js';
import { lockOf, type Package, resolve } from './resolve.js';
import { ensureUv, INSTALL_MS } from './uv.js';
import { worldly } from './world.js';

/** What the lab itself needs: databases of examples, and the tests. */
const LAB = ['apache-airflow-providers-sqlite', 'apache-airflow-providers-common-sql', 'pytest'];
const LOCKED = 'airsmith-requirements.txt';

interface Wanted {
  readonly requirements: readonly Line[];
  readonly constraints: readonly Line[];
  /** Packages that have no wheel at all, as the shipped lock has them; these alone are built. */
  readonly sources: readonly string[];
}

/** The environment for an Airflow with what the user deploys beside it; `unavailable` says which line is at fault. */
export async function prepareDeployed(
  target: AirflowTarget,
  deployed: Deployed,
  locks: Locks,
  options: EnvironmentOptions,
): Promise<PreparedEnvironment | Unavailable> {
  const started = performance.now();
  const wanted = await readWanted(target, deployed, locks);
  if ('state' in wanted) return wanted;
  const what = JSON.stringify([
    target,
    options.indexUrl ?? '',
    textsOf(wanted.requirements),
    textsOf(wanted.constraints),
  ]);
  const hash = createHash('sha256').update(what).digest('hex');
  const names = [deployed.constraints?.path, deployed.requirements?.path].filter(
    (path) => path !== undefined,
  );
  const lock = `${names.join('+').slice(0, 120)} for airflow-${target.airflow}@${hash.slice(0, 12)}`;
  const prefix = join(
    options.cache,
    'environments',
    `own-${target.airflow}-${hash.slice(0, 16)}-py${target.python}`,
  );
  if (!(await isReady(prefix, lock))) {
    const made = await worldly(() => make(target, prefix, lock, wanted, locks, options));
    if (made.state === 'unavailable') return made;
  }
  const readyMs = Math.round(performance.now() - started);
  const constraints = join(prefix, LOCKED);
  return { state: 'ready', python: join(prefix, 'bin', 'python'), prefix, lock, constraints, readyMs };
}

async function readWanted(
  target: AirflowTarget,
  deployed: Deployed,
  locks: Locks,
): Promise<Wanted | Unavailable> {
  const files = [deployed.requirements, deployed.constraints].map((file) => (file ? readLines(file) : []));
  const wrong = files.find((lines): lines is Problem => !Array.isArray(lines));
  if (wrong) return unavailable(wrong);
  const [requirements = [], constraints = []] = files as readonly (readonly Line[])[];
  const entry = locks.airflow[target.airflow];
  const sources = entry ? sourcesHere(entry) : [];
  const shipped = entry ? pins(await readFile(lockFile(locks, entry), 'utf8')) : new Map<string, string>();
  // Building runs a package's code: only these, and only in the version that was looked at.
  const fixed = sources.map((name): Line => ({ text: `${name}==${shipped.get(name)}`, name, hashes: [] }));
  return { requirements, constraints: [...constraints, ...fixed], sources };
}

async function make(
  target: AirflowTarget,
  prefix: string,
  lock: string,
  wanted: Wanted,
  locks: Locks,
  options: EnvironmentOptions,
): Promise<{ readonly state: 'ready' } | Unavailable> {
  await mkdir(join(options.cache, 'environments'), { recursive: true });
  const uv = await ensureUv(locks, options);
  if (uv.state === 'unavailable') return uv;
  const interpreter = await obtainInterpreter(target, uv, options);
  if (interpreter.state === 'unavailable') return interpreter;
  return holding(`${prefix}.lock`, async () => {
    if (await isReady(prefix, lock)) return { state: 'ready' };
    options.report?.(`Airflow ${target.airflow} as you deploy it: resolving ${lock}`);
    const sources = wanted.sources.flatMap((name) => ['--no-binary', name]);
    const building = ['--build-constraints', join(locks.folder, locks.build.file)];
    const extra = sources.length > 0 ? [...sources, ...building] : [];
    const inputs = [`apache-airflow==${target.airflow}`, ...textsOf(wanted.requirements), ...LAB];
    const resolution = await within(wanted.constraints, (constraints) =>
      resolve(inputs, { python: interpreter.path, constraints }, uv, options, extra, INSTALL_MS),
    );
    if (resolution.state === 'refused') return unresolved(target, wanted, resolution.reason);
    if (resolution.state !== 'resolved') return unreachable(resolution.reason);
    const { head, packages } = resolution;
    const other = packages.find((one) => !hashesHold(one, wanted));
    if (other) return otherHash(other, wanted);
    const install = async (folder: string) => {
      await writeFile(
        join(folder, LOCKED),
        packages.map(({ name, version }) => `${name}==${version}\n`).join(''),
      );
      const file = join(folder, 'pylock.toml');
      await writeFile(file, lockOf(head, packages));
      const where = ['pip', 'install', '--quiet', '--python', join(folder, 'bin', 'python'), '--no-deps'];
      return [...where, '--only-binary', ':all:', ...extra, '--compile-bytecode', '-r', file];
    };
    return build(prefix, { lock, interpreter, uv, what: lock, install }, options);
  });
}

async function within<T>(lines: readonly Line[], work: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'airsmith-constraints-'));
  try {
    const file = join(folder, 'constraints.txt');
    await writeFile(
      file,
      textsOf(lines)
        .map((text) => `${text}\n`)
        .join(''),
    );
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function textsOf(lines: readonly Line[]): readonly string[] {
  return lines.map(({ text }) => text);
}

/** Hashes that somebody wrote down are all that may be installed under that name. */
function hashesHold({ name, table }: Package, { requirements, constraints }: Wanted): boolean {
  const given = new Set(hashesOf([...requirements, ...constraints], name));
  if (given.size === 0) return true;
  const found = [...table.matchAll(/sha256 = "([0-9a-f]{64})"/g)].map(([, hash]) => hash ?? '');
  return found.length > 0 && found.every((hash) => given.has(hash));
}

function hashesOf(lines: readonly Line[], name: string): readonly string[] {
  return lines.filter((line) => line.name === name).flatMap(({ hashes }) => hashes);
}

function otherHash({ name, version }: Package, { requirements, constraints }: Wanted): Unavailable {
  const line = [...requirements, ...constraints].find((one) => one.name === name && one.hashes.length > 0);
  return unavailable({
    code: 'AS3333',
    message: `${name} ${version} has another hash than the requirements say`,
    remedy: 'find out who changed it: a mirror that rebuilds packages, or someone who replaced it',
    ...(line?.position ? { position: line.position } : {}),
  });
}

function unresolved(
  target: AirflowTarget,
  { requirements, constraints }: Wanted,
  reason: string,
): Unavailable {
  const lines = [...requirements, ...constraints].filter(({ position }) => position !== undefined);
  const named = lines.find(({ name }) => new RegExp(`(^|[^a-z0-9-])${name}($|[^a-z0-9-])`).test(reason));
  return unavailable({
    code: 'AS3330',
    message: `Airflow ${target.airflow} was not run: your own requirements do not resolve for it`,
    cause: reason,
    remedy: 'correct the line, or give that Airflow a file of its own in .airsmith.yaml',
    ...(named?.position ? { position: named.position } : {}),
  });
}

function unreachable(cause: string): Unavailable {
  return unavailable({
    code: 'AS3103',
    message: 'the packages that you deploy could not be looked up',
    cause,
    remedy:
      'check that this machine reaches the package index (`index-url`, UV_DEFAULT_INDEX, HTTPS_PROXY), then run again',
  });
}
