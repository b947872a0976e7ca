/** `airsmith airflow add`: makes lock and index of an Airflow that does not ship with airsmith. */

import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Problem } from '../../flow.js';
import { ForkServer } from '../forkserver.js';
import { addedFolder, isRelease, writeAdded } from './added.js';
import { lockAirflow, PLATFORMS, type Workshop } from './compile.js';
import { holding } from './hold.js';
import { introspect } from './introspect.js';
import { type LockEntry, type Locks, readLocks } from './locks.js';
import { type EnvironmentOptions, type Unavailable, unavailable } from './options.js';
import { prepareLocked } from './prepare.js';
import { findRelease, type Release, unreachable } from './release.js';
import type { Refused } from './resolve.js';
import { newestHere } from './targets.js';
import { ensureUv } from './uv.js';
import { worldly } from './world.js';

export interface AddOptions extends EnvironmentOptions {
  /** Folder of the lab's Python. */
  readonly labPython: string;
  /** `yyyy-mm-dd` */
  readonly today: string;
  /** Asks the index, and makes nothing. */
  readonly dryRun?: boolean;
}

/** Where an Airflow's lock comes from. */
export type Origin = 'shipped' | 'added';

export type Addition =
  | { readonly state: 'known'; readonly origin: Origin; readonly entry: LockEntry }
  | { readonly state: 'planned'; readonly release: Release; readonly python: string; readonly folder: string }
  | {
      readonly state: 'added';
      readonly release: Release;
      readonly python: string;
      readonly folder: string;
      readonly entry: LockEntry;
    };

/** The oldest Airflow that the lab can import and play. */
const OLDEST_MINOR = 8;

/** Whether a lock ships with airsmith or was added on this machine. */
export function originOf(entry: LockEntry): Origin {
  return isAbsolute(entry.file) ? 'added' : 'shipped';
}

/**
 * Adds an Airflow: a dated, hashed lock, made now; its environment; its index. They come into airsmith's cache together or not at all.
 * `version` may be anything: in another form than a final release's it reaches neither a command nor a path. Throws the reason of
 * `signal` where it is aborted.
 */
export async function addAirflow(version: string, options: AddOptions): Promise<Addition | Unavailable> {
  const refusal = refuse(version);
  if (refusal !== undefined) return refusal;
  return worldly(async () => {
    const locks = await readLocks(options);
    const known = knownIn(locks, version);
    if (known !== undefined) return known;
    const uv = await ensureUv(locks, options);
    options.signal?.throwIfAborted();
    if (uv.state === 'unavailable') return uv;
    const workshop: Workshop = { uv, options, maker: 'airsmith airflow add' };
    options.report?.(`Airflow ${version}: asking the package index`);
    const release = await findRelease(version, options.today, workshop);
    if (release.state === 'unavailable') return release;
    const python = (await newestHere(release.pythons, options)) ?? '';
    const folder = addedFolder(options.cache, version);
    if (options.dryRun) return { state: 'planned', release, python, folder };
    return holding(`${folder}.lock`, () => make(release, python, workshop, options), options.signal);
  });
}

function refuse(version: string): Unavailable | undefined {
  if (!isRelease(version)) {
    return unavailable({
      code: 'AS3301',
      message: `"${version.slice(0, 40)}" is no final Airflow release`,
      remedy: 'name all three numbers of a release and nothing else, as in `airsmith airflow add 2.10.5`',
    });
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 2 || (major === 2 && minor >= OLDEST_MINOR)) return undefined;
  return unavailable({
    code: 'AS3302',
    message: `Airflow ${version} is older than 2.${OLDEST_MINOR}, which is the first that the lab can run`,
    remedy: `choose 2.${OLDEST_MINOR}.0 or a later release`,
  });
}

function knownIn(locks: Locks, version: string): Extract<Addition, { state: 'known' }> | undefined {
  const entry = locks.airflow[version];
  return entry && { state: 'known', origin: originOf(entry), entry };
}

/** Does it all in a folder beside, which is renamed into place when whole. */
async function make(
  release: Release,
  python: string,
  workshop: Workshop,
  options: AddOptions,
): Promise<Addition | Unavailable> {
  const { version } = release;
  const locks = await readLocks(options);
  // Whoever held it before us may have added this very Airflow.
  const known = knownIn(locks, version);
  if (known !== undefined) return known;
  const folder = addedFolder(options.cache, version);
  const staging = await openStaging(version, options.cache);
  try {
    const made = await fill(staging, release, python, locks, workshop, options);
    if (made.state === 'unavailable') return made;
    await rm(folder, { recursive: true, force: true });
    await rename(staging, folder);
    return { state: 'added', release, python, folder, entry: made.entry };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** An empty folder, with what a killed run left for the same Airflow taken away. */
async function openStaging(version: string, cache: string): Promise<string> {
  const airflows = join(cache, 'airflows');
  const prefix = `.adding-${version}-`;
  await mkdir(airflows, { recursive: true });
  const left = (await readdir(airflows)).filter((name) => name.startsWith(prefix));
  await Promise.all(left.map((name) => rm(join(airflows, name), { recursive: true, force: true })));
  return mkdtemp(join(airflows, prefix));
}

async function fill(
  staging: string,
  { version, excludeNewer, pythons }: Release,
  python: string,
  locks: Locks,
  workshop: Workshop,
  options: AddOptions,
): Promise<{ readonly state: 'filled'; readonly entry: LockEntry } | Unavailable> {
  const here = Object.keys(PLATFORMS).filter((name) => name === `${process.platform}-${process.arch}`);
  options.report?.(`Airflow ${version}: locking as of ${excludeNewer} for Python ${pythons.join(', ')}`);
  const locked = await lockAirflow(version, { folder: staging, excludeNewer, pythons }, here, workshop);
  if (locked.state !== 'locked') return unresolved(version, excludeNewer, locked);
  const { entry } = locked;
  const candidate = { ...locks, airflow: { [version]: { ...entry, file: join(staging, entry.file) } } };
  const environment = await prepareLocked({ airflow: version, python }, candidate, options);
  options.signal?.throwIfAborted();
  if (environment.state === 'unavailable') return environment;
  options.report?.(`Airflow ${version}: asking what can be imported from it`);
  const said = await introspect(environment.python, options.labPython, options.signal);
  if (said.state === 'unavailable') return said;
  const failure = await startsNot(environment.python, join(staging, 'start'), options);
  if (failure !== undefined) return { state: 'unavailable', problem: failure };
  await writeAdded(staging, entry, said.index);
  return { state: 'filled', entry };
}

/** Why the lab cannot run this Airflow. Nothing but Airflow itself is run, so it needs no sandbox. */
async function startsNot(python: string, base: string, options: AddOptions): Promise<Problem | undefined> {
  await mkdir(base);
  const { labPython, signal } = options;
  const how = { sandbox: 'none', deadlineSeconds: 30, parallel: 2, ...(signal ? { signal } : {}) } as const;
  try {
    const server = await ForkServer.start({ python, labPython, base, ...how });
    if (!(server instanceof ForkServer)) return server;
    await server.close();
    return undefined;
  } finally {
    await rm(base, { recursive: true, force: true });
  }
}

function unresolved(version: string, excludeNewer: string, { state, reason }: Refused): Unavailable {
  if (state !== 'refused') return unreachable(version, reason);
  return unavailable({
    code: 'AS3307',
    message: `Airflow ${version} was not added: as of ${excludeNewer} no set of packages fits it`,
    cause: reason,
    remedy: 'read the cause, which is uv’s own; another patch release of the same Airflow may resolve',
  });
}
