import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { AirflowTarget } from '../../flow.js';
import { build, installLock, isReady } from './build.js';
import { prepareDeployed } from './deployed.js';
import { holding } from './hold.js';
import { folderName, type LockEntry, type Locks, lockFile, lockIdentity, readLocks } from './locks.js';
import { type EnvironmentOptions, type Unavailable, unavailable } from './options.js';
import { obtainInterpreter } from './python.js';
import { ensureUv } from './uv.js';
import { worldly } from './world.js';

export interface PreparedEnvironment {
  readonly state: 'ready';
  /** Path of the environment's interpreter. */
  readonly python: string;
  /** Folder of the environment. */
  readonly prefix: string;
  /** Name and first 12 hex digits of the SHA-256 of the lock: `airflow-2.8.1@3f2a…`. */
  readonly lock: string;
  /** Requirements file of what is installed there, every version pinned. */
  readonly constraints: string;
  readonly readyMs: number;
}

/**
 * A ready environment for an Airflow on a Python: the one in the cache, or a new one from the shipped lock. From the cache it
 * costs a few file reads. What cannot be had comes back as `unavailable` with its remedy; broken installations of airsmith
 * itself throw.
 */
export async function prepareEnvironment(
  target: AirflowTarget,
  options: EnvironmentOptions,
): Promise<PreparedEnvironment | Unavailable> {
  const locks = await readLocks(options);
  const deployed = options.deployed?.(target.airflow);
  if (deployed !== undefined) return prepareDeployed(target, deployed, locks, options);
  return prepareLocked(target, locks, options);
}

/** The same from these locks. */
export async function prepareLocked(
  target: AirflowTarget,
  locks: Locks,
  options: EnvironmentOptions,
): Promise<PreparedEnvironment | Unavailable> {
  const started = performance.now();
  const entry = locks.airflow[target.airflow];
  if (entry === undefined) return noLock(target, locks);
  if (!entry.pythons.includes(target.python)) return noSuchPython(target, entry);
  const lock = await lockIdentity(locks, entry);
  const prefix = join(options.cache, 'environments', `${folderName(lock)}-py${target.python}`);
  if (!(await isReady(prefix, lock))) {
    const made = await worldly(() => make(target, prefix, { locks, entry, lock }, options));
    if (made.state === 'unavailable') return made;
  }
  const readyMs = Math.round(performance.now() - started);
  const constraints = lockFile(locks, entry);
  return { state: 'ready', python: join(prefix, 'bin', 'python'), prefix, lock, constraints, readyMs };
}

async function make(
  target: AirflowTarget,
  prefix: string,
  request: { readonly locks: Locks; readonly entry: LockEntry; readonly lock: string },
  options: EnvironmentOptions,
): Promise<{ readonly state: 'ready' } | Unavailable> {
  await mkdir(join(options.cache, 'environments'), { recursive: true });
  const uv = await ensureUv(request.locks, options);
  if (uv.state === 'unavailable') return uv;
  const interpreter = await holding(
    join(options.cache, `python-${target.python}.lock`),
    () => obtainInterpreter(target, uv, options),
    options.signal,
  );
  if (interpreter.state === 'unavailable') return interpreter;
  const making = async (): Promise<{ readonly state: 'ready' } | Unavailable> => {
    // Whoever held it before us may have made this very environment.
    if (await isReady(prefix, request.lock)) return { state: 'ready' };
    options.report?.(
      `Airflow ${target.airflow} on Python ${interpreter.version}: installing ${request.entry.packages} packages`,
    );
    const { locks, entry, lock } = request;
    const install = async (building: string) => installLock(building, locks, entry);
    return build(prefix, { lock, interpreter, uv, what: basename(entry.file), install }, options);
  };
  return holding(`${prefix}.lock`, making, options.signal);
}

function noLock(target: AirflowTarget, locks: Locks): Unavailable {
  const damaged = locks.damaged.find(({ version }) => version === target.airflow);
  if (damaged !== undefined) {
    return unavailable({
      code: 'AS3309',
      message: `Airflow ${target.airflow} was not run: ${damaged.folder}, where it was added, is damaged`,
      cause: damaged.reason,
      remedy: `run \`airsmith airflow add ${target.airflow}\`, which makes it anew`,
    });
  }
  return unavailable({
    code: 'AS3106',
    message: `Airflow ${target.airflow} was not run: there is no lock for it`,
    remedy: `choose from ${Object.keys(locks.airflow).join(', ')} in the setting \`airflow-versions\`, or make one with \`airsmith airflow add\``,
  });
}

function noSuchPython(target: AirflowTarget, entry: LockEntry): Unavailable {
  return unavailable({
    code: 'AS3107',
    message: `Airflow ${target.airflow} was not run: it does not support Python ${target.python}`,
    remedy: `name one of ${entry.pythons.join(', ')} in the setting \`python-versions\`, or leave it out`,
  });
}
