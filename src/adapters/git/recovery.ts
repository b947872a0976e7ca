/** The next run after one that was killed: finishes what its commit point decided, takes back the rest, and sweeps. */

import { createHash } from 'node:crypto';
import { readdir, readFile, readlink, rename, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type Leftover, leftovers, type Plan } from './journal.js';
import { isBranchName, isRepositoryPath } from './names.js';
import type { Git } from './process.js';
import { readRegular, removeEmptyParents, temporary, updateIndex } from './worktree.js';

/** Brings a repository in order that a killed run left; does nothing, and asks git nothing, where there was none. */
export async function recover(root: string, gitDir: string, git: Git): Promise<void> {
  for (const leftover of await leftovers(gitDir)) {
    await sweepLocks(gitDir, git, leftover);
    const { files } = leftover.undertaking;
    const safe = files.filter(({ path }) => isRepositoryPath(path));
    if (await isDecided(git, leftover)) await finish(root, git, leftover, safe);
    else await takeBack(root, leftover, safe);
    await sweepObjects(git, leftover);
    await leftover.close();
  }
}

/** Whether the commit point was passed. */
async function isDecided(git: Git, { undertaking }: Leftover): Promise<boolean> {
  const { kind, ready, ref, commit, follows } = undertaking;
  if (kind === 'write') return ready;
  if (!follows || !commit || !ref) return false;
  const head = (await git.ask(['symbolic-ref', '--quiet', 'HEAD']))?.trim();
  // A person who went on since works on another state; nothing is moved under their hands.
  return head === ref && (await git.ask(['rev-parse', '--verify', '--quiet', ref]))?.trim() === commit;
}

/** Moves in place what lies ready, except where a person has changed the file since. */
async function finish(root: string, git: Git, leftover: Leftover, files: readonly Plan[]): Promise<void> {
  for (const plan of files) {
    const ready = temporary(root, plan.path, leftover.token);
    const now = await idOnDisk(root, plan);
    const untouched = now === plan.before;
    if (plan.after === null) {
      if (untouched && now !== null) await unlink(join(root, plan.path));
    } else if (await exists(ready)) {
      if (untouched) await rename(ready, join(root, plan.path));
      else await unlink(ready);
    }
  }
  if (leftover.undertaking.kind === 'commit') await updateIndex(git, files);
}

async function takeBack(root: string, leftover: Leftover, files: readonly Plan[]): Promise<void> {
  for (const { path, after } of files) {
    if (after === null) continue;
    await rm(temporary(root, path, leftover.token), { force: true });
    await removeEmptyParents(root, path);
  }
}

/**
 * Locks of a git that was killed together with the run: as old as the run or younger, and open in no process. Any
 * other lock belongs to somebody.
 */
async function sweepLocks(gitDir: string, git: Git, leftover: Leftover): Promise<void> {
  const { ref } = leftover.undertaking;
  const branch = ref?.replace('refs/heads/', '');
  const names = ['index.lock', 'HEAD.lock', ...(branch && isBranchName(branch) ? [`${ref}.lock`] : [])];
  for (const name of names) {
    const path = (await git.ask(['rev-parse', '--path-format=absolute', '--git-path', name]))?.trim();
    await sweep(path ?? join(gitDir, name), leftover);
  }
}

/** Objects that were never finished have names of their own; finished ones that nothing needs are git's to collect. */
async function sweepObjects(git: Git, leftover: Leftover): Promise<void> {
  const folder = (await git.ask(['rev-parse', '--path-format=absolute', '--git-path', 'objects']))?.trim();
  if (!folder) return;
  for (const name of await readdir(folder).catch(() => [] as string[])) {
    if (!/^([0-9a-f]{2}|pack)$/.test(name)) continue;
    for (const file of await readdir(join(folder, name)).catch(() => [] as string[]))
      if (file.startsWith('tmp_')) await sweep(join(folder, name, file), leftover);
  }
}

async function sweep(path: string, { sinceMs }: Leftover): Promise<void> {
  const facts = await stat(path).catch(() => undefined);
  // File systems keep times more coarsely than clocks do.
  if (!facts?.isFile() || facts.mtimeMs < sinceMs - 2_000) return;
  if (!(await isOpen(path))) await rm(path, { force: true });
}

/** True also where nobody can tell: then a lock stays, and git says so. */
async function isOpen(path: string): Promise<boolean> {
  const pids = (await readdir('/proc').catch(() => [] as string[])).filter((name) => /^\d+$/.test(name));
  if (pids.length === 0) return true;
  for (const pid of pids) {
    const fds = await readdir(`/proc/${pid}/fd`).catch(() => [] as string[]);
    for (const fd of fds) {
      if ((await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')) === path) return true;
    }
  }
  return false;
}

async function idOnDisk(root: string, { path, before, after }: Plan): Promise<string | null> {
  const bytes = await readRegular(root, path, Number.POSITIVE_INFINITY);
  if (bytes === undefined) return (await exists(join(root, path))) ? 'other' : null;
  const hash = createHash((before ?? after)?.length === 64 ? 'sha256' : 'sha1');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

async function exists(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
}
