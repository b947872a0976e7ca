/** How well it went: overall and for each category of spec. */

import type { Metrics } from './knowledge.js';
import type { DatedEvidence, Observation } from './observations.js';
import { posterior } from './posterior.js';
import { sorted } from './tally.js';

/** Metrics over all observations, and by category of the spec. */
export function metricsOf(observed: readonly Observation[]): {
  readonly overall: Metrics;
  readonly categories: ReadonlyMap<string, Metrics>;
} {
  const byCategory = new Map<string, Observation[]>();
  for (const observation of observed) {
    const { category } = observation.last.evidence.spec;
    byCategory.set(category, [...(byCategory.get(category) ?? []), observation]);
  }
  const categories = new Map([...byCategory].map(([category, some]) => [category, sum(some)]));
  return { overall: sum(observed), categories: sorted(categories) };
}

function sum(observed: readonly Observation[]): Metrics {
  const runs = observed.flatMap((observation) => observation.runs);
  const attempts = runs.flatMap(({ evidence }) => evidence.attempts);
  const total = (of: (attempt: (typeof attempts)[number]) => number) =>
    attempts.reduce((all, attempt) => all + of(attempt), 0);
  const firstAttempt = observed.filter(({ first }) => first.evidence.outcome.first_attempt).length;
  return {
    subjects: observed.length,
    firstAttempt,
    proven: observed.filter(({ last }) => isProven(last)).length,
    success: posterior(firstAttempt, observed.length - firstAttempt),
    runs: runs.length,
    attempts: attempts.length,
    errors: total(({ errors }) => errors.length),
    tokens: total((a) => a.input_tokens + a.output_tokens + a.cache_read_tokens + a.cache_write_tokens),
    microDollars: total((a) => a.micro_dollars),
    milliseconds: total((a) => a.milliseconds),
  };
}

function isProven({ evidence }: DatedEvidence): boolean {
  return evidence.outcome.proven;
}
