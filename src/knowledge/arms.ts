/** What the observations say of the strategies of briefing. */

import type { Arm, Counts } from './knowledge.js';
import type { Observation } from './observations.js';
import { posterior } from './posterior.js';
import { count, sorted } from './tally.js';
import { NOTHING } from './weight.js';

/** Probabilities and weights are in thousandths. */
const WHOLE = 1000;

type Sum = { -readonly [Key in keyof Counts]: number };

/** Arms by strategy. The first run of a subject counts: later ones know what it taught. */
export function armsOf(observed: readonly Observation[]): ReadonlyMap<string, Arm> {
  const sums = new Map<
    string,
    { all: Sum; weighted: Sum; microDollars: number; readonly categories: Map<string, Sum> }
  >();
  for (const { first } of observed) {
    const { firstAttempt, proven, category: name, table, row } = first;
    const strategy = table.strategy[row] as string;
    const probability = table.probability[row] as number;
    let sum = sums.get(strategy);
    if (sum === undefined) {
      sum = { all: { ...NOTHING }, weighted: { ...NOTHING }, microDollars: 0, categories: new Map() };
      sums.set(strategy, sum);
    }
    let category = sum.categories.get(name);
    if (category === undefined) {
      category = { ...NOTHING };
      sum.categories.set(name, category);
    }
    // A probability of 0 is a mistake of whoever wrote it, and must not weigh without end.
    const weight = Math.round((WHOLE * WHOLE) / Math.max(1, probability));
    count(sum.all, firstAttempt, proven);
    count(category, firstAttempt, proven);
    count(sum.weighted, firstAttempt, proven, weight);
    sum.microDollars += table.microDollars[row] as number;
  }
  return sorted(
    new Map(
      [...sums].map(([strategy, { all, weighted, microDollars, categories }]) => [
        strategy,
        {
          ...all,
          ...posterior(all.firstAttempt, all.subjects - all.firstAttempt),
          weighted,
          microDollars,
          categories: sorted(categories),
        },
      ]),
    ),
  );
}
