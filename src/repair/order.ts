/** Which of several fixes is tried first: what the store knows of them, for the class, the Airflow and the kind at hand. */

import type { DiagnosedError, Kind } from '../flow.js';
import { definitionId, editRecord, type FixItem, type Knowledge } from '../knowledge/index.js';
import type { Fix } from './fixes/fix.js';

export type FixName = Pick<Fix, 'id' | 'title' | 'prompt'>;

/** What one repository saw elsewhere weighs as much as two trials of the case at hand. */
const PRIOR_TRIALS = 2;

/**
 * `fixes` with the most promising first. Those of which nothing is known keep their order, between what helped more often than not
 * and what did not. One that a person refused, or that has shown that it does not help, is left out.
 */
export function ranked<Named extends FixName>(
  fixes: readonly Named[],
  error: DiagnosedError,
  kind: Kind,
  knowledge: Pick<Knowledge, 'fixes'>,
): readonly Named[] {
  return fixes
    .map((fix) => ({ fix, item: knowledge.fixes.get(definitionId(editRecord(fix, error.errorClass))) }))
    .filter(({ item }) => item?.status !== 'rejected' && item?.status !== 'retired')
    .map(({ fix, item }) => ({ fix, chance: item ? chanceOf(item, error.airflow, kind) : 0.5 }))
    .sort((a, b) => b.chance - a.chance)
    .map(({ fix }) => fix);
}

/** Posterior mean that the fix helps, in the case at hand; all of its trials are the prior. */
function chanceOf({ confidence, trials }: FixItem, airflow: readonly string[], kind: Kind): number {
  const here = trials.filter((trial) => trial.kind === kind && airflow.includes(trial.airflow));
  const airflows = Math.max(1, new Set(here.map((trial) => trial.airflow)).size);
  // A subject is counted on each Airflow that showed the mistake, and is one subject all the same.
  const helped = here.reduce((sum, trial) => sum + trial.helped, 0) / airflows;
  const failed = here.reduce((sum, trial) => sum + trial.failed, 0) / airflows;
  return (helped + (PRIOR_TRIALS * confidence) / 1000) / (helped + failed + PRIOR_TRIALS);
}
