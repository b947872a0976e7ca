/**
 * The ways of a repository: what its components do alike, what its own modules offer, what its reviewers change. Read from code,
 * without a model, and without running anything. Facts of the repository: an author is told them whatever else is withheld.
 */

import type { Custom, Kind, Spec } from '../flow.js';
import type { House } from '../ports.js';
import { mine, type Ways } from './mine.js';
import { nearness } from './nearest.js';
import { nearestOffers, type Offer, offersTo } from './outline.js';
import { type Habit, habitLine } from './review.js';
import { linesFor } from './words.js';

export { type Habit, habitsOf, type Reviewed, review } from './review.js';

/** What is known of a repository, for any spec of it. */
export interface Customs {
  /** What the author of `spec` can be told, the most important first; undefined where the repository has no components of the kind. */
  for(spec: Spec): Custom | undefined;
}

/** Reads the code of `house` once. `habits` are what reviewers change. */
export function customsOf(house: House, habits: readonly Habit[] = []): Customs {
  const ways = mine(house);
  const changed = habits.map(habitLine);
  const kinds = new Map<Kind, OfKind>();
  const ofKind = (kind: Kind): OfKind => {
    const known = kinds.get(kind) ?? { lines: linesFor(kind, ways.ways), offers: offersTo(kind, ways) };
    kinds.set(kind, known);
    return known;
  };
  return { for: (spec) => customFor(spec, ways, changed, ofKind) };
}

interface OfKind {
  readonly lines: readonly string[];
  readonly offers: readonly Offer[];
}

function customFor(
  spec: Spec,
  { components, estate }: Ways,
  changed: readonly string[],
  ofKind: (kind: Kind) => OfKind,
): Custom | undefined {
  const near = nearness(spec, components);
  const [example] = near.examples;
  if (example === undefined) return changed.length > 0 ? { changed, ways: [], code: [] } : undefined;
  const { lines, offers } = ofKind(spec.kind);
  const count = (all: readonly { readonly kind: Kind }[]) =>
    all.filter(({ kind }) => kind === spec.kind).length;
  const [building, all] = [count(components), count(estate.components)];
  const few = `${building} of ${all} ${spec.kind}s build on the repository's own modules; what follows is of these`;
  return {
    changed,
    ways: building < all ? [few, ...lines] : lines,
    code: nearestOffers(offers, near.of),
    example: example.module.source.trim(),
  };
}
