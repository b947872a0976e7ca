/** What the observations say of errors and libraries. */

import { byCodeUnit } from './canonical.js';
import type { ErrorItem, LibraryRow } from './knowledge.js';
import type { Observation } from './observations.js';
import { bump, sorted } from './tally.js';

export type Occurrences = Omit<ErrorItem, 'id' | 'definition' | 'rejected'>;

export const NO_OCCURRENCES: Occurrences = { subjects: 0, fixed: 0, fixes: new Map(), airflow: new Map() };

/** How often each error was met, by id: at most once for each subject. */
export function occurrences(observed: readonly Observation[]): ReadonlyMap<string, Occurrences> {
  const byError = new Map<
    string,
    { subjects: number; fixed: number; fixes: Map<string, number>; airflow: Map<string, number> }
  >();
  for (const { runs } of observed) {
    const met = runs.flatMap(({ evidence }) => evidence.attempts.flatMap(({ errors }) => errors));
    for (const id of new Set(met.map((error) => error.id))) {
      const same = met.filter((error) => error.id === id);
      const row = byError.get(id) ?? { subjects: 0, fixed: 0, fixes: new Map(), airflow: new Map() };
      byError.set(id, row);
      row.subjects += 1;
      if (same.some(({ fixed }) => fixed)) row.fixed += 1;
      for (const fix of new Set(same.flatMap((error) => (error.fix === undefined ? [] : [error.fix]))))
        bump(row.fixes, fix);
      for (const version of new Set(same.flatMap(({ airflow }) => airflow))) bump(row.airflow, version);
    }
  }
  return new Map(
    [...byError].map(([id, row]) => [id, { ...row, fixes: sorted(row.fixes), airflow: sorted(row.airflow) }]),
  );
}

/** Where each library was imported, by distribution: what was proven with which version on which Airflow and Python. */
export function libraryRows(observed: readonly Observation[]): ReadonlyMap<string, readonly LibraryRow[]> {
  const rows = new Map<string, Map<string, { proven: number; failed: number }>>();
  for (const { last } of observed) {
    for (const { airflow, python, state, libraries } of last.evidence.environments) {
      if (state === 'not-run') continue;
      for (const { name, version } of libraries) {
        const cells = rows.get(name) ?? new Map<string, { proven: number; failed: number }>();
        rows.set(name, cells);
        const key = JSON.stringify([airflow, python, version]);
        const cell = cells.get(key) ?? { proven: 0, failed: 0 };
        cells.set(key, cell);
        cell[state] += 1;
      }
    }
  }
  return new Map(
    [...rows].map(([name, cells]) => [name, [...cells].sort(([a], [b]) => byCodeUnit(a, b)).map(row)]),
  );
}

function row([key, cell]: readonly [
  string,
  { readonly proven: number; readonly failed: number },
]): LibraryRow {
  const [airflow, python, version] = JSON.parse(key) as [string, string, string];
  return { airflow, python, version, ...cell };
}
