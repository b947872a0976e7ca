/** What a runner that forged some of the specs hands to the one that publishes: data, and believed no further than it is checked. */

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Environment, Money, Problem, SpecOutcome } from '../flow.js';
import { PARCEL_SCHEMA } from '../generated/parcel-schema.js';
import { redactor } from '../safety/redaction.js';

/** The file that `forge` writes and `publish` reads; other files of the folder are not looked at. */
export interface Parcel {
  readonly schema: 'parcel/1';
  /** `<run>.<attempt>` of the workflow. */
  readonly run: string;
  /** Commit that the specs were read from. */
  readonly head: string;
  readonly slice: string;
  readonly outcomes: readonly ParcelOutcome[];
  readonly problems: readonly Problem[];
  readonly environments: readonly Environment[];
  readonly money: Money;
  /** Wall-clock time of the runner. */
  readonly ms: number;
}

/** An outcome without what the reader has, or makes, itself: the spec, and all files but the component. */
export interface ParcelOutcome extends Omit<SpecOutcome, 'spec' | 'attempts' | 'best'> {
  /** Path of the spec. */
  readonly spec: string;
  readonly attempts: readonly ParcelAttempt[];
  /** Index of the attempt that counts, in `attempts`. */
  readonly best?: number;
  /** The component of the attempt that counts, where it is proven. */
  readonly source?: string;
}

export type ParcelAttempt = Omit<SpecOutcome['attempts'][number], 'draft'>;

export interface ParcelContent {
  readonly run: string;
  readonly head: string;
  readonly slice: string;
  readonly outcomes: readonly SpecOutcome[];
  readonly problems: readonly Problem[];
  readonly environments: readonly Environment[];
  readonly money: Money;
  readonly ms: number;
}

/** A parcel of two hundred specs with all their findings comes to a few megabytes. */
const MOST_BYTES = 32 * 1024 * 1024;
/** More runners than a matrix can have. */
const MOST_FILES = 256;

export function packParcel({ outcomes, ...content }: ParcelContent): Parcel {
  return { schema: 'parcel/1', ...content, outcomes: outcomes.map(packOutcome) };
}

function packOutcome({ spec, best, attempts, ...outcome }: SpecOutcome): ParcelOutcome {
  const component = best?.draft?.files.find(({ role }) => role === 'component')?.content;
  const index = best ? attempts.indexOf(best) : -1;
  return {
    ...outcome,
    spec: spec.path,
    attempts: attempts.map(({ draft: _draft, ...attempt }) => attempt),
    ...(index < 0 ? {} : { best: index }),
    ...(outcome.proven && component !== undefined ? { source: component } : {}),
  };
}

/** Writes a parcel into a folder, which is made where it is missing. Gives its path. */
export async function writeParcel(folder: string, parcel: Parcel): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `airsmith-parcel-${parcel.slice}.json`);
  await writeFile(path, `${JSON.stringify(parcel)}\n`);
  return path;
}

/** True where the text of a parcel holds a secret of the job, plain or encoded: nothing may carry it to another job. */
export function holdsSecret(parcel: Parcel, secrets: readonly (string | undefined)[]): boolean {
  const text = JSON.stringify(parcel);
  return redactor(secrets)(text) !== redactor([])(text);
}

export type FoundParcel =
  | { readonly ok: true; readonly file: string; readonly parcel: Parcel }
  | { readonly ok: false; readonly file: string; readonly why: string };

/**
 * The parcels below a folder, in it or one folder deeper (where `download-artifact` leaves them). One that is no parcel is named.
 * A folder that is not there holds none.
 */
export async function readParcels(folder: string): Promise<readonly FoundParcel[]> {
  const names = (await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []))
    // A link leads elsewhere, and a folder within a folder within a folder is none of ours.
    .filter((entry) => entry.isFile() && /^airsmith-parcel-\w{1,8}\.json$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const read = names.slice(0, MOST_FILES).map((path) => readOne(path, path.slice(folder.length + 1)));
  return Promise.all(read);
}

async function readOne(path: string, file: string): Promise<FoundParcel> {
  const bytes = await readFile(path);
  if (bytes.length > MOST_BYTES) return { ok: false, file, why: `is larger than ${MOST_BYTES} bytes` };
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    return { ok: false, file, why: 'is not JSON, or was cut off' };
  }
  const { Ajv } = await import('ajv');
  const check = new Ajv({ strict: false, allowUnionTypes: true }).compile<Parcel>(PARCEL_SCHEMA);
  if (check(value)) return { ok: true, file, parcel: value };
  const [first] = check.errors ?? [];
  return { ok: false, file, why: `is no parcel: ${first?.instancePath || '/'} ${first?.message}` };
}
