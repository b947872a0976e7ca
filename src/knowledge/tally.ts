/** What the observations say of one item. */

import type { Kind } from '../flow.js';
import { byCodeUnit } from './canonical.js';
import type { Counts, CountsByPlace, Status, Tally } from './knowledge.js';
import type { DatedEvidence, Observation } from './observations.js';
import type { Confidence } from './posterior.js';
import { NOTHING } from './weight.js';

/** Below this mean an item is not used as proven knowledge. */
export const ACTIVE_CONFIDENCE = 700;
/** Two specs, since one spec proves only itself. */
const ACTIVE_SPECS = 2;
/** An item whose whole interval lies below an even chance, after this many subjects, does harm. */
const RETIRE_SUBJECTS = 5;
const RETIRE_BELOW = 500;

type Changing<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

interface Sums {
  subjects: number;
  used: number;
  found: number;
  readonly specs: Set<string>;
  readonly airflow: Map<string, { proven: number; failed: number }>;
  readonly kinds: Map<Kind, number>;
  readonly categories: Map<string, number>;
  readonly history: Map<string, Month>;
  readonly evidence: string[];
  lastUsed: string;
}

interface Month extends Changing<Counts> {
  readonly foreign: Changing<Counts>;
}

export type Tallies = ReadonlyMap<string, Tally>;

/** Ids of the items that a subject carried, each once: what it was briefed with first. */
export function carriedBy({ first, last, runs }: Observation): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { id } of first.evidence.choice.items) ids.add(id);
  for (const id of last.evidence.found) ids.add(id);
  for (const { evidence } of runs)
    for (const { errors, fixes } of evidence.attempts) {
      for (const { fix } of errors) if (fix !== undefined) ids.add(fix);
      if (fixes) for (const { id } of fixes) ids.add(id);
    }
  return ids;
}

/** Tallies of every pattern, fix and fallback that an observation carries, by id. `evidence` is theirs, in order of id. */
export function tallies(observed: readonly Observation[], evidence: readonly DatedEvidence[]): Tallies {
  const sums = new Map<string, Sums>();
  const carriers = new Map<string, readonly Sums[]>();
  for (const observation of observed) carriers.set(observation.subject, tallyOne(observation, sums));
  // In this order the lists of ids come out sorted, which is cheaper than to sort each.
  for (const { id, evidence: of } of evidence)
    for (const sum of carriers.get(of.subject) ?? []) sum.evidence.push(id);
  return new Map([...sums].map(([id, sum]) => [id, tallyOf(sum)]));
}

function tallyOne(observation: Observation, sums: Map<string, Sums>): readonly Sums[] {
  const { first, last } = observation;
  const month = first.evidence.run.at.slice(0, 7);
  const briefed = first.evidence.choice.items.length;
  const touched: Sums[] = [];
  for (const id of carriedBy(observation)) {
    const sum = sums.get(id) ?? emptySums();
    if (sum.subjects === 0) sums.set(id, sum);
    add(sum, observation, month);
    // What the briefing named comes first.
    if (touched.length < briefed) sum.used += 1;
    if (touched.length >= briefed || last.evidence.found.includes(id)) sum.found += 1;
    touched.push(sum);
  }
  return touched;
}

/** An item nobody carried yet. */
export const NO_TALLY: Tally = tallyOf(emptySums());

/** The status of an item, decided by its evidence alone. */
export function statusOf(tally: Tally, { confidence, margin }: Confidence, rejected: boolean): Status {
  if (rejected) return 'rejected';
  if (tally.proven === 0 && tally.subjects === 0) return 'observed';
  if (tally.subjects >= RETIRE_SUBJECTS && confidence + margin < RETIRE_BELOW) return 'retired';
  if (tally.specs >= ACTIVE_SPECS && confidence >= ACTIVE_CONFIDENCE) return 'active';
  return 'quarantined';
}

function add(sum: Sums, { first, last, runs, foreign }: Observation, month: string): void {
  const { spec, outcome, environments } = last.evidence;
  sum.subjects += 1;
  const row = sum.history.get(month) ?? { ...NOTHING, foreign: { ...NOTHING } };
  if (row.subjects === 0) sum.history.set(month, row);
  const good = first.evidence.outcome.first_attempt;
  count(row, good, outcome.proven);
  if (foreign) count(row.foreign, good, outcome.proven);
  if (outcome.proven) {
    sum.specs.add(spec.name);
    bump(sum.kinds, spec.kind);
    bump(sum.categories, spec.category);
  }
  for (const { airflow, state } of environments) {
    if (state === 'not-run') continue;
    const cell = sum.airflow.get(airflow);
    if (cell) cell[state] += 1;
    else sum.airflow.set(airflow, { proven: 0, failed: 0, [state]: 1 });
  }
  for (const { evidence } of runs) if (evidence.run.at > sum.lastUsed) sum.lastUsed = evidence.run.at;
}

/** Counts one subject. */
export function count(counts: Changing<Counts>, firstAttempt: boolean, proven: boolean, by = 1): void {
  counts.subjects += by;
  if (firstAttempt) counts.firstAttempt += by;
  if (proven) counts.proven += by;
}

function emptySums(): Sums {
  return {
    subjects: 0,
    used: 0,
    found: 0,
    specs: new Set(),
    airflow: new Map(),
    kinds: new Map(),
    categories: new Map(),
    history: new Map(),
    evidence: [],
    lastUsed: '',
  };
}

function tallyOf(sum: Sums): Tally {
  const history = sorted(sum.history);
  return {
    ...total(history.values()),
    used: sum.used,
    found: sum.found,
    specs: sum.specs.size,
    airflow: sorted(sum.airflow),
    kinds: sorted(sum.kinds),
    categories: sorted(sum.categories),
    history,
    evidence: sum.evidence,
    ...(sum.lastUsed === '' ? {} : { lastUsed: sum.lastUsed }),
  };
}

function total(months: Iterable<CountsByPlace>): CountsByPlace {
  const all: Month = { ...NOTHING, foreign: { ...NOTHING } };
  for (const { subjects, firstAttempt, proven, foreign } of months) {
    all.subjects += subjects;
    all.firstAttempt += firstAttempt;
    all.proven += proven;
    all.foreign.subjects += foreign.subjects;
    all.foreign.firstAttempt += foreign.firstAttempt;
    all.foreign.proven += foreign.proven;
  }
  return all;
}

/** `map` with its keys in code unit order. */
export function sorted<Key extends string, Value>(map: ReadonlyMap<Key, Value>): ReadonlyMap<Key, Value> {
  return new Map([...map].sort(([a], [b]) => byCodeUnit(a, b)));
}

/** Adds one to a count. */
export function bump<Key>(counts: Map<Key, number>, key: Key, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
