/** A store that is open for review: its records with the files that they stand in. */

import type { Problem } from '../../flow.js';
import { byCodeUnit } from '../canonical.js';
import type { FoldOptions } from '../fold.js';
import type { Knowledge } from '../knowledge.js';
import { type KnowledgeSource, type Loaded, readKnowledge } from '../read.js';
import { definitionId, isDefined, type LearningRecord, type Stored } from '../records.js';
import { shippedBeside, withShipped } from '../shipped.js';

export interface Shelf {
  /** The learning folder, as paths begin with it. */
  readonly folder: string;
  readonly knowledge: Knowledge;
  readonly records: readonly Stored[];
  /** Further files of the records, and what stands in files though it was expunged; see `ReadRecords`. */
  readonly copies: readonly Stored[];
  readonly buried: readonly Stored[];
  readonly problems: readonly Problem[];
  /** How the evidence was weighed. */
  readonly weighing: FoldOptions;
  /** Every path below the folder, records or not, sorted. */
  readonly paths: readonly string[];
  /** The file of a record, by the hash of its bytes; undefined for a row of a pack. */
  fileOf(hash: string): string | undefined;
}

/** Reads a store for review. */
export async function openShelf(
  source: KnowledgeSource,
  folder: string,
  weighing: FoldOptions = {},
): Promise<Shelf> {
  const loaded = await readKnowledge(source, { folder, ...weighing });
  return shelfOf(loaded, await source.list(), folder, weighing);
}

/** A store that was read already. Who does not change it need not know where else its records stand. */
export function shelfOf(
  loaded: Pick<Loaded, 'knowledge' | 'records' | 'problems'> & Partial<Loaded>,
  listed: readonly string[],
  folder: string,
  weighing: FoldOptions = {},
): Shelf {
  const paths = listed.filter((path) => path.startsWith(`${folder}/`)).sort(byCodeUnit);
  const files = new Map(paths.flatMap((path) => hashInName(path).map((hash) => [hash, path] as const)));
  const { knowledge, records, problems, copies = [], buried = [] } = loaded;
  const fileOf = (hash: string) => files.get(hash);
  return { knowledge, records, problems, copies, buried, folder, weighing, paths, fileOf };
}

/**
 * A store beside what ships with airsmith, for who asks what is known of an item, or refuses it. No file of it can be written: what
 * ships stands in none here.
 */
export function besideShipped(shelf: Shelf, shipped: readonly Stored[]): Shelf {
  const { records, knowledge, weighing } = shelf;
  return {
    ...shelf,
    records: [...records, ...shippedBeside(knowledge, records, shipped)],
    knowledge: withShipped(knowledge, records, shipped, weighing.asOf),
  };
}

/** The file that holds a record of a shelf: its own, or a pack. */
export function placeOf({ hash, path }: Stored, shelf: Shelf): string {
  return path ?? shelf.fileOf(hash) ?? shelf.folder;
}

/** The hash that a record’s file name ends in. */
function hashInName(path: string): readonly string[] {
  const hash = /(?:^|[-/])([0-9a-f]{16})\.json$/.exec(path)?.[1];
  return hash === undefined ? [] : [hash];
}

/** The id of the item that a record defines; undefined for evidence and decisions. */
export function itemOf(record: LearningRecord): string | undefined {
  return isDefined(record) ? definitionId(record) : undefined;
}
