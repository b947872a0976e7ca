/** The checked-out files: read without following links, and brought to a new commit without touching a person's edits. */

import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, rmdir, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileChange } from '../../ports.js';
import { isRepositoryPath, requireName } from './names.js';
import { objectReader, type TreeEntry } from './objects.js';
import type { Git } from './process.js';
import { blocked, refuseEdited } from './refusals.js';

/** Bytes of a regular file that is reached without a symbolic link; undefined otherwise, or where it is larger than `limit`. */
export async function readRegular(root: string, path: string, limit: number): Promise<Buffer | undefined> {
  return (await isRegular(root, path, limit)) ? readFile(join(root, path)) : undefined;
}

export async function isRegular(root: string, path: string, limit: number): Promise<boolean> {
  return (await find(root, path, limit)) === 'file';
}

/** Regular files below `folder` (`''` is everything), links and `.git` left out. Paths with `/`, unsorted. */
export async function walk(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const found: string[] = [];
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) found.push(path);
    else if (entry.isDirectory() && entry.name.toLowerCase() !== '.git')
      found.push(...(await walk(root, path)));
  }
  return found;
}

/**
 * Paths among `changes` that a person has edited, added, deleted or staged since `tree`, or that cannot be written because
 * a link or a folder stands in the way. A file that already holds the new content counts as untouched, so that a
 * run that was interrupted between the commit and the files can be repeated.
 */
export async function edited(
  root: string,
  git: Git,
  changes: readonly FileChange[],
  tree: ReadonlyMap<string, TreeEntry>,
): Promise<readonly string[]> {
  const index = parseIndex(await git.text(['ls-files', '-s', '-z']));
  const found: string[] = [];
  for (const change of changes) {
    const before = tree.get(change.path)?.id;
    const after = change.content === null ? undefined : blobId(Buffer.from(change.content), before);
    const staged = index.get(change.path);
    const file = await onDisk(root, change.path);
    const onDiskId = file === 'absent' || file === 'blocked' ? undefined : blobId(file, before ?? after);
    const fileIsOurs = file !== 'blocked' && (onDiskId === before || onDiskId === after);
    const indexIsOurs = staged === before || staged === after;
    if (!fileIsOurs || !indexIsOurs) found.push(change.path);
  }
  return found;
}

/**
 * Writes files without a commit: each beside its place first, then all moved there. Throws AS7013 where a file has
 * changes that no commit holds, AS7020 where a link or a folder stands in the way.
 */
export async function writeFiles(
  root: string,
  git: Git | undefined,
  changes: readonly FileChange[],
): Promise<void> {
  for (const { path } of changes) requireName(isRepositoryPath(path), 'a path in the repository', path);
  const head = (await git?.ask(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']))?.trim();
  if (git && head) {
    const tree = await objectReader(git).tree(head);
    // What no commit knows came from an earlier run without one; whether it is ours is asked before, by its record.
    const tracked = changes.filter(({ path }) => tree.has(path));
    refuseEdited(await edited(root, git, tracked, tree));
  }
  for (const { path } of changes) {
    if ((await find(root, path, Number.POSITIVE_INFINITY)) === 'blocked') {
      throw blocked(path, 'something on the way', 'a link, or a folder where a file belongs');
    }
  }
  await place(root, changes);
}

/** All temporary files are written before the first is renamed, so that a full disk changes nothing. */
async function place(root: string, changes: readonly FileChange[]): Promise<void> {
  const temporary = (path: string) => `${join(root, path)}.airsmith-${process.pid}`;
  const written = changes.filter(({ content }) => content !== null).map(({ path }) => path);
  try {
    for (const { path, content } of changes) {
      if (content === null) continue;
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(temporary(path), content);
    }
    for (const path of written) await rename(temporary(path), join(root, path));
  } catch (error) {
    await Promise.all(written.map((path) => unlink(temporary(path)).catch(() => undefined)));
    throw error;
  }
  for (const { path, content } of changes) {
    if (content !== null) continue;
    await unlink(join(root, path)).catch(ignoreAbsent);
    await removeEmptyParents(root, path);
  }
}

/** Writes what `commit` changed into the work tree and the index. Filters do not run, nor is the index refreshed, which would run them. */
export async function follow(
  root: string,
  git: Git,
  commit: string,
  changes: readonly FileChange[],
): Promise<void> {
  await place(root, changes);
  const paths = changes.map(({ path }) => path);
  const entries = await git.text(['ls-tree', '-r', '-z', '--full-tree', commit]);
  const wanted = new Set(paths);
  const present = entries.split('\0').filter((line) => wanted.has(line.slice(line.indexOf('\t') + 1)));
  const gone = changes.filter(({ content }) => content === null);
  const lines = [
    ...present.map((line) => line.replace(/^(\d{6}) blob ([0-9a-f]+)\t/, '$1 $2 0\t')),
    ...gone.map(({ path }) => `0 ${'0'.repeat(commit.length)} 0\t${path}`),
  ];
  if (lines.length > 0)
    await git.text(['update-index', '-z', '--index-info'], { input: `${lines.join('\0')}\0` });
}

/** What stands at a path: `blocked` by a link, a folder, or a file larger than `limit`. */
async function find(root: string, path: string, limit: number): Promise<'file' | 'absent' | 'blocked'> {
  let at = root;
  const segments = path.split('/');
  for (const [index, segment] of segments.entries()) {
    at = join(at, segment);
    const info = await lstat(at).catch(() => undefined);
    if (!info) return 'absent';
    const last = index === segments.length - 1;
    if (last ? !info.isFile() || info.size > limit : !info.isDirectory()) return 'blocked';
  }
  return 'file';
}

async function onDisk(root: string, path: string): Promise<Buffer | 'absent' | 'blocked'> {
  const found = await find(root, path, Number.POSITIVE_INFINITY);
  return found === 'file' ? readFile(join(root, path)) : found;
}

/** The id git gives these bytes; `like` tells which of its two hashes the repository uses. */
export function blobId(bytes: Buffer, like: string | undefined): string {
  const hash = createHash(like?.length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function parseIndex(text: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const line of text.split('\0')) {
    const match = /^\d{6} ([0-9a-f]+) (\d)\t([\s\S]+)$/.exec(line);
    const [, id, stage, path] = match ?? [];
    // A path in conflict has stages 1 to 3: no id can equal that.
    if (id && path) entries.set(path, stage === '0' ? id : 'conflict');
  }
  return entries;
}

async function removeEmptyParents(root: string, path: string): Promise<void> {
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const removed = await rmdir(join(root, folder)).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
