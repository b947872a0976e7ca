/** How near a component of the repository is to a spec: by the words that few others have. */

import type { Spec } from '../flow.js';
import type { Studied } from './study.js';

/** Longer ones bury what is to be shown. */
const LONGEST_EXAMPLE = 6_000;

export interface Nearness {
  /** From 0 to about 1, of any text. */
  of(text: string): number;
  /** The components of the spec's kind, the nearest first; the spec's own is none of them. */
  readonly examples: readonly Studied[];
}

export function nearness(spec: Spec, components: readonly Studied[]): Nearness {
  const same = components.filter(({ kind, name }) => kind === spec.kind && name !== spec.name);
  const words = new Map(same.map((one) => [one, sourceWords(one)]));
  const counts = new Map<string, number>();
  for (const own of words.values()) for (const word of own) counts.set(word, (counts.get(word) ?? 0) + 1);
  const wanted = wordsOf(specText(spec));
  const weight = (word: string) => Math.log((same.length + 1) / ((counts.get(word) ?? 0) + 0.5));
  const most =
    [...wanted].reduce((sum, word) => sum + Math.max(0, counts.has(word) ? weight(word) : 0), 0) || 1;
  const score = (own: ReadonlySet<string>) =>
    [...wanted].reduce((sum, word) => sum + (own.has(word) ? Math.max(0, weight(word)) : 0), 0) / most;
  const scored = same.map((one) => ({ one, score: score(words.get(one) ?? new Set()) }));
  return {
    of: (text) => score(wordsOf(text)),
    examples: scored
      .filter(({ one }) => one.module.source.length <= LONGEST_EXAMPLE)
      .sort((a, b) => b.score - a.score || (a.one.name < b.one.name ? -1 : 1))
      .map(({ one }) => one),
  };
}

const known = new WeakMap<Studied, ReadonlySet<string>>();

/** Asked for each spec of a run. */
function sourceWords(one: Studied): ReadonlySet<string> {
  const words = known.get(one) ?? wordsOf(one.module.source);
  known.set(one, words);
  return words;
}

function specText(spec: Spec): string {
  const { name, summary, description, inputs, hints, raises, methods, connection, returns, examples } = spec;
  return JSON.stringify([
    name,
    summary,
    description,
    inputs,
    hints,
    raises,
    methods,
    connection,
    returns,
    examples,
  ]);
}

/** `payment_id`, `paymentId` and `PaymentId` are of two words each. */
function wordsOf(text: string): ReadonlySet<string> {
  const parts =
    text
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .match(/[a-z]{2,}|\d{3,}/g) ?? [];
  return new Set(parts.map((word) => word.replace(/s$/, '')));
}
