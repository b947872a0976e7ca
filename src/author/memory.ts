import type { Briefing } from '../flow.js';
import { fenced } from './prompt.js';
import { tokensAtMost } from './size.js';

/** What learned items may take of a prompt; a few focused ones help, many bury the spec. */
export const MEMORY_TOKENS = 2_500;

/** The briefing with as many of its items as there is room for, in their order; what is left out is passed over, and says why. */
export function withinMemory(briefing: Briefing): Briefing {
  let room = MEMORY_TOKENS;
  const left = new Set<string>();
  for (const { id, ...item } of briefing.items) {
    const tokens = tokensAtMost(fenced([{ ...item }]));
    if (tokens <= room) room -= tokens;
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
