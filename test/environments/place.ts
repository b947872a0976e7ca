import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../src/config.js';
import type { EnvironmentOptions } from '../../src/lab/environments/index.js';
import {
  folderName,
  type LockEntry,
  lockIdentity,
  readShippedLocks,
} from '../../src/lab/environments/locks.js';

export const LOCKS = join(import.meta.dirname, '../../src/lab/locks');

/** This machine as it is, with the cache that all tests share. */
export const MACHINE: EnvironmentOptions = {
  cache: cacheFolder(process.env, homedir()),
  locks: LOCKS,
  environment: process.env,
};

/** A folder that goes away at the end of its block. */
export interface Place extends AsyncDisposable {
  readonly folder: string;
  /** Writes an executable file. */
  program(path: string, script: string): Promise<string>;
  link(path: string, target: string): Promise<string>;
}

export async function openPlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'airsmith-environments-'));
  return {
    folder,
    async program(path, script) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, script);
      await chmod(file, 0o755);
      return file;
    },
    async link(path, target) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await symlink(target, file);
      return file;
    },
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An own cache that already has uv and the wheels of the shared one, and a lock with one small package as "Airflow" 9.9.9. */
export async function openSmallLab(place: Place): Promise<EnvironmentOptions & { readonly entry: string }> {
  const locks = join(place.folder, 'locks');
  await mkdir(locks, { recursive: true });
  const shipped = await readShippedLocks(LOCKS);
  const small: LockEntry = {
    file: 'airflow-9.9.9.txt',
    excludeNewer: '2026-11-01',
    inputs: [],
    packages: 1,
    pythons: ['3.10', '3.11', '3.12', '3.13'],
    sources: {},
  };
  const text = await readFile(join(LOCKS, 'airflow-3.3.2.txt'), 'utf8');
  const one = /^iniconfig==.*(?:\n .*)*/m.exec(text)?.[0];
  if (one === undefined) throw new Error('the lock has no iniconfig');
  await writeFile(join(locks, small.file), `${one}\n`);
  for (const entry of [shipped.uv, shipped.build, shipped.tools]) {
    await writeFile(join(locks, entry.file), await readFile(join(LOCKS, entry.file)));
  }
  const { uv, build, tools } = shipped;
  await writeFile(
    join(locks, 'locks.json'),
    JSON.stringify({ airflow: { '9.9.9': small }, uv, build, tools }),
  );
  const home = folderName(await lockIdentity(shipped, shipped.uv));
  await place.link(`cache/${home}`, join(MACHINE.cache, home));
  const environment = { ...process.env, UV_CACHE_DIR: join(MACHINE.cache, 'wheels') };
  return { cache: join(place.folder, 'cache'), locks, environment, entry: join(locks, small.file) };
}
