/** Whether files could be written at the end of a run, asked before anything is spent on them. */

import { access, constants, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isRepositoryPath, requireName } from './names.js';
import { objectReader } from './objects.js';
import type { Git } from './process.js';
import { blocked, refuseEdited } from './refusals.js';
import { blobId, find, indexOf } from './worktree.js';

/**
 * Throws what writing to `paths` would throw at the end, as far as that depends on what stands there and not on what is written:
 * AS7020 for a link or a folder in the way, a file system's own error for missing rights, and for a commit (`asCommit`) AS7013
 * for what differs from the checked-out commit.
 */
export async function requireRoom(
  root: string,
  place: { readonly git: Git; readonly gitDir: string } | undefined,
  paths: readonly string[],
  asCommit: boolean,
): Promise<void> {
  for (const path of paths) {
    requireName(isRepositoryPath(path), 'a path in the repository', path);
    if ((await find(root, path, Number.POSITIVE_INFINITY)) === 'blocked')
      throw blocked(path, 'something on the way', 'a link, or a folder where a file belongs');
    await requireRights(root, path);
  }
  if (!place || !asCommit) return;
  await access(place.gitDir, constants.W_OK);
  refuseEdited(await touched(root, place.git, paths));
}

/** Of `paths` those that differ on disk or in the index from the checked-out commit. */
async function touched(root: string, git: Git, paths: readonly string[]): Promise<readonly string[]> {
  const head = (await git.ask(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']))?.trim();
  if (!head) return [];
  const [tree, index] = await Promise.all([objectReader(git).tree(head), indexOf(git)]);
  const found: string[] = [];
  for (const path of paths) {
    const known = tree.get(path)?.id;
    const bytes = await readFile(join(root, path)).catch(() => undefined);
    const onDisk = bytes && blobId(bytes, known ?? head);
    if (onDisk !== known || index.get(path)?.id !== known) found.push(path);
  }
  return found;
}

/** The right to write the file, or the folder that it would come into. */
async function requireRights(root: string, path: string): Promise<void> {
  for (let at = path; ; at = dirname(at)) {
    const missing = await access(join(root, at), constants.W_OK).then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error,
    );
    if (!missing) return;
    if (missing.code !== 'ENOENT' || at === '.') throw missing;
  }
}
