/** Chance that replays: the same seed gives the same numbers on every machine. */

import { createHash } from 'node:crypto';

/** Numbers from 0 up to, not including, 1. */
export type Dice = () => number;

/** Dice of a seed: sfc32 over the SHA-256 of the text. */
export function diceOf(seed: string): Dice {
  const hash = createHash('sha256').update(seed).digest();
  let [a, b, c, d] = [0, 4, 8, 12].map((at) => hash.readInt32LE(at)) as [number, number, number, number];
  return () => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
}

/** The items in another order; each order is as likely as any other. */
export function shuffled<T>(items: readonly T[], dice: Dice): readonly T[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(dice() * (last + 1));
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}
