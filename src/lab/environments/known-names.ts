/** Names of packages that are known to be what they seem: those of the locks, and a shipped list. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFile, readLocks } from './locks.js';
import type { EnvironmentOptions } from './options.js';
import { pins } from './requirements.js';

export interface KnownNames {
  /** May be installed without a question. */
  readonly known: ReadonlySet<string>;
  /** So well known that another name must not nearly be one of these. */
  readonly targets: ReadonlySet<string>;
}

/** Stands in the shipped list between those that others are held against and those that are only known. */
export const LESS_WELL_KNOWN = '# less well known';
/** In a shorter name one letter more or less is no sign of anything. */
const SHORTEST = 5;

/** Reads the shipped list (`npm run names` makes it) and the names in every lock. */
export async function readKnownNames(options: EnvironmentOptions): Promise<KnownNames> {
  const [locks, text] = await Promise.all([
    readLocks(options),
    // Locks of one's own may come without a list: then every name that they lack is asked for.
    readFile(join(options.locks, 'names.txt'), 'utf8').catch(() => ''),
  ]);
  const texts = Object.values(locks.airflow).map((entry) => readFile(lockFile(locks, entry), 'utf8'));
  const locked = (await Promise.all(texts)).flatMap((lock) => [...pins(lock).keys()]);
  const [most = '', rest = ''] = text.split(LESS_WELL_KNOWN);
  const targets = [...linesOf(most), ...locked];
  return { known: new Set([...targets, ...linesOf(rest)]), targets: new Set(targets) };
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** The well-known name that this one nearly is: by one slip of the finger, or but for hyphens and a `python` before or behind. */
export function twinOf(name: string, targets: ReadonlySet<string>): string | undefined {
  const bare = bareName(name);
  for (const target of targets) {
    if (target === name) continue;
    if (bareName(target) === bare || (name.length >= SHORTEST && isOneSlip(name, target))) return target;
  }
  return undefined;
}

/** `python-requests`, `requests-py` and `re-quests` → `requests`. */
function bareName(name: string): string {
  const joined = name.replaceAll('-', '');
  const bare = joined.replace(/^(python|py)|(python|py)$/g, '');
  return bare.length >= SHORTEST ? bare : joined;
}

/** Whether one letter was left out, added, replaced, or two neighbours swapped. */
function isOneSlip(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let from = 0;
  while (from < short.length && short[from] === long[from]) from += 1;
  const rest = short.slice(from);
  if (short.length < long.length) return rest === long.slice(from + 1);
  if (rest.slice(1) === long.slice(from + 1)) return true;
  return rest.slice(2) === long.slice(from + 2) && rest[0] === long[from + 1] && rest[1] === long[from];
}
