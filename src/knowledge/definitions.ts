/** Definitions by id: those in files and those that evidence embeds are one. */

import { byCodeUnit, canonical } from './canonical.js';
import type { DatedEvidence } from './observations.js';
import { type ComponentRecord, type Definition, definitionId, type Stored } from './records.js';

type Defined = Definition | ComponentRecord;

const DEFINED = new Set(['pattern/1', 'error/1', 'fix/1', 'library/1', 'component/1']);

interface Candidate {
  readonly record: Defined;
  readonly bytes: string;
  readonly loose: boolean;
}

/** One record for each id, in order of id. */
export function definitions(
  stored: readonly Stored[],
  evidence: readonly DatedEvidence[],
): ReadonlyMap<string, Defined> {
  const best = new Map<string, Candidate>();
  const offer = (record: Defined, loose: boolean) => {
    const id = definitionId(record);
    const candidate = { record, bytes: canonical(record), loose };
    const known = best.get(id);
    if (!known || outranks(candidate, known)) best.set(id, candidate);
  };
  for (const { record } of stored) if (isDefined(record)) offer(record, true);
  for (const { evidence: from } of evidence) for (const record of from.introduces) offer(record, false);
  return new Map([...best].sort(([a], [b]) => byCodeUnit(a, b)).map(([id, { record }]) => [id, record]));
}

/** A file outranks what evidence embeds, since a person may have given it a better title. Else the bytes decide, not the order. */
function outranks(a: Candidate, b: Candidate): boolean {
  if (a.loose !== b.loose) return a.loose;
  return a.bytes < b.bytes;
}

function isDefined(record: Stored['record']): record is Defined {
  return DEFINED.has(record.schema);
}
