/** The provider wheels of the corpus, installed once into airsmith's cache: unpacked, without what they depend on. */

import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../../src/config.js';
import { complaint } from '../../src/lab/environments/command.js';
import type { EnvironmentOptions } from '../../src/lab/environments/index.js';
import { findInterpreter, type Interpreter } from '../../src/lab/environments/interpreters.js';
import { readLocks } from '../../src/lab/environments/locks.js';
import { ensureUv, runUv } from '../../src/lab/environments/uv.js';
import type { Quarry } from '../../src/learn/mining/mine.js';

const LIST = join(import.meta.dirname, 'providers.txt');

export const OPTIONS: EnvironmentOptions = {
  cache: cacheFolder(process.env, homedir()),
  locks: join(import.meta.dirname, '../../src/lab/locks'),
  environment: process.env,
  report: (line) => console.log(line),
};

/** The newest Python of this machine, for the parser of the newest Airflow. */
export async function newestPython(): Promise<Interpreter> {
  for (const minor of ['3.13', '3.12', '3.11']) {
    const found = await findInterpreter(minor, OPTIONS);
    if (found !== undefined) return found;
  }
  throw new Error('no Python from 3.11 up is on this machine');
}

/** Folder with the wheels' files, and the paths of their Python files in it. */
export async function corpus(): Promise<{ readonly root: string; readonly paths: readonly string[] }> {
  const hash = createHash('sha256').update(readFileSync(LIST)).digest('hex').slice(0, 12);
  const root = join(OPTIONS.cache, `corpus-${hash}`);
  if (!existsSync(root)) await install(root);
  return { root, paths: globSync('airflow/providers/**/*.py', { cwd: root }).sort() };
}

/** The same by wheel, as its own record of files says. */
export async function corpusByWheel(): Promise<readonly Quarry[]> {
  const { root, paths } = await corpus();
  const listed = new Set(paths);
  return globSync('*.dist-info', { cwd: root })
    .sort()
    .map((folder) => {
      const said = readFileSync(join(root, folder, 'METADATA'), 'utf8');
      const field = (name: string) => new RegExp(`^${name}: *(\\S+)`, 'm').exec(said)?.[1] ?? '';
      const record = readFileSync(join(root, folder, 'RECORD'), 'utf8');
      const own = record
        .split('\n')
        .map((line) => line.slice(0, line.lastIndexOf(',', line.lastIndexOf(',') - 1)));
      const files = own.filter((path) => listed.has(path)).sort();
      return {
        name: field('Name'),
        version: field('Version'),
        files: files.map((path) => ({ path, content: readFileSync(join(root, path), 'utf8') })),
      };
    });
}

async function install(root: string): Promise<void> {
  const uv = await ensureUv(await readLocks(OPTIONS), OPTIONS);
  if (uv.state === 'unavailable') throw new Error(uv.problem.message);
  const building = `${root}.building-${process.pid}`;
  await mkdir(building, { recursive: true });
  try {
    const { path } = await newestPython();
    const where = [
      'pip',
      'install',
      '--quiet',
      '--python',
      path,
      '--target',
      building,
      '--link-mode',
      'copy',
    ];
    const what = ['--no-deps', '--only-binary', ':all:', '-r', LIST];
    const result = await runUv(uv, [...where, ...what], OPTIONS);
    if (result.status !== 0) throw new Error(`the wheels could not be had: ${complaint(result)}`);
    await rename(building, root);
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}
