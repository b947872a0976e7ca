import { describe, expect, test } from 'vitest';
import { openLedger } from '../../src/author/ledger.js';
import { modelOf, modelsInWords } from '../../src/author/models.js';
import { moneyOf } from '../../src/author/money.js';
import { pricesWith } from '../../src/author/prices.js';
import { DEFAULT_SETTINGS, type Overrides, resolveConfig } from '../../src/config.js';
import { NO_MONEY, NO_USAGE, type SpecOutcome } from '../../src/flow.js';
import { savings } from '../../src/publish/figures.js';
import { costText } from '../../src/report/terminal.js';

const configOf = (overrides: Overrides) =>
  resolveConfig(DEFAULT_SETTINGS, overrides, { root: '/', assets: '/', cache: '/' });

function outcomeOf(number: number, cacheReadTokens: number): SpecOutcome {
  const author = {
    model: 'claude-sonnet-5-5',
    promptFingerprint: '',
    replayed: false,
    unwritten: number * 3_000,
  };
  const best = { number, author, usage: { ...NO_USAGE, cacheReadTokens }, ms: 1 };
  return { attempts: [best], proven: true, best } as unknown as SpecOutcome;
}

describe('what a run spent and saved', () => {
  test('is counted over all attempts: the cache, batches, and what was only proven again', async () => {
    const ledger = openLedger({ run: 1_000 }, pricesWith({}));
    for (const bill of [100, 'unknown'] as const) {
      const reservation = await ledger.reserve(300, 'a');
      if (reservation.kind === 'reserved') reservation.settle(bill);
    }
    const outcomes = [outcomeOf(1, 1_000), outcomeOf(0, 0)];
    // 3,000 tokens at $10 a million were not written.
    // 1,000 tokens at $0.10 instead of $2, for a million each.
    expect(moneyOf(outcomes, ledger, false)).toEqual({
      spent: 400,
      assumed: 300,
      cache: 1_900,
      batch: 0,
      edits: 30_000,
      reused: 1,
    });
    expect(moneyOf(outcomes, ledger, true)).toMatchObject({ cache: 950, batch: 100, edits: 15_000 });
  });

  test('is said where there is something to say', () => {
    const money = { spent: 40_000, assumed: 20_000, cache: 5_000, batch: 3_000, edits: 7_000, reused: 2 };
    expect(savings(NO_MONEY)).toEqual([]);
    expect(savings(money).join('; ')).toBe(
      '$0.020 of it at the most, since the bill is unknown; the prompt cache saved $0.005; batches saved $0.003; edits instead of whole files saved about $0.007 (estimate); 2 components reused for nothing',
    );
    expect(costText(money)).toContain('$0.0400 spent, $0.0200 of it at the most');
  });
});

describe('the model of an attempt', () => {
  test('is the cheap one first, then the strong one', () => {
    const settings = { model: 'cheap', escalateTo: 'strong' };
    expect([1, 2, 3].map((attempt) => modelOf(attempt, settings))).toEqual(['cheap', 'strong', 'strong']);
    expect(modelsInWords(settings)).toBe('asking cheap, then strong');
    expect(modelOf(2, { model: 'cheap', escalateTo: '' })).toBe('cheap');
  });

  test('that is named for one run is alone, unless the stronger one is named too', () => {
    expect(configOf({ model: 'mine' })).toMatchObject({ model: 'mine', escalateTo: '' });
    expect(configOf({ model: 'mine', escalateTo: 'strong' })).toMatchObject({ escalateTo: 'strong' });
    expect(configOf({ model: '', escalateTo: '' })).toMatchObject({
      model: DEFAULT_SETTINGS.model,
      escalateTo: DEFAULT_SETTINGS.escalateTo,
    });
  });

  test.each<[Overrides]>([[{ batch: 'sometimes' }], [{ maxMinutes: '0' }], [{ maxCostPerSpec: '-1' }]])(
    'and the other limits are refused where they cannot be read: %j',
    (overrides) => {
      expect(() => configOf(overrides)).toThrow();
    },
  );
});
