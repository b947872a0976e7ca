/** One commit, published by one ref update: before it nothing is visible, after it everything is. */

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommitOutcome, FileChange, RemoteTarget } from '../../ports.js';
import { AirsmithError, EXIT } from '../../problems.js';
import { isBranchName, isObjectId, isRemoteName, isRepositoryPath, requireName } from './names.js';
import type { ObjectReader, TreeEntry } from './objects.js';
import { type Git, GitExit } from './process.js';
import { blocked, refuseEdited } from './refusals.js';
import { pushCommit } from './remote.js';
import { edited, follow } from './worktree.js';

export interface CommitTarget {
  readonly branch: string;
  /** Commit the branch stood at when it was read; empty for a branch without any commit. */
  readonly expectedHead: string;
}

/** Where a commit is made, and in whose name. */
export interface CommitPlace {
  readonly root: string;
  readonly git: Git;
  readonly objects: ObjectReader;
  readonly asBot: boolean;
}

const [NAME, EMAIL] = ['airsmith[bot]', 'airsmith[bot]@users.noreply.github.com'];
const BOT = {
  GIT_AUTHOR_NAME: NAME,
  GIT_AUTHOR_EMAIL: EMAIL,
  GIT_COMMITTER_NAME: NAME,
  GIT_COMMITTER_EMAIL: EMAIL,
} as const;

/** See `Repository.commit`. Throws AS7013 to AS7015 where a person's work would be lost or left behind. */
export async function commitChanges(
  place: CommitPlace,
  changes: readonly FileChange[],
  message: string,
  target: CommitTarget,
): Promise<CommitOutcome> {
  const { root, git } = place;
  const { branch, expectedHead } = target;
  requireTarget(changes, target);

  const ref = `refs/heads/${branch}`;
  const head = await headOf(git, ref);
  // A runner checks out a detached commit: there the branch is made, at the head that was read from the forge.
  if (head !== '' && head !== expectedHead) return { kind: 'moved', head };

  const made = await makeCommit(place, changes, message, expectedHead, async (before) => {
    const checkedOut = await isCheckedOut(git, ref);
    if (checkedOut) refuseEdited(await edited(root, git, changes, before));
    else await refuseCheckedOutElsewhere(root, git, ref);
    return checkedOut;
  });
  if (made.kind === 'unchanged') return made;
  const moved = await publish(git, ref, made.commit, head);
  if (moved) return moved;
  if (made.checked) await followOrExplain(root, git, made.commit, changes);
  return { kind: 'committed', commit: made.commit, files: changes.length };
}

/** See `Repository.land`. Throws as `commitChanges` does, and AS7016 to AS7018 where the remote refuses. */
export async function landChanges(
  place: CommitPlace,
  changes: readonly FileChange[],
  message: string,
  target: RemoteTarget,
): Promise<CommitOutcome> {
  const { root, git } = place;
  const { remote, branch, expectedHead } = target;
  requireName(isRemoteName(remote), 'a remote', remote);
  requireTarget(changes, target);
  const ref = `refs/heads/${branch}`;
  const made = await makeCommit(place, changes, message, expectedHead, async (before) => {
    const follows = (await headOf(git, ref)) === expectedHead && (await isCheckedOut(git, ref));
    if (follows) refuseEdited(await edited(root, git, changes, before));
    return follows;
  });
  if (made.kind === 'unchanged') return made;
  const { commit } = made;
  const outcome = await pushCommit(git, commit, target);
  if (outcome.kind === 'moved') return outcome;
  if ((await headOf(git, ref)) === expectedHead) {
    // The remote holds it; a branch here that somebody moves at this moment is theirs.
    const outrun = await publish(git, ref, commit, expectedHead);
    if (!outrun && made.checked) await followOrExplain(root, git, commit, changes);
  }
  return { kind: 'committed', commit, files: changes.length };
}

function requireTarget(changes: readonly FileChange[], { branch, expectedHead }: CommitTarget): void {
  requireName(isBranchName(branch), 'a branch name', branch);
  requireName(expectedHead === '' || isObjectId(expectedHead), 'a commit', expectedHead);
  for (const { path } of changes) requireName(isRepositoryPath(path), 'a path in the repository', path);
}

type Made =
  | { readonly kind: 'unchanged'; readonly commit: string }
  /** `checked` is what the check gave. */
  | { readonly kind: 'made'; readonly commit: string; readonly checked: boolean };

/** A commit that nothing points to yet. `check` may refuse before it is made. */
async function makeCommit(
  { git, objects, asBot }: CommitPlace,
  changes: readonly FileChange[],
  message: string,
  parent: string,
  check: (before: ReadonlyMap<string, TreeEntry>) => Promise<boolean>,
): Promise<Made> {
  const before = parent === '' ? new Map<string, TreeEntry>() : await objects.tree(parent);
  refuseBlocked(changes, before);
  const tree = await buildTree(git, changes, before, parent);
  if (parent !== '' && tree === (await treeOf(git, parent))) return { kind: 'unchanged', commit: parent };
  const checked = await check(before);
  return { kind: 'made', commit: await writeCommit(git, tree, parent, message, asBot), checked };
}

async function headOf(git: Git, ref: string): Promise<string> {
  return (await git.ask(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]))?.trim() ?? '';
}

async function isCheckedOut(git: Git, ref: string): Promise<boolean> {
  return (await git.ask(['symbolic-ref', '--quiet', 'HEAD']))?.trim() === ref;
}

