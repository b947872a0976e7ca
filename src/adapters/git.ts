/** The user's repository. Works on a folder without git too, as far as reading goes. */

import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { resolve as resolvePath } from 'node:path';
import type { KnowledgeSource } from '../knowledge/index.js';
import type { Repository } from '../ports.js';
import { AirsmithError, EXIT } from '../problems.js';
import { isNamedLikeSpec, parseNameStatus, specChanges } from './changes.js';
import { commitChanges, landChanges } from './git/commit.js';
import { type Bringer, bringers, deepen, mergeBase, roots, versionsOf } from './git/history.js';
import {
  isBranchName,
  isObjectId,
  isRemoteName,
  isRepositoryPath,
  isRevision,
  requireName,
} from './git/names.js';
import { objectReader } from './git/objects.js';
import { type Credentials, type Environment, type Git, gitIn } from './git/process.js';
import { arrived, standing, unseen } from './git/readback.js';
import { recover } from './git/recovery.js';
import { branchTip, fetchCommits, requirePush } from './git/remote.js';
import { requireRoom } from './git/room.js';
import { isRegular, noStep, readRegular, type Step, walk, writeFiles } from './git/worktree.js';
import { recordsInCommit, recordsInFolder } from './records.js';

export type { Bringer } from './git/history.js';
export type { Credentials } from './git/process.js';

/** Larger files are no specs, components or records; reading one into memory would only be an attack. */
const READ_LIMIT = 4 * 1024 * 1024;

export interface RepositoryOptions {
  /** The environment for git: PATH, HOME, proxies; by default that of this process. What points git elsewhere is not handed on. */
  readonly env?: Environment;
  readonly credentials?: Credentials;
  /** Commit as airsmith itself: for a runner, where git may know the name of whoever set the machine up. */
  readonly asBot?: boolean;
  /** Which paths are specs, for `changedSpecs`. */
  readonly isSpec?: (path: string) => boolean;
  /** Called after each thing that is done on the way to a commit or to written files; tests end the process there. */
  readonly onStep?: Step;
}

export interface GitRepository extends Repository {
  bytes(path: string, commit?: string): Promise<Buffer | undefined>;
  /** Learned records below `folder` at a commit, or on disk: everything that stands there, links and submodules included. */
  records(folder: string, commit?: string): KnowledgeSource;
  /** Fails with AS7016 or AS7017, before any money is spent, where a push to `branch` would be refused. */
  requirePush(remote: string, commit: string, branch: string): Promise<void>;
  /** Throws AS7010 where there is no git, AS7019 where it knows of no repository here. */
  requireGit(): Promise<void>;
  /** Throws, before anything is spent, what writing files to `paths` would throw at the end: AS7013, AS7020, or that rights are missing. */
  requireRoom(paths: readonly string[], asCommit: boolean): Promise<void>;
  /** Where a remote is, as git knows it, credentials and all; undefined where there is no such remote. */
  remoteUrl(remote: string): Promise<string | undefined>;
  /** The commits that the history of `commit`, or of what is checked out, begins with, sorted; undefined in a shallow clone, or where there is none. */
  roots(commit?: string): Promise<readonly string[] | undefined>;
  /** The commit at which two lines of history parted. */
  mergeBase(one: string, other: string): Promise<string | undefined>;
  /** For each path below `folder` that is new between two commits, the commit that brought it, where this clone holds it. */
  bringers(base: string, head: string, folder: string): Promise<ReadonlyMap<string, Bringer>>;
  /** Fetches what a shallow clone lacks of a pull request’s own commits. */
  deepen(remote: string, head: string, baseBranch: string): Promise<void>;
  /** The version of a file in the history of `commits` whose bytes have this SHA-256, where this clone holds it. */
  former(path: string, sha256: string, commits: readonly string[]): Promise<string | undefined>;
  /** Who made a commit, and its message. */
  describe(commit: string): Promise<{ readonly email: string; readonly message: string }>;
}

