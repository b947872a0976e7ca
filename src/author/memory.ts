/** What a prompt has room for, of what is known besides the spec. */

import type { Briefing, Custom } from '../flow.js';
import { customPart, fenced } from './prompt.js';
import { tokensAtMost } from './size.js';

/** What learned items and the ways of the repository may take of a prompt together: a few focused ones help, many bury the spec. */
export const MEMORY_TOKENS = 2_500;
/** What the ways of the repository leave to learned items, as far as there are any: without room nothing new is ever tried. */
const ITEMS_AT_LEAST = 400;

/** The briefing with as many of its items as there is room for, in their order; what is left out is passed over, and says why. */
export function withinMemory(briefing: Briefing, tokens = MEMORY_TOKENS): Briefing {
  let room = tokens;
  const left = new Set<string>();
  for (const { id, ...item } of briefing.items) {
    const needed = tokensAtMost(fenced([{ ...item }]));
    if (needed <= room) room -= needed;
    else left.add(id);
  }
  if (left.size === 0) return briefing;
  return {
    ...briefing,
    items: briefing.items.filter(({ id }) => !left.has(id)),
    considered: briefing.considered.map((one) =>
      left.has(one.id) ? { ...one, chosen: false, reason: 'no room for it in the prompt' } : one,
    ),
  };
}

export interface Remembered {
  readonly briefing: Briefing;
  readonly custom?: Custom;
}

/** Both within the same tokens: first the ways of the repository, then what is learned. */
export function remembered(briefing: Briefing, custom: Custom | undefined): Remembered {
  if (custom === undefined) return { briefing: withinMemory(briefing) };
  const wanted = briefing.items.reduce(
    (sum, { id: _, ...item }) => sum + tokensAtMost(fenced([{ ...item }])),
    0,
  );
  const cut = withinTokens(custom, MEMORY_TOKENS - Math.min(wanted, ITEMS_AT_LEAST));
  return { briefing: withinMemory(briefing, MEMORY_TOKENS - tokensOf(cut)), custom: cut };
}

/** Tokens of the ways of a repository as they stand in the prompt. */
export function tokensOf(custom: Custom): number {
  return tokensAtMost(customPart(custom));
}

/** Shares of the room, in per mille, that each part is sure of; what one leaves the next ones have. */
const SURE = { changed: 150, ways: 550, code: 750 } as const;

/**
 * As much of each part as there is room for, from its beginning. The example shows best how all of it fits together, so it has its
 * place before the rest of the others, if it fits whole.
 */
export function withinTokens(custom: Custom, tokens: number): Custom {
  let cut: Custom = { changed: [], ways: [], code: [] };
  const fill = (part: keyof typeof SURE, most: number) => {
    for (const line of custom[part]) {
      if (cut[part].includes(line)) continue;
      const more = { ...cut, [part]: [...cut[part], line] };
      if (tokensOf(more) <= most) cut = more;
    }
  };
  fill('changed', (tokens * SURE.changed) / 1000);
  fill('ways', (tokens * SURE.ways) / 1000);
  const { example } = custom;
  if (example !== undefined && tokensOf({ ...cut, example }) <= tokens * 0.9) cut = { ...cut, example };
  fill('code', tokens);
  fill('ways', tokens);
  fill('changed', tokens);
  return cut;
}
