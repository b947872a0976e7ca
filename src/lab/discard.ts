import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Removes a folder in which drafts may have written: folders deeper than any path are beyond Node, and not beyond `rm`. */
export async function discard(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch {
    await promisify(execFile)('rm', ['-rf', '--', folder]).catch(() => undefined);
  }
}
