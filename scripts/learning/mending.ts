/** Which fix helped, by mending faulty drafts without a model on real Airflows: those of `bench/repair`. */

import { type Case, cases } from '../../bench/repair/cases.js';
import type { Workshop } from '../../bench/repair/workshop.js';
import { type Attempt, type Briefing, NO_USAGE } from '../../src/flow.js';
import { type Evidence, fold, hash16 } from '../../src/knowledge/index.js';
import { evidenceOf } from '../../src/learn/evidence.js';
import { libraryChoice } from '../../src/learn/libraries.js';
import { mistakesOf } from '../../src/learn/mistakes.js';
import { diagnose } from '../../src/repair/index.js';
import { mend } from '../../src/repair/mend.js';
import { STILL, shippedRun } from './run.js';

/** A store that knows nothing: the fixes stand in the order of the list. */
const NOTHING = fold([]);
const NOT_BRIEFED: Briefing = { strategy: 'none', considered: [], items: [] };

/** About half of the drafts: enough to order the fixes, and little enough to read. */
const MOST = 160;

/** The drafts, in an order that has nothing to do with what is wrong with them, so that the first of them are a fair sample. */
export async function mendingCases(): Promise<readonly Case[]> {
  const all = (await cases()).cases.map((one) => ({ one, key: keyOf(one) }));
  return all
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, MOST)
    .map(({ one }) => one);
}

/** Identity of a case: what is executed. */
export function keyOf({ id, spec, source }: Case): string {
  return hash16(`${id}\n${spec.fingerprint}\n${source}`);
}

/**
 * Executes a draft, mends it, and gives the evidence of that; undefined where nothing was wrong, or no fix applied. It holds no
 * patterns and no component: the draft was broken on purpose, so that it says nothing of what a good author writes.
 */
export async function mendingEvidence(one: Case, workshop: Workshop): Promise<Evidence | undefined> {
  const { spec, source } = one;
  const draft = workshop.draft(spec, source);
  const verdict = await workshop.prove(draft, spec);
  if (verdict.proven) return undefined;
  const { trials, ...after } = await mend({
    draft,
    verdict,
    spec,
    targets: workshop.environments,
    knowledge: NOTHING,
    diagnose: (found, edited) => diagnose(found, edited, spec),
    draftOf: (edited) => workshop.draft(spec, edited),
    prove: (edited) => workshop.prove(edited, spec),
    clock: STILL,
  });
  if (trials.length === 0) return undefined;
  const asked = { usage: NO_USAGE, ms: 0 };
  const attempts: readonly Attempt[] = [
    {
      ...asked,
      number: 1,
      author: { model: authorOf(one), promptFingerprint: '', replayed: false },
      draft,
      verdict,
      diagnosis: diagnose(verdict, draft, spec),
    },
    {
      ...asked,
      number: 1,
      author: { model: 'edits', promptFingerprint: '', replayed: false },
      draft: after.draft,
      verdict: after.verdict,
      mending: trials,
      ...(after.diagnosis ? { diagnosis: after.diagnosis } : {}),
    },
  ];
  const mistakes = mistakesOf(attempts, spec);
  const bare = mistakes.byAttempt.map((met) => met.map(({ fix: _, ...error }) => error));
  return evidenceOf(
    {
      spec,
      briefing: NOT_BRIEFED,
      attempts,
      run: shippedRun(`mending ${keyOf(one)}`),
      generator: generatorOf(one),
    },
    {
      mistakes: { ...mistakes, byAttempt: bare, fixes: [] },
      found: [],
      choice: libraryChoice(spec, undefined),
      introduces: [...mistakes.errors, ...mistakes.edits],
    },
  );
}

function authorOf({ from }: Case): string {
  return from === 'mutant' ? 'a proven component, broken in one place' : 'a draft by hand';
}

/** Two drafts of one spec are two subjects. */
function generatorOf(one: Case): string {
  return one.from === 'mutant'
    ? `mutant ${keyOf(one)} of ${(one.id.split('\n')[0] ?? '').slice(0, 120)}`
    : `draft by hand ${one.id}`;
}
