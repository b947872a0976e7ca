import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openLedger } from '../../src/author/ledger.js';
import { ceilingOf, costOf, priceOf } from '../../src/author/prices.js';

describe('the ledger', () => {
  test('never books more than its cap, whatever the order of calls, failures and late settlements', () => {
    const step = fc.record({
      wanted: fc.nat(500),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      late: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.nat(2_000), fc.array(step, { maxLength: 60 }), (cap, steps) => {
        const ledger = openLedger(cap);
        const open: (() => void)[] = [];
        let expected = 0;
        for (const { wanted, share, late } of steps) {
          const reservation = ledger.reserve(wanted);
          if (!reservation) continue;
          const actual = Math.floor(wanted * share);
          expected += actual;
          if (late) open.push(() => reservation.settle(actual));
          else reservation.settle(actual);
          expect(ledger.spent()).toBeLessThanOrEqual(cap);
        }
        for (const settle of open) settle();
        expect(ledger.spent()).toBe(expected);
        expect(ledger.spent()).toBeLessThanOrEqual(cap);
      }),
    );
  });

  test('a reservation settles once', () => {
    const ledger = openLedger(100);
    const reservation = ledger.reserve(60);
    reservation?.settle(10);
    reservation?.settle(10);
    expect(ledger.spent()).toBe(10);
    expect(ledger.reserve(90)).toBeDefined();
  });

  test.each([[-1], [Number.NaN], [0.5], [101]])('refuses to reserve %s of 100', (amount) => {
    expect(openLedger(100).reserve(amount)).toBeUndefined();
  });
});

describe('prices', () => {
  test('of an unknown model are the dearest known, so that it cannot slip under the cap', () => {
    expect(priceOf('claude-of-tomorrow')).toMatchObject({ assumed: true, output: 50_000 });
    expect(priceOf('claude-haiku-4-5-20251001')).toMatchObject({ assumed: false, input: 1_000 });
  });

  test('the ceiling of a call is never below its cost', () => {
    const tokens = fc.record({ prompt: fc.nat(50_000), cached: fc.nat(50_000), answer: fc.nat(16_000) });
    fc.assert(
      fc.property(
        tokens,
        fc.constantFrom('claude-sonnet-5-5', 'claude-haiku-5-5', 'x'),
        ({ prompt, cached, answer }, model) => {
          const cost = costOf(model, {
            inputTokens: prompt,
            cacheReadTokens: cached,
            cacheWriteTokens: 0,
            outputTokens: answer,
          });
          expect(cost).toBeLessThanOrEqual(ceilingOf(model, 2 * (prompt + cached), 16_000));
        },
      ),
    );
  });
});
