/** What is kept of mined code: which ideas, and the records that say where they were seen. */

import { byCodeUnit, type SeenRecord } from '../../knowledge/index.js';
import { independent, type Mined, type Place, type Seam, spread } from './mine.js';

/** One component that does a thing has its own reasons. */
const FEWEST = 2;
const LONGEST_EXAMPLE = 300;

/** Seams that two independent components share, the widest first: by distributions, then by modules, then by id. */
export function shared({ seams }: Mined): readonly Seam[] {
  const order = (a: Seam, b: Seam) =>
    spread(b) - spread(a) || independent(b) - independent(a) || byCodeUnit(a.id, b.id);
  return seams.filter((seam) => independent(seam) >= FEWEST).sort(order);
}

/** One record for each source that has any of `kept`. */
export function seenRecords(mined: Mined, kept: readonly Seam[]): readonly SeenRecord[] {
  return mined.quarries.flatMap(({ name, version, sha256 }): SeenRecord[] => {
    const patterns = kept.flatMap(({ id, places }) => {
      const here = places.filter(({ quarry }) => quarry === name);
      return here.length === 0 ? [] : [{ id, ...countsOf(here) }];
    });
    if (patterns.length === 0) return [];
    const components = mined.components.filter(({ quarry }) => quarry === name).length;
    return [
      {
        schema: 'seen/1',
        source: { name, version, sha256 },
        components,
        patterns: patterns.sort((a, b) => byCodeUnit(a.id, b.id)),
      },
    ];
  });
}

function countsOf(here: readonly Place[]): Omit<SeenRecord['patterns'][number], 'id'> {
  const examples = here.map(({ path, component }) => `${path} ${component}`).sort(byCodeUnit);
  const kinds = [...new Set(here.map(({ role }) => role))].sort(
    byCodeUnit,
  ) as SeenRecord['patterns'][number]['kinds'];
  return {
    components: here.length,
    modules: independent({ places: here }),
    kinds,
    example: (examples[0] ?? '').slice(0, LONGEST_EXAMPLE),
  };
}
