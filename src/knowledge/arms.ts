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
    const { choice, outcome, spec, attempts } = first.evidence;
    const sum = sums.get(choice.strategy) ?? {
      all: { ...NOTHING },
      weighted: { ...NOTHING },
      microDollars: 0,
      categories: new Map(),
    };
    sums.set(choice.strategy, sum);
    const category = sum.categories.get(spec.category) ?? { ...NOTHING };
    sum.categories.set(spec.category, category);
    // A probability of 0 is a mistake of whoever wrote it, and must not weigh without end.
    const weight = Math.round((WHOLE * WHOLE) / Math.max(1, choice.probability));
    count(sum.all, outcome.first_attempt, outcome.proven);
    count(category, outcome.first_attempt, outcome.proven);
    count(sum.weighted, outcome.first_attempt, outcome.proven, weight);
    for (const { micro_dollars } of attempts) sum.microDollars += micro_dollars;
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
