/** Where two commits parted, and who brought a file. */

import { isObjectId, isRemoteName, isRepositoryPath, requireName } from './names.js';
import { type Git, GitExit } from './process.js';

/** The commit that brought a file, and by whom it says it was made. */
export interface Bringer {
  readonly commit: string;
  readonly author: string;
  readonly email: string;
  readonly message: string;
}

/** The commit at which two lines of history parted; undefined where there is none, or a shallow clone does not hold it. */
export async function mergeBase(git: Git, one: string, other: string): Promise<string | undefined> {
  for (const commit of [one, other]) requireName(isObjectId(commit), 'a commit', commit);
  return (await git.ask(['merge-base', one, other]))?.trim() || undefined;
}

/** The commits without a parent that `commit` comes from, sorted; undefined where a shallow clone hides them, or there is none yet. */
export async function roots(git: Git, commit: string): Promise<readonly string[] | undefined> {
  requireName(commit === 'HEAD' || isObjectId(commit), 'a commit', commit);
  if ((await git.ask(['rev-parse', '--is-shallow-repository']))?.trim() !== 'false') return undefined;
  const found = (await git.ask(['rev-list', '--max-parents=0', commit, '--']))?.split('\n');
  const commits = (found ?? []).filter((line) => line !== '').sort();
  return commits.length > 0 ? commits : undefined;
}

/**
 * For each path that is new between `base` and `head`, the commit that added it last. Nothing is known of paths whose
 * commit is not in this clone.
 */
export async function bringers(
  git: Git,
  base: string,
  head: string,
  folder: string,
): Promise<ReadonlyMap<string, Bringer>> {
  for (const commit of [base, head]) requireName(isObjectId(commit), 'a commit', commit);
  const args = ['log', '-z', '--raw', '--no-abbrev', '--no-merges', '--no-renames', '--diff-filter=A'];
  const added = await git.ask([
    ...args,
    '--no-show-signature',
    '--format=%H',
    head,
    `^${base}`,
    '--',
    folder,
  ]);
  const found = new Map<string, string>();
  let commit = '';
  let isPath = false;
  // The parts come in an order that no name can change: a commit, then for each of its files what happened, and the path.
  for (const part of (added ?? '').split('\0')) {
    const text = part.replace(/^\n/, '');
    if (isPath) {
      // The newest commit comes first.
      if (!found.has(part)) found.set(part, commit);
      isPath = false;
    } else if (text.startsWith(':')) isPath = true;
    else if (isObjectId(text)) commit = text;
  }
  const said = new Map<string, Bringer>();
  for (const one of new Set(found.values())) said.set(one, await bringerOf(git, one));
  return new Map(
    [...found].flatMap(([path, one]) => (said.has(one) ? [[path, said.get(one) as Bringer]] : [])),
  );
}

/** What a commit says of itself. Its own words may hold anything but a NUL, which no commit can. */
async function bringerOf(git: Git, commit: string): Promise<Bringer> {
  const format = '--format=%an%x00%ae%x00%B';
  const text = await git.ask(['show', '--no-patch', '--no-show-signature', format, commit]);
  const [author = '', email = '', message = ''] = (text ?? '').split('\0');
  return { commit, author, email, message: message.trim() };
}

/** More versions of one file are not looked through. */
const MOST_VERSIONS = 100;

/** Ids of the blobs that stood under `path` in the history of `head`, newest first; those of merges alone are left out. */
export async function versionsOf(git: Git, head: string, path: string): Promise<readonly string[]> {
  requireName(isObjectId(head), 'a commit', head);
  requireName(isRepositoryPath(path), 'a path', path);
  const args = ['log', `--max-count=${MOST_VERSIONS}`, '--no-renames', '--no-abbrev', '--raw', '-z'];
  const answer = await git.ask([...args, '--no-show-signature', '--format=', head, '--', path]);
  const changes = (answer ?? '').matchAll(/:\d{6} (\d{6}) [0-9a-f]+ ([0-9a-f]+) [A-Z]/g);
  return [...new Set([...changes].flatMap(([, mode, id]) => (/^100/.test(mode ?? '') && id ? [id] : [])))];
}

/**
 * Fetches the commits of `head` that are not on the remote’s `base` branch, where the clone is shallow. Failure is
 * no harm: then nobody is named.
 */
export async function deepen(git: Git, remote: string, head: string, base: string): Promise<void> {
  requireName(isRemoteName(remote), 'a remote', remote);
  requireName(isObjectId(head), 'a commit', head);
  if ((await git.ask(['rev-parse', '--is-shallow-repository']))?.trim() !== 'true') return;
  const args = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', `--shallow-exclude=${base}`];
  try {
    await git.text([...args, '--', remote, head]);
  } catch (error) {
    if (!(error instanceof GitExit)) throw error;
  }
}
