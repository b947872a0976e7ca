/** What uv says of requirements beside an environment: which packages they add, or why they cannot be had. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandResult, LATE } from './command.js';
import type { EnvironmentOptions } from './options.js';
import { normalised } from './requirements.js';
import { runUv, type Uv } from './uv.js';

/** One package of a resolution. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** Bytes of its wheel, 0 where the index does not say. */
  readonly size: number;
  /** Its table in uv's `pylock.toml`, hashes and all. */
  readonly table: string;
}

/** Why there is no answer. */
export type Refused =
  | {
      readonly state: 'refused';
      readonly reason: string;
      /** Names of the packages that uv speaks of. */
      readonly about: ReadonlySet<string>;
    }
  | Unanswered;

/** Nobody could be asked, or uv did not come to an end: this says nothing about the requirements. */
export interface Unanswered {
  readonly state: 'unreachable' | 'late';
  readonly reason: string;
}

export type Resolution =
  | { readonly state: 'resolved'; readonly head: string; readonly packages: readonly Package[] }
  | Refused;

/** An environment that things are resolved beside. */
export interface Beside {
  readonly python: string;
  /** Requirements file of what is installed there. */
  readonly constraints: string;
}

const RESOLVE_MS = 120_000;
const UNREACHABLE =
  /error sending request|Failed to fetch|dns error|network was disabled|connectivity is disabled|HTTP status|timed out/i;

/**
 * Resolves `requirements`, which are by name, with what the environment holds as constraints. Wheels only. `limitMs`: some pins make
 * uv try thousands of versions.
 */
export async function resolve(
  requirements: readonly string[],
  beside: Beside,
  uv: Uv,
  options: EnvironmentOptions,
  extra: readonly string[] = [],
  limitMs = options.resolveMs ?? RESOLVE_MS,
): Promise<Resolution> {
  const folder = await mkdtemp(join(tmpdir(), 'airsmith-resolve-'));
  try {
    const [wanted, locked] = [join(folder, 'requirements.txt'), join(folder, 'pylock.toml')];
    await writeFile(wanted, requirements.map((line) => `${line}\n`).join(''));
    const compile = ['pip', 'compile', '--quiet', wanted, '--constraints', beside.constraints];
    const how = ['--only-binary', ':all:', '--python', beside.python, '--no-header', '--no-annotate'];
    const args = [...compile, ...how, ...extra, '--output-file', locked];
    const result = await runUv(uv, args, options, {}, limitMs);
    if (result.status === 0) return parse(await readFile(locked, 'utf8'));
    return refusalOf(result);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** uv writes one table for each package, with its name and version on lines of their own. */
function parse(text: string): Resolution {
  const [head = '', ...tables] = text.split(/^\[\[packages\]\]\n/m);
  const packages = tables.map((table): Package => {
    const field = (name: string) => new RegExp(`^${name} = "([^"]*)"`, 'm').exec(table)?.[1] ?? '';
    const size = Math.max(0, ...[...table.matchAll(/\bsize = (\d+)/g)].map(([, bytes]) => Number(bytes)));
    return { name: normalised(field('name')), version: field('version'), size, table };
  });
  return { state: 'resolved', head, packages };
}

/** A `pylock.toml` of these packages alone. */
export function lockOf(head: string, added: readonly Package[]): string {
  return head + added.map(({ table }) => `[[packages]]\n${table}`).join('');
}

/** What a uv that did not succeed says of requirements. */
export function refusalOf(result: CommandResult): Refused {
  const reason = reasonOf(result);
  // Before the words: whatever uv had printed by then is no answer.
  if (result.status === LATE) return { state: 'late', reason };
  if (UNREACHABLE.test(result.stderr)) return { state: 'unreachable', reason };
  return { state: 'refused', reason, about: namesIn(result.stderr) };
}

/** Every package that uv names with a range or a pin, or as a whole. */
function namesIn(said: string): ReadonlySet<string> {
  const words = said.match(/[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/g) ?? [];
  return new Set(words.map(normalised));
}

/** uv's own explanation in one line, without its hints and the words before it. */
export function reasonOf({ stderr, status }: CommandResult): string {
  const said = stderr.split(/^hint:/m)[0] ?? '';
  const text = said
    .replace(/^error: No solution found when resolving dependencies:?\s*/m, '')
    .replace(/^\s*(cause|error):\s*/gm, '')
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
  return (text === '' ? `uv ended with status ${status}` : text).slice(0, 500);
}
