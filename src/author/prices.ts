/** What a model costs, in micro-dollars for a thousand tokens, so that every amount in the ledger is an integer. */

import type { PriceSetting } from '../config.js';
import type { Usage } from '../flow.js';

export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite: number;
  readonly cacheRead: number;
}

type Tokens = Omit<Usage, 'cost'>;

/** How a call is made: a batch costs half, whatever its tokens are. */
type Way = 'call' | 'batch';

export interface Prices {
  /** Undefined for a model that nobody priced: then it is not asked. A date at the end of its name is left out. */
  of(model: string): Price | undefined;
  /** Micro-dollars, rounded up, so that the sum is never below the bill. `served` is the model that answered. */
  cost(asked: string, served: string, tokens: Tokens, way: Way): number;
  /**
   * The most that a call can cost: every byte of the prompt a token that is written to the cache, the whole answer used.
   * Undefined without a price.
   */
  ceiling(model: string, promptBytes: number, maxTokens: number, way: Way): number | undefined;
}

/** When the table below was read from what the vendor publishes. */
export const PRICES_OF = '2026-11-22';

/** Cache writes are those for five minutes, the only ones that are asked for. */
const TABLE: ReadonlyMap<string, Price> = new Map([
  ['claude-haiku-5-5', { input: 100, output: 500, cacheWrite: 125, cacheRead: 10 }],
  ['claude-haiku-4-5', { input: 1_000, output: 5_000, cacheWrite: 1_250, cacheRead: 100 }],
  ['claude-sonnet-5-5', { input: 2_000, output: 10_000, cacheWrite: 2_500, cacheRead: 100 }],
  ['claude-sonnet-5', { input: 2_000, output: 10_000, cacheWrite: 2_500, cacheRead: 200 }],
  ['claude-opus-5-5', { input: 4_000, output: 20_000, cacheWrite: 5_000, cacheRead: 400 }],
  ['claude-opus-5', { input: 5_000, output: 25_000, cacheWrite: 6_250, cacheRead: 500 }],
  ['claude-fable-5-1', { input: 10_000, output: 50_000, cacheWrite: 12_500, cacheRead: 1_000 }],
]);

/** Prompts above this are dearer. By how much depends on the model; double is the most that any vendor took. */
const LONG_PROMPT = 100_000;
const LONG_FACTOR = 2;

/** What the API adds around a prompt: roles, and the wish for structured output. */
const ADDED_TOKENS = 2_000;

/** The table, under what the settings say in dollars for a million tokens. */
export function pricesWith(settings: { readonly [model: string]: PriceSetting }): Prices {
  const own = new Map(Object.entries(settings).map(([model, price]) => [model, priceIn(price)] as const));
  const of = (model: string) => {
    const undated = model.replace(/-\d{8}$/, '');
    return own.get(model) ?? own.get(undated) ?? TABLE.get(undated);
  };
  return {
    of,
    cost(asked, served, tokens, way) {
      const price = of(served) ?? of(asked);
      if (!price) throw new Error(`no price for ${asked}, which should not have been asked`);
      return costOf(price, tokens, way);
    },
    ceiling(model, promptBytes, maxTokens, way) {
      const price = of(model);
      if (!price) return undefined;
      const prompt = promptBytes + ADDED_TOKENS;
      const dearest = { ...price, cacheWrite: Math.max(price.cacheWrite, price.input) };
      const tokens = {
        inputTokens: 0,
        cacheReadTokens: 0,
        cacheWriteTokens: prompt,
        outputTokens: maxTokens,
      };
      return costOf(dearest, tokens, way);
    },
  };
}

/** What caching saved in these calls, in micro-dollars; below zero where writing cost more than reading saved. */
export function savedByCache(price: Price, tokens: Tokens): number {
  const read = tokens.cacheReadTokens * (price.input - price.cacheRead);
  const written = tokens.cacheWriteTokens * (price.cacheWrite - price.input);
  return Math.floor((read - written) / 1_000);
}

function costOf(price: Price, tokens: Tokens, way: Way): number {
  const prompt = tokens.inputTokens + tokens.cacheWriteTokens + tokens.cacheReadTokens;
  const thousandths =
    tokens.inputTokens * price.input +
    tokens.outputTokens * price.output +
    tokens.cacheWriteTokens * price.cacheWrite +
    tokens.cacheReadTokens * price.cacheRead;
  const factor = (prompt > LONG_PROMPT ? LONG_FACTOR : 1) * (way === 'batch' ? 0.5 : 1);
  return Math.ceil((thousandths * factor) / 1_000);
}

/** Dollars for a million tokens are thousandths of a micro-dollar for one; what is not said is taken at the dear end. */
function priceIn(setting: PriceSetting): Price {
  const whole = (dollars: number) => Math.ceil(Number((dollars * 1_000).toFixed(6)));
  return {
    input: whole(setting.input),
    output: whole(setting.output),
    cacheWrite: whole(setting['cache-write'] ?? setting.input * 1.25),
    cacheRead: whole(setting['cache-read'] ?? setting.input),
  };
}
