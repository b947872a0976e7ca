/** What finished cells say: each arm by itself, and against none. Pure; nothing is claimed from fewer than sixty pairs. */

import type { ExperimentReport } from '../generated/experiment-file.js';
import type { TrialRecord } from '../generated/trial-file.js';
import { ARMS, BASELINE } from './arms.js';
import { diceOf } from './dice.js';
import { clusterBootstrap, grouped, type Interval, mcnemarExact, mean, wilson } from './statistics.js';

export type ArmSummary = ExperimentReport['arms'][number];
export type Comparison = ExperimentReport['comparisons'][number];

/** Fewer pairs are "inconclusive", whatever the figures. */
export const FEWEST_PAIRS = 60;
const SIGNIFICANT = 0.05;
/** An endpoint that is no model names itself so. */
const DOUBLE = /^double\b/i;

/** Whether the answers came from a double: then the figures show that the plumbing works, and nothing about a model. */
export function isPlumbing(trials: readonly TrialRecord[]): boolean {
  return trials.some(({ models }) => models.some((model) => DOUBLE.test(model)));
}

export function modelsIn(trials: readonly TrialRecord[]): string[] {
  return [...new Set(trials.flatMap(({ models }) => models))].sort();
}

/** The report of an experiment, from its cells. The same cells in any order give the same. */
export function summarise(
  cells: readonly TrialRecord[],
  missing: number,
  how: ExperimentReport['how'],
  experiment: string,
): ExperimentReport {
  const trials = [...cells].sort(
    (a, b) => compare(a.family, b.family) || compare(a.spec, b.spec) || a.sample - b.sample,
  );
  const present = ARMS.filter((arm) => trials.some((trial) => trial.arm === arm));
  const of = (arm: string) => trials.filter((trial) => trial.arm === arm);
  const plumbing = isPlumbing(trials);
  const others = present.includes(BASELINE) ? present.filter((arm) => arm !== BASELINE) : [];
  return {
    schema: 'experiment-report/1',
    experiment,
    how,
    plumbing_only: plumbing,
    complete: missing === 0,
    missing,
    arms: present.map((arm) => armSummary(arm, of(arm))),
    comparisons: others.map((arm) => comparison(arm, of(arm), of(BASELINE), { plumbing, experiment })),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function armSummary(arm: string, trials: readonly TrialRecord[]): ArmSummary {
  const replayed = trials.some((trial) => trial.replayed);
  const failed: Record<string, number> = {};
  for (const trial of trials) if (!trial.proven) failed[trial.failed] = (failed[trial.failed] ?? 0) + 1;
  return {
    arm,
    first: share(trials.filter(({ first }) => first).length, trials.length),
    proven: share(trials.filter(({ proven }) => proven).length, trials.length),
    attempts_to_proof: mean(trials.filter(({ proven }) => proven).map(({ attempts }) => attempts)) ?? null,
    tokens: replayed ? null : (mean(trials.map(tokensOf)) ?? null),
    cost_usd: replayed ? null : trials.reduce((sum, trial) => sum + trial.micro_dollars, 0) / 1e6,
    told: mean(trials.map(({ told }) => told)) ?? null,
    failed,
  };
}

export function tokensOf({ tokens }: TrialRecord): number {
  return tokens.input + tokens.output + tokens.cache_read + tokens.cache_write;
}

/** A share with Wilson's interval. */
export function share(count: number, of: number): ArmSummary['first'] {
  return { of, count, share: of === 0 ? null : count / of, ...wilson(count, of) };
}

interface Pair {
  readonly spec: string;
  readonly family: string;
  readonly right: boolean;
  readonly before: boolean;
}

function comparison(
  arm: string,
  trials: readonly TrialRecord[],
  baseline: readonly TrialRecord[],
  { plumbing, experiment }: { readonly plumbing: boolean; readonly experiment: string },
): Comparison {
  const known = new Map(baseline.map((trial) => [`${trial.spec} ${trial.sample}`, trial]));
  const pairs = trials.flatMap(({ spec, family, sample, first }): readonly Pair[] => {
    const other = known.get(`${spec} ${sample}`);
    return other ? [{ spec, family, right: first, before: other.first }] : [];
  });
  const helped = pairs.filter(({ right, before }) => right && !before).length;
  const hurt = pairs.filter(({ right, before }) => !right && before).length;
  const families = [...grouped(pairs, ({ family }) => family).values()];
  const difference = differenceOf(pairs);
  const interval = clusterBootstrap(families, differenceOf, diceOf(`${experiment} ${arm}`));
  const p = mcnemarExact(helped, hurt);
  return {
    arm,
    against: BASELINE,
    pairs: pairs.length,
    helped,
    hurt,
    difference: difference ?? null,
    interval: interval ?? null,
    p,
    harmed: harmedIn(pairs),
    ...(plumbing
      ? { verdict: 'plumbing only' as const, because: 'a double answered instead of a model' }
      : verdictOf(pairs.length, difference, interval, p)),
  };
}

function differenceOf(pairs: readonly Pair[]): number | undefined {
  return mean(pairs.map(({ right, before }) => Number(right) - Number(before)));
}

function harmedIn(pairs: readonly Pair[]): Comparison['harmed'] {
  return [...grouped(pairs, ({ spec }) => spec)]
    .map(([spec, some]) => ({
      spec,
      right: some.filter(({ right }) => right).length,
      before: some.filter(({ before }) => before).length,
      of: some.length,
    }))
    .filter(({ right, before }) => right < before);
}

/** Both have to agree: the test takes pairs for independent, and the interval takes families for what would come again. */
function verdictOf(
  pairs: number,
  difference: number | undefined,
  interval: Interval | undefined,
  p: number,
): Pick<Comparison, 'verdict' | 'because'> {
  const inconclusive = (because: string) => ({ verdict: 'inconclusive' as const, because });
  if (pairs < FEWEST_PAIRS) return inconclusive(`${pairs} pairs, and fewer than ${FEWEST_PAIRS} say nothing`);
  if (interval === undefined || difference === undefined)
    return inconclusive('one family says nothing about others');
  if (interval.low <= 0 && interval.high >= 0) return inconclusive('the interval holds no difference');
  if (p >= SIGNIFICANT) return inconclusive(`as uneven a split comes by chance with p = ${p.toFixed(3)}`);
  const because = `the interval and McNemar's test (p = ${p.toPrecision(2)}) agree`;
  return { verdict: difference > 0 ? 'better' : 'worse', because };
}
