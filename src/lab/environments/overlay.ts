/** A spec's dependencies in a folder of their own beside an environment. The environment itself is never changed. */

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Absence, Overlay } from '../../flow.js';
import type { Furnishing } from '../../ports.js';
import { complaint } from './command.js';
import { type Fit, fitting } from './fitting.js';
import { holding } from './hold.js';
import { readLocks } from './locks.js';
import { checkNames } from './names.js';
import { type EnvironmentOptions, type Unavailable, unavailable } from './options.js';
import type { PreparedEnvironment } from './prepare.js';
import { isMet, isPinned, type Named, named, pins } from './requirements.js';
import { type Beside, lockOf } from './resolve.js';
import { ensureUv, runUv, type Uv } from './uv.js';
import { indexVariables } from './variables.js';
import { worldly } from './world.js';

/** What was found out for a set of requirements; the packages stand in a folder named by their content. */
interface Finding {
  readonly schema: 'overlay/2';
  readonly folder: string | null;
  readonly packages: { readonly [name: string]: string };
  readonly absent: readonly Absence[];
  readonly at: number;
}

/** What fits is kept for good, so that a run repeats itself; what does not is asked for again, since a release may mend it. */
const ASK_AGAIN_MS = 24 * 3600 * 1000;
const DONE = 'airsmith.json';

export type Furnished = { readonly state: 'ready'; readonly overlay: Overlay } | Unavailable;

/**
 * Installs those of the requirements that fit beside `environment`, wheels only, and says why the others do not. Where the registry
 * cannot be reached and nothing is in the cache, it is `unavailable`: an absence that nobody looked for is not tested. It is so
 * too for a name that is not known well enough: a person has to say what is meant.
 */
export async function furnish(
  environment: PreparedEnvironment,
  { requirements, how, known }: Furnishing,
  options: EnvironmentOptions,
): Promise<Furnished> {
  const has = pins(await readFile(environment.constraints, 'utf8'));
  const refused = requirements.filter((text) => named(text) === undefined).map(byLocation);
  const wanted = requirements.map(named).filter((one) => one !== undefined);
  const open = wanted.filter((one) => !isMet(one, has)).sort((a, b) => (a.text < b.text ? -1 : 1));
  if (how === 'absent') {
    const lacking = wanted.filter((one) => !isPinned(one, has)).map((one) => leftOut(one, environment.lock));
    return { state: 'ready', overlay: overlayOf(wanted, has, {}, [...refused, ...lacking]) };
  }
  if (open.length === 0) return { state: 'ready', overlay: overlayOf(wanted, has, {}, refused) };
  const found = await worldly(async () => {
    const strange = await checkNames(open, has, known, environment, options);
    return strange ?? find(open, has, environment, options);
  });
  if (found.state === 'unavailable') return found;
  const { folder, packages, absent } = found.finding;
  const where = folder === null ? {} : { folder: join(options.cache, 'overlays', folder, 'packages') };
  const overlay = overlayOf(wanted, has, packages, [...refused, ...absent]);
  return { state: 'ready', overlay: { ...where, ...overlay } };
}

function overlayOf(
  wanted: readonly Named[],
  has: ReadonlyMap<string, string>,
  packages: Overlay['packages'],
  absent: readonly Absence[],
): Overlay {
  const lacking = new Set(absent.map(({ requirement }) => requirement));
  // Neither there nor absent is what a marker leaves out here.
  const there = wanted.flatMap(({ name, text }) => {
    const version = lacking.has(text) ? undefined : (packages[name] ?? has.get(name));
    return version === undefined ? [] : [[name, version] as const];
  });
  return { packages, there: Object.fromEntries(there), absent };
}

type Found = { readonly state: 'found'; readonly finding: Finding } | Unavailable;

async function find(
  open: readonly Named[],
  has: ReadonlyMap<string, string>,
  environment: PreparedEnvironment,
  options: EnvironmentOptions,
): Promise<Found> {
  const home = join(options.cache, 'overlays');
  const memory = join(home, `${keyOf(open, environment, options)}.json`);
  const before = await recall(memory, home);
  if (before && isFresh(before)) return { state: 'found', finding: before };
  await mkdir(home, { recursive: true });
  return holding(`${memory}.lock`, async () => {
    const meanwhile = await recall(memory, home);
    if (meanwhile && isFresh(meanwhile)) return { state: 'found', finding: meanwhile };
    const made = await make(open, has, environment, home, options);
    // That uv was ended says nothing of the requirements.
    options.signal?.throwIfAborted();
    // What was found out once is worth more than that nobody can be asked now.
    if (made.state === 'unavailable') return meanwhile ? { state: 'found', finding: meanwhile } : made;
    await writeFileAtomic(memory, `${JSON.stringify(made.finding, null, 2)}\n`);
    return made;
  });
}

