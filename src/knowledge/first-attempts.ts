/**
 * What first attempts showed: which mistakes authors make whom nobody told, what these cost, and whether telling kept them away.
 * Those who were told are counted apart, or an item that works would seem to be about something that never happens.
 */

import type { Kind } from '../flow.js';
import type { Relabels } from './decisions.js';
import type { FirstAttempts, FirstMistake, Told } from './knowledge.js';
import type { Observation } from './observations.js';
import type { Sighting } from './sighting.js';
import { sorted } from './tally.js';

export interface FirstTables {
  /** By kind and category, sorted. */
  readonly first: readonly FirstAttempts[];
  /** By the id of what was told. */
  readonly told: ReadonlyMap<string, Told>;
}

type Changing<Shape> = { -readonly [Key in keyof Shape]: Shape[Key] };

interface Cell {
  readonly kind: Kind;
  readonly category: string;
  subjects: number;
  readonly mistakes: Map<string, Changing<FirstMistake>>;
}

/** The first attempt of the first run of each subject: later runs know what it taught. `classesOf` says what an item speaks of. */
export function firstAttemptsOf(
  observed: readonly Observation[],
  relabels: Relabels,
  classesOf: (item: string) => readonly string[],
): FirstTables {
  const cells = new Map<string, Cell>();
  const told = new Map<string, Changing<Told>>();
  const spoken = new Map<string, readonly string[]>();
  for (const { first } of observed) {
    const met = metIn(first, relabels);
    if (met === undefined) continue;
    const { kind, category } = first;
    const key = `${kind} ${category}`;
    const cell = cells.get(key) ?? { kind, category, subjects: 0, mistakes: new Map() };
    cells.set(key, cell);
    cell.subjects += 1;
    const knew = new Set<string>();
    for (const id of first.told) {
      const classes = spoken.get(id) ?? classesOf(id);
      spoken.set(id, classes);
      for (const name of classes) knew.add(name);
      const row = told.get(id) ?? { subjects: 0, kept: 0 };
      told.set(id, row);
      row.subjects += 1;
      if (!classes.some((name) => met.made.has(name))) row.kept += 1;
    }
    for (const name of knew) rowOf(cell, name).told += 1;
    for (const name of met.made) {
      if (knew.has(name)) continue;
      const row = rowOf(cell, name);
      row.made += 1;
      if (met.asked.has(name)) row.asked += 1;
    }
  }
  return {
    first: [...sorted(cells).values()].map((cell) => ({ ...cell, mistakes: sorted(cell.mistakes) })),
    told: sorted(told),
  };
}

function rowOf({ mistakes }: Cell, name: string): Changing<FirstMistake> {
  const known = mistakes.get(name);
  if (known) return known;
  const row = { made: 0, asked: 0, told: 0 };
  mistakes.set(name, row);
  return row;
}

interface Met {
  /** Classes of the mistakes in the draft, those included that came to light while it was mended. */
  readonly made: ReadonlySet<string>;
  /** Of these: what no known fix mended. */
  readonly asked: ReadonlySet<string>;
}

const NONE: Met = { made: new Set(), asked: new Set() };

/** Undefined where no first draft was executed. The mending of the first attempt is recorded as the second. */
function metIn({ id: run, firstAttempt, troubles }: Sighting, relabels: Relabels): Met | undefined {
  if (firstAttempt) return NONE;
  const draft = troubles.find(({ number }) => number === 1);
  if (draft === undefined || draft.errors.length === 0) return undefined;
  const mending = troubles.find(({ number, fixes }) => number === 2 && fixes !== undefined);
  const named = ({ id, class: machine }: (typeof draft.errors)[number]) => relabels.classOf(id, machine, run);
  const made = new Set(draft.errors.map(named));
  if (mending === undefined) return { made, asked: made };
  const asked = new Set<string>();
  const before = new Set(draft.errors.map(({ id }) => id));
  const helped = new Set(mending.fixes?.flatMap((fix) => (fix.helped ? [fix.error] : [])));
  for (const error of mending.errors) {
    made.add(named(error));
    // One of the draft is listed again only where it is left; one that came to light was mended if a fix for it helped.
    if (before.has(error.id) || !helped.has(error.id)) asked.add(named(error));
  }
  return { made, asked };
}
