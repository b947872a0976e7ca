/** Fetching what a shallow checkout lacks, and pushing without force, believed only when the remote says so too. */

import type { CommitOutcome, RemoteTarget } from '../../ports.js';
import { AirsmithError, EXIT } from '../../problems.js';
import { isBranchName, isObjectId, isRemoteName, requireName } from './names.js';
import { type Git, GitExit } from './process.js';

/** Fetches commits by id, without history and without moving any ref. Those that are here already cost nothing. */
export async function fetchCommits(git: Git, remote: string, commits: readonly string[]): Promise<void> {
  requireName(isRemoteName(remote), 'a remote', remote);
  const missing: string[] = [];
  for (const commit of commits) {
    requireName(isObjectId(commit), 'a commit', commit);
    const known = await git.ask(['cat-file', '-e', `${commit}^{tree}`]);
    if (known === undefined) missing.push(commit);
  }
  if (missing.length === 0) return;
  // A depth would cut the history of a clone that has it whole.
  const shallow = (await git.ask(['rev-parse', '--is-shallow-repository']))?.trim() === 'true';
  await fetchObjects(git, remote, shallow ? ['--depth=1'] : [], missing);
}

export async function fetchObjects(
  git: Git,
  remote: string,
  depth: readonly string[],
  commits: readonly string[],
): Promise<void> {
  const args = ['fetch', '--quiet', '--no-tags', ...depth, '--no-write-fetch-head', '--', remote, ...commits];
  try {
    await git.text(args);
  } catch (error) {
    throw refused(error, 'read from', remote);
  }
}

/** What a server says when another push was faster. */
const OUTRUN =
  /\[(remote )?rejected\].*\((non-fast-forward|fetch first|cannot lock ref|failed to update ref|incorrect old value|stale info)/;

/**
 * Moves the remote’s branch from `expectedHead` to `commit`, which stands on it. A push that reports failure but arrived
 * (a lost answer) counts as arrived, also when others have built on it since.
 */
export async function pushCommit(
  git: Git,
  commit: string,
  { remote, branch, expectedHead }: RemoteTarget,
): Promise<CommitOutcome> {
  const ref = `refs/heads/${branch}`;
  const before = (await branchTip(git, remote, branch)) ?? '';
  // Also where the branch went back, which a push without force would undo.
  if (before !== expectedHead) return { kind: 'moved', head: before };

  let failure: unknown;
  try {
    await git.text(['push', '--quiet', '--no-verify', '--', remote, `${commit}:${ref}`]);
  } catch (error) {
    failure = error;
  }
  const head = await branchTip(git, remote, branch);
  if (head !== undefined && (await holds(git, remote, head, commit)))
    return { kind: 'committed', commit, files: await countFiles(git, commit) };
  const outrun = failure instanceof GitExit && OUTRUN.test(failure.text);
  if (outrun && head !== undefined) return { kind: 'moved', head };
  throw refused(failure ?? new Error('the remote does not show the commit'), 'push to', remote);
}

/** True where the line of history that ends in `head` holds `commit`. */
export async function holds(git: Git, remote: string, head: string, commit: string): Promise<boolean> {
  if (head === commit) return true;
  const known = await git.ask(['cat-file', '-e', `${head}^{tree}`]);
  if (known === undefined) await fetchObjects(git, remote, [], [head]);
  return (await git.ask(['merge-base', '--is-ancestor', commit, head])) !== undefined;
}

/** Asks the remote for the right to push, without pushing: it refuses before it would send what it has. */
export async function requirePush(git: Git, remote: string, commit: string, branch: string): Promise<void> {
  requireName(isRemoteName(remote), 'a remote', remote);
  requireName(isObjectId(commit), 'a commit', commit);
  requireName(isBranchName(branch), 'a branch name', branch);
  try {
    const refspec = `${commit}:refs/heads/${branch}`;
    await git.text(['push', '--quiet', '--dry-run', '--no-verify', '--', remote, refspec]);
  } catch (error) {
    // That the branch has moved on is found out again, and said better, when there is something to push.
    if (error instanceof GitExit && /non-fast-forward|fetch first/.test(error.text)) return;
    throw refused(error, 'push to', remote);
  }
}

/** See `Repository.tip`. */
export async function branchTip(git: Git, remote: string, branch: string): Promise<string | undefined> {
  requireName(isRemoteName(remote), 'a remote', remote);
  requireName(isBranchName(branch), 'a branch name', branch);
  const ref = `refs/heads/${branch}`;
  try {
    const listing = await git.text(['ls-remote', '--quiet', '--', remote, ref]);
    return listing
      .split('\n')
      .find((line) => line.endsWith(`\t${ref}`))
      ?.split('\t')[0];
  } catch (error) {
    throw refused(error, 'read from', remote);
  }
}

async function countFiles(git: Git, commit: string): Promise<number> {
  const args = ['diff-tree', '--root', '--no-commit-id', '--no-renames', '-r', '--name-only', '-z', commit];
  return (await git.text(args)).split('\0').filter((path) => path !== '').length;
}

function refused(error: unknown, doing: string, remote: string): AirsmithError {
  const text = error instanceof GitExit ? error.text : String(error);
  const line =
    text.split('\n').find((candidate) => /remote:|fatal:|error:|rejected/.test(candidate)) ??
    text.split('\n')[0] ??
    '';
  const cause = line.trim().slice(0, 300);
  if (/GH006|GH013|protected branch|pre-receive hook declined/i.test(text)) {
    return new AirsmithError(
      EXIT.unproven,
      {
        code: 'AS7017',
        message: `the branch on ${remote} does not take commits from here`,
        cause,
        remedy:
          'Work on an unprotected branch, or let the token’s owner bypass the rule in the branch’s protection settings.',
      },
      { cause: error },
    );
  }
  if (/\b40[13]\b|denied|could not read Username|Authentication failed|Permission/i.test(text)) {
    return new AirsmithError(
      EXIT.unproven,
      {
        code: 'AS7016',
        message: `not allowed to ${doing} ${remote}`,
        cause,
        remedy:
          'In a workflow, give the job `permissions: {contents: write, pull-requests: write}`; on a terminal, log in to the remote.',
      },
      { cause: error },
    );
  }
  return new AirsmithError(
    EXIT.world,
    {
      code: 'AS7018',
      message: `could not ${doing} ${remote}`,
      cause,
      remedy: 'Run again: what is done is found done.',
    },
    { cause: error },
  );
}
