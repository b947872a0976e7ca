/**
 * Takes a record out for good: a secret or something personal got in. What goes is replaced by a tombstone that holds
 * nothing of it, so that the same bytes are not read again when a merge or an import brings them back.
 */

import type { FileChange } from '../../ports.js';
import { byCodeUnit, canonical, hash16 } from '../canonical.js';
import { keepFile, recordFile } from '../layout.js';
import { packText } from '../pack.js';
import { definitionId, type Evidence, isEvidence, type Stored, type StoredEvidence } from '../records.js';
import { reason } from '../review/decisions.js';
import type { Entry } from '../review/find.js';
import { itemOf, type Shelf } from '../review/shelf.js';

/** Kinds that are learned again unless they are rejected as well. */
const LEARNED = ['pattern', 'fix', 'error', 'library', 'fallback'];

export interface Expunging {
  readonly changes: readonly FileChange[];
  /** Hashes of the bytes that go. */
  readonly gone: readonly string[];
  /** Evidence that goes on without what it embedded. */
  readonly rewritten: number;
}

/** Takes out an entry: its files, its rows in packs, and its copies in the evidence that introduced it. */
export function expungeEntry(shelf: Shelf, entry: Entry, why: string | undefined): Expunging {
  const said = reason(why);
  const own = shelf.records.filter(
    ({ hash, record }) => entry.hashes.includes(hash) || itemOf(record) === entry.id,
  );
  const embedding = LEARNED.includes(entry.kind)
    ? shelf.records.filter(isEvidence).filter(({ record }) => introduces(record, entry.id))
    : [];
  const rewritten = embedding.map(({ record }) => without(record, entry.id));
  const embedded = embedding.flatMap(({ record }) =>
    record.introduces.filter((one) => definitionId(one) === entry.id).map((one) => hash16(canonical(one))),
  );
  const gone = [...new Set([...[...own, ...embedding].map(({ hash }) => hash), ...embedded])].sort(
    byCodeUnit,
  );
  const records = [
    ...gone.map((record) => recordFile({ schema: 'tombstone/1', record, why: said }, shelf.folder)),
    ...rewritten.map((record) => recordFile(record, shelf.folder)),
    ...(LEARNED.includes(entry.kind)
      ? [recordFile({ schema: 'rejection/1', item: entry.id, why: said }, shelf.folder)]
      : []),
  ];
  return {
    changes: [...removals(shelf, [...own, ...embedding]), ...records, keepFile(`${shelf.folder}/tombstones`)],
    gone,
    rewritten: rewritten.length,
  };
}

/** Takes out a file that is no readable record. `text` is what stands in it. */
export function expungeFile(shelf: Shelf, path: string, text: string, why: string | undefined): Expunging {
  const hash = hash16(text);
  const stone = recordFile({ schema: 'tombstone/1', record: hash, why: reason(why) }, shelf.folder);
  return {
    changes: [{ path, content: null }, stone, keepFile(`${shelf.folder}/tombstones`)],
    gone: [hash],
    rewritten: 0,
  };
}

function introduces({ introduces: definitions }: Evidence, id: string): boolean {
  return definitions.some((definition) => definitionId(definition) === id);
}

function without(evidence: Evidence, id: string): Evidence {
  return { ...evidence, introduces: evidence.introduces.filter((one) => definitionId(one) !== id) };
}

/** Loose files go; a pack is written again without the rows. */
function removals(shelf: Shelf, going: readonly Stored[]): readonly FileChange[] {
  const hashes = new Set(going.map(({ hash }) => hash));
  const changes = new Map<string, FileChange>();
  for (const stored of going) {
    const loose = shelf.fileOf(stored.hash);
    if (loose !== undefined) changes.set(loose, { path: loose, content: null });
    const { path } = stored;
    if (path === undefined || !path.endsWith('.jsonl') || changes.has(path)) continue;
    changes.set(path, { path, content: null });
    const rest = shelf.records
      .filter(isEvidence)
      .filter((one): one is StoredEvidence => one.path === path && !hashes.has(one.hash))
      .sort((a, b) => byCodeUnit(a.hash, b.hash));
    if (rest.length === 0) continue;
    const content = packText(rest);
    const renewed = `${shelf.folder}/packs/${hash16(content)}.jsonl`;
    changes.set(renewed, { path: renewed, content });
  }
  return [...changes.values()];
}
