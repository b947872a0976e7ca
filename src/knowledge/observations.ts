/** Sightings into observations: one a subject, however often its run was repeated. */

import { byCodeUnit } from './canonical.js';
import type { Sighting } from './sighting.js';

/** What counts of one subject, that is of one spec's bytes with one generator. */
export class Observation {
  /** Decides first-attempt success, so that a re-run hides no failure. */
  readonly first: Sighting;
  /** Decides whether it is proven. */
  readonly last: Sighting;
  /** It happened in another repository. */
  readonly foreign: boolean;
  /** Undefined for a single run, as most are. */
  private readonly several: readonly Sighting[] | undefined;

  /** `runs` are in order, and at least one. */
  constructor(first: Sighting, last: Sighting, foreign: boolean, runs?: readonly Sighting[]) {
    this.first = first;
    this.last = last;
    this.foreign = foreign;
    this.several = runs;
  }

  get subject(): string {
    return this.first.subject;
  }

  /** All of its runs, in order. */
  get runs(): readonly Sighting[] {
    return this.several ?? [this.first];
  }

  /** The runs after the first one. */
  get repeats(): readonly Sighting[] {
    return this.several === undefined ? NO_REPEATS : this.several.slice(1);
  }
}

const NO_REPEATS: readonly Sighting[] = [];

/** Sightings in order of id, each once, without those whose ids are in `dropped`. */
export function counted(sightings: readonly Sighting[], dropped: ReadonlySet<string>): readonly Sighting[] {
  // What was read from a store is in order already.
  const order = isAscending(sightings) ? sightings : eachOnce(sightings.toSorted(byId));
  return dropped.size === 0 ? order : order.filter(({ id }) => !dropped.has(id));
}

function isAscending(sightings: readonly Sighting[]): boolean {
  let last = '';
  for (const { id } of sightings) {
    if (id <= last) return false;
    last = id;
  }
  return true;
}

function eachOnce(order: readonly Sighting[]): readonly Sighting[] {
  return order.filter(({ id }, place) => id !== order[place - 1]?.id);
}

function byId(a: Sighting, b: Sighting): number {
  return byCodeUnit(a.id, b.id);
}

/** One observation a subject, in order of the subject's lowest id. `own` tells whether a run was this repository's. */
export function observations(
  sightings: readonly Sighting[],
  own: (sighting: Sighting) => boolean,
): readonly Observation[] {
  const places = new Map<string, number>();
  const found: Observation[] = [];
  const repeated = new Map<number, Sighting[]>();
  for (const sighting of sightings) {
    const { subject } = sighting;
    const place = places.get(subject);
    if (place === undefined) {
      places.set(subject, found.length);
      found.push(new Observation(sighting, sighting, !own(sighting)));
      continue;
    }
    const runs = repeated.get(place);
    if (runs) runs.push(sighting);
    else repeated.set(place, [(found[place] as Observation).first, sighting]);
  }
  for (const [place, runs] of repeated) {
    runs.sort(inRunOrder);
    const first = runs[0];
    const last = runs.at(-1);
    if (first && last) found[place] = new Observation(first, last, !own(first), runs);
  }
  return found;
}

/** By run number, run attempt, run and id: never by time. */
export function inRunOrder(a: Sighting, b: Sighting): number {
  return numbersOfRun(a, b) || byCodeUnit(runIdOf(a), runIdOf(b)) || byCodeUnit(a.id, b.id);
}

function numbersOfRun({ table: a, row: i }: Sighting, { table: b, row: j }: Sighting): number {
  const number = (a.runNumber[i] as number) - (b.runNumber[j] as number);
  return number || (a.runAttempt[i] as number) - (b.runAttempt[j] as number);
}

function runIdOf({ table, row }: Sighting): string {
  return table.runId[row] as string;
}
