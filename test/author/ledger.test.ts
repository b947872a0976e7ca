import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Ledger, openLedger, type Reservation } from '../../src/author/ledger.js';
import { pricesWith, savedByCache } from '../../src/author/prices.js';

const PRICES = pricesWith({});

function ledgerOf(run: number, spec?: number): Ledger {
  return openLedger(spec === undefined ? { run } : { run, spec }, PRICES);
}

async function reserved(ledger: Ledger, amount: number, spec = 'a'): Promise<Reservation> {
  const reservation = await ledger.reserve(amount, spec);
  if (reservation.kind !== 'reserved') throw new Error(reservation.kind);
  return reservation;
}

describe('the ledger', () => {
  test('never books more than its caps, and everybody who waits is told, whatever the order', async () => {
    const step = fc.record({
      wanted: fc.nat(500),
      /** Of what was reserved; undefined: unknown. */
      share: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
      spec: fc.constantFrom('a', 'b', 'c'),
      settles: fc.nat(3),
      gives: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.nat(2_000),
        fc.nat(1_000),
        fc.array(step, { maxLength: 60 }),
        async (cap, specCap, steps) => {
          const ledger = ledgerOf(cap, specCap);
          const bySpec = new Map<string, number>();
          const open: (() => void)[] = [];
          let expected = 0;
          const told: Promise<unknown>[] = [];
          for (const { wanted, share, spec, settles, gives } of steps) {
            const up = new AbortController();
            const answer = ledger.reserve(wanted, spec, up.signal).then((reservation) => {
              if (reservation.kind !== 'reserved') return;
              const actual = share === undefined ? wanted : Math.floor(wanted * share);
              open.push(() => {
                expected += actual;
                bySpec.set(spec, (bySpec.get(spec) ?? 0) + actual);
                expect(reservation.settle(share === undefined ? 'unknown' : actual)).toBe(actual);
              });
            });
            told.push(answer);
            await Promise.resolve();
            if (gives) up.abort();
            for (const settle of open.splice(0, settles)) settle();
            expect(ledger.spent()).toBeLessThanOrEqual(cap);
          }
          let waiting = true;
          const all = Promise.all(told).then(() => {
            waiting = false;
          });
          while (waiting) {
            await new Promise(setImmediate);
            for (const settle of open.splice(0)) settle();
          }
          await all;
          for (const settle of open.splice(0)) settle();
          expect(ledger.spent()).toBe(expected);
          expect(ledger.spent()).toBeLessThanOrEqual(cap);
          for (const booked of bySpec.values()) expect(booked).toBeLessThanOrEqual(specCap);
        },
      ),
    );
  });

  test('a reservation settles once', async () => {
    const ledger = ledgerOf(100);
    const reservation = await reserved(ledger, 60);
    expect([reservation.settle(10), reservation.settle('unknown')]).toEqual([10, 10]);
    expect(ledger.spent()).toBe(10);
    await reserved(ledger, 90);
  });

  test('what is open is waited for, and the first in line is served first', async () => {
    const ledger = ledgerOf(100);
    const first = await reserved(ledger, 80);
    const order: string[] = [];
    const dear = ledger.reserve(70, 'b').then(({ kind }) => order.push(`dear ${kind}`));
    const cheap = ledger.reserve(10, 'c').then(({ kind }) => order.push(`cheap ${kind}`));
    await new Promise(setImmediate);
    expect(order).toEqual([]);
    first.settle(20);
    await Promise.all([dear, cheap]);
    expect(order).toEqual(['dear reserved', 'cheap reserved']);
  });

  test('what can never fit is refused once that is certain', async () => {
    const ledger = ledgerOf(100);
    const first = await reserved(ledger, 80);
    const second = ledger.reserve(70, 'b');
    first.settle(40);
    expect(await second).toMatchObject({ kind: 'refused', limit: 'run', spent: 40 });
  });

  test('who gives up while waiting holds back nobody', async () => {
    const ledger = ledgerOf(100);
    const first = await reserved(ledger, 80);
    const up = new AbortController();
    const second = ledger.reserve(70, 'b', up.signal);
    const third = ledger.reserve(20, 'c');
    up.abort();
    expect([(await second).kind, (await third).kind]).toEqual(['ended', 'reserved']);
    expect((await ledger.reserve(1, 'd', up.signal)).kind).toBe('ended');
    first.settle(0);
  });

  test.each([[Number.NaN], [-1], [0.5]])(
    'a bill of %s is none: the whole reservation is booked',
    async (bill) => {
      const ledger = ledgerOf(100);
      expect((await reserved(ledger, 60)).settle(bill)).toBe(60);
      expect(ledger.assumed()).toBe(60);
    },
  );

  test('a bill above the reservation is booked as it is, and closes the ledger', async () => {
    const ledger = ledgerOf(100);
    (await reserved(ledger, 60)).settle(130);
    expect(ledger.spent()).toBe(130);
    expect((await ledger.reserve(0, 'a')).kind).toBe('refused');
  });

  test.each([[-1], [Number.NaN], [0.5], [101]])('refuses to reserve %s of 100', async (amount) => {
    expect((await ledgerOf(100).reserve(amount, 'a')).kind).toBe('refused');
  });
});

