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
  const ledger = new Ledger();
  const byObservation = observed.map(({ first, last, runs }) => {
    const of = ledger.open();
    for (const { id } of first.items) ledger.carry(ledger.numberOf(id));
    for (const item of of) item.used += 1;
    for (const number of ledger.numbersOf(last.found)) ledger.find(number);
    for (const { troubles } of runs)
      for (const { errors, fixes } of troubles) {
        for (const { fix } of errors) if (fix !== undefined) ledger.find(ledger.numberOf(fix));
        if (fixes !== undefined) for (const { id } of fixes) ledger.find(ledger.numberOf(id));
      }
    return of;
  });
  return { items: ledger.items, byObservation };
}

/** Notes what one observation after the other carries. */
class Ledger {
  readonly items: Carried[] = [];
  private readonly numbers = new Map<string, number>();
  /** Packed evidence shares its lists, so that one look-up serves several runs. */
  private readonly lists = new Map<readonly string[], readonly number[]>();
  // The last observation that carried an item, and that found it: cheaper than a set for each observation.
  private readonly carriedAt: number[] = [];
  private readonly foundAt: number[] = [];
  private place = -1;
  private of: Carried[] = [];

  /** Begins with the next observation; gives the list that its items will stand in. */
  open(): readonly Carried[] {
    this.place += 1;
    this.of = [];
    return this.of;
  }

  numberOf(id: string): number {
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    const number = this.items.push({ id, carriers: [], used: 0, found: 0 }) - 1;
    this.numbers.set(id, number);
    this.carriedAt.push(-1);
    this.foundAt.push(-1);
    return number;
  }

  numbersOf(list: readonly string[]): readonly number[] {
    const known = this.lists.get(list);
    if (known) return known;
    const numbers = list.map((id) => this.numberOf(id));
    this.lists.set(list, numbers);
    return numbers;
  }

  carry(number: number): void {
    if (this.carriedAt[number] === this.place) return;
    this.carriedAt[number] = this.place;
    const item = this.items[number] as Carried;
    item.carriers.push(this.place);
    this.of.push(item);
  }

  find(number: number): void {
    this.carry(number);
    if (this.foundAt[number] === this.place) return;
    this.foundAt[number] = this.place;
    (this.items[number] as Carried).found += 1;
  }
}
