/** What the observations say of one item. */

import type { Kind } from '../flow.js';
import { byCodeUnit } from './canonical.js';
import type { Status, Tally } from './knowledge.js';
import type { Observation } from './observations.js';
import { type Confidence, posterior } from './posterior.js';

/** Below this mean an item is not used as proven knowledge. */
export const ACTIVE_CONFIDENCE = 700;
/** Two specs, since one spec proves only itself. */
const ACTIVE_SPECS = 2;
/** An item whose whole interval lies below an even chance, after this many subjects, does harm. */
const RETIRE_SUBJECTS = 5;
const RETIRE_BELOW = 500;

interface Sums {
  subjects: number;
  used: number;
  found: number;
  firstAttempt: number;
  proven: number;
  readonly specs: Set<string>;
  readonly airflow: Map<string, { proven: number; failed: number }>;
  readonly kinds: Map<Kind, number>;
  readonly categories: Map<string, number>;
  readonly evidence: Set<string>;
  lastUsed: string;
}

export type Tallies = ReadonlyMap<string, Tally>;

/** Tallies of every pattern and fix that an observation carries, by id. */
export function tallies(observed: readonly Observation[]): Tallies {
  const sums = new Map<string, Sums>();
  for (const observation of observed) {
    const used = new Set(observation.first.evidence.choice.items.map(({ id }) => id));
    const found = new Set([...observation.last.evidence.found, ...fixesOf(observation)]);
    for (const id of new Set([...used, ...found])) {
      const sum = sums.get(id) ?? emptySums();
      sums.set(id, sum);
      add(sum, observation, used.has(id), found.has(id));
    }
  }
  return new Map([...sums].map(([id, sum]) => [id, tallyOf(sum)]));
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

/** Confidence that a component which carries the item is proven at its first attempt. */
export function confidenceOf(tally: Tally): Confidence {
  return posterior(tally.firstAttempt, tally.subjects - tally.firstAttempt);
}

function fixesOf({ runs }: Observation): readonly string[] {
  return runs.flatMap(({ evidence }) =>
    evidence.attempts.flatMap(({ errors }) => errors.flatMap(({ fix }) => (fix === undefined ? [] : [fix]))),
  );
}

function add(sum: Sums, { first, last, runs }: Observation, used: boolean, found: boolean): void {
  const { spec, outcome, environments } = last.evidence;
  sum.subjects += 1;
  if (used) sum.used += 1;
  if (found) sum.found += 1;
  if (first.evidence.outcome.first_attempt) sum.firstAttempt += 1;
  if (outcome.proven) {
    sum.proven += 1;
    sum.specs.add(spec.name);
    bump(sum.kinds, spec.kind);
    bump(sum.categories, spec.category);
  }
  for (const { airflow, state } of environments) {
    if (state === 'not-run') continue;
    const row = sum.airflow.get(airflow) ?? { proven: 0, failed: 0 };
    sum.airflow.set(airflow, row);
    row[state] += 1;
  }
  for (const { id, evidence } of runs) {
    sum.evidence.add(id);
    if (evidence.run.at > sum.lastUsed) sum.lastUsed = evidence.run.at;
  }
}

function emptySums(): Sums {
  return {
    subjects: 0,
    used: 0,
    found: 0,
    firstAttempt: 0,
    proven: 0,
    specs: new Set(),
    airflow: new Map(),
    kinds: new Map(),
    categories: new Map(),
    evidence: new Set(),
    lastUsed: '',
  };
}

function tallyOf(sum: Sums): Tally {
  return {
    subjects: sum.subjects,
    used: sum.used,
    found: sum.found,
    firstAttempt: sum.firstAttempt,
    proven: sum.proven,
    specs: sum.specs.size,
    airflow: sorted(sum.airflow),
    kinds: sorted(sum.kinds),
    categories: sorted(sum.categories),
    evidence: [...sum.evidence].sort(byCodeUnit),
    ...(sum.lastUsed === '' ? {} : { lastUsed: sum.lastUsed }),
  };
}

/** `map` with its keys in code unit order. */
export function sorted<Key extends string, Value>(map: ReadonlyMap<Key, Value>): ReadonlyMap<Key, Value> {
  return new Map([...map].sort(([a], [b]) => byCodeUnit(a, b)));
}

/** Adds one to a count. */
export function bump<Key>(counts: Map<Key, number>, key: Key, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
