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
  const shared = new Map<Observation['last']['environments'], { runs: number; last: string }>();
  for (const { last } of observed) {
    const { environments, at } = last;
    const known = shared.get(environments);
    if (known === undefined) {
      shared.set(environments, { runs: 1, last: at });
      continue;
    }
    known.runs += 1;
    if (at > known.last) known.last = at;
  }
  for (const [environments, { runs, last }] of shared)
    for (const { cell, state } of cellsOf(environments, rows)) {
      cell[state] += runs;
      if (last > cell.last) cell.last = last;
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
