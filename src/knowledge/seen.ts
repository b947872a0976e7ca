/** Which patterns stand in code that was read. */

import type { Kind } from '../flow.js';
import type { PatternItem } from './knowledge.js';
import type { LearningRecord } from './records.js';
import { sorted } from './tally.js';

/** In how much code a pattern stands that was read and not run. It proves nothing. */
export interface Seen {
  /** Distributions and folders, by name. */
  readonly sources: readonly string[];
  readonly components: number;
  /** Modules: what is independent of each other. */
  readonly modules: number;
  readonly kinds: ReadonlySet<SeenKind>;
}

/** A trigger is a part of components of any kind. */
export type SeenKind = Exclude<Kind, 'task'> | 'trigger';

interface Sum {
  readonly sources: Map<string, { readonly components: number; readonly modules: number }>;
  readonly kinds: Set<SeenKind>;
}

/**
 * By the id of a pattern. A source counts once, whichever of its versions were read: with the most components that any of them has, so
 * that order decides nothing.
 */
export function seenIn(records: readonly LearningRecord[]): ReadonlyMap<string, Seen> {
  const sums = new Map<string, Sum>();
  for (const record of records) {
    if (record.schema !== 'seen/1') continue;
    const { name } = record.source;
    for (const { id, components, modules, kinds } of record.patterns) {
      const sum = sums.get(id) ?? { sources: new Map(), kinds: new Set() };
      sums.set(id, sum);
      const known = sum.sources.get(name) ?? { components: 0, modules: 0 };
      sum.sources.set(name, {
        components: Math.max(known.components, components),
        modules: Math.max(known.modules, modules),
      });
      for (const kind of kinds) sum.kinds.add(kind);
    }
  }
  return new Map([...sums].map(([id, sum]) => [id, seenOf(sum)]));
}

function seenOf({ sources, kinds }: Sum): Seen {
  const counts = [...sources.values()];
  return {
    sources: [...sorted(sources).keys()],
    components: counts.reduce((sum, { components }) => sum + components, 0),
    modules: counts.reduce((sum, { modules }) => sum + modules, 0),
    kinds: new Set([...kinds].sort()),
  };
}

/** `item` with where it was seen; as it is where it was in no code that was read. */
export function withSeen(item: PatternItem, seen: Seen | undefined): PatternItem {
  return seen ? { ...item, seen } : item;
}
