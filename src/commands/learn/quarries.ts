/** What a person names to learn from: folders and files of a repository, wheels, and packages of the index. */

import { stat } from 'node:fs/promises';
import { basename, dirname, relative, resolve } from 'node:path';
import { openRepository } from '../../adapters/git.js';
import { isTest } from '../../house.js';
import { type EnvironmentOptions, isPackage, unpackWheel } from '../../lab/environments/index.js';
import type { Quarry } from '../../learn/mining/mine.js';
import { AirsmithError, EXIT } from '../../problems.js';
import { findRoot } from '../root.js';
import type { Terminal } from '../terminal.js';

const MOST_FILES = 20_000;
const LARGEST_FILE = 2 << 20;
const LARGEST = 64 << 20;

/** Opens each of `names`. Throws where one is nothing to learn from, cannot be had, or holds too much. */
export async function openQuarries(
  names: readonly string[],
  terminal: Terminal,
  options: EnvironmentOptions,
): Promise<readonly Quarry[]> {
  const quarries: Quarry[] = [];
  for (const name of [...new Set(names)]) {
    terminal.signal.throwIfAborted();
    quarries.push(await openQuarry(name, terminal, options));
  }
  return quarries;
}

async function openQuarry(
  name: string,
  { cwd, env }: Terminal,
  options: EnvironmentOptions,
): Promise<Quarry> {
  const path = resolve(cwd, name);
  const facts = await stat(path).catch(() => undefined);
  if (facts?.isFile() && path.endsWith('.whl')) return wheel(path, options);
  if (facts?.isDirectory() || (facts?.isFile() && path.endsWith('.py')))
    return folder(path, facts.isDirectory(), env);
  // A name that looks like a path and is none was meant as one.
  if (!facts && isPackage(name) && !name.includes('/')) return wheel(name, options);
  throw new AirsmithError(EXIT.usage, {
    code: 'AS2080',
    message: `${JSON.stringify(name.slice(0, 200))} is ${facts ? 'no Python file and no wheel' : 'not there, and no package'}`,
    remedy:
      'Name a folder, a .py file, a .whl file, or a package such as apache-airflow-providers-http==6.3.0.',
  });
}

async function wheel(what: string, options: EnvironmentOptions): Promise<Quarry> {
  const unpacked = await unpackWheel(what, options);
  if (unpacked.state === 'unavailable') throw new AirsmithError(EXIT.world, unpacked.problem);
  const { name, version, files } = unpacked;
  return { name, version, files: files.filter(({ path }) => !isTest(path)) };
}

/** Links are not followed, tests and what git ignores are left out. */
async function folder(path: string, isFolder: boolean, env: Terminal['env']): Promise<Quarry> {
  const root = findRoot(isFolder ? path : dirname(path), undefined);
  const repository = await openRepository(root, { env });
  const below = relative(repository.root, path).replaceAll('\\', '/');
  const listed = isFolder ? await repository.list(below) : [below];
  const paths = listed.filter((one) => one.endsWith('.py') && !isTest(one));
  const files: { path: string; content: Uint8Array }[] = [];
  let room = LARGEST;
  for (const one of paths) {
    const content = await repository.bytes(one);
    if (content === undefined || content.length > LARGEST_FILE) continue;
    room -= content.length;
    if (room < 0 || files.length >= MOST_FILES) throw tooMuch(path);
    files.push({ path: one, content });
  }
  return { name: below === '' ? basename(repository.root) : below, version: '', files };
}

function tooMuch(path: string): AirsmithError {
  return new AirsmithError(EXIT.usage, {
    code: 'AS2081',
    message: `${path} holds more than ${MOST_FILES} Python files, or more than 64 MiB of them`,
    remedy: 'Name the folders with components, one by one.',
  });
}
