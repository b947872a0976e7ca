/** Which of the changed files are specs, whoever lists the files: git or a forge. */

import type { ChangedFile, SpecChange } from '../ports.js';

/** Whether a file may be a spec by its name alone, before any setting is read. */
export function isNamedLikeSpec(path: string): boolean {
  return /\.airsmith\.(ya?ml|json|md)$/.test(path);
}

/** A file that is renamed into or out of the spec folders appears or disappears as a spec. Sorted by path. */
export function specChanges(
  files: readonly ChangedFile[],
  isSpec: (path: string) => boolean,
): readonly SpecChange[] {
  const changes = files.flatMap((file): readonly SpecChange[] => {
    const { path, status, previousPath } = file;
    if (status !== 'renamed' || previousPath === undefined) return isSpec(path) ? [{ path, status }] : [];
    if (isSpec(path)) return isSpec(previousPath) ? [file] : [{ path, status: 'added' }];
    return isSpec(previousPath) ? [{ path: previousPath, status: 'deleted' }] : [];
  });
  return changes.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Reads `git diff --name-status -z`: `A\0path\0`, `M\0path\0`, `D\0path\0`, `R087\0old\0new\0`. */
export function parseNameStatus(text: string): readonly ChangedFile[] {
  const fields = text.split('\0');
  const files: ChangedFile[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    const letter = (fields[at] ?? '').charAt(0);
    const first = fields[at + 1] ?? '';
    if (letter === 'R' || letter === 'C') {
      const path = fields[at + 2] ?? '';
      files.push(
        letter === 'C' ? { path, status: 'added' } : { path, status: 'renamed', previousPath: first },
      );
      at += 3;
      continue;
    }
    files.push({ path: first, status: letter === 'A' ? 'added' : letter === 'D' ? 'deleted' : 'modified' });
    at += 2;
  }
  return files;
}
