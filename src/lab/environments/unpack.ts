/** A wheel as files to read. uv unpacks it, as it does for environments: hashes, paths and links are its business. Nothing is run. */

import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { complaint } from './command.js';
import { findInterpreter } from './interpreters.js';
import { readLocks } from './locks.js';
import { type EnvironmentOptions, type Unavailable, unavailable } from './options.js';
import { named, normalised } from './requirements.js';
import { ensureUv, runUv } from './uv.js';

const PYTHONS = ['3.13', '3.12', '3.11', '3.10'];
const MOST_FILES = 20_000;
const LARGEST_FILE = 2 << 20;
const LARGEST = 64 << 20;

export interface Unpacked {
  readonly state: 'ready';
  /** Distribution and version, as the wheel says. */
  readonly name: string;
  readonly version: string;
  /** Its Python files, sorted by path. */
  readonly files: readonly { readonly path: string; readonly content: Uint8Array }[];
}

/** Whether `text` is a requirement by name, which may be handed to uv. */
export function isPackage(text: string): boolean {
  return named(text) !== undefined;
}

/** The Python files of one wheel: `what` is a requirement by name, or the absolute path of a `.whl` file. Dependencies are left out. */
export async function unpackWheel(
  what: string,
  options: EnvironmentOptions,
): Promise<Unpacked | Unavailable> {
  const uv = await ensureUv(await readLocks(options), options);
  if (uv.state === 'unavailable') return uv;
  const python = await anyPython(options);
  if (python === undefined) return failed(what, 'no Python from 3.10 up is on this machine');
  await mkdir(options.cache, { recursive: true });
  const folder = await mkdtemp(join(options.cache, 'reading-'));
  try {
    const where = [
      'pip',
      'install',
      '--quiet',
      '--python',
      python,
      '--target',
      folder,
      '--link-mode',
      'copy',
    ];
    const result = await runUv(uv, [...where, '--no-deps', '--only-binary', ':all:', what], options);
    options.signal?.throwIfAborted();
    if (result.status !== 0) return failed(what, complaint(result));
    return await contents(folder, what);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function anyPython(options: EnvironmentOptions): Promise<string | undefined> {
  for (const minor of PYTHONS) {
    const found = await findInterpreter(minor, options);
    if (found) return found.path;
  }
  return undefined;
}

async function contents(folder: string, what: string): Promise<Unpacked | Unavailable> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const facts = paths
    .map((path) => relative(folder, path))
    .find((path) => /^[^/]+\.dist-info\/METADATA$/.test(path));
  const metadata = facts === undefined ? '' : await readFile(join(folder, facts), 'utf8');
  const name = /^Name: *(\S+)/m.exec(metadata)?.[1];
  const version = /^Version: *(\S+)/m.exec(metadata)?.[1];
  if (!name || !version) return failed(what, 'the wheel does not say its name and version');
  const files: { path: string; content: Uint8Array }[] = [];
  let room = LARGEST;
  for (const path of paths.filter((one) => one.endsWith('.py')).sort()) {
    const { size } = await stat(path);
    room -= size;
    if (size > LARGEST_FILE) continue;
    if (room < 0 || files.length >= MOST_FILES)
      return failed(what, `it holds more than ${MOST_FILES} Python files, or more than 64 MiB of them`);
    files.push({ path: relative(folder, path), content: await readFile(path) });
  }
  return { state: 'ready', name: normalised(name), version, files };
}

function failed(what: string, cause: string): Unavailable {
  return unavailable({
    code: 'AS3370',
    message: `${JSON.stringify(what.slice(0, 200))} cannot be read`,
    cause,
    remedy:
      'Name a version that has a wheel, or a wheel file, and see that this machine reaches its package index.',
  });
}
