/** How well it went: overall, for each category of spec, and over time. */

import { byCodeUnit } from './canonical.js';
import type { Metrics, TrendPoint } from './knowledge.js';
import type { Observation } from './observations.js';
import { posterior } from './posterior.js';
import type { Sighting } from './sighting.js';
import { sorted } from './tally.js';

/** What is added up; the rest follows from it. */
const ADDED = [
  'subjects',
  'firstAttempt',
  'proven',
  'mended',
  'runs',
  'attempts',
  'errors',
  'tokens',
  'microDollars',
  'milliseconds',
] as const;
/** Generations in one point of a trend. */
const TREND_STEP = 10;

/** Metrics over all observations, and by category of the spec. */
export function metricsOf(observed: readonly Observation[]): {
  readonly overall: Metrics;
  readonly categories: ReadonlyMap<string, Metrics>;
} {
  const byCategory = new Map<string, Observation[]>();
  for (const observation of observed) {
    const { category } = observation.last;
    const some = byCategory.get(category);
    if (some) some.push(observation);
    else byCategory.set(category, [observation]);
  }
  const categories = new Map([...byCategory].map(([category, some]) => [category, sum(some)]));
  return { overall: together([...categories.values()]), categories: sorted(categories) };
}

/** Metrics of everything from those of its parts. */
function together(parts: readonly Metrics[]): Metrics {
  const all = sum([]);
  const total: { -readonly [Key in keyof Metrics]: Metrics[Key] } = { ...all };
  for (const part of parts) for (const key of ADDED) total[key] += part[key];
  return { ...total, success: posterior(total.firstAttempt, total.subjects - total.firstAttempt) };
}

/** Metrics for each ten generations, in order of recorded time and id; the last group may be smaller. */
export function trendOf(observed: readonly Observation[], category?: string): readonly TrendPoint[] {
  const order = observed
    .filter(({ last }) => category === undefined || last.category === category)
    .sort((a, b) => byCodeUnit(a.first.at, b.first.at) || byCodeUnit(a.first.id, b.first.id));
  const points: TrendPoint[] = [];
  for (let start = 0; start < order.length; start += TREND_STEP) {
    const some = order.slice(start, start + TREND_STEP);
    const from = some[0]?.first.at ?? '';
    points.push({ from, to: some.at(-1)?.first.at ?? from, ...sum(some) });
  }
  return points;
}

type Sum = { -readonly [Key in (typeof ADDED)[number]]: number };

function sum(observed: readonly Observation[]): Metrics {
  const total: Sum = {
    subjects: observed.length,
    firstAttempt: 0,
    proven: 0,
    mended: 0,
    runs: 0,
    attempts: 0,
    errors: 0,
    tokens: 0,
    microDollars: 0,
    milliseconds: 0,
  };
  for (const { first, last, repeats } of observed) {
    if (first.firstAttempt) total.firstAttempt += 1;
    if (last.proven) total.proven += 1;
    if (first.table.mended(first.row)) total.mended += 1;
    addRun(total, first);
    for (const run of repeats) addRun(total, run);
  }
  const { firstAttempt, subjects } = total;
  return { ...total, success: posterior(firstAttempt, subjects - firstAttempt) };
}

function addRun(total: Sum, { table, row }: Sighting): void {
  total.runs += 1;
  total.attempts += table.attempts[row] as number;
  total.errors += table.errors[row] as number;
  total.tokens += table.tokens[row] as number;
  total.microDollars += table.microDollars[row] as number;
  total.milliseconds += table.milliseconds[row] as number;
}
