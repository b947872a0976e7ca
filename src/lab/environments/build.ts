import { mkdtemp, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { complaint } from './command.js';
import type { Interpreter } from './interpreters.js';
import { type LockEntry, type Locks, lockFile, sourcesHere } from './locks.js';
import { type EnvironmentOptions, type Unavailable, unavailable } from './options.js';
import { runUv, type Uv } from './uv.js';

/** Written last and beside everything else, so an environment with a stamp is whole. */
interface Stamp {
  readonly schema: 'environment/1';
  readonly lock: string;
  /** The base interpreter; an upgrade under the environment's feet breaks compiled modules. */
  readonly interpreter: {
    readonly path: string;
    readonly version: string;
    readonly mtimeMs: number;
    readonly size: number;
  };
}

const STAMP = 'airsmith.json';

/** Whether a whole environment of this lock stands at `prefix`. Reads one file and looks at two; starts nothing. */
export async function isReady(prefix: string, lock: string): Promise<boolean> {
  try {
    const stamp = JSON.parse(await readFile(join(prefix, STAMP), 'utf8')) as Stamp;
    if (stamp.schema !== 'environment/1' || stamp.lock !== lock) return false;
    const base = await stat(stamp.interpreter.path);
    await stat(join(prefix, 'bin', 'python'));
    return base.mtimeMs === stamp.interpreter.mtimeMs && base.size === stamp.interpreter.size;
  } catch {
    return false;
  }
}

/** An environment to be made. */
export interface Build {
  /** Identity that the stamp keeps. */
  readonly lock: string;
  readonly interpreter: Interpreter;
  readonly uv: Uv;
  /** Name of what is installed, for people. */
  readonly what: string;
  /** Arguments that install into the environment in this folder. Called once the environment is there, and may write files. */
  readonly install: (building: string) => Promise<readonly string[]>;
}

/**
 * Makes an environment at `prefix` from a lock. It is built in a folder beside and renamed into place when whole, so an
 * interrupted install leaves nothing that looks ready.
 */
export async function build(
  prefix: string,
  request: Build,
  options: EnvironmentOptions,
): Promise<{ readonly state: 'ready' } | Unavailable> {
  const building = await mkdtemp(`${prefix}.building-`);
  try {
    const { interpreter, uv } = request;
    const venv = await runUv(
      uv,
      ['venv', '--quiet', '--allow-existing', '--python', interpreter.path, building],
      options,
    );
    if (venv.status !== 0) return notInstalled(request.what, complaint(venv));
    const install = await runUv(uv, await request.install(building), options);
    if (install.status !== 0) return notInstalled(request.what, complaint(install));
    await writeFile(
      join(building, STAMP),
      `${JSON.stringify(await stampOf(request.lock, interpreter), null, 2)}\n`,
    );
    await rm(prefix, { recursive: true, force: true });
    await rename(building, prefix);
    return { state: 'ready' };
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

/** Arguments that install a shipped lock. */
export function installLock(building: string, locks: Locks, entry: LockEntry): readonly string[] {
  // Only packages without any wheel may run their build script, with build tools that are hashed too.
  const sources = sourcesHere(entry).flatMap((name) => ['--no-binary', name]);
  return [
    'pip', 'install', '--quiet', '--python', join(building, 'bin', 'python'),
    '--no-deps', '--require-hashes', '--only-binary', ':all:', ...sources,
    '--build-constraints', join(locks.folder, locks.build.file),
    '--compile-bytecode', '-r', lockFile(locks, entry),
  ]; // biome-ignore format: flag and value belong together
}

async function stampOf(lock: string, interpreter: Interpreter): Promise<Stamp> {
  const path = await realpath(interpreter.path);
  const { mtimeMs, size } = await stat(path);
  return {
    schema: 'environment/1',
    lock,
    interpreter: { path, version: interpreter.version, mtimeMs, size },
  };
}

function notInstalled(what: string, cause: string): Unavailable {
  if (/hash mismatch/i.test(cause)) {
    return unavailable({
      code: 'AS3104',
      message: `a package of ${what} is not the one that was locked`,
      cause,
      remedy:
        'look at the package index that this machine uses: a mirror rebuilt the package, or someone replaced it',
    });
  }
  if (/no space left|disk quota|ENOSPC/i.test(cause)) {
    return unavailable({
      code: 'AS3105',
      message: 'the disk is full',
      cause,
      remedy: 'free about 300 MB for each Airflow, or point the cache at another disk',
    });
  }
  return unavailable({
    code: 'AS3103',
    message: `the packages of ${what} could not be installed`,
    cause,
    remedy:
      'check that this machine reaches its package index (UV_DEFAULT_INDEX, PIP_INDEX_URL, HTTPS_PROXY and SSL_CERT_FILE are honoured), then run again',
  });
}
