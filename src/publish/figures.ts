/** Money, time, versions and counts, as people read them. */

import type { Money } from '../flow.js';

/** What of the money was booked without a bill, and what was not spent: a phrase each, none where there is nothing to say. */
export function savings({ assumed, cache, batch, edits, reused }: Money): readonly string[] {
  return [
    ...(assumed > 0 ? [`${dollars(assumed)} of it at the most, since the bill is unknown`] : []),
    ...(cache > 0 ? [`the prompt cache saved ${dollars(cache)}`] : []),
    ...(batch > 0 ? [`batches saved ${dollars(batch)}`] : []),
    ...(edits > 0 ? [`edits instead of whole files saved about ${dollars(edits)} (estimate)`] : []),
    ...(reused > 0 ? [`${count(reused, 'component')} reused for nothing`] : []),
  ];
}

/** Micro-dollars: `$0`, `$0.004`, `$1.20`, `under $0.001`. */
export function dollars(micro: number): string {
  if (micro <= 0) return '$0';
  if (micro < 1_000) return 'under $0.001';
  return micro < 995_000 ? `$${(micro / 1e6).toFixed(3)}` : `$${(micro / 1e6).toFixed(2)}`;
}

/** Milliseconds: `0.4 s`, `48 s`, `3 min 20 s`. */
export function duration(ms: number): string {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Per mille with margin: `0.85 ± 0.06`. */
export function confidence(value: { readonly confidence: number; readonly margin: number }): string {
  return `${(value.confidence / 1000).toFixed(2)} ± ${(value.margin / 1000).toFixed(2)}`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Releases in order, `2.9.0` before `2.11.2`. */
export function byVersion(one: string, other: string): number {
  const left = one.split('.').map(Number);
  const right = other.split('.').map(Number);
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return one < other ? -1 : one > other ? 1 : 0;
}
