/** Learned records where they are kept: below a folder on disk, or in a commit. */

import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { KnowledgeSource } from '../knowledge/index.js';
import { catalogue } from '../knowledge/problems.js';
import { AirsmithError, EXIT } from '../problems.js';
import { isRepositoryPath } from './git/names.js';
import type { ObjectReader } from './git/objects.js';

/** Nothing that airsmith writes is larger; see `MAX_PACK_BYTES`. */
const MOST_BYTES = 4 * 1024 * 1024;
/** Blobs that git is asked for together: one process answers them. */
const BLOBS_AT_ONCE = 20_000;

/** Records of `commit`, through one `git cat-file --batch` for many thousand. Works in bare and shallow repositories. */
export function recordsInCommit(objects: ObjectReader, commit: string, folder: string): KnowledgeSource {
  return {
    atOnce: BLOBS_AT_ONCE,
    async list() {
      const paths = [...(await objects.tree(commit)).keys(), ...(await objects.submodules(commit))];
      const ways = new Set(waysTo(folder));
      for (const path of paths) if (ways.has(path)) throw noFolder(path);
      return paths.filter((path) => path.startsWith(`${folder}/`));
    },
    async read(path) {
      const entry = isRepositoryPath(path) ? (await objects.tree(commit)).get(path) : undefined;
      if (!entry || entry.mode === '120000' || entry.size > MOST_BYTES) return undefined;
      return (await objects.blob(entry.id)).toString('utf8');
    },
  };
}

/**
 * Records below `root`/`folder` on disk, whatever git thinks of them. Links are listed, and never followed. Reads block:
 * for ten thousand small files that takes a fifth of the time of the engine's asynchronous calls, four of which it
 * would take for each.
 */
export function recordsInFolder(root: string, folder: string): KnowledgeSource {
  return {
    async list() {
      for (const way of waysTo(folder)) {
        const facts = lstatSync(join(root, way), { throwIfNoEntry: false });
        if (facts && !facts.isDirectory()) throw noFolder(way);
      }
      return [...below(root, folder)];
    },
    read: async (path) => (isRepositoryPath(path) ? readPlain(join(root, path)) : undefined),
  };
}

/** `a/b`: `a` and `a/b`. */
function waysTo(folder: string): readonly string[] {
  const parts = folder.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** Git follows no link out of the repository, and neither may a store. */
function noFolder(path: string): AirsmithError {
  const { why: cause, next: remedy } = catalogue.AS6073;
  const message = `${path} is no plain folder, so no learned record is read`;
  return new AirsmithError(EXIT.usage, { code: 'AS6073', message, cause, remedy });
}

function* below(root: string, folder: string): Generator<string> {
  let entries: readonly { readonly name: string; isDirectory(): boolean }[];
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* below(root, path);
    else yield path;
  }
}

/** Text of a regular file; undefined for a link, a pipe, or too many bytes. */
function readPlain(path: string): string | undefined {
  let file: number;
  try {
    // Without O_NONBLOCK a pipe would wait for a writer for ever.
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const facts = fstatSync(file);
    if (!facts.isFile() || facts.size > MOST_BYTES) return undefined;
    const bytes = Buffer.allocUnsafe(facts.size);
    const length = facts.size === 0 ? 0 : readSync(file, bytes, 0, facts.size, 0);
    return bytes.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}
