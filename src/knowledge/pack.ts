/**
 * Old evidence as packs: fewer and smaller files. Nothing is lost: a row keeps its id, since reverts, retractions and
 * cherry-picks speak of it, and a packed record that an old branch brings back as a file is the same observation.
 */

import { byCodeUnit, canonical, hash16, inAscii } from './canonical.js';
import { keepFile, recordFile } from './layout.js';
import { columnsOf, layoutOf } from './layouts.js';
import { MAX_PACK_BYTES, MAX_ROWS } from './packs.js';
import { isEvidence, type Stored, type StoredEvidence } from './records.js';

/** So many loose files are worth packing: below, git and people are better off with files. */
export const PACK_AT = 5_000;

export interface PackOptions {
  /** Folder of the records. */
  readonly folder?: string;
  /** A month, `2026-11`, or a day, `2026-11-24`: only evidence that was recorded before it is packed. */
  readonly olderThan?: string;
  /** Fewer loose records than this are left as they are; `PACK_AT` by default. */
  readonly atLeast?: number;
  /** Only what stands in such files is packed; everything by default. */
  readonly only?: (path: string) => boolean;
  /** Rows of one pack at most; never above 10,000. */
  readonly rows?: number;
}

/** A file to write, or with `null` to delete. */
export interface PackChange {
  readonly path: string;
  readonly content: string | null;
}

export interface Packing {
  /** Sorted by path; empty when there is nothing to do. Packs that are there already are never touched. */
  readonly changes: readonly PackChange[];
  /** Records that move into new packs. */
  readonly packed: number;
  /** Loose files that go because a pack holds their record already. */
  readonly redundant: number;
}

/**
 * Changes that pack loose evidence among `records` (as `readKnowledge` gave them, all of them: what is packed already is
 * told from what is loose by its path). The same records give the same changes on every branch, whatever their order. A
 * folder keeps its `.gitkeep`, for a folder that becomes empty would be a conflict in open pull requests.
 */
export function pack(records: readonly Stored[], options: PackOptions = {}): Packing {
  const { folder = 'learning', olderThan, atLeast = PACK_AT, rows = MAX_ROWS, only = () => true } = options;
  const packed = new Set(records.filter(isPacked).map(({ hash }) => hash));
  const loose = new Map<string, StoredEvidence>();
  for (const stored of records) if (isEvidence(stored) && !isPacked(stored)) loose.set(stored.hash, stored);
  const old = [...loose.values()].filter(
    ({ record, path = recordFile(record, folder).path }) =>
      only(path) && (olderThan === undefined || record.run.at.slice(0, olderThan.length) < olderThan),
  );
  if (old.length < atLeast || old.length === 0) return { changes: [], packed: 0, redundant: 0 };

  const fresh = old.filter(({ hash }) => !packed.has(hash)).sort((a, b) => byCodeUnit(a.hash, b.hash));
  const files = old.map(({ path, record }) => path ?? recordFile(record, folder).path);
  const months = new Set(files.map((path) => path.slice(0, path.lastIndexOf('/'))));
  const changes: PackChange[] = [
    ...packFiles(fresh, folder, Math.min(rows, MAX_ROWS)),
    ...files.map((path) => ({ path, content: null })),
    ...[`${folder}/packs`, ...months].map(keepFile),
  ];
  return {
    changes: changes.sort((a, b) => byCodeUnit(a.path, b.path)),
    packed: fresh.length,
    redundant: old.length - fresh.length,
  };
}

/** Evidence, sorted by id, as the files of as many packs as it needs. A pack holds one version of records. */
function packFiles(evidence: readonly StoredEvidence[], folder: string, rows: number): readonly PackChange[] {
  const files: PackChange[] = [];
  for (const version of new Set(evidence.map(versionOf)))
    for (const some of evenly(
      evidence.filter((one) => versionOf(one) === version),
      rows,
    )) {
      const content = packText(some);
      if (Buffer.byteLength(content) <= MAX_PACK_BYTES || some.length === 1)
        files.push({ path: `${folder}/packs/${hash16(content)}.jsonl`, content });
      else files.push(...packFiles(some, folder, Math.ceil(some.length / 2)));
    }
  return files;
}

/** Parts of nearly one size, so that no pack holds a handful of rows. */
function evenly<Item>(items: readonly Item[], most: number): readonly (readonly Item[])[] {
  const parts = Math.ceil(items.length / most);
  const size = Math.ceil(items.length / Math.max(1, parts));
  return Array.from({ length: parts }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/** The bytes of one pack. `evidence` is sorted by id and of one version. */
export function packText(evidence: readonly StoredEvidence[]): string {
  // Through canonical bytes, so that what the pack holds is what the id was made of, letter by letter.
  const written = evidence.map((one) => JSON.parse(canonical(asWritten(one))));
  const layout = layoutOf(written);
  const of = evidence[0] ? versionOf(evidence[0]) : '';
  const header = { schema: 'pack/2', of, rows: evidence.length, layout };
  const lines = [header, evidence.map(({ hash }) => hash), ...columnsOf(written, layout)];
  return `${lines.map(inAscii).join('\n')}\n`;
}

function asWritten({ written, record }: StoredEvidence): { readonly schema: string } {
  return written ?? record;
}

function versionOf(stored: StoredEvidence): string {
  return asWritten(stored).schema;
}

function isPacked({ path }: Stored): boolean {
  return path?.endsWith('.jsonl') ?? false;
}
