/** Which of several fixes is tried first: what the store knows of them, for the class, the Airflow and the kind at hand. */

import type { DiagnosedError, Kind } from '../flow.js';
import { definitionId, editRecord, type FixItem, type Knowledge, posterior } from '../knowledge/index.js';
import type { Fix } from './fixes/fix.js';

export type FixName = Pick<Fix, 'id' | 'title' | 'prompt'>;

/** What one repository saw elsewhere weighs as much as two trials of the case at hand. */
const PRIOR_TRIALS = 2;
/** Tried so often in components of one kind and never of help, a fix waits until nothing else is left to try. */
const VAIN_TRIALS = 3;
/** An item is retired when its whole interval lies below an even chance after so many subjects; here for one kind of component. */
const RETIRE_TRIALS = 5;
const RETIRE_BELOW = 500;

/**
 * `fixes` with the most promising first. Those of which nothing is known keep their order, between what helped more often than not
 * and what did not. One that a person refused, or that has shown that it does not help, be it for this kind alone, is left out.
 */
export function ranked<Named extends FixName>(
  fixes: readonly Named[],
  error: DiagnosedError,
  kind: Kind,
  knowledge: Pick<Knowledge, 'fixes'>,
): readonly Named[] {
  return fixes
    .map((fix) => ({ fix, item: itemOf(fix, error, knowledge) }))
    .filter(({ item }) => item?.status !== 'rejected' && item?.status !== 'retired')
    .filter(({ item }) => item === undefined || !isRetiredFor(item, kind))
    .map(({ fix, item }) => ({ fix, chance: item ? chanceOf(item, error.airflow, kind) : 0.5 }))
    .sort((a, b) => b.chance - a.chance)
    .map(({ fix }) => fix);
}

/** Whether a fix was tried against the class in components of this kind time and again, and never helped. */
export function isVain(
  fix: FixName,
  error: DiagnosedError,
  kind: Kind,
  knowledge: Pick<Knowledge, 'fixes'>,
): boolean {
  const item = itemOf(fix, error, knowledge);
  if (item === undefined) return false;
  const { helped, failed } = inKind(item, kind);
  return helped === 0 && failed >= VAIN_TRIALS;
}

function isRetiredFor(item: FixItem, kind: Kind): boolean {
  const { helped, failed } = inKind(item, kind);
  const { confidence, margin } = posterior(helped, failed);
  return helped + failed >= RETIRE_TRIALS && confidence + margin < RETIRE_BELOW;
}

/** Subjects of one kind, on the Airflow that shows the fix in the best light: a subject is counted on each. */
function inKind({ trials }: FixItem, kind: Kind): { readonly helped: number; readonly failed: number } {
  const own = trials.filter((trial) => trial.kind === kind);
  const of = (airflow: string) => {
    const here = own.filter((trial) => trial.airflow === airflow);
    return {
      helped: here.reduce((sum, { helped }) => sum + helped, 0),
      failed: here.reduce((sum, { failed }) => sum + failed, 0),
    };
  };
  const all = [...new Set(own.map(({ airflow }) => airflow))].map(of);
  return all.reduce(
    (best, one) =>
      one.helped > best.helped || (one.helped === best.helped && one.failed > best.failed) ? one : best,
    { helped: 0, failed: 0 },
  );
}

function itemOf(
  fix: FixName,
  { errorClass }: DiagnosedError,
  { fixes }: Pick<Knowledge, 'fixes'>,
): FixItem | undefined {
  return fixes.get(definitionId(editRecord(fix, errorClass)));
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
