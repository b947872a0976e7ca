import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { addedIndex, type Damaged, readAdded } from './added.js';

/** One lock, as `locks.json` describes it. */
export interface LockEntry {
  /** Name in the folder of the shipped locks; an absolute path for one that was added on this machine. */
  readonly file: string;
  /** The newest upload date that was allowed, `yyyy-mm-dd`. */
  readonly excludeNewer: string;
  readonly inputs: readonly string[];
  readonly packages: number;
  /** Pythons that this Airflow declares, of those that airsmith proves on; newest last. Empty for tools. */
  readonly pythons: readonly string[];
  /** Packages without a wheel, by `<process.platform>-<process.arch>`; these alone are built from source. */
  readonly sources: { readonly [platform: string]: readonly string[] };
}

export interface Locks {
  readonly folder: string;
  readonly airflow: { readonly [version: string]: LockEntry };
  /** Added Airflows that are not whole, and count for nothing. */
  readonly damaged: readonly Damaged[];
  readonly uv: LockEntry;
  readonly tools: LockEntry;
  readonly build: LockEntry;
}

/** Reads the manifest of the shipped locks. Throws when it is missing: then the installation itself is broken. */
export async function readShippedLocks(folder: string): Promise<Locks> {
  const manifest = JSON.parse(await readFile(join(folder, 'locks.json'), 'utf8')) as Omit<
    Locks,
    'folder' | 'damaged'
  >;
  return { ...manifest, folder, damaged: [] };
}

/**
 * Every lock that counts: the shipped ones and those that `airsmith airflow add` made on this machine. A shipped one stands before an
 * added one of the same version. What was added stands in airsmith's own cache, never in a repository, where a pull request
 * could say what is installed.
 */
export async function readLocks(options: LockPlaces): Promise<Locks> {
  const [locks, added] = await Promise.all([readShippedLocks(options.locks), readAdded(options.cache)]);
  return { ...locks, damaged: added.damaged, airflow: { ...added.airflow, ...locks.airflow } };
}

/** Where locks stand. */
export interface LockPlaces {
  /** airsmith's own cache. */
  readonly cache: string;
  /** Folder of the shipped locks. */
  readonly locks: string;
}

/** The index of an Airflow, added or shipped; undefined where there is none. */
export async function readIndex(version: string, options: LockPlaces): Promise<string | undefined> {
  const shipped = join(options.locks, '..', 'index', `airflow-${version}.txt`);
  const added = addedIndex(options.cache, version);
  for (const file of [shipped, added]) {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Path of a lock's file. */
export function lockFile(locks: Locks, entry: LockEntry): string {
  return resolve(locks.folder, entry.file);
}

/** `airflow-2.8.1@3f2a…`: the lock's name and the first 12 hex digits of its SHA-256. */
export async function lockIdentity(locks: Locks, entry: LockEntry): Promise<string> {
  const bytes = await readFile(lockFile(locks, entry));
  return `${basename(entry.file, '.txt')}@${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`;
}

/** The identity as a folder's name, in letters that every tool takes for a plain path. */
export function folderName(identity: string): string {
  return identity.replace('@', '-');
}

/** Packages of a lock that have no wheel for this machine. */
export function sourcesHere(entry: LockEntry): readonly string[] {
  return entry.sources[`${process.platform}-${process.arch}`] ?? [];
}
