/** The repository's own Python modules, so that components can build on the house's base classes and clients. */

import type { Config } from './config.js';
import type { Problem } from './flow.js';
import type { House, HouseFile, Repository } from './ports.js';
import { isModulePath } from './safety/paths.js';

/** Where the repository's files are read: the work tree, or a commit. Links are never followed by either. */
export interface HouseSource {
  list(folder: string): Promise<readonly string[]>;
  /** Best as the bytes that they are, for a coding line may say that they are no UTF-8. */
  read(path: string): Promise<Uint8Array | string | undefined>;
}

/** The same in a repository: at a commit, or in the work tree. */
export function houseIn(repository: Pick<Repository, 'list' | 'bytes'>, commit?: string): HouseSource {
  return {
    list: (folder) => repository.list(folder, commit),
    read: (path) => repository.bytes(path, commit),
  };
}

const MOST_FILES = 2_000;
const LARGEST_FILE = 512 << 10;
const LARGEST_HOUSE = 16 << 20;

/** Tests say what is expected, and what is no Python may be a secret: neither goes where a component can read it. */
const TESTS = /(^|\/)(tests?|testing)\/|(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$/i;

export function isTest(path: string): boolean {
  return TESTS.test(path);
}

/** Python files below `python-path`, tests left out; what exceeds the limits is left out too, and said. */
export async function readHouse(
  { pythonPath, output }: Pick<Config, 'pythonPath' | 'output'>,
  source: HouseSource,
): Promise<{ readonly house: House; readonly problems: readonly Problem[] }> {
  const tests = output.test.slice(0, output.test.lastIndexOf('/') + 1);
  const generated = (path: string) => tests !== '' && !tests.includes('{') && path.startsWith(tests);
  const found = await Promise.all(pythonPath.map((folder) => source.list(folder)));
  const paths = [...new Set(found.flat())].filter(
    (path) => path.endsWith('.py') && isModulePath(path) && !isTest(path) && !generated(path),
  );
  const files: HouseFile[] = [];
  const left = paths.slice(MOST_FILES);
  let room = LARGEST_HOUSE;
  for (const path of paths.slice(0, MOST_FILES)) {
    const content = await source.read(path);
    if (content === undefined) continue;
    if (content.length > LARGEST_FILE || content.length > room) left.push(path);
    else {
      files.push({ path, content });
      room -= content.length;
    }
  }
  return { house: { folders: pythonPath, files }, problems: left.length > 0 ? [tooLarge(left)] : [] };
}

function tooLarge(left: readonly string[]): Problem {
  const first = [...left].sort().slice(0, 3).join(', ');
  const more = left.length > 3 ? ` and ${left.length - 3} more` : '';
  const files = left.length === 1 ? 'Python file' : 'Python files';
  return {
    code: 'AS3350',
    severity: 'warning',
    message: `${left.length} ${files} of the repository cannot be imported by components: ${first}${more}`,
    cause: `at most ${MOST_FILES} files, each of 512 KiB, together of 16 MiB, are copied into the sandbox`,
    remedy: 'Name only the folders that components build on in the setting `python-path`.',
  };
}
