import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The folder with `.git` around `cwd`, else `cwd` itself: airsmith also works where there is no git. */
export function findRoot(cwd: string, named: string | undefined): string {
  if (named) return resolve(cwd, named);
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return cwd;
  }
}
