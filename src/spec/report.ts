/** Collects the problems of one tree, each placed at the key or value that a JSON pointer names. */

import type { Position, Problem } from '../flow.js';
import { type ProblemDetails, problem, type SpecCode } from './problems.js';
import { placeAt } from './source.js';
import type { Place, Tree } from './tree.js';

/** Which end of a field is wrong: its key, or its value. */
export type Side = 'key' | 'value';

export class Report {
  readonly tree: Tree;
  readonly #problems: Problem[] = [];

  constructor(tree: Tree) {
    this.tree = tree;
  }

  /** A problem of the value at `pointer`. */
  at(pointer: string, code: SpecCode, message: string, details: ProblemDetails): void {
    this.#add(pointer, 'value', code, message, details);
  }

  /** A problem of the key that ends `pointer`. */
  atKey(pointer: string, code: SpecCode, message: string, details: ProblemDetails): void {
    this.#add(pointer, 'key', code, message, details);
  }

  /** How an unquoted value at `pointer` is written in the file. */
  plain(pointer: string): string | undefined {
    return this.tree.places.get(pointer)?.plain;
  }

  get hasErrors(): boolean {
    return this.#problems.some((found) => found.severity === 'error');
  }

  /** In the order of the file. */
  problems(): Problem[] {
    const order = (place: Position | undefined) => (place ? place.line * 1e6 + place.column : 0);
    return [...this.#problems].sort((a, b) => order(a.position) - order(b.position));
  }

  #add(pointer: string, side: Side, code: SpecCode, message: string, details: ProblemDetails): void {
    const place = this.#nearestPlace(pointer);
    const stretch = side === 'key' && place.key ? place.key : place;
    this.#problems.push(
      problem(code, message, { ...placeAt(this.tree.source, stretch.start, stretch.end), ...details }),
    );
  }

  /** A field that is not there is reported at what should hold it. */
  #nearestPlace(pointer: string): Place {
    for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const place = this.tree.places.get(at);
      if (place) return place;
    }
    return this.tree.places.get('') ?? { start: 0, end: 0 };
  }
}
