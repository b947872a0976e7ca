/** Finds what ships beside the code: the lab's Python, locks and indexes, and this repository's own knowledge. */

import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** Folder that holds `lab/`: `dist` for the bundle (whose code stands in `dist/cli`), `src` when run from source. */
export const ASSETS = existsSync(join(here, 'lab', 'python')) ? here : dirname(here);

/** Root of airsmith itself, where `learning/` and `examples/` stand. */
const HOME = dirname(ASSETS);

/** A path below airsmith's own root. A call of its own, for ncc takes a `join` with literals for an asset to copy. */
export function shipped(...parts: readonly string[]): string {
  return join(HOME, ...parts);
}

/** The package that generated tests import, as files below the tests' folder. */
export async function testSupport(): Promise<readonly { path: string; content: string }[]> {
  const folder = join(ASSETS, 'lab', 'python', 'airsmith_world');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.py')).sort();
  return Promise.all(
    names.map(async (name) => ({
      path: `airsmith_world/${name}`,
      content: await readFile(join(folder, name), 'utf8'),
    })),
  );
}
