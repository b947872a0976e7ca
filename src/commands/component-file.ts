/** One file of components that people wrote: whether it can be looked at where it is, and which classes it defines. */

import { isUtf8 } from 'node:buffer';
import type { Problem } from '../flow.js';
import type { Repository } from '../ports.js';
import { isModulePath } from '../safety/paths.js';
import type { SpecSource } from '../spec/index.js';

/** AS2012 where no module can be at `path`. */
export async function placeFault(path: string, repository: Repository): Promise<Problem | undefined> {
  const fault = !path.endsWith('.py')
    ? 'is no Python file'
    : !isModulePath(path)
      ? 'has a path that no module can have'
      : (await repository.read(path)) === undefined
        ? 'is not a regular file of this repository'
        : undefined;
  if (fault === undefined) return undefined;
  return {
    code: 'AS2012',
    severity: 'error',
    message: `${path} ${fault}`,
    remedy: 'Name a .py file inside the repository; --root says which repository.',
  };
}

/** AS2041 for bytes that a text cannot hold: what would be run, or written again, is not what stands on disk. */
export function encodingFault({ path, bytes }: SpecSource): Problem | undefined {
  if (isUtf8(bytes)) return undefined;
  return {
    code: 'AS2041',
    severity: 'error',
    message: `${path} is not UTF-8`,
    remedy: 'Save it as UTF-8, then run again.',
    position: { path, line: lineOfFault(bytes), column: 1 },
  };
}

function lineOfFault(bytes: Uint8Array): number {
  let [line, start] = [1, 0];
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    if (!isUtf8(bytes.subarray(start, end))) return line;
    [line, start] = [line + 1, end + 1];
  }
  return line;
}

/**
 * Classes whose names say that they are components; where there are none, every public class. Of a file that is not `parsed`
 * they are what its lines begin with, so that it is held against its spec all the same.
 */
export async function classesIn(
  source: string,
): Promise<{ readonly parsed: boolean; readonly classes: readonly string[] }> {
  const { parseModule } = await import('../python/index.js');
  const read = parseModule(source);
  const all = read.ok
    ? read.module.classes.map(({ name }) => name)
    : [...source.matchAll(/^[\ufeff\f]*class[ \t]+([\p{L}_][\p{L}\p{N}_]*)/gmu)].flatMap(
        ([, name]) => name ?? [],
      );
  const names = all.filter((name) => !name.startsWith('_'));
  const components = names.filter((name) => /(Operator|Sensor|Hook|Trigger)$/.test(name));
  return { parsed: read.ok, classes: components.length > 0 ? components : names };
}
