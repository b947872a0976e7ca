/** Airflows that `airsmith airflow add` made on this machine: a folder each in airsmith's own cache, written whole or not at all. */

import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LockEntry } from './locks.js';

/** Final releases alone: what comes from a person or a folder's name goes no further in any other form. */
const VERSION = /^(0|[1-9]\d{0,3})(\.(0|[1-9]\d{0,3})){2}$/;
const ENTRY = 'entry.json';
const INDEX = 'index.txt';

/** What `entry.json` holds. */
interface AddedEntry extends LockEntry {
  readonly schema: 'added-airflow/1';
  /** SHA-256 of the other two files, so that one that was changed or cut off is noticed. */
  readonly sha256: { readonly lock: string; readonly index: string };
}

/** A folder that is not what `airsmith airflow add` wrote. It counts for nothing. */
export interface Damaged {
  readonly version: string;
  readonly folder: string;
  readonly reason: string;
}

/** Whether text is a final Airflow release as PEP 440 writes it: `2.10.5`. */
export function isRelease(text: string): boolean {
  return VERSION.test(text);
}

/** Folder of one added Airflow: `entry.json`, its lock and its index. */
export function addedFolder(cache: string, version: string): string {
  return join(cache, 'airflows', version);
}

/** File of an added Airflow's index. */
export function addedIndex(cache: string, version: string): string {
  return join(addedFolder(cache, version), INDEX);
}

/** Every added Airflow, oldest first, with absolute paths of their locks; and those that are damaged. */
export async function readAdded(cache: string): Promise<{
  readonly airflow: { readonly [version: string]: LockEntry };
  readonly damaged: readonly Damaged[];
}> {
  const names = await readdir(join(cache, 'airflows')).catch(() => [] as string[]);
  const versions = names.filter(isRelease).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const read = await Promise.all(
    versions.map(async (version) => [version, await readOne(addedFolder(cache, version), version)] as const),
  );
  const airflow: { [version: string]: LockEntry } = {};
  const damaged: Damaged[] = [];
  for (const [version, one] of read) {
    if (typeof one === 'string') damaged.push({ version, folder: addedFolder(cache, version), reason: one });
    else airflow[version] = one;
  }
  return { airflow, damaged };
}

/** Writes what makes a folder with a lock in it an added Airflow. */
export async function writeAdded(folder: string, entry: LockEntry, index: string): Promise<void> {
  await writeFile(join(folder, INDEX), index);
  const lock = hash(await readFile(join(folder, entry.file), 'utf8'));
  const whole: AddedEntry = { schema: 'added-airflow/1', ...entry, sha256: { lock, index: hash(index) } };
  await writeFile(join(folder, ENTRY), `${JSON.stringify(whole, null, 2)}\n`);
}

/** The entry, or why the folder is of no use. */
async function readOne(folder: string, version: string): Promise<LockEntry | string> {
  const text = await textOf(join(folder, ENTRY));
  if (text === undefined) return `${ENTRY} cannot be read`;
  const entry = entryIn(text, version);
  if (entry === undefined) return `${ENTRY} does not describe Airflow ${version}`;
  const { schema, sha256, ...plain } = entry;
  const [lock, index] = await Promise.all([textOf(join(folder, entry.file)), textOf(join(folder, INDEX))]);
  if (lock === undefined || hash(lock) !== sha256.lock) return `${entry.file} is not what was written`;
  if (index === undefined || hash(index) !== sha256.index) return `${INDEX} is not what was written`;
  return { ...plain, file: join(folder, entry.file) };
}

function entryIn(text: string, version: string): AddedEntry | undefined {
  try {
    const entry = JSON.parse(text) as AddedEntry;
    const whole =
      entry.schema === 'added-airflow/1' &&
      entry.file === `airflow-${version}.txt` &&
      /^\d{4}-\d{2}-\d{2}$/.test(entry.excludeNewer) &&
      Number.isInteger(entry.packages) &&
      entry.inputs.every((input) => typeof input === 'string') &&
      entry.pythons.length > 0 &&
      entry.pythons.every((python) => /^3\.\d+$/.test(python)) &&
      Object.values(entry.sources).every((names) =>
        names.every((name) => /^[a-z0-9][a-z0-9._-]*$/.test(name)),
      ) &&
      typeof entry.sha256.lock === 'string';
    return whole ? entry : undefined;
  } catch {
    return undefined;
  }
}

function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
