/** One file of components that people wrote: whether it can be looked at where it is, and which classes it defines. */

import { isUtf8 } from 'node:buffer';
import { lstat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Problem } from '../flow.js';
import type { Repository } from '../ports.js';
import { isModulePath } from '../safety/paths.js';
import type { SpecSource } from '../spec/index.js';

/** AS2012 where no module can be at `path`, with what is wrong with it and what to do. */
export async function placeFault(path: string, repository: Repository): Promise<Problem | undefined> {
  const fault = await faultOf(path, repository);
  if (fault === undefined) return undefined;
  const [what, remedy] = fault;
  return { code: 'AS2012', severity: 'error', message: `${path} ${what}`, remedy };
}

async function faultOf(path: string, repository: Repository): Promise<readonly [string, string] | undefined> {
  if (!path.endsWith('.py')) return ['is no Python file', 'Name a file that ends in .py.'];
  if (isAbsolute(path) || path.startsWith('../'))
    return [
      'is outside of the repository',
      'Copy it into the repository, or say with --root which one holds it.',
    ];
  const parts = path.split('/');
  const dotted = parts.find((part) => part.startsWith('.'));
  if (dotted !== undefined)
    return [`stands below ${dotted}, a hidden name`, 'Move it to where no name begins with a dot.'];
  const spaced = parts.find((part) => /\s/.test(part));
  if (spaced !== undefined)
    return [`has a space in ${JSON.stringify(spaced)}`, 'No module can be imported by that name: rename it.'];
  if (!isModulePath(path))
    return ['has a path that no module can have', 'Use letters, digits, `_`, `-` and `.` alone.'];
  if ((await repository.read(path)) !== undefined) return undefined;
  const facts = await lstat(join(repository.root, path)).catch(() => undefined);
  return facts?.isSymbolicLink()
    ? ['is a symbolic link', 'Links are not followed: name the file that it points to.']
    : ['is not a regular file of this repository', 'Name a regular file; --root says which repository.'];
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
