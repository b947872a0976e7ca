/** Who carried what: the items of each observation by number, found in one pass over the evidence. */

import type { Observation } from './observations.js';

/** An item by its id, with the observations that carried it in order. */
export interface Carried {
  readonly id: string;
  /** Places in the list of observations. */
  readonly carriers: number[];
  /** Of those: were briefed with it. */
  used: number;
  /** Of those: hold it in a proven component, or were mended by it. */
  found: number;
}

export interface Carrying {
  readonly items: readonly Carried[];
  /** Items of each observation, what it was briefed with first. */
  readonly byObservation: readonly (readonly Carried[])[];
}

/** Every pattern, fix and fallback that an observation carries: was briefed with, delivered, or was mended by. */
export function carrying(observed: readonly Observation[]): Carrying {
  const numbers = new Map<string, number>();
  const items: Carried[] = [];
  // The last observation that carried an item, and that found it: cheaper than a set for each observation.
  const carriedAt: number[] = [];
  const foundAt: number[] = [];
  let of: Carried[] = [];
  const take = (id: string, place: number): number => {
    let number = numbers.get(id);
    if (number === undefined) {
      number = items.push({ id, carriers: [], used: 0, found: 0 }) - 1;
      numbers.set(id, number);
      carriedAt.push(-1);
      foundAt.push(-1);
    }
    if (carriedAt[number] !== place) {
      carriedAt[number] = place;
      const item = items[number] as Carried;
      item.carriers.push(place);
      of.push(item);
    }
    return number;
  };
  const find = (id: string, place: number) => {
    const number = take(id, place);
    if (foundAt[number] === place) return;
    foundAt[number] = place;
    (items[number] as Carried).found += 1;
  };
  const byObservation = observed.map(({ first, last, runs }, place) => {
    of = [];
    for (const { id } of first.items) take(id, place);
    for (const item of of) item.used += 1;
    for (const id of last.found) find(id, place);
    for (const { troubles } of runs)
      for (const { errors, fixes } of troubles) {
        for (const { fix } of errors) if (fix !== undefined) find(fix, place);
        if (fixes !== undefined) for (const { id } of fixes) find(id, place);
      }
    return of;
  });
  return { items, byObservation };
}
