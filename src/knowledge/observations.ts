/** Evidence into observations: one a subject, however often its run was repeated. */

import { byCodeUnit } from './canonical.js';
import { type Evidence, isEvidence, type Stored } from './records.js';

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
  /** It happened in another repository. */
  readonly foreign: boolean;
}

/** Evidence in order of id, each once, without those whose ids are in `dropped`. */
export function counted(stored: readonly Stored[], dropped: ReadonlySet<string>): readonly DatedEvidence[] {
  const byId = new Map<string, Evidence>();
  for (const one of stored) if (isEvidence(one) && !dropped.has(one.hash)) byId.set(one.hash, one.record);
  const found: DatedEvidence[] = [];
  // Without a comparison of ours: the engine's own order of strings is that of code units, and faster.
  for (const id of [...byId.keys()].sort()) {
    const evidence = byId.get(id);
    if (evidence) found.push({ id, evidence });
  }
  return found;
}

/** One observation a subject, in order of the subject's lowest id. `own` tells by its origin whether a run was this repository's. */
export function observations(
  evidence: readonly DatedEvidence[],
  own: (origin: string) => boolean,
): readonly Observation[] {
  const bySubject = new Map<string, DatedEvidence[]>();
  for (const dated of evidence) {
    const runs = bySubject.get(dated.evidence.subject);
    if (runs) runs.push(dated);
    else bySubject.set(dated.evidence.subject, [dated]);
  }
  const found: Observation[] = [];
  for (const [subject, runs] of bySubject) {
    if (runs.length > 1) runs.sort(inRunOrder);
    const first = runs[0];
    const last = runs.at(-1);
    if (first && last) found.push({ subject, first, last, runs, foreign: !own(first.evidence.run.origin) });
  }
  return found;
}

/** By run number, run attempt, run and id: never by time. */
export function inRunOrder(a: DatedEvidence, b: DatedEvidence): number {
  const left = a.evidence.run;
  const right = b.evidence.run;
  return (
    left.number - right.number ||
    left.attempt - right.attempt ||
    byCodeUnit(left.id, right.id) ||
    byCodeUnit(a.id, b.id)
  );
}
