/** What the provider wheels of the corpus have in common: ideas that nobody proved here, with where they stand. */

import { corpusByWheel } from '../../bench/corpus/wheels.js';
import { standing } from '../../src/commands/learn/standing.js';
import type { LearningRecord, PatternType } from '../../src/knowledge/index.js';
import { mine, type Seam, spread } from '../../src/learn/mining/mine.js';
import { seenRecords, shared } from '../../src/learn/mining/seen.js';
import { openLab, readyEnvironments } from '../../test/validate/fixture.js';

/** Few enough to be read by a person before they ship. */
const MOST = 300;
/** Of one type: names that stand in libraries are many, and say little each. */
const MOST_OF_TYPE = 60;

/**
 * Patterns and where they were seen: of those that several wheels share, and that stand in the lab on every shipped Airflow, the widest.
 * An idea in `known` is not written again; where it was seen is.
 */
export async function minedRecords(known: ReadonlySet<string>): Promise<readonly LearningRecord[]> {
  const mined = mine(await corpusByWheel());
  const wide = shared(mined).filter((seam) => spread(seam) > 1);
  const lab = openLab();
  try {
    const { fallen } = await standing(wide, await readyEnvironments(lab), lab);
    const falls = new Set(fallen.map(({ id }) => id));
    const kept = widest(wide.filter(({ id }) => !falls.has(id)));
    const fresh = kept.filter(({ id }) => !known.has(id)).map(({ record }) => record);
    return [...fresh, ...seenRecords(mined, kept)];
  } finally {
    await lab.close();
  }
}

function widest(seams: readonly Seam[]): readonly Seam[] {
  const counts = new Map<PatternType, number>();
  const kept = seams.filter(({ record: { type } }) => {
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    return count <= MOST_OF_TYPE;
  });
  return kept.slice(0, MOST);
}
