/** One commit, published by one ref update: before it nothing is visible, after it everything is. */

import type { CommitOutcome, FileChange, RemoteTarget } from '../../ports.js';
import { AirsmithError, EXIT } from '../../problems.js';
import { openJournal, type Plan } from './journal.js';
import { buildTree, treeOf, writeCommit } from './making.js';
import { isBranchName, isObjectId, isRemoteName, isRepositoryPath, requireName } from './names.js';
import type { ObjectReader, TreeEntry } from './objects.js';
import { type Git, GitExit } from './process.js';
import { blocked, refuseEdited } from './refusals.js';
import { pushCommit } from './remote.js';
import { edited, plansOf, type Step, settle, stage, unstage, updateIndex } from './worktree.js';

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
  /** The git directory of this work tree. */
  readonly gitDir: string;
  readonly step: Step;
}

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

  const check = async (before: ReadonlyMap<string, TreeEntry>) => {
    const checkedOut = await isCheckedOut(git, ref);
    if (checkedOut) refuseEdited(await edited(root, git, changes, before));
    else await refuseCheckedOutElsewhere(root, git, ref);
    return checkedOut;
  };
  return undertake(place, changes, { ref, message, parent: expectedHead, check }, async (made) => {
    const moved = await publish(git, ref, made.commit, head);
    await place.step('ref');
    return moved ?? { kind: 'committed', commit: made.commit, files: changes.length };
  });
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
  const check = async (before: ReadonlyMap<string, TreeEntry>) => {
    const follows = (await headOf(git, ref)) === expectedHead && (await isCheckedOut(git, ref));
    if (follows) refuseEdited(await edited(root, git, changes, before));
    return follows;
  };
  return undertake(place, changes, { ref, message, parent: expectedHead, check }, async ({ commit }) => {
    const outcome = await pushCommit(git, commit, target);
    await place.step('push');
    // The remote holds it. A branch here that stands elsewhere, or that somebody moves at this moment, is theirs.
    if (outcome.kind === 'committed' && (await headOf(git, ref)) === expectedHead)
      await publish(git, ref, commit, expectedHead);
    return outcome.kind === 'committed' ? { ...outcome, files: changes.length } : outcome;
  });
}

interface Work {
  readonly ref: string;
  readonly message: string;
  readonly parent: string;
  /** Refuses, or says whether the checked-out files follow. */
  readonly check: (before: ReadonlyMap<string, TreeEntry>) => Promise<boolean>;
}

/**
 * Makes a commit that nothing points to, lays the files ready, and then has `point` move a ref: before that nothing is
 * visible, after it only files have to be moved to their places, which the next run does where this one is killed.
 */
async function undertake(
  place: CommitPlace,
  changes: readonly FileChange[],
  { ref, message, parent, check }: Work,
  point: (made: { readonly commit: string }) => Promise<CommitOutcome>,
): Promise<CommitOutcome> {
  const { root, git, gitDir, objects, asBot, step } = place;
  const before = parent === '' ? new Map<string, TreeEntry>() : await objects.tree(parent);
  refuseBlocked(changes, before);
  const files = await plansOf(root, changes, before);
  const undertaking = { kind: 'commit', ready: false, ref, follows: false, files } as const;
  const journal = await openJournal(gitDir, undertaking);
  try {
    await step('journal');
    const tree = await buildTree(git, journal.scratch, changes, before, parent);
    await step('tree');
    if (parent !== '' && tree === (await treeOf(git, parent))) return { kind: 'unchanged', commit: parent };
    const follows = await check(before);
    const commit = await writeCommit(git, journal.scratch, tree, parent, message, asBot);
    await journal.note({ ...undertaking, commit, follows });
    await step('commit');
    if (!follows) return await point({ commit });
    await stage(root, changes, journal.token, step);
    const outcome = await point({ commit }).catch(async (error: unknown) => {
      await unstage(root, changes, journal.token);
      throw error;
    });
    if (outcome.kind === 'committed' && (await headOf(git, ref)) === commit)
      await followOrExplain(place, commit, changes, files, journal.token);
    else await unstage(root, changes, journal.token);
    return outcome;
  } finally {
    await journal.close();
  }
}

function requireTarget(changes: readonly FileChange[], { branch, expectedHead }: CommitTarget): void {
  requireName(isBranchName(branch), 'a branch name', branch);
  requireName(expectedHead === '' || isObjectId(expectedHead), 'a commit', expectedHead);
  for (const { path } of changes) requireName(isRepositoryPath(path), 'a path in the repository', path);
}

async function headOf(git: Git, ref: string): Promise<string> {
  return (await git.ask(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]))?.trim() ?? '';
}

async function isCheckedOut(git: Git, ref: string): Promise<boolean> {
  return (await git.ask(['symbolic-ref', '--quiet', 'HEAD']))?.trim() === ref;
}

/** A link in the way could lead the checked-out file out of the repository; a file in the way would be lost. */
export function refuseBlocked(changes: readonly FileChange[], before: ReadonlyMap<string, TreeEntry>): void {
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
  { root, git, step }: CommitPlace,
  commit: string,
  changes: readonly FileChange[],
  files: readonly Plan[],
  token: string,
): Promise<void> {
  try {
    await settle(root, changes, token, step);
    await updateIndex(git, files);
    await step('index');
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
