/** The ways of the repository at hand: its code, and what people made of what was proposed to them before. */

import type { Customs, Reviewed } from './conventions/index.js';
import type { Knowledge } from './knowledge/index.js';
import type { House } from './ports.js';

/** What is known, and the files that it was made of as people merged them. */
export interface Merged {
  readonly knowledge: Pick<Knowledge, 'components' | 'componentAt'>;
  /** A file as the newest commit has it; undefined where there is none. */
  readonly committed: (path: string) => Promise<string | undefined>;
}

/** Reads all of it once. The parser is loaded here, so that a run without anything to write starts without it. */
export async function readCustoms(house: House, merged: Merged): Promise<Customs> {
  const { customsOf, habitsOf } = await import('./conventions/index.js');
  return customsOf(house, habitsOf(await reviewsIn(merged)));
}

/**
 * Each component that was proposed and stands in the repository, with what people changed in it. Of several proposals the last
 * counts. No record of it is needed: the proposal stands in the component's record, the result in the file.
 */
export async function reviewsIn({ knowledge, committed }: Merged): Promise<readonly Reviewed[]> {
  const { review } = await import('./conventions/index.js');
  const names = [
    ...new Set([...knowledge.components.values()].map(({ definition }) => definition.name)),
  ].sort();
  const found = await Promise.all(
    names.map(async (name): Promise<readonly Reviewed[]> => {
      const known = knowledge.componentAt(name);
      const record = [...knowledge.components.values()].find(
        ({ definition }) =>
          definition.name === name && definition.spec.fingerprint === known?.specFingerprint,
      );
      const now = known && (await committed(known.path));
      return record && now !== undefined ? [{ name, review: review(record.definition.source, now) }] : [];
    }),
  );
  return found.flat();
}
