import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { complaint } from './command.js';
import { holding } from './hold.js';
import { findInterpreter } from './interpreters.js';
import { folderName, type Locks, lockIdentity, readLocks } from './locks.js';
import { type EnvironmentOptions, type Unavailable, unavailable } from './options.js';
import { ensureUv, runUv } from './uv.js';
import { worldly } from './world.js';

export interface Tools {
  readonly state: 'ready';
  /** Path of ruff's program. */
  readonly ruff: string;
}

/** ruff of the shipped tools lock, installed once into the cache. */
export async function prepareTools(options: EnvironmentOptions): Promise<Tools | Unavailable> {
  const locks = await readLocks(options);
  const home = join(options.cache, folderName(await lockIdentity(locks, locks.tools)));
  const ruff = join(home, 'bin', 'ruff');
  if (existsSync(ruff)) return { state: 'ready', ruff };
  return worldly(async () => {
    await mkdir(options.cache, { recursive: true });
    return holding(`${home}.lock`, async () => {
      if (existsSync(ruff)) return { state: 'ready', ruff };
      options.report?.('installing ruff');
      const failure = await install(home, locks, options);
      return failure ?? { state: 'ready', ruff };
    });
  });
}

async function install(
  home: string,
  locks: Locks,
  options: EnvironmentOptions,
): Promise<Unavailable | undefined> {
  const uv = await ensureUv(locks, options);
  if (uv.state === 'unavailable') return uv;
  const building = await mkdtemp(`${home}.building-`);
  try {
    const result = await runUv(uv, await installArguments(building, locks, options), options);
    if (result.status !== 0) return notInstalled(complaint(result));
    await rm(home, { recursive: true, force: true });
    await rename(building, home);
    return undefined;
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

async function installArguments(
  building: string,
  locks: Locks,
  options: EnvironmentOptions,
): Promise<readonly string[]> {
  const file = join(locks.folder, locks.tools.file);
  // ruff is a program of its own; any Python serves to choose the wheel of this machine.
  const python = await newestInterpreter(options);
  const choice = python === undefined ? [] : ['--python', python];
  const where = ['pip', 'install', '--quiet', ...choice, '--target', building];
  return [...where, '--no-deps', '--require-hashes', '--only-binary', ':all:', '-r', file];
}

async function newestInterpreter(options: EnvironmentOptions): Promise<string | undefined> {
  for (const minor of ['3.13', '3.12', '3.11', '3.10']) {
    const interpreter = await findInterpreter(minor, options);
    if (interpreter !== undefined) return interpreter.path;
  }
  return undefined;
}

function notInstalled(cause: string): Unavailable {
  return unavailable({
    code: 'AS3103',
    message: 'ruff, which reads the drafts for plain mistakes, could not be installed',
    cause,
    remedy: 'check that this machine reaches its package index, then run again',
  });
}