/**
 * Opens the repository that holds `root`. Nothing in it is run: no hook, no monitor, no filter, no pager.
 * Throws AS7010 without git on a call that needs it, AS7012 when another user owns the repository.
 */
export async function openRepository(root: string, options: RepositoryOptions = {}): Promise<GitRepository> {
  const given = await realpath(resolvePath(root));
  const env = options.env ?? process.env;
  const probe = gitIn(given, env);
  const args = ['rev-parse', '--show-toplevel', '--absolute-git-dir'];
  const answer = (await probe.ask(args).catch(withoutGit))?.replace(/\n$/, '').split('\n') ?? [];
  const gitDir = answer.pop();
  if (gitDir === undefined) return repositoryOf(given, await bareAt(probe, given), options);
  const folder = answer.join('\n') || given;
  const git = gitIn(folder, env, options.credentials);
  await recover(folder, gitDir, git);
  return repositoryOf(folder, { git, gitDir }, options);
}

/** A bare repository has no top, and commits all the same. */
async function bareAt(
  git: Git,
  gitDir: string,
): Promise<{ readonly git: Git; readonly gitDir: string } | undefined> {
  const bare = await git.ask(['rev-parse', '--is-bare-repository']).catch(withoutGit);
  return bare?.trim() === 'true' ? { git, gitDir } : undefined;
}

