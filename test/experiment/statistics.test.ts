import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diceOf, shuffled } from '../../src/experiment/dice.js';
import { clusterBootstrap, mcnemarExact, mean, wilson } from '../../src/experiment/statistics.js';

describe("Wilson's interval", () => {
  test.each([
    // Newcombe 1998, table I, method 3.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i is %f to %f, as published', (successes, n, low, high) => {
    const interval = wilson(successes, n);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  test('holds the share, mirrors, and narrows with more of the same', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), (right, wrong) => {
        const n = right + wrong;
        const { low, high } = wilson(right, n);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        if (n === 0) return;
        expect(low).toBeLessThanOrEqual(right / n + 1e-12);
        expect(high).toBeGreaterThanOrEqual(right / n - 1e-12);
        expect(wilson(wrong, n).low).toBeCloseTo(1 - high, 10);
        const more = wilson(10 * right, 10 * n);
        expect(more.high - more.low).toBeLessThan(high - low);
      }),
    );
  });
});

describe("McNemar's exact test", () => {
  test.each([
    // Two-sided binomial tails that can be added up by hand.
    [0, 0, 1],
    [1, 0, 1],
    [0, 5, 2 / 32],
    [0, 6, 2 / 64],
    [2, 10, (2 * (1 + 12 + 66)) / 4096],
    [5, 5, 1],
    // Fay 2011 ("Exact McNemar's Test"): 9 against 2 of 11.
    [9, 2, (2 * (1 + 11 + 55)) / 2048],
  ])('of %i against %i', (first, second, p) => {
    expect(mcnemarExact(first, second)).toBeCloseTo(p, 10);
  });

  test('is symmetric, a probability, and smaller where the split is more uneven', () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(3000), (a, b) => {
        const p = mcnemarExact(a, b);
        expect(p).toBeCloseTo(mcnemarExact(b, a), 12);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        if (a < b) expect(mcnemarExact(a, b + 1)).toBeLessThanOrEqual(p + 1e-12);
      }),
    );
  });
});

describe('the bootstrap by cluster', () => {
  test('agrees with every resample counted out', () => {
    // Two clusters: (0,0), (0,1), (1,0), (1,1) are equally likely, so the means are -1, 1/3, 1/3, 1.
    const clusters = [[-1], [1, 1]];
    const interval = clusterBootstrap(clusters, mean, diceOf('two'), 20_000);
    expect(interval).toEqual({ low: -1, high: 1 });
    const middle = Array.from({ length: 2_000 }, (_, draw) => {
      const one = clusterBootstrap(clusters, mean, diceOf(`${draw}`), 1);
      return one?.low ?? Number.NaN;
    });
    for (const [value, share] of [
      [-1, 0.25],
      [1 / 3, 0.5],
      [1, 0.25],
    ] as const) {
      const seen = middle.filter((one) => Math.abs(one - value) < 1e-12).length / middle.length;
      expect(seen).toBeGreaterThan(share - 0.05);
      expect(seen).toBeLessThan(share + 0.05);
    }
  });

  test('with clusters of one case gives the width that the normal approximation gives', () => {
    const values = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? 0 : 1));
    const interval = clusterBootstrap(
      values.map((value) => [value]),
      mean,
      diceOf('width'),
    );
    // 0.5 ± 1.96 · 0.5 / √200
    expect(interval?.low).toBeCloseTo(0.4307, 2);
    expect(interval?.high).toBeCloseTo(0.5693, 2);
  });

  test('is wider where cases of a cluster agree than where they do not', () => {
    const agreeing = [0, 1, 0, 1].map((value) => Array.from({ length: 25 }, () => value));
    const mixed = Array.from({ length: 4 }, () => Array.from({ length: 25 }, (_, index) => index % 2));
    const width = (clusters: number[][]) => {
      const { low, high } = clusterBootstrap(clusters, mean, diceOf('x')) ?? { low: 0, high: 0 };
      return high - low;
    };
    expect(width(agreeing)).toBeGreaterThan(0.5);
    expect(width(mixed)).toBeLessThan(0.05);
  });

  test('says nothing about one cluster, or none', () => {
    expect(clusterBootstrap([[1, 0, 1]], mean, diceOf('x'))).toBeUndefined();
    expect(clusterBootstrap([], mean, diceOf('x'))).toBeUndefined();
  });

  test('stays between the least and the greatest, and replays', () => {
    const clusters = fc.array(fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 1, maxLength: 6 }), {
      minLength: 2,
      maxLength: 8,
    });
    fc.assert(
      fc.property(clusters, fc.string(), (some, seed) => {
        const interval = clusterBootstrap(some, mean, diceOf(seed), 200);
        expect(interval).toEqual(clusterBootstrap(some, mean, diceOf(seed), 200));
        const all = some.flat();
        expect(interval?.low).toBeGreaterThanOrEqual(Math.min(...all));
        expect(interval?.high).toBeLessThanOrEqual(Math.max(...all));
      }),
    );
  });
});

describe('dice', () => {
  test('are even', () => {
    const dice = diceOf('even');
    const counts = Array.from({ length: 10 }, () => 0);
    for (let roll = 0; roll < 100_000; roll += 1) {
      const place = Math.floor(dice() * 10);
      counts[place] = (counts[place] ?? 0) + 1;
    }
    // χ² with 9 degrees of freedom stays below 27.9 in 999 of 1000 cases; the seed is fixed.
    const chi = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chi).toBeLessThan(27.9);
  });

  test('shuffle without loss, every order as often', () => {
    const seen = new Map<string, number>();
    for (let seed = 0; seed < 6_000; seed += 1) {
      const order = shuffled(['a', 'b', 'c'], diceOf(`${seed}`)).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect([...seen.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
    for (const count of seen.values()) expect(Math.abs(count - 1_000)).toBeLessThan(120);
  });
});
