/** The checked-out files: read without following links, and brought to a new commit without touching a person's edits. */

import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, readFile, rename, rmdir, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileChange } from '../../ports.js';
import { openJournal, type Plan } from './journal.js';
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
  const index = await indexOf(git);
  const found: string[] = [];
  for (const change of changes) {
    const before = tree.get(change.path)?.id;
    const after = change.content === null ? undefined : blobId(Buffer.from(change.content), before);
    const staged = index.get(change.path)?.id;
    const file = await onDisk(root, change.path);
    const onDiskId = file === 'absent' || file === 'blocked' ? undefined : blobId(file, before ?? after);
    const fileIsOurs = file !== 'blocked' && (onDiskId === before || onDiskId === after);
    const indexIsOurs = staged === before || staged === after;
    if (!fileIsOurs || !indexIsOurs) found.push(change.path);
  }
  return found;
}

/** What changes, as ids: from `tree` where a commit is known, else from what stands on disk. */
export async function plansOf(
  root: string,
  changes: readonly FileChange[],
  tree?: ReadonlyMap<string, TreeEntry>,
): Promise<readonly Plan[]> {
  return Promise.all(
    changes.map(async ({ path, content }) => {
      const known = tree?.get(path)?.id;
      const file = tree ? 'absent' : await onDisk(root, path);
      const bytes = file === 'absent' || file === 'blocked' ? undefined : file;
      const before = tree ? (known ?? null) : bytes ? blobId(bytes, undefined) : null;
      const like = known ?? tree?.values().next().value?.id;
      return { path, before, after: content === null ? null : blobId(Buffer.from(content), like) };
    }),
  );
}

/**
 * Writes files without a commit: each beside its place first, then all moved there. Throws AS7013 where a file has
 * changes that no commit holds, AS7020 where a link or a folder stands in the way.
 */
export async function writeFiles(
  root: string,
  place: { readonly git: Git; readonly gitDir: string } | undefined,
  changes: readonly FileChange[],
  step: Step = noStep,
): Promise<void> {
  for (const { path } of changes) requireName(isRepositoryPath(path), 'a path in the repository', path);
  const head = (await place?.git.ask(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']))?.trim();
  if (place && head) {
    const tree = await objectReader(place.git).tree(head);
    // What no commit knows came from an earlier run without one; whether it is ours is asked before, by its record.
    const tracked = changes.filter(({ path }) => tree.has(path));
    refuseEdited(await edited(root, place.git, tracked, tree));
  }
  for (const { path } of changes) {
    if ((await find(root, path, Number.POSITIVE_INFINITY)) === 'blocked') {
      throw blocked(path, 'something on the way', 'a link, or a folder where a file belongs');
    }
  }
  if (!place) {
    await stage(root, changes, String(process.pid), step);
    return settle(root, changes, String(process.pid), step);
  }
  const undertaking = {
    kind: 'write',
    ready: false,
    follows: false,
    files: await plansOf(root, changes),
  } as const;
  const journal = await openJournal(place.gitDir, undertaking);
  try {
    await step('journal');
    await stage(root, changes, journal.token, step);
    // The commit point of plain files: from here on the next run goes on, before it the next run takes back.
    await journal.note({ ...undertaking, ready: true });
    await step('ready');
    await settle(root, changes, journal.token, step);
  } finally {
    await journal.close();
  }
}

/** Called after each thing that was done, so that a test can end the process there. */
export type Step = (what: string) => void | Promise<void>;
export const noStep: Step = () => undefined;

/** Where a file lies ready, beside its place, so that moving it there is one step. */
export function temporary(root: string, path: string, token: string): string {
  return `${join(root, path)}.airsmith-${token}`;
}

/** Lays all files ready, so that a full disk changes nothing. */
export async function stage(
  root: string,
  changes: readonly FileChange[],
  token: string,
  step: Step,
): Promise<void> {
  try {
    for (const { path, content } of changes) {
      if (content === null) continue;
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(temporary(root, path, token), content);
      const before = await lstat(join(root, path)).catch(() => undefined);
      if (before?.isFile()) await chmod(temporary(root, path, token), before.mode & 0o777);
      await step(`stage ${path}`);
    }
  } catch (error) {
    await unstage(root, changes, token);
    throw error;
  }
}

/** Takes back what was laid ready. */
export async function unstage(root: string, changes: readonly FileChange[], token: string): Promise<void> {
  for (const { path, content } of changes) {
    if (content === null) continue;
    await unlink(temporary(root, path, token)).catch(() => undefined);
    await removeEmptyParents(root, path);
  }
}

/** Moves what lies ready to its place, and deletes what is to go. */
export async function settle(
  root: string,
  changes: readonly FileChange[],
  token: string,
  step: Step,
): Promise<void> {
  try {
    for (const { path, content } of changes) {
      if (content === null) continue;
      await rename(temporary(root, path, token), join(root, path));
      await step(`move ${path}`);
    }
  } catch (error) {
    await unstage(root, changes, token);
    throw error;
  }
  for (const { path, content } of changes) {
    if (content !== null) continue;
    await unlink(join(root, path)).catch(ignoreAbsent);
    await removeEmptyParents(root, path);
    await step(`delete ${path}`);
  }
}

/**
 * Brings the index to what the files are now, except where somebody has staged something else. Filters do not run, nor is
 * the index refreshed, which would run them.
 */
export async function updateIndex(git: Git, files: readonly Plan[]): Promise<void> {
  const index = await indexOf(git);
  const lines = files.flatMap(({ path, before, after }) => {
    const staged = index.get(path);
    if ((staged?.id ?? null) !== before || before === after) return [];
    if (after === null) return [`0 ${'0'.repeat(before?.length ?? 40)} 0\t${path}`];
    return [`${staged?.mode ?? '100644'} ${after} 0\t${path}`];
  });
  if (lines.length > 0)
    await git.text(['update-index', '-z', '--index-info'], { input: `${lines.join('\0')}\0` });
}

/** What stands at a path: `blocked` by a link, a folder, or a file larger than `limit`. */
export async function find(
  root: string,
  path: string,
  limit: number,
): Promise<'file' | 'absent' | 'blocked'> {
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

interface IndexEntry {
  readonly mode: string;
  readonly id: string;
}

/** What is staged, by path. */
export async function indexOf(git: Git): Promise<ReadonlyMap<string, IndexEntry>> {
  const text = await git.text(['ls-files', '-s', '-z']);
  const entries = new Map<string, IndexEntry>();
  for (const line of text.split('\0')) {
    const match = /^(\d{6}) ([0-9a-f]+) (\d)\t([\s\S]+)$/.exec(line);
    const [, mode, id, stage, path] = match ?? [];
    // A path in conflict has stages 1 to 3: no id can equal that.
    if (mode && id && path) entries.set(path, { mode, id: stage === '0' ? id : 'conflict' });
  }
  return entries;
}

/** Removes the folders above a path that hold nothing. */
export async function removeEmptyParents(root: string, path: string): Promise<void> {
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
