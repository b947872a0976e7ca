/** The seam between the bench and what mends: a failed draft in, what became of it out. */

import type { Draft, Spec, Verdict } from '../../src/flow.js';
import { fold } from '../../src/knowledge/index.js';
import { diagnose } from '../../src/repair/index.js';
import { mend } from '../../src/repair/mend.js';
import { componentOf, type Workshop } from './workshop.js';

export interface Mended {
  readonly source: string;
  readonly verdict: Verdict;
  /** How often it was executed. */
  readonly executions: number;
  /** Fixes that were tried, in order. */
  readonly trials: readonly { readonly fix: string; readonly helped: boolean }[];
}

/** A store that knows nothing: the fixes stand in the order of the list. */
const NOTHING = fold([]);

export async function mended(
  draft: Draft,
  spec: Spec,
  verdict: Verdict,
  workshop: Workshop,
): Promise<Mended> {
  const after = await mend({
    draft,
    verdict,
    spec,
    targets: workshop.environments,
    knowledge: NOTHING,
    diagnose: (found, edited) => diagnose(found, edited, spec),
    draftOf: (source) => workshop.draft(spec, source),
    prove: (edited) => workshop.prove(edited, spec),
    clock: { now: () => new Date(), elapsed: () => performance.now() },
  });
  const trials = after.trials.map(({ fix, helped }) => ({ fix, helped }));
  return { source: componentOf(after.draft), verdict: after.verdict, executions: after.proofs, trials };
}
