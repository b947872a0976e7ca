/** CPython's own reading of shipped files, beside ours. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Description, describeModule, ORACLE } from '../../test/python/describe.js';
import { newestPython } from './wheels.js';

export async function askCPython(
  root: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Description>> {
  const { path } = await newestPython();
  const files = paths.map((file) => join(root, file));
  const said = execFileSync(path, ['-I', ORACLE, ...files], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const described = said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Description);
  return new Map(described.map((one) => [one.path, one]));
}

/** A file that CPython refuses has no classes in its description, so it never agrees. */
export function agrees(file: string, oracle: ReadonlyMap<string, Description>): boolean {
  const said = oracle.get(file);
  return said?.classes !== undefined && isDeepStrictEqual(describeModule(file), said);
}
