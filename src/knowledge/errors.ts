/** What the observations say of errors and of what was tried against them. */

import type { Kind } from '../flow.js';
import { byCodeUnit } from './canonical.js';
import type { Relabels } from './decisions.js';
import type { ErrorClass, ErrorItem, FixTrials, Occurrence } from './knowledge.js';
import type { Observation } from './observations.js';
import type { Sighting, Trouble } from './sighting.js';
import { bump, sorted } from './tally.js';

export type Occurrences = Pick<ErrorItem, 'subjects' | 'fixed' | 'fixes' | 'airflow' | 'occurrences'>;

export const NO_OCCURRENCES: Occurrences = {
  subjects: 0,
  fixed: 0,
  fixes: new Map(),
  airflow: new Map(),
  occurrences: [],
};

export interface ErrorTables {
  readonly byError: ReadonlyMap<string, Occurrences>;
  readonly classes: ReadonlyMap<string, ErrorClass>;
  readonly trials: ReadonlyMap<string, readonly FixTrials[]>;
  /** How each fix did, by the month of the first run. */
  readonly effects: ReadonlyMap<string, readonly Effect[]>;
}

/** Whether a fix helped in one subject. */
export interface Effect {
  readonly month: string;
  readonly helped: boolean;
  readonly foreign: boolean;
}

interface Row {
  subjects: number;
  fixed: number;
  readonly fixes: Map<string, number>;
  readonly airflow: Map<string, number>;
  readonly occurrences: Occurrence[];
}

interface ClassRow {
  subjects: number;
  fixed: number;
  occurrences: number;
  readonly airflow: Map<string, number>;
  readonly kinds: Map<Kind, number>;
  readonly categories: Map<string, number>;
}

interface Met {
  readonly error: string;
  readonly occurrence: Occurrence;
}

/** Errors one by one, by class, and the fixes: each at most once for each subject, occurrences aside. */
export function errorTables(observed: readonly Observation[], relabels: Relabels): ErrorTables {
  const rows = new Map<string, Row>();
  const classes = new Map<string, ClassRow>();
  const trials = new Map<string, Map<string, { helped: number; failed: number }>>();
  const effects = new Map<string, Effect[]>();
  for (const observation of observed) {
    const met = metBy(observation, relabels);
    if (met.length > 0) {
      countErrors(met, rows);
      countClasses(met, observation.last, classes);
    }
    if (met.some(hasFix) || observation.runs.some(({ troubles }) => troubles.some(triedFixes)))
      countTrials(observation, met, relabels, trials, effects);
  }
  const byError = [...rows].map(([id, row]): [string, Occurrences] => [
    id,
    {
      ...row,
      fixes: sorted(row.fixes),
      airflow: sorted(row.airflow),
      occurrences: row.occurrences.sort(
        (a, b) => byCodeUnit(a.evidence, b.evidence) || a.attempt - b.attempt,
      ),
    },
  ]);
  const byClass = [...classes].map(([name, row]): [string, ErrorClass] => [
    name,
    { ...row, airflow: sorted(row.airflow), kinds: sorted(row.kinds), categories: sorted(row.categories) },
  ]);
  return {
    byError: new Map(byError),
    classes: sorted(new Map(byClass)),
    trials: new Map([...trials].map(([id, cells]) => [id, [...sorted(cells)].map(trialsOf)])),
    effects,
  };
}

function triedFixes({ fixes }: Trouble): boolean {
  return fixes !== undefined && fixes.length > 0;
}

function hasFix({ occurrence }: Met): boolean {
  return occurrence.fix !== undefined;
}

const NOTHING_MET: readonly Met[] = [];

function metBy({ runs }: Observation, relabels: Relabels): readonly Met[] {
  let met: Met[] | undefined;
  for (const { id, name, troubles } of runs)
    for (const attempt of troubles)
      for (const error of attempt.errors) {
        met ??= [];
        met.push({
          error: error.id,
          occurrence: {
            evidence: id,
            component: name,
            attempt: attempt.number,
            class: relabels.classOf(error.id, error.class, id),
            airflow: error.airflow,
            fixed: error.fixed,
            ...(error.fix === undefined ? {} : { fix: error.fix }),
            ...(error.context === undefined ? {} : { context: error.context }),
          },
        });
      }
  return met ?? NOTHING_MET;
}

/** Most subjects met one error, and most errors one Airflow. */
function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return items.length < 2 ? items : [...new Set(items)];
}

