/** Sightings into observations: one a subject, however often its run was repeated. */

import { byCodeUnit } from './canonical.js';
import type { Sighting } from './sighting.js';

/** What counts of one subject, that is of one spec's bytes with one generator. */
export interface Observation {
  readonly subject: string;
  /** Decides first-attempt success, so that a re-run hides no failure. */
  readonly first: Sighting;
  /** Decides whether it is proven. */
  readonly last: Sighting;
  /** All of its runs, in order. */
  readonly runs: readonly Sighting[];
  /** It happened in another repository. */
  readonly foreign: boolean;
}

/** Sightings in order of id, each once, without those whose ids are in `dropped`. */
export function counted(sightings: readonly Sighting[], dropped: ReadonlySet<string>): readonly Sighting[] {
  // Packs are in order, which the engine's sort makes use of; a table of all ids would take longer.
  const order = sightings.toSorted(byId);
  return order.filter(({ id }, place) => id !== order[place - 1]?.id && !dropped.has(id));
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
      found.push({ subject, first: sighting, last: sighting, runs: [sighting], foreign: !own(sighting) });
      continue;
    }
    const runs = repeated.get(place) ?? [...(found[place]?.runs ?? [])];
    repeated.set(place, runs);
    runs.push(sighting);
  }
  for (const [place, runs] of repeated) {
    runs.sort(inRunOrder);
    const first = runs[0];
    const last = runs.at(-1);
    if (first && last) found[place] = { subject: first.subject, first, last, runs, foreign: !own(first) };
  }
  return found;
}

/** By run number, run attempt, run and id: never by time. */
export function inRunOrder(a: Sighting, b: Sighting): number {
  return (
    a.runNumber - b.runNumber ||
    a.runAttempt - b.runAttempt ||
    byCodeUnit(a.runId, b.runId) ||
    byCodeUnit(a.id, b.id)
  );
}
