/** Who carried what: the items of each observation by number, found in one pass over the evidence. */

import { numbersOf } from './columns.js';
import type { Observation } from './observations.js';
import type { Sighting, Sightings, Trouble } from './sighting.js';

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

/** Every pattern, fix and fallback that an observation carries: was briefed with, delivered, or was mended by. */
export function carrying(observed: readonly Observation[]): readonly Carried[] {
  const ledger = new Ledger();
  for (const { first, last, repeats } of observed) {
    ledger.open();
    ledger.useAll(first);
    ledger.findAll(last);
    ledger.findFixes(first.troubles);
    for (const { troubles } of repeats) ledger.findFixes(troubles);
  }
  // What only runs refer to that do not count was numbered with the rest of their pack.
  return ledger.items.filter(({ carriers }) => carriers.length > 0);
}

/** Lists of items by number, and the list of each run: packed evidence shares its lists. */
interface Held {
  readonly lists: readonly (readonly number[])[];
  readonly of: Int32Array;
}

/** Notes what one observation after the other carries. */
class Ledger {
  readonly items: Carried[] = [];
  private readonly numbers = new Map<string, number>();
  /** Numbers of all the items that the briefings of a pack held. */
  private readonly briefed = new Map<Sightings, Int32Array>();
  /** What the components of a pack held. */
  private readonly held = new Map<Sightings, Held>();
  // The last observation that carried an item, and that found it: cheaper than a set for each observation.
  private readonly carriedAt: number[] = [];
  private readonly foundAt: number[] = [];
  private place = -1;

  /** Begins with the next observation. */
  open(): void {
    this.place += 1;
  }

  /** Notes what the author of a run was briefed with. */
  useAll({ table, row }: Sighting): void {
    const { starts, items } = table.items;
    let numbers = this.briefed.get(table);
    if (numbers === undefined) {
      numbers = numbersOf(items, (id) => this.numberOf(id as string));
      this.briefed.set(table, numbers);
    }
    const end = starts[row + 1] as number;
    for (let at = starts[row] as number; at < end; at += 1) this.use(numbers[at] as number);
  }

  /** Notes what the component of a run holds. */
  findAll({ table, row }: Sighting): void {
    let held = this.held.get(table);
    if (held === undefined) {
      const lists: (readonly number[])[] = [];
      const number = (list: unknown) =>
        lists.push((list as readonly string[]).map((id) => this.numberOf(id))) - 1;
      held = { lists, of: numbersOf(table.found, number) };
      this.held.set(table, held);
    }
    const list = held.lists[held.of[row] as number] as readonly number[];
    for (const number of list) this.find(number);
  }

  findFixes(troubles: readonly Trouble[]): void {
    for (const { errors, fixes } of troubles) {
      for (const { fix } of errors) if (fix !== undefined) this.find(this.numberOf(fix));
      if (fixes !== undefined) for (const { id } of fixes) this.find(this.numberOf(id));
    }
  }

  private numberOf(id: string): number {
    const known = this.numbers.get(id);
    if (known !== undefined) return known;
    const number = this.items.push({ id, carriers: [], used: 0, found: 0 }) - 1;
    this.numbers.set(id, number);
    this.carriedAt.push(-1);
    this.foundAt.push(-1);
    return number;
  }

  private use(number: number): void {
    if (this.carry(number)) (this.items[number] as Carried).used += 1;
  }

  private find(number: number): void {
    if (this.foundAt[number] === this.place) return;
    this.foundAt[number] = this.place;
    this.carry(number);
    (this.items[number] as Carried).found += 1;
  }

  /** False when the observation carries it already. */
  private carry(number: number): boolean {
    if (this.carriedAt[number] === this.place) return false;
    this.carriedAt[number] = this.place;
    (this.items[number] as Carried).carriers.push(this.place);
    return true;
  }
}
