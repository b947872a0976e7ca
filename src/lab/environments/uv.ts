import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { complaint, run } from './command.js';
import { holding } from './hold.js';
import { findInterpreter } from './interpreters.js';
import { folderName, type Locks, lockIdentity } from './locks.js';
import { type EnvironmentOptions, type Unavailable, unavailable } from './options.js';
import { pipVariables, uvVariables } from './variables.js';

export interface Uv {
  readonly state: 'ready';
  /** Path of the program. */
  readonly path: string;
}

/** Compiling three Airflows at once on a small busy machine takes minutes; only a hang takes longer than this. */
export const INSTALL_MS = 900_000;
/** First uv with `--build-constraints` on `uv pip install` and with offline-friendly retries. */
const OLDEST = [0, 5, 0] as const;

/**
 * The pinned uv, from PyPI with its hashes checked, in airsmith's cache. Where pip is of no use, a uv on PATH does as well:
 * the locks decide what is installed, whichever uv installs it.
 */
export async function ensureUv(locks: Locks, options: EnvironmentOptions): Promise<Uv | Unavailable> {
  const home = join(options.cache, folderName(await lockIdentity(locks, locks.uv)));
  const path = join(home, 'bin', 'uv');
  if (existsSync(path)) return { state: 'ready', path };
  await mkdir(options.cache, { recursive: true });
  return holding(`${home}.lock`, async () => {
    if (existsSync(path)) return { state: 'ready', path };
    options.report?.('installing uv from PyPI');
    const failures = await installWithPip(home, locks, options);
    if (existsSync(path)) return { state: 'ready', path };
    const other = await uvOnPath(options);
    return other === undefined ? noUv(failures) : { state: 'ready', path: other };
  });
}

/** Tries each Python that can be had until one has a pip. Gives the complaints where none works. */
async function installWithPip(
  home: string,
  locks: Locks,
  options: EnvironmentOptions,
): Promise<readonly string[]> {
  const failures: string[] = [];
  const building = await mkdtemp(`${home}.building-`);
  try {
    for (const python of await pythons(options)) {
      const failure = await installFrom(python, building, locks, options);
      if (failure === undefined) return await settle(building, home);
      failures.push(failure);
      // Another Python meets the same index: only a missing pip is worth a second one.
      if (!lacksPip(failure)) break;
    }
    return failures.length === 0 ? ['no python3 was found'] : failures;
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

function lacksPip(failure: string): boolean {
  return /No module named '?(pip|venv|ensurepip)|ensurepip is not/.test(failure);
}

/** With the Python's own pip, else with the one that `ensurepip` puts into a new environment. */
async function installFrom(
  python: string,
  building: string,
  locks: Locks,
  options: EnvironmentOptions,
): Promise<string | undefined> {
  const failure = await pipInstall(python, building, locks, options);
  if (failure === undefined || !lacksPip(failure)) return failure;
  const venv = join(building, 'venv');
  const made = await run(python, ['-I', '-m', 'venv', venv], command(options));
  if (made.status !== 0) return complaint(made);
  return pipInstall(join(venv, 'bin', 'python'), building, locks, options);
}

async function settle(building: string, home: string): Promise<readonly string[]> {
  await rm(home, { recursive: true, force: true });
  await rename(join(building, 'target'), home);
  return [];
}

async function pipInstall(
  python: string,
  building: string,
  locks: Locks,
  options: EnvironmentOptions,
): Promise<string | undefined> {
  const what = [
    '--require-hashes',
    '--no-deps',
    '--only-binary',
    ':all:',
    '-r',
    join(locks.folder, locks.uv.file),
  ];
  const where = ['--quiet', '--target', join(building, 'target')];
  const result = await run(python, ['-I', '-m', 'pip', 'install', ...where, ...what], command(options));
  return result.status === 0 ? undefined : complaint(result);
}

async function pythons(options: EnvironmentOptions): Promise<readonly string[]> {
  const onPath = await run('python3', ['-I', '-c', 'import sys; print(sys.executable)'], command(options));
  const found = onPath.status === 0 ? [onPath.stdout.trim()] : [];
  for (const minor of ['3.13', '3.12', '3.11', '3.10']) {
    const interpreter = await findInterpreter(minor, options);
    if (interpreter !== undefined) found.push(interpreter.path);
  }
  return [...new Set(found)];
}

async function uvOnPath(options: EnvironmentOptions): Promise<string | undefined> {
  const result = await run('uv', ['--version'], command(options));
  const version = /^uv (\d+)\.(\d+)\.(\d+)/.exec(result.stdout)?.slice(1).map(Number);
  if (result.status !== 0 || version === undefined) return undefined;
  const difference =
    version.map((part, index) => part - (OLDEST[index] ?? 0)).find((part) => part !== 0) ?? 0;
  return difference >= 0 ? 'uv' : undefined;
}

function command(options: EnvironmentOptions) {
  return {
    environment: pipVariables(options),
    cwd: options.cache,
    timeoutMs: INSTALL_MS,
    signal: options.signal,
  };
}

/** Runs uv from the cache folder, so that no project's settings are found. */
export function runUv(
  uv: Uv,
  args: readonly string[],
  options: EnvironmentOptions,
  extra: { [name: string]: string } = {},
  timeoutMs = INSTALL_MS,
) {
  return run(uv.path, args, {
    environment: { ...uvVariables(options), ...extra },
    cwd: options.cache,
    timeoutMs,
    signal: options.signal,
  });
}

function noUv(failures: readonly string[]): Unavailable {
  return unavailable({
    code: 'AS3101',
    message: 'uv, which makes the Airflow environments, could not be installed from PyPI',
    cause: failures.join(' · '),
    remedy:
      'give this machine a python3 with pip that reaches a package index (PIP_INDEX_URL, HTTPS_PROXY and SSL_CERT_FILE are honoured), or put uv on PATH',
  });
}
