/** Which items go together. */

import { byCodeUnit } from './canonical.js';
import { carrying } from './carriers.js';
import type { Combination, Counts } from './knowledge.js';
import type { Observation } from './observations.js';
import { posterior } from './posterior.js';
import { count } from './tally.js';
import { NOTHING } from './weight.js';

/** A pair that one subject carried says nothing yet. */
const LEAST = 2;

/** Pairs of items that at least two subjects carried, the most frequent first; with `item` only those that it is in. */
export function combinationsOf(observed: readonly Observation[], item?: string): readonly Combination[] {
  const items = carrying(observed).toSorted((a, b) => byCodeUnit(a.id, b.id));
  const ids = items.map(({ id }) => id);
  const carriedBy = observed.map((): number[] => []);
  for (const [number, { carriers }] of items.entries())
    for (const place of carriers) carriedBy[place]?.push(number);
  const pairs = new Map<number, { -readonly [Key in keyof Counts]: number }>();
  for (const [place, { first, last }] of observed.entries()) {
    const carried = carriedBy[place] ?? [];
    for (const [index, one] of carried.entries())
      for (const other of carried.slice(index + 1)) {
        if (item !== undefined && ids[one] !== item && ids[other] !== item) continue;
        // Two numbers below 2^26 as one, which is faster than a text.
        const key = one * 0x4000000 + other;
        const counts = pairs.get(key) ?? { ...NOTHING };
        if (counts.subjects === 0) pairs.set(key, counts);
        count(counts, first.firstAttempt, last.proven);
      }
  }
  const found: Combination[] = [];
  for (const [key, counts] of pairs) {
    const items = [ids[Math.floor(key / 0x4000000)] ?? '', ids[key % 0x4000000] ?? ''] as const;
    if (counts.subjects < LEAST) continue;
    found.push({
      items: [...items],
      ...counts,
      ...posterior(counts.firstAttempt, counts.subjects - counts.firstAttempt),
    });
  }
  return found.sort(
    (a, b) =>
      b.subjects - a.subjects || byCodeUnit(a.items[0], b.items[0]) || byCodeUnit(a.items[1], b.items[1]),
  );
}
