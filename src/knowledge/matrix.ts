/** What the observations say of libraries. */

import { byCodeUnit } from './canonical.js';
import type { LibraryRow } from './knowledge.js';
import type { Observation } from './observations.js';

interface Cell {
  proven: number;
  failed: number;
  /** Latest recorded time. */
  last: string;
}

/** Where each library was imported, by distribution: what was proven with which version on which Airflow and Python. */
export function libraryRows(observed: readonly Observation[]): ReadonlyMap<string, readonly LibraryRow[]> {
  const rows = new Map<string, Map<string, Cell>>();
  // Packed evidence shares its environments, so that one look-up serves thousands of runs.
  const known = new Map<
    object,
    readonly { readonly cell: Cell; readonly state: 'proven' | 'failed' }[]
  >();
  for (const { last } of observed) {
    const { environments, at } = last;
    const cells = known.get(environments) ?? cellsOf(environments, rows);
    known.set(environments, cells);
    for (const { cell, state } of cells) {
      cell[state] += 1;
      if (at > cell.last) cell.last = at;
    }
  }
  return new Map(
    [...rows].map(([name, cells]) => [name, [...cells].sort(([a], [b]) => byCodeUnit(a, b)).map(row)]),
  );
}

function cellsOf(
  environments: Observation['last']['environments'],
  rows: Map<string, Map<string, Cell>>,
): readonly { readonly cell: Cell; readonly state: 'proven' | 'failed' }[] {
  return environments.flatMap(({ airflow, python, state, libraries }) => {
    if (state === 'not-run') return [];
    return libraries.map(({ name, version }) => {
      const cells = rows.get(name) ?? new Map<string, Cell>();
      rows.set(name, cells);
      const key = JSON.stringify([airflow, python, version]);
      const cell = cells.get(key) ?? { proven: 0, failed: 0, last: '' };
      cells.set(key, cell);
      return { cell, state };
    });
  });
}

function row([key, { last, ...counts }]: readonly [string, Readonly<Cell>]): LibraryRow {
  const [airflow, python, version] = JSON.parse(key) as [string, string, string];
  return { airflow, python, version, ...counts, lastRun: last };
}