/** A link in the way could lead the checked-out file out of the repository; a file in the way would be lost. */
function refuseBlocked(changes: readonly FileChange[], before: ReadonlyMap<string, TreeEntry>): void {
  const folders = new Set<string>();
  for (const path of before.keys()) for (const folder of parents(path)) folders.add(folder);
  for (const { path, content } of changes) {
    if (content === null) continue;
    const blocker = parents(path).find((parent) => before.has(parent));
    const linked = before.get(path)?.mode === '120000';
    if (blocker === undefined && !linked && !folders.has(path)) continue;
    throw blocked(path, blocker ?? path, blocker !== undefined || linked ? 'a file or a link' : 'a folder');
  }
}

/** `a/b/c` lies below `a/b` and `a`. */
function parents(path: string): readonly string[] {
  const segments = path.split('/');
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'));
}

async function buildTree(
  git: Git,
  changes: readonly FileChange[],
  before: ReadonlyMap<string, TreeEntry>,
  head: string,
): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), 'airsmith-tree-'));
  try {
    const env = { GIT_INDEX_FILE: join(scratch, 'index') };
    await git.text(head === '' ? ['read-tree', '--empty'] : ['read-tree', head], { env });
    const ids = await writeBlobs(git, join(scratch, 'blobs'), changes);
    const zero = '0'.repeat(ids.find((id) => id !== '')?.length ?? 40);
    const lines = changes.map(({ path, content }, index) => {
      if (content === null) return `0 ${zero} 0\t${path}`;
      const mode = before.get(path)?.mode === '100755' ? '100755' : '100644';
      return `${mode} ${ids[index]} 0\t${path}`;
    });
    if (lines.length > 0) {
      await git.text(['update-index', '-z', '--index-info'], { input: `${lines.join('\0')}\0`, env });
    }
    return (await git.text(['write-tree'], { env })).trim();
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** One process for all blobs; the numbered files keep user-made names away from its line-based input. */
async function writeBlobs(
  git: Git,
  folder: string,
  changes: readonly FileChange[],
): Promise<readonly string[]> {
  await mkdir(folder);
  const files: string[] = [];
  for (const [index, { content }] of changes.entries()) {
    if (content === null) continue;
    const file = join(folder, String(index));
    await writeFile(file, content);
    files.push(file);
  }
  if (files.length === 0) return changes.map(() => '');
  const written = await git.text(['hash-object', '-w', '--no-filters', '--stdin-paths'], {
    input: `${files.join('\n')}\n`,
  });
  const ids = written.trim().split('\n');
  let next = 0;
  return changes.map(({ content }) => (content === null ? '' : (ids[next++] ?? '')));
}

async function writeCommit(
  git: Git,
  tree: string,
  parent: string,
  message: string,
  asBot: boolean,
): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), 'airsmith-message-'));
  try {
    const file = join(scratch, 'message');
    await writeFile(file, message.endsWith('\n') ? message : `${message}\n`);
    const args = ['commit-tree', tree, ...(parent === '' ? [] : ['-p', parent]), '-F', file];
    return (await git.text(args, { env: asBot ? BOT : await identity(git) })).trim();
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The person's own identity where git knows one, for the commit is theirs; ours on a machine that has none. */
async function identity(git: Git): Promise<{ readonly [name: string]: string }> {
  const known = await git.ask(['var', 'GIT_COMMITTER_IDENT']);
  const named = (await git.ask(['config', '--get', 'user.email']))?.trim();
  if (known && named) return {};
  return BOT;
}

/** The commit point. git compares the old value under its lock, so of two runs one finds the branch moved. */
async function publish(
  git: Git,
  ref: string,
  commit: string,
  head: string,
): Promise<CommitOutcome | undefined> {
  const old = head === '' ? '0'.repeat(commit.length) : head;
  try {
    await git.text(['update-ref', '-m', 'airsmith: commit', ref, commit, old]);
    return undefined;
  } catch (error) {
    const now = await headOf(git, ref);
    if (error instanceof GitExit && now !== head && now !== '') return { kind: 'moved', head: now };
    throw error;
  }
}

async function refuseCheckedOutElsewhere(root: string, git: Git, ref: string): Promise<void> {
  const listing = (await git.ask(['worktree', 'list', '--porcelain'])) ?? '';
  if (!listing.split('\n').includes(`branch ${ref}`)) return;
  throw new AirsmithError(EXIT.unproven, {
    code: 'AS7014',
    message: `branch ${ref.replace('refs/heads/', '')} is checked out in another work tree than ${root}`,
    cause: 'Its files would no longer belong to its commit.',
    remedy: 'Run airsmith there, or name another branch.',
  });
}

async function followOrExplain(
  root: string,
  git: Git,
  commit: string,
  changes: readonly FileChange[],
): Promise<void> {
  try {
    await follow(root, git, commit, changes);
  } catch (error) {
    throw new AirsmithError(
      EXIT.world,
      {
        code: 'AS7015',
        message: `commit ${commit.slice(0, 12)} is made, but the checked-out files could not follow it`,
        cause: error instanceof Error ? error.message : String(error),
        remedy: 'Nothing is lost: `git status` shows what is behind, `git restore .` brings it up to date.',
      },
      { cause: error },
    );
  }
}

async function treeOf(git: Git, commit: string): Promise<string> {
  return (await git.text(['rev-parse', '--verify', `${commit}^{tree}`])).trim();
}
