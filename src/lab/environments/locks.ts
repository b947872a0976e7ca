import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One shipped lock, as `locks.json` describes it. */
export interface LockEntry {
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
  readonly uv: LockEntry;
  readonly tools: LockEntry;
  readonly build: LockEntry;
}

/** Reads the manifest of the shipped locks. Throws when it is missing: then the installation itself is broken. */
export async function readLocks(folder: string): Promise<Locks> {
  const manifest = JSON.parse(await readFile(join(folder, 'locks.json'), 'utf8')) as Omit<Locks, 'folder'>;
  return { ...manifest, folder };
}

/** `airflow-2.8.1@3f2a…`: the lock's name and the first 12 hex digits of its SHA-256. */
export async function lockIdentity(locks: Locks, entry: LockEntry): Promise<string> {
  const bytes = await readFile(join(locks.folder, entry.file));
  return `${entry.file.replace(/\.txt$/, '')}@${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`;
}

/** The identity as a folder's name, in letters that every tool takes for a plain path. */
export function folderName(identity: string): string {
  return identity.replace('@', '-');
}

/** Packages of a lock that have no wheel for this machine. */
export function sourcesHere(entry: LockEntry): readonly string[] {
  return entry.sources[`${process.platform}-${process.arch}`] ?? [];
}
