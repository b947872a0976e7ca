/** Few of many: items that save the most together, and of the unproven one that may show what it is worth. */

import { byCodeUnit } from '../knowledge/index.js';
import type { Candidate } from './candidates.js';
import { priceOf } from './value.js';

/** Two or three focused items beat many. */
export const MAX_ITEMS = 3;
const MAX_TOKENS = 2500;
const CHARACTERS_PER_TOKEN = 4;
/** Of weights, so that hundreds can share one. */
const PRECISION = 1000;

/** The items of `candidates` that save the most together, each more than it takes to read. */
export function best(candidates: readonly Candidate[], limit: number): readonly Candidate[] {
  const taken: Candidate[] = [];
  while (taken.length < limit) {
    const [next] = ranked(
      candidates.filter((candidate) => obstacleAmong(candidate, taken) === undefined),
      taken,
    );
    if (next === undefined) break;
    taken.push(next);
  }
  return taken;
}

/** Most saving beside `taken` first, then the surest, then by id. */
export function ranked(candidates: readonly Candidate[], taken: readonly Candidate[]): readonly Candidate[] {
  return candidates
    .map((candidate) => ({ candidate, gain: gainOf(candidate, taken) }))
    .sort(
      (a, b) =>
        b.gain - a.gain ||
        b.candidate.item.confidence - a.candidate.item.confidence ||
        byCodeUnit(a.candidate.item.id, b.candidate.item.id),
    )
    .map(({ candidate }) => candidate);
}

export interface Drawn {
  readonly candidate: Candidate;
  /** With which it was drawn, in per mille. */
  readonly probability: number;
}

/** One of `candidates` by the number `dice`, each as likely as what it would save beside `taken`. */
export function drawn(
  candidates: readonly Candidate[],
  taken: readonly Candidate[],
  dice: number,
): Drawn | undefined {
  const eligible = candidates.filter((candidate) => obstacleAmong(candidate, taken) === undefined);
  // Whatever was only read shares the chance of one item: there may be hundreds, and what a run brought should be tried before.
  const read = eligible.filter(({ item }) => item.status === 'observed').length;
  const weights = eligible.map((candidate) => {
    const share = candidate.item.status === 'observed' ? read : 1;
    return Math.max(1, Math.round((PRECISION * gainOf(candidate, taken)) / share));
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = dice % Math.max(1, total);
  for (const [index, candidate] of eligible.entries()) {
    const weight = weights[index] ?? 0;
    if (left < weight) return { candidate, probability: Math.round((1000 * weight) / total) };
    left -= weight;
  }
  return undefined;
}

/** Why a candidate cannot join those that are already chosen; undefined when it can. */
export function obstacleAmong(candidate: Candidate, chosen: readonly Candidate[]): string | undefined {
  if (gainOf(candidate, []) <= 0) return 'reading it would cost more than it saves';
  const twin = chosen.find((other) => topicOf(other) === topicOf(candidate));
  if (twin) return `"${twin.title}" already speaks of ${topicOf(candidate)}`;
  if (gainOf(candidate, chosen) <= 0) return 'what it speaks of is told already';
  if (chosen.length >= MAX_ITEMS) return `${MAX_ITEMS} items are enough, and others save more`;
  const tokens = [...chosen, candidate].reduce((sum, item) => sum + tokensOf(item), 0);
  return tokens > MAX_TOKENS ? `would exceed ${MAX_TOKENS} tokens` : undefined;
}

/** Millionths of a call that telling it saves beside `taken`, which keep part of its mistakes away, less what it takes to read. */
function gainOf(candidate: Candidate, taken: readonly Candidate[]): number {
  let saved = 0;
  for (const [errorClass, value] of candidate.worth.parts) {
    const left = taken
      .filter(({ worth }) => worth.parts.has(errorClass))
      .reduce((share, { worth }) => share * (1 - worth.keeps), 1);
    saved += value * left;
  }
  return saved - priceOf(tokensOf(candidate));
}

/** Two items of one topic say the same in other words; imports of different names do not. */
function topicOf({ item, type }: Candidate): string {
  const { definition } = item;
  if (definition.schema === 'fix/1') return definition.class;
  return type === 'import' ? definition.title : type.replaceAll('_', ' ');
}

function tokensOf({ title, when, notWhen, code }: Candidate): number {
  return (title.length + when.length + notWhen.length + code.length) / CHARACTERS_PER_TOKEN;
}
