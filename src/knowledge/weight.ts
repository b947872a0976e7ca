/**
 * How much evidence weighs: what happened elsewhere counts less until the item is proven here, and what is old counts less
 * where a caller says what today is. Weights are thousandths of an observation, whole ones, so that no order of adding matters.
 */

import type { Effect } from './errors.js';
import type { Counts, CountsByPlace, Tally } from './knowledge.js';
import { type Confidence, posterior } from './posterior.js';

/** One observation. */
const WHOLE = 1000;
/** What a foreign observation weighs before any component that carries the item was proven here. */
const UNPROVEN_HERE = 500;
/** Foreign observations never weigh more than these together, or than the own ones, whichever is more. */
const FOREIGN_MOST = 4 * WHOLE;

/**
 * Confidence that a component which carries the item is proven at its first attempt. With `asOf` (a month, `2026-11`, or a
 * day of it) an observation loses half of its weight with each full year.
 */
export function confidenceOf(tally: Pick<Tally, 'history'>, asOf?: string): Confidence {
  const { good, all } = weighed(tally.history, asOf);
  return posterior(good / WHOLE, (all - good) / WHOLE);
}

/**
 * The same, beside what ships with airsmith, of which no subject is among `mine`. Shipped observations count half, and so many only as
 * there is room for.
 */
export function besideShipped(
  mine: Pick<Tally, 'history'>,
  shipped: Pick<Tally, 'history'>,
  asOf?: string,
): Confidence {
  const { good, all, own } = weighed(mine.history, asOf);
  let [most, right] = [0, 0];
  for (const [month, counts] of shipped.history) {
    most += counts.subjects * weightOf(month, asOf);
    right += counts.firstAttempt * weightOf(month, asOf);
  }
  const share = Math.min(Math.floor((most * UNPROVEN_HERE) / WHOLE), roomForShipped(own / WHOLE) * WHOLE);
  const helped = most === 0 ? 0 : Math.floor(share * (right / most));
  return posterior((good + helped) / WHOLE, (all - good + share - helped) / WHOLE);
}

/** Shipped observations that may still count beside so many made here: each one made here takes the place of one. */
export function roomForShipped(observed: number): number {
  return Math.max(0, FOREIGN_MOST / WHOLE - observed);
}

/** What counts, in thousandths: all observations and the good ones, and of all the own. */
function weighed(
  history: Tally['history'],
  asOf: string | undefined,
): { readonly good: number; readonly all: number; readonly own: number } {
  const own = { all: 0, good: 0 };
  const foreign = { all: 0, good: 0 };
  let provenHere = 0;
  for (const [month, counts] of history) {
    const weight = weightOf(month, asOf);
    const there = counts.foreign;
    own.all += (counts.subjects - there.subjects) * weight;
    own.good += (counts.firstAttempt - there.firstAttempt) * weight;
    foreign.all += there.subjects * weight;
    foreign.good += there.firstAttempt * weight;
    provenHere += counts.proven - there.proven;
  }
  const share = provenHere > 0 ? WHOLE : UNPROVEN_HERE;
  const most = provenHere > 0 ? Math.max(FOREIGN_MOST, own.all) : FOREIGN_MOST;
  const counts = Math.min(Math.floor((foreign.all * share) / WHOLE), most);
  const good = foreign.all === 0 ? 0 : Math.floor(counts * (foreign.good / foreign.all));
  return { good: own.good + good, all: own.all + counts, own: own.all };
}

/** Confidence that a fix helps, from how it did in each subject; weighed in the same way. */
export function effectConfidence(effects: readonly Effect[], asOf?: string): Confidence {
  const history = new Map<string, CountsByPlace>();
  for (const { month, helped, foreign } of effects) {
    const before = history.get(month) ?? { ...NOTHING, foreign: NOTHING };
    history.set(month, {
      ...added(before, helped),
      foreign: foreign ? added(before.foreign, helped) : before.foreign,
    });
  }
  return confidenceOf({ history }, asOf);
}

/** To help is what counts as success, of the first attempt and in the end. */
function added({ subjects, firstAttempt, proven }: Counts, helped: boolean): Counts {
  const one = helped ? 1 : 0;
  return { subjects: subjects + 1, firstAttempt: firstAttempt + one, proven: proven + one };
}

/** `history` with one observation more, of this repository: what a run that is not merged yet would make of it. */
export function withOutcome(
  history: Tally['history'],
  month: string,
  { firstAttempt, proven }: { readonly firstAttempt: boolean; readonly proven: boolean },
): Tally['history'] {
  const before = history.get(month);
  const after = {
    subjects: (before?.subjects ?? 0) + 1,
    firstAttempt: (before?.firstAttempt ?? 0) + (firstAttempt ? 1 : 0),
    proven: (before?.proven ?? 0) + (proven ? 1 : 0),
    foreign: before?.foreign ?? NOTHING,
  };
  return new Map([...history, [month, after]]);
}

export const NOTHING: Counts = { subjects: 0, firstAttempt: 0, proven: 0 };

function weightOf(month: string, asOf: string | undefined): number {
  if (asOf === undefined) return WHOLE;
  const years = Math.floor((monthNumber(asOf) - monthNumber(month)) / 12);
  // A shift by 32 would start again from the whole.
  return years <= 0 ? WHOLE : WHOLE >> Math.min(years, 30);
}

function monthNumber(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
}
