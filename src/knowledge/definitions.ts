/** Definitions by id: those in files and those that evidence embeds are one. */

import { byCodeUnit, canonical, hash16 } from './canonical.js';
import { type Defined, definitionId, isDefined, type LearningRecord } from './records.js';
import type { Sighting } from './sighting.js';

interface Candidate {
  readonly record: Defined;
  readonly bytes: string;
  readonly loose: boolean;
}

/** One record for each id, in order of id. What was `expunged`, by the hash of its bytes, is in none. */
export function definitions(
  records: readonly LearningRecord[],
  sightings: readonly Sighting[],
  expunged: ReadonlySet<string>,
): ReadonlyMap<string, Defined> {
  const best = new Map<string, Candidate>();
  const offer = (record: Defined, loose: boolean) => {
    const bytes = canonical(record);
    if (expunged.size > 0 && expunged.has(hash16(bytes))) return;
    const id = definitionId(record);
    const candidate = { record, bytes, loose };
    const known = best.get(id);
    if (!known || outranks(candidate, known)) best.set(id, candidate);
  };
  for (const record of records) if (isDefined(record)) offer(record, true);
  // Packed evidence shares what it embeds.
  const seen = new Set<object>();
  for (const { introduces } of sightings) {
    if (introduces.length === 0 || seen.has(introduces)) continue;
    seen.add(introduces);
    for (const record of introduces) {
      if (!seen.has(record)) offer(record, false);
      seen.add(record);
    }
  }
  return new Map([...best].sort(([a], [b]) => byCodeUnit(a, b)).map(([id, { record }]) => [id, record]));
}

/** A file outranks what evidence embeds, since a person may have given it a better title. Else the bytes decide, not the order. */
function outranks(a: Candidate, b: Candidate): boolean {
  if (a.loose !== b.loose) return a.loose;
  return a.bytes < b.bytes;
}
