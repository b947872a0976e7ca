/** The files of a store without some of its records. */

import type { FileChange } from '../../ports.js';
import { byCodeUnit, hash16 } from '../canonical.js';
import { packText } from '../pack.js';
import { isEvidence, type StoredEvidence } from '../records.js';
import type { Shelf } from '../review/shelf.js';

/**
 * Every file that holds one of `hashes`: loose ones go, also those that merely bear its name, and packs are written again
 * without those rows. So are `packs`, without what in them cannot be read.
 */
export function withoutRecords(
  shelf: Shelf,
  hashes: ReadonlySet<string>,
  packs: readonly string[] = [],
): readonly FileChange[] {
  const holding = [...shelf.records, ...shelf.copies, ...shelf.buried].flatMap(({ hash, path }) =>
    path !== undefined && hashes.has(hash) ? [path] : [],
  );
  const named = shelf.paths.filter((path) => hashes.has(/([0-9a-f]{16})\.json$/.exec(path)?.[1] ?? ''));
  const changes = new Map<string, FileChange>();
  for (const path of new Set([...holding, ...named, ...packs])) {
    changes.set(path, { path, content: null });
    const rows = path.endsWith('.jsonl') ? rest(shelf, path).filter(({ hash }) => !hashes.has(hash)) : [];
    if (rows.length === 0) continue;
    const content = packText(rows);
    const renewed = `${shelf.folder}/packs/${hash16(content)}.jsonl`;
    changes.set(renewed, { path: renewed, content });
  }
  return [...changes.values()];
}

/** Evidence that a file holds and that counts, sorted by id. A row may be known by another file that holds it too. */
export function rest(shelf: Shelf, path: string): readonly StoredEvidence[] {
  return [...shelf.records, ...shelf.copies]
    .filter(isEvidence)
    .filter((stored) => stored.path === path)
    .sort((a, b) => byCodeUnit(a.hash, b.hash));
}
