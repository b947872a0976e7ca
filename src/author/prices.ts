/** What a model costs, in micro-dollars for a thousand tokens, so that every amount in the ledger is an integer. */

import type { Usage } from '../flow.js';

export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite: number;
  readonly cacheRead: number;
}

/**
 * As the vendor published them on 2026-11-22. Cache writes are those for five minutes; dearer rates for prompts of
 * more than 100,000 tokens are left out, since ours have a tenth of that.
 */
const PRICES: ReadonlyMap<string, Price> = new Map([
  ['claude-haiku-5-5', { input: 100, output: 500, cacheWrite: 125, cacheRead: 10 }],
  ['claude-haiku-4-5', { input: 1_000, output: 5_000, cacheWrite: 1_250, cacheRead: 100 }],
  ['claude-sonnet-5-5', { input: 2_000, output: 10_000, cacheWrite: 2_500, cacheRead: 100 }],
  ['claude-sonnet-5', { input: 2_000, output: 10_000, cacheWrite: 2_500, cacheRead: 200 }],
  ['claude-opus-5-5', { input: 4_000, output: 20_000, cacheWrite: 5_000, cacheRead: 400 }],
  ['claude-opus-5', { input: 5_000, output: 25_000, cacheWrite: 6_250, cacheRead: 500 }],
  ['claude-fable-5-1', { input: 10_000, output: 50_000, cacheWrite: 12_500, cacheRead: 1_000 }],
]);

/** The dearest model in the table: a model that we do not know must not slip under the cap. */
const UNKNOWN: Price = { input: 10_000, output: 50_000, cacheWrite: 12_500, cacheRead: 1_000 };

/** Price of a model; of one that is not in the table, the dearest known, marked as assumed. */
export function priceOf(model: string): Price & { readonly assumed: boolean } {
  const dated = model.replace(/-\d{8}$/, '');
  const price = PRICES.get(dated);
  return price ? { ...price, assumed: false } : { ...UNKNOWN, assumed: true };
}

/** Micro-dollars of a call, rounded up, so that the sum is never below the bill. */
export function costOf(model: string, tokens: Omit<Usage, 'cost'>): number {
  const price = priceOf(model);
  const thousandths =
    tokens.inputTokens * price.input +
    tokens.outputTokens * price.output +
    tokens.cacheWriteTokens * price.cacheWrite +
    tokens.cacheReadTokens * price.cacheRead;
  return Math.ceil(thousandths / 1_000);
}

/** The most that a call can cost: no cache hit, the whole answer used. A token is at least two characters here. */
export function ceilingOf(model: string, promptCharacters: number, maxTokens: number): number {
  const prompt = Math.ceil(promptCharacters / 2);
  return costOf(model, {
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheWriteTokens: prompt,
    outputTokens: maxTokens,
  });
}