/** Makes an empty repository with `branch` checked out. */
export async function initRepository(
  root: string,
  branch: string,
  env: Environment = process.env,
): Promise<void> {
  requireName(isBranchName(branch), 'a branch name', branch);
  const git = gitIn(root, env);
  await git.text(['init', '--quiet']);
  await git.text(['symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
}

function repositoryOf(
  root: string,
  place: { readonly git: Git; readonly gitDir: string } | undefined,
  options: RepositoryOptions,
): GitRepository {
  const git = place?.git;
  const { isSpec = isNamedLikeSpec, asBot = false, onStep: step = noStep } = options;
  const objects = git ? objectReader(git) : undefined;
  const needGit = () => {
    if (place && objects) return { ...place, objects };
    throw new AirsmithError(EXIT.usage, {
      code: 'AS7019',
      message: `${root} is not in a git repository`,
      remedy: 'Run `git init` there, or work in a clone.',
    });
  };

  async function bytes(path: string, commit?: string): Promise<Buffer | undefined> {
    if (commit === undefined) return isRepositoryPath(path) ? readRegular(root, path, READ_LIMIT) : undefined;
    requireName(isObjectId(commit), 'a commit', commit);
    const entry = isRepositoryPath(path) ? (await needGit().objects.tree(commit)).get(path) : undefined;
    if (!entry || entry.mode === '120000' || entry.size > READ_LIMIT) return undefined;
    return needGit().objects.blob(entry.id);
  }

  return {
    root,
    bytes,

    async resolve(revision) {
      if (!git || !isRevision(revision)) return undefined;
      return (
        (await git.ask(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]))?.trim() || undefined
      );
    },

    async read(path, commit) {
      return (await bytes(path, commit))?.toString('utf8');
    },

    async list(folder, commit) {
      const prefix = folder === '' || folder === '.' ? '' : `${folder.replace(/\/+$/, '')}/`;
      if (commit === undefined) return (await workTreeFiles(root, git, prefix)).sort();
      requireName(isObjectId(commit), 'a commit', commit);
      const tree = await needGit().objects.tree(commit);
      const files = [...tree].filter(([path, { mode }]) => mode !== '120000' && path.startsWith(prefix));
      return files.map(([path]) => path).sort();
    },

    records(folder, commit) {
      if (commit === undefined) return recordsInFolder(root, folder);
      requireName(isObjectId(commit), 'a commit', commit);
      return recordsInCommit(needGit().objects, commit, folder);
    },

    async changedSpecs(base, head) {
      for (const commit of [base, head]) requireName(isObjectId(commit), 'a commit', commit);
      const args = ['diff-tree', '-r', '-z', '--find-renames', '--name-status', base, head];
      return specChanges(parseNameStatus(await needGit().git.text(args)), isSpec);
    },

    commit: async (changes, message, target) =>
      commitChanges({ root, ...needGit(), asBot, step }, changes, message, target),
    async requireGit() {
      // Without a repository it is still open whether that is for want of git itself.
      if (!place) await gitIn(root, options.env ?? process.env).ask(['--version']);
      needGit();
    },
    requireRoom: (paths, asCommit) => requireRoom(root, place, paths, asCommit),
    write: (changes) => writeFiles(root, place, changes, step),
    land: async (changes, message, target) =>
      landChanges({ root, ...needGit(), asBot, step }, changes, message, target),
    standing: async (changes, commit) => standing(needGit().objects, changes, commit),
    arrived: async (changes, target) => arrived(needGit(), changes, target),
    unseen: async (changes, commit, target) => unseen(needGit(), changes, commit, target),
    tip: async (remote, branch) => branchTip(needGit().git, remote, branch),
    requirePush: async (remote, commit, branch) => requirePush(needGit().git, remote, commit, branch),
    fetch: async (remote, commits) => fetchCommits(needGit().git, remote, commits),

    async remoteUrl(remote) {
      requireName(isRemoteName(remote), 'a remote', remote);
      return (await git?.ask(['remote', 'get-url', remote]))?.split('\n')[0] || undefined;
    },
    roots: async (commit = 'HEAD') => (git ? roots(git, commit) : undefined),
    mergeBase: async (one, other) => mergeBase(needGit().git, one, other),
    bringers: async (base, head, folder) => bringers(needGit().git, base, head, folder),
    async deepen(remote, head, baseBranch) {
      requireName(isBranchName(baseBranch), 'a branch name', baseBranch);
      await deepen(needGit().git, remote, head, baseBranch);
    },

    async former(path, sha256, commits) {
      if (!isRepositoryPath(path) || !git || !objects) return undefined;
      const ids = await Promise.all(commits.map((commit) => versionsOf(git, commit, path)));
      for (const id of new Set(ids.flat())) {
        const version = await objects.blob(id).catch(() => undefined);
        if (version && createHash('sha256').update(version).digest('hex') === sha256)
          return version.toString('utf8');
      }
      return undefined;
    },

    async branch() {
      return (await git?.ask(['symbolic-ref', '--quiet', '--short', 'HEAD']))?.trim() || undefined;
    },

    async describe(commit) {
      requireName(isObjectId(commit), 'a commit', commit);
      const text = await needGit().git.text([
        'show',
        '--no-patch',
        '--no-show-signature',
        '--format=%ae%n%B',
        commit,
      ]);
      const [email = '', ...message] = text.split('\n');
      return { email, message: message.join('\n').trim() };
    },
  };
}

async function workTreeFiles(root: string, git: Git | undefined, prefix: string): Promise<string[]> {
  const listing = await git?.ask(['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  if (listing === undefined) return walk(root, prefix.replace(/\/$/, ''));
  const paths = [...new Set(listing.split('\0'))].filter((path) => path !== '' && path.startsWith(prefix));
  const present = await Promise.all(paths.map(async (path) => ((await readable(root, path)) ? [path] : [])));
  return present.flat();
}

/** Listed by git, but deleted, a link or a submodule on disk: not a file to read. */
async function readable(root: string, path: string): Promise<boolean> {
  return isRepositoryPath(path) && (await isRegular(root, path, READ_LIMIT));
}

/** Reading a folder needs no git; a missing program is reported when it is needed. */
function withoutGit(error: unknown): undefined {
  if (error instanceof AirsmithError && error.problem.code === 'AS7010') return undefined;
  throw error;
}
