/** Trees and commits, written as objects that nothing points to. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileChange } from '../../ports.js';
import type { TreeEntry } from './objects.js';
import type { Git } from './process.js';

const [NAME, EMAIL] = ['airsmith[bot]', 'airsmith[bot]@users.noreply.github.com'];
const BOT = {
  GIT_AUTHOR_NAME: NAME,
  GIT_AUTHOR_EMAIL: EMAIL,
  GIT_COMMITTER_NAME: NAME,
  GIT_COMMITTER_EMAIL: EMAIL,
} as const;

/** The tree of `head` with the changes, built in an index of its own below `scratch`. */
export async function buildTree(
  git: Git,
  scratch: string,
  changes: readonly FileChange[],
  before: ReadonlyMap<string, TreeEntry>,
  head: string,
): Promise<string> {
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

/** A commit that nothing points to yet. */
export async function writeCommit(
  git: Git,
  scratch: string,
  tree: string,
  parent: string,
  message: string,
  asBot: boolean,
): Promise<string> {
  const file = join(scratch, 'message');
  await writeFile(file, message.endsWith('\n') ? message : `${message}\n`);
  const args = ['commit-tree', tree, ...(parent === '' ? [] : ['-p', parent]), '-F', file];
  return (await git.text(args, { env: asBot ? BOT : await identity(git) })).trim();
}

/** The person's own identity where git knows one, for the commit is theirs; ours on a machine that has none. */
async function identity(git: Git): Promise<{ readonly [name: string]: string }> {
  const known = await git.ask(['var', 'GIT_COMMITTER_IDENT']);
  const named = (await git.ask(['config', '--get', 'user.email']))?.trim();
  if (known && named) return {};
  return BOT;
}

/** The tree of a commit. */
export async function treeOf(git: Git, commit: string): Promise<string> {
  return (await git.text(['rev-parse', '--verify', `${commit}^{tree}`])).trim();
}
