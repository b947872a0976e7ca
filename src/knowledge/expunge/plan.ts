/**
 * Takes a record out for good: a secret or something personal got in. What goes is replaced by a tombstone that holds
 * nothing of it, so that the same bytes are not read again when a merge or an import brings them back.
 */

import type { FileChange } from '../../ports.js';
import { byCodeUnit, canonical, hash16 } from '../canonical.js';
import { keepFile, recordFile } from '../layout.js';
import { type Definition, definitionId, isEvidence, type LearningRecord, type Stored } from '../records.js';
import { refusal } from '../review/complaint.js';
import { reason } from '../review/decisions.js';
import { type Entry, entries, find } from '../review/find.js';
import { itemOf, type Shelf } from '../review/shelf.js';
import { buriedHashes } from './buried.js';
import { carriedDecisions } from './carried.js';
import { rest, withoutRecords } from './files.js';

/** Kinds that are learned again unless they are rejected as well. */
const LEARNED = ['pattern', 'fix', 'error', 'library', 'fallback'];

export interface Expunging {
  readonly changes: readonly FileChange[];
  /** Hashes of the bytes that go. */
  readonly gone: readonly string[];
  /** Evidence that goes on without what it embedded. */
  readonly rewritten: number;
}

/**
 * Takes out what an id names: an entry, or what was expunged and came back, for which the reason of its tombstone holds.
 * Throws AS6040, AS6041 or AS6049.
 */
export function expungeNamed(shelf: Shelf, id: string, why: string | undefined): Expunging {
  const buried = buriedHashes(shelf.records);
  if (buried.has(id)) return expungeAgain(shelf, new Set([id]));
  if (!entries(shelf).some((entry) => entry.id === id)) {
    const back = risen(shelf, id, buried);
    if (back.size > 0) return expungeAgain(shelf, back);
  }
  return expungeEntry(shelf, find(shelf, id), why);
}

/**
 * Takes out what stands in the file `path`, which holds `text`: the record, wherever else it stands, or the file where it
 * is no record. Of a pack go the rows that cannot be read; throws AS6070 where that is none.
 */
export function expungeText(shelf: Shelf, path: string, text: string, why: string | undefined): Expunging {
  const kept = rest(shelf, path);
  if (kept.length > 0 && path.endsWith('.jsonl')) {
    if (!shelf.problems.some(({ position }) => position?.path === path))
      throw refusal('AS6070', `${path} holds ${kept.length} records, and all of them can be read`);
    const stone = tombstone(shelf, hash16(text), reason(why));
    const changes = [...withoutRecords(shelf, new Set(), [path]), stone];
    return {
      changes: [...changes, keepFile(`${shelf.folder}/tombstones`)],
      gone: [hash16(text)],
      rewritten: 0,
    };
  }
  const hash = hash16(text);
  if ([...shelf.records, ...shelf.buried].some((stored) => stored.hash === hash))
    return expungeNamed(shelf, hash, why);
  const changes = [{ path, content: null }, tombstone(shelf, hash, reason(why))];
  return { changes: [...changes, keepFile(`${shelf.folder}/tombstones`)], gone: [hash], rewritten: 0 };
}

/** An entry: its files, its rows in packs, and its copies in the evidence that introduced it. */
function expungeEntry(shelf: Shelf, entry: Entry, why: string | undefined): Expunging {
  const said = reason(why);
  const learned = LEARNED.includes(entry.kind);
  const own = [...shelf.records, ...shelf.buried].filter(
    ({ hash, record }) => entry.hashes.includes(hash) || itemOf(record) === entry.id,
  );
  const taken = takeOut(shelf, own, (one) => learned && definitionId(one) === entry.id, said);
  const no: LearningRecord = { schema: 'rejection/1', item: entry.id, why: said };
  return learned ? { ...taken, changes: [...taken.changes, recordFile(no, shelf.folder)] } : taken;
}

/** What tombstones stand for already, and a merge, an import or a second file brought back. */
function expungeAgain(shelf: Shelf, hashes: ReadonlySet<string>): Expunging {
  const said = shelf.records.flatMap(({ record }) =>
    record.schema === 'tombstone/1' && hashes.has(record.record) ? [record.why] : [],
  );
  const own = shelf.buried.filter(({ hash }) => hashes.has(hash));
  return takeOut(shelf, own, (one) => hashes.has(hash16(canonical(one))), reason(said[0]));
}

/** Hashes of expunged definitions of an item that are back, in files or in evidence that embeds them. */
function risen(shelf: Shelf, item: string, buried: ReadonlySet<string>): ReadonlySet<string> {
  const own = shelf.buried.flatMap(({ hash, record }) => (itemOf(record) === item ? [hash] : []));
  const embedded = shelf.records
    .filter(isEvidence)
    .flatMap(({ record }) => record.introduces.filter((one) => definitionId(one) === item))
    .map((one) => hash16(canonical(one)))
    .filter((hash) => buried.has(hash));
  return new Set([...own, ...embedded]);
}

/** Evidence that embeds what goes is written again without it, and with it what people said of that evidence. */
function takeOut(
  shelf: Shelf,
  own: readonly Stored[],
  goes: (definition: Definition) => boolean,
  why: string,
): Expunging {
  const embeds = ({ record }: Stored) => record.schema === 'evidence/1' && record.introduces.some(goes);
  const embedding = shelf.records.filter(isEvidence).filter(embeds);
  const renewed = new Map(
    embedding.map(({ hash, record }) => {
      const introduces = record.introduces.filter((one) => !goes(one));
      return [hash, { ...record, introduces }] as const;
    }),
  );
  const embedded = embedding.flatMap(({ record }) =>
    record.introduces.filter(goes).map((one) => hash16(canonical(one))),
  );
  const going = [...own, ...shelf.buried.filter(embeds), ...embedding].map(({ hash }) => hash);
  const gone = [...new Set([...going, ...embedded])].sort(byCodeUnit);
  const buried = buriedHashes(shelf.records);
  const removed = withoutRecords(shelf, new Set(gone));
  const written = [
    ...gone.filter((hash) => !buried.has(hash)).map((hash) => tombstone(shelf, hash, why)),
    ...[...renewed.values()].map((record) => recordFile(record, shelf.folder)),
    ...carriedDecisions(shelf, renewed).map((record) => recordFile(record, shelf.folder)),
  ];
  const keep = keepFile(`${shelf.folder}/tombstones`);
  return { changes: [...removed, ...written, keep], gone, rewritten: renewed.size };
}

function tombstone(shelf: Shelf, record: string, why: string): FileChange {
  return recordFile({ schema: 'tombstone/1', record, why }, shelf.folder);
}
