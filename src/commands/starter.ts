/** Copies of the shipped examples, for a repository that may lie anywhere. */

import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shipped } from '../assets.js';
import { PUBLISHED_SCHEMAS } from '../spec/index.js';

/** Here the schema is a file beside the examples; beside a copy it is not. */
const MODELINE = /^(# yaml-language-server: \$schema=)[./]+\/schema\/([\w-]+\.schema\.json)$/m;

/** Copies a folder of `examples/` to `target`, which need not exist. Schemas are named as they are published. */
export async function copyExample(name: 'starter' | 'specs', target: string): Promise<void> {
  const source = shipped('examples', name);
  await cp(source, target, { recursive: true });
  for (const path of await readdir(source, { recursive: true })) {
    if (!path.includes('.airsmith.')) continue;
    const file = join(target, path);
    await writeFile(file, (await readFile(file, 'utf8')).replace(MODELINE, `$1${PUBLISHED_SCHEMAS}$2`));
  }
}
