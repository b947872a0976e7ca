import type { Money, SpecOutcome } from '../flow.js';
import type { Ledger } from './ledger.js';
import { savedByCache } from './prices.js';

/** What a run spent and saved. `batched`: its models were asked at half the price. */
export function moneyOf(
  outcomes: readonly SpecOutcome[],
  { prices, spent, assumed }: Ledger,
  batched: boolean,
): Money {
  const attempts = outcomes.flatMap((outcome) => outcome.attempts);
  const cache = attempts.reduce((sum, { author, usage }) => {
    const price = prices.of(author.model);
    return price ? sum + savedByCache(price, usage) : sum;
  }, 0);
  const edits = attempts.reduce((sum, { author }) => {
    const price = prices.of(author.model);
    return price ? sum + Math.floor(((author.unwritten ?? 0) * price.output) / 1_000) : sum;
  }, 0);
  return {
    spent: spent(),
    assumed: assumed(),
    cache: batched ? Math.floor(cache / 2) : cache,
    batch: batched ? spent() - assumed() : 0,
    edits: batched ? Math.floor(edits / 2) : edits,
    reused: outcomes.filter(({ proven, best }) => proven && best?.number === 0).length,
  };
}
