/** What may be concluded from so many cases: intervals and tests. Pure; randomness comes as dice. */

import type { Dice } from './dice.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** 97.5th percentile of the normal distribution. */
const Z = 1.959963984540054;
const LEVEL = 0.95;

/** Wilson's 95% interval for a share of `n` cases; from 0 to 1 where there is none. (Wilson 1927; Newcombe 1998, method 3.) */
export function wilson(successes: number, n: number): Interval {
  if (n === 0) return { low: 0, high: 1 };
  const share = successes / n;
  const centre = share + Z ** 2 / (2 * n);
  const width = Z * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  const scale = 1 + Z ** 2 / n;
  // At the ends the formula gives the end itself, but for rounding.
  return {
    low: successes === 0 ? 0 : Math.max(0, (centre - width) / scale),
    high: successes === n ? 1 : Math.min(1, (centre + width) / scale),
  };
}

/**
 * McNemar's exact test: how likely so uneven a split of the pairs that disagree is, were both ways equally likely. Two-sided; 1
 * where no pair disagrees. Pairs that agree say nothing.
 */
export function mcnemarExact(onlyFirst: number, onlySecond: number): number {
  const n = onlyFirst + onlySecond;
  const fewer = Math.min(onlyFirst, onlySecond);
  let logChoose = 0;
  let tail = 0;
  for (let k = 0; k <= fewer; k += 1) {
    if (k > 0) logChoose += Math.log((n - k + 1) / k);
    tail += Math.exp(logChoose - n * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}

/**
 * Percentile interval (95%) of a statistic by resampling whole clusters: cases of one cluster resemble one another, so they are no
 * independent witnesses. Undefined with fewer than two clusters, which say nothing about further ones, or where no resample has a value.
 */
export function clusterBootstrap<T>(
  clusters: readonly (readonly T[])[],
  statistic: (cases: readonly T[]) => number | undefined,
  dice: Dice,
  draws = 10_000,
): Interval | undefined {
  if (clusters.length < 2) return undefined;
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const cases = clusters.flatMap(() => clusters[Math.floor(dice() * clusters.length)] ?? []);
    const value = statistic(cases);
    if (value !== undefined) values.push(value);
  }
  if (values.length === 0) return undefined;
  values.sort((a, b) => a - b);
  return { low: quantile(values, (1 - LEVEL) / 2), high: quantile(values, (1 + LEVEL) / 2) };
}

/** Quantile of sorted values, interpolated between the two nearest (R's type 7). */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** Undefined of nothing. */
export function mean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The items by their key, in the order in which keys first come. */
export function grouped<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const some = groups.get(key(item));
    if (some) some.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