function airflowsOf(occurrences: readonly Occurrence[]): readonly string[] {
  const [only] = occurrences;
  return only && occurrences.length === 1 ? only.airflow : occurrences.flatMap(({ airflow }) => airflow);
}

function countErrors(met: readonly Met[], rows: Map<string, Row>): void {
  for (const id of distinct(met.map(({ error }) => error))) {
    const same = (met.length === 1 ? met : met.filter(({ error }) => error === id)).map(
      ({ occurrence }) => occurrence,
    );
    const row: Row = rows.get(id) ?? {
      subjects: 0,
      fixed: 0,
      fixes: new Map(),
      airflow: new Map(),
      occurrences: [],
    };
    rows.set(id, row);
    row.subjects += 1;
    if (same.some(({ fixed }) => fixed)) row.fixed += 1;
    for (const fix of distinct(same.map(({ fix }) => fix))) if (fix !== undefined) bump(row.fixes, fix);
    for (const version of distinct(airflowsOf(same))) bump(row.airflow, version);
    row.occurrences.push(...same);
  }
}

function countClasses(
  met: readonly Met[],
  { kind, category }: Sighting,
  classes: Map<string, ClassRow>,
): void {
  for (const name of distinct(met.map(({ occurrence }) => occurrence.class))) {
    const same = met.length === 1 ? met : met.filter(({ occurrence }) => occurrence.class === name);
    const row = classes.get(name) ?? {
      subjects: 0,
      fixed: 0,
      occurrences: 0,
      airflow: new Map(),
      kinds: new Map(),
      categories: new Map(),
    };
    classes.set(name, row);
    row.subjects += 1;
    row.occurrences += same.length;
    const ids = distinct(same.map(({ error }) => error));
    if (ids.every((id) => same.some(({ error, occurrence }) => error === id && occurrence.fixed)))
      row.fixed += 1;
    bump(row.kinds, kind);
    bump(row.categories, category);
    for (const version of distinct(airflowsOf(same.map(({ occurrence }) => occurrence))))
      bump(row.airflow, version);
  }
}

/**
 * A fix was tried where an attempt says so, and where the contrast of two attempts showed it. A mending names the mistakes that came
 * to light in its course among its own.
 */
function countTrials(
  { runs, first, last, foreign }: Observation,
  met: readonly Met[],
  relabels: Relabels,
  trials: Map<string, Map<string, { helped: number; failed: number }>>,
  effects: Map<string, Effect[]>,
): void {
  const outcomes = new Map<string, Map<string, boolean>>();
  const tried = (fix: string, cell: string, helped: boolean) => {
    const cells = outcomes.get(fix) ?? new Map<string, boolean>();
    outcomes.set(fix, cells);
    cells.set(cell, (cells.get(cell) ?? false) || helped);
  };
  const { kind } = last;
  const cellsOf = (occurrence: Pick<Occurrence, 'class' | 'airflow'>) =>
    occurrence.airflow.map((airflow) => JSON.stringify([occurrence.class, airflow, kind]));
  for (const { occurrence } of met)
    if (occurrence.fix !== undefined)
      for (const cell of cellsOf(occurrence)) tried(occurrence.fix, cell, occurrence.fixed);
  for (const { id, troubles } of runs)
    for (const { fixes, number } of troubles)
      for (const { id: fix, error, helped } of fixes ?? []) {
        const before = met.findLast(
          (one) => one.error === error && one.occurrence.evidence === id && one.occurrence.attempt <= number,
        );
        const occurrence = before?.occurrence ?? {
          class: relabels.classOf(error, 'unknown', id),
          airflow: [],
        };
        for (const cell of cellsOf(occurrence)) tried(fix, cell, helped);
      }
  const month = first.at.slice(0, 7);
  for (const [fix, cells] of outcomes) {
    const helped = [...cells.values()].some((one) => one);
    effects.set(fix, [...(effects.get(fix) ?? []), { month, helped, foreign }]);
    const rows = trials.get(fix) ?? new Map<string, { helped: number; failed: number }>();
    trials.set(fix, rows);
    for (const [cell, helped] of cells) {
      const row = rows.get(cell) ?? { helped: 0, failed: 0 };
      rows.set(cell, row);
      row[helped ? 'helped' : 'failed'] += 1;
    }
  }
}

function trialsOf([cell, outcome]: readonly [
  string,
  { readonly helped: number; readonly failed: number },
]): FixTrials {
  const [name, airflow, kind] = JSON.parse(cell) as [string, string, Kind];
  return { class: name, airflow, kind, ...outcome };
}
