/** What a commit, and a remote, really hold: asked before and after somebody else makes a commit for us. */

import type { FileChange, RemoteTarget, Standing } from '../../ports.js';
import { refuseBlocked } from './commit.js';
import { isBranchName, isObjectId, isRemoteName, isRepositoryPath, requireName } from './names.js';
import type { ObjectReader } from './objects.js';
import type { Git } from './process.js';
import { branchTip, fetchCommits, fetchObjects, holds } from './remote.js';

interface Place {
  readonly git: Git;
  readonly objects: ObjectReader;
}

/** See `Repository.standing`. */
export async function standing(
  objects: ObjectReader,
  changes: readonly FileChange[],
  commit: string,
): Promise<Standing> {
  requireName(isObjectId(commit), 'a commit', commit);
  for (const { path } of changes) requireName(isRepositoryPath(path), 'a path in the repository', path);
  const [files, submodules] = await Promise.all([objects.tree(commit), objects.submodules(commit)]);
  refuseBlocked(changes, files);
  const held = await Promise.all(changes.map((change) => isHeld(objects, change, commit)));
  const open = changes.filter((_, index) => !held[index]);
  const onlyGit = open.some(
    ({ path }) =>
      (files.get(path)?.mode ?? '100644') !== '100644' ||
      submodules.some((folder) => path === folder || path.startsWith(`${folder}/`)),
  );
  return { open, onlyGit };
}

/**
 * See `Repository.arrived`. Neither message nor author counts, which anyone can give a commit: only where it stands and what it
 * holds.
 */
export async function arrived(
  { git, objects }: Place,
  changes: readonly FileChange[],
  { remote, branch, expectedHead }: RemoteTarget,
): Promise<string | undefined> {
  requireName(isObjectId(expectedHead), 'a commit', expectedHead);
  const head = await branchTip(git, remote, branch);
  if (head === undefined || head === expectedHead) return undefined;
  const known = await git.ask(['cat-file', '-e', `${head}^{tree}`]);
  if (known === undefined) await fetchObjects(git, remote, [], [head]);
  const args = ['rev-list', '--first-parent', '--parents', head, `^${expectedHead}`, '--'];
  const lines = ((await git.ask(args)) ?? '').split('\n');
  const next = lines.map((line) => line.split(' ')).find(([, parent]) => parent === expectedHead)?.[0];
  if (next === undefined) return undefined;
  const held = await Promise.all(changes.map((change) => isHeld(objects, change, next)));
  return held.every(Boolean) ? next : undefined;
}

/** See `Repository.unseen`. */
export async function unseen(
  { git, objects }: Place,
  changes: readonly FileChange[],
  commit: string,
  { remote, branch }: Pick<RemoteTarget, 'remote' | 'branch'>,
): Promise<string | undefined> {
  requireName(isRemoteName(remote), 'a remote', remote);
  requireName(isBranchName(branch), 'a branch name', branch);
  await fetchCommits(git, remote, [commit]);
  const head = await branchTip(git, remote, branch);
  if (head === undefined || !(await holds(git, remote, head, commit))) return branch;
  const held = await Promise.all(changes.map((change) => isHeld(objects, change, commit)));
  return changes[held.indexOf(false)]?.path;
}

async function isHeld(objects: ObjectReader, { path, content }: FileChange, commit: string) {
  const entry = (await objects.tree(commit)).get(path);
  if (entry === undefined || content === null) return entry === undefined && content === null;
  if (entry.mode === '120000' || entry.size !== Buffer.byteLength(content)) return false;
  return (await objects.blob(entry.id)).equals(Buffer.from(content));
}