async function make(
  open: readonly Named[],
  has: ReadonlyMap<string, string>,
  environment: PreparedEnvironment,
  home: string,
  options: EnvironmentOptions,
): Promise<Found> {
  const uv = await ensureUv(await readLocks(options), options);
  if (uv.state === 'unavailable') return uv;
  options.report?.(`dependencies: ${open.map(({ text }) => text).join(', ')} beside ${environment.lock}`);
  const beside: Beside = { python: environment.python, constraints: environment.constraints };
  const fitted = await fitting(open, { beside, uv, options, lock: environment.lock, has });
  if (fitted.state === 'unavailable') return fitted;
  const installed = await install(fitted, beside, home, uv, options);
  if (typeof installed === 'object' && installed !== null) return installed;
  const packages = Object.fromEntries(fitted.added.map(({ name, version }) => [name, version]));
  const { absent } = fitted;
  return {
    state: 'found',
    finding: { schema: 'overlay/2', folder: installed, packages, absent, at: Date.now() },
  };
}

/** Name of the folder below `home` that holds these packages; null for none. */
async function install(
  { head, added }: Fit,
  { python }: Beside,
  home: string,
  uv: Uv,
  options: EnvironmentOptions,
): Promise<string | null | Unavailable> {
  if (added.length === 0) return null;
  const lock = lockOf(head, added);
  const name = createHash('sha256').update(`${lock}\n${python}`).digest('hex').slice(0, 32);
  const folder = join(home, name);
  return holding(`${folder}.lock`, async () => {
    if (await exists(join(folder, DONE))) return name;
    const building = await mkdtemp(`${folder}.building-`);
    try {
      const file = join(building, 'pylock.toml');
      await writeFile(file, lock);
      const where = ['pip', 'install', '--quiet', '--python', python, '--target', join(building, 'packages')];
      const how = ['--no-deps', '--only-binary', ':all:', '--compile-bytecode', '-r', file];
      const result = await runUv(uv, [...where, ...how], options);
      if (result.status !== 0) return notInstalled(complaint(result));
      await writeFile(join(building, DONE), `${JSON.stringify({ schema: 'overlay/1' })}\n`);
      await rm(folder, { recursive: true, force: true });
      await rename(building, folder);
      return name;
    } finally {
      await rm(building, { recursive: true, force: true });
    }
  });
}

/** The same requirements beside the same environment from the same indexes. */
function keyOf(
  open: readonly Named[],
  { lock, prefix }: PreparedEnvironment,
  options: EnvironmentOptions,
): string {
  const texts = open.map(({ text }) => text);
  const what = JSON.stringify(['overlay/2', lock, prefix, texts, indexVariables(options)]);
  return createHash('sha256').update(what).digest('hex').slice(0, 32);
}

async function recall(memory: string, home: string): Promise<Finding | undefined> {
  try {
    const finding = JSON.parse(await readFile(memory, 'utf8')) as Finding;
    if (finding.schema !== 'overlay/2') return undefined;
    return finding.folder === null || (await exists(join(home, finding.folder, DONE))) ? finding : undefined;
  } catch {
    return undefined;
  }
}

function isFresh({ absent, at }: Finding): boolean {
  return absent.length === 0 || Math.abs(Date.now() - at) < ASK_AGAIN_MS;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function byLocation(text: string): Absence {
  return {
    requirement: text,
    code: 'AS3327',
    severity: 'notice',
    message: `${JSON.stringify(text.slice(0, 120))} is not installed: it is no requirement by name`,
    remedy: 'Write the name of a package with a version range, such as `requests>=2.31`.',
  };
}

function leftOut({ text }: Named, lock: string): Absence {
  return {
    requirement: text,
    code: 'AS3363',
    severity: 'notice',
    message: `${text} is not installed beside ${lock}: the settings say \`dependencies: absent\``,
    remedy: 'Its absence was tested. Set `dependencies: install` in .airsmith.yaml to have it there.',
  };
}

function notInstalled(cause: string): Unavailable {
  return unavailable({
    code: 'AS3326',
    message: 'the dependencies of the spec could not be installed',
    cause,
    remedy: 'check that this machine reaches its package index, then run again: what was fetched is kept',
  });
}