describe('prices', () => {
  test('of an unknown model there are none, so that it cannot slip under the cap', () => {
    expect(PRICES.of('claude-of-tomorrow')).toBeUndefined();
    expect(PRICES.ceiling('claude-of-tomorrow', 1, 1, 'call')).toBeUndefined();
    expect(PRICES.of('claude-haiku-4-5-20251001')).toMatchObject({ input: 1_000 });
  });

  test('of the settings stand before the table, and what they leave out is dear', () => {
    const own = pricesWith({ 'claude-haiku-5-5': { input: 3, output: 0.123 } });
    expect(own.of('claude-haiku-5-5')).toEqual({
      input: 3_000,
      output: 123,
      cacheWrite: 3_750,
      cacheRead: 3_000,
    });
  });

  test('a batch costs half', () => {
    const tokens = { inputTokens: 1_000, outputTokens: 1_000, cacheReadTokens: 0, cacheWriteTokens: 0 };
    const cost = (way: 'call' | 'batch') =>
      PRICES.cost('claude-sonnet-5-5', 'claude-sonnet-5-5', tokens, way);
    expect([cost('call'), cost('batch')]).toEqual([12_000, 6_000]);
  });

  test('the cache saves what was read, less what writing it cost more', () => {
    const price = { input: 2_000, output: 1, cacheWrite: 2_500, cacheRead: 100 };
    const tokens = { inputTokens: 5, outputTokens: 5, cacheReadTokens: 1_000, cacheWriteTokens: 1_000 };
    expect(savedByCache(price, tokens)).toBe(1_900 - 500);
  });

  test('the ceiling of a call is never below its cost', () => {
    const tokens = fc.record({
      prompt: fc.nat(80_000),
      cached: fc.nat(80_000),
      written: fc.nat(80_000),
      answer: fc.nat(16_000),
    });
    const model = fc.constantFrom('claude-sonnet-5-5', 'claude-haiku-5-5', 'own');
    const prices = pricesWith({ own: { input: 1, output: 2, 'cache-write': 0.5 } });
    fc.assert(
      fc.property(
        tokens,
        model,
        fc.constantFrom('call', 'batch'),
        ({ prompt, cached, written, answer }, name, way) => {
          const used = {
            inputTokens: prompt,
            cacheReadTokens: cached,
            cacheWriteTokens: written,
            outputTokens: answer,
          };
          const cost = prices.cost(name, name, used, way);
          expect(cost).toBeLessThanOrEqual(prices.ceiling(name, prompt + cached + written, 16_000, way) ?? 0);
        },
      ),
    );
  });
});
