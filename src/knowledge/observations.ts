/** Evidence into observations: one a subject, however often its run was repeated. */

import { byCodeUnit } from './canonical.js';
import type { Evidence, Stored } from './records.js';

export interface DatedEvidence {
  readonly id: string;
  readonly evidence: Evidence;
}

/** What counts of one subject, that is of one spec's bytes with one generator. */
export interface Observation {
  readonly subject: string;
  /** Decides first-attempt success, so that a re-run hides no failure. */
  readonly first: DatedEvidence;
  /** Decides whether it is proven. */
  readonly last: DatedEvidence;
  /** All of its runs, in order. */
  readonly runs: readonly DatedEvidence[];
}

/** Evidence by id, retracted ones left out, sorted by run number, run attempt, run and id: never by time. */
export function counted(stored: readonly Stored[]): readonly DatedEvidence[] {
  const retracted = new Set(
    stored.flatMap(({ record }) => (record.schema === 'retraction/1' ? [record.evidence] : [])),
  );
  const byId = new Map<string, Evidence>();
  for (const { hash, record } of stored) {
    if (record.schema === 'evidence/1' && !retracted.has(hash)) byId.set(hash, record);
  }
  return [...byId].map(([id, evidence]) => ({ id, evidence })).sort(inRunOrder);
}

/** One observation a subject, sorted by subject. `evidence` is in run order. */
export function observations(evidence: readonly DatedEvidence[]): readonly Observation[] {
  const bySubject = new Map<string, DatedEvidence[]>();
  for (const dated of evidence) {
    const runs = bySubject.get(dated.evidence.subject);
    if (runs) runs.push(dated);
    else bySubject.set(dated.evidence.subject, [dated]);
  }
  const found: Observation[] = [];
  for (const subject of [...bySubject.keys()].sort(byCodeUnit)) {
    const runs = bySubject.get(subject) ?? [];
    const first = runs[0];
    const last = runs.at(-1);
    if (first && last) found.push({ subject, first, last, runs });
  }
  return found;
}

function inRunOrder(a: DatedEvidence, b: DatedEvidence): number {
  const left = a.evidence.run;
  const right = b.evidence.run;
  return (
    left.number - right.number ||
    left.attempt - right.attempt ||
    byCodeUnit(left.id, right.id) ||
    byCodeUnit(a.id, b.id)
  );
}
