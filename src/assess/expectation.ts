/** How many attempts a spec may take, and what they may cost: from what runs before it took, and honest about how few these are. */

import type { Settings } from '../config.js';
import type { Knowledge, Metrics } from '../knowledge/index.js';
import { posterior } from '../knowledge/index.js';

export interface Range {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

export interface Expectation {
  /** What it is drawn from, in words. */
  readonly basis: string;
  /** Runs of this repository that it is drawn from; 0: it is a prior. */
  readonly runs: number;
  /** First-attempt success with its 90% interval. */
  readonly success: Range;
  /** Attempts of a model, as many as the settings allow at most. */
  readonly attempts: Range;
  /** Dollars; absent where nobody knows the price of a model. */
  readonly cost?: Range;
}

/** Dollars for a million tokens, as tokens in and out of one call. */
export type PriceOf = (model: string, input: number, output: number) => number | undefined;

export interface Known {
  /** What this repository's own runs tell, and what ships with airsmith besides. */
  readonly own: Pick<Knowledge, 'metrics'>;
  readonly all: Pick<Knowledge, 'metrics'>;
}

/** A category speaks for itself from so many subjects on; with fewer, all of them do. */
const ENOUGH = 5;
/** What one call takes where no run tells: the stable prefix at its limit, and a component of two to eight hundred lines. */
const PREFIX_TOKENS = 6_000;
const OUTPUT_TOKENS = { low: 1_500, expected: 2_500, high: 6_000 };
const CHARACTERS_PER_TOKEN = 3;

/** `specBytes` is the length of the spec file. */
export function expectationFor(
  category: string,
  specBytes: number,
  known: Known,
  settings: Pick<Settings, 'model' | 'escalateTo' | 'maxAttempts'>,
  priceOf: PriceOf,
): Expectation {
  const { metrics, basis, runs } = basisOf(category, known);
  const { confidence, margin } = posterior(metrics.firstAttempt, metrics.subjects - metrics.firstAttempt);
  const success = {
    low: Math.max(0.001, (confidence - margin) / 1000),
    expected: confidence / 1000,
    high: Math.min(0.999, (confidence + margin) / 1000),
  };
  const attempts = {
    low: attemptsAt(success.high, settings.maxAttempts),
    expected: attemptsAt(success.expected, settings.maxAttempts),
    high: attemptsAt(success.low, settings.maxAttempts),
  };
  const cost = costOf(attempts, specBytes, settings, priceOf);
  return { basis, runs, success, attempts, ...(cost ? { cost } : {}) };
}

function basisOf(
  category: string,
  { own, all }: Known,
): { readonly metrics: Metrics; readonly basis: string; readonly runs: number } {
  const here = own.metrics.overall;
  if (here.subjects === 0) {
    const { overall } = all.metrics;
    const prior =
      overall.subjects === 0 ? 'a uniform one' : `${overall.subjects} specs that ship with airsmith`;
    return { metrics: overall, basis: `no own runs yet: prior (${prior})`, runs: 0 };
  }
  const alike = own.metrics.categories.get(category);
  if (alike && alike.subjects >= ENOUGH)
    return { metrics: alike, basis: `from ${alike.runs} runs in ${category}`, runs: alike.runs };
  return { metrics: here, basis: `from ${here.runs} ${here.runs === 1 ? 'run' : 'runs'}`, runs: here.runs };
}

/** Expected attempts, each of which succeeds with the same probability: the mean of a geometric distribution that is cut off. */
function attemptsAt(success: number, most: number): number {
  return (1 - (1 - success) ** most) / success;
}

function costOf(
  attempts: Range,
  specBytes: number,
  { model, escalateTo }: Pick<Settings, 'model' | 'escalateTo'>,
  priceOf: PriceOf,
): Range | undefined {
  const input = PREFIX_TOKENS + Math.ceil(specBytes / CHARACTERS_PER_TOKEN);
  const at = (count: number, output: number) => {
    const first = priceOf(model, input, output);
    // A further attempt is told the one before as well.
    const further = priceOf(escalateTo || model, input + 2 * output, output);
    return first === undefined || further === undefined ? undefined : first + (count - 1) * further;
  };
  const low = at(attempts.low, OUTPUT_TOKENS.low);
  const expected = at(attempts.expected, OUTPUT_TOKENS.expected);
  const high = at(attempts.high, OUTPUT_TOKENS.high);
  return low === undefined || expected === undefined || high === undefined
    ? undefined
    : { low, expected, high };
}
