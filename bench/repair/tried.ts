/** One case on its way: executed, diagnosed, mended, compared. */

import type { Verdict } from '../../src/flow.js';
import { diagnose } from '../../src/repair/index.js';
import type { Case, Right } from './cases.js';
import { lostComments } from './comments.js';
import { mended } from './mending.js';
import { componentOf, type Workshop } from './workshop.js';

export interface Tried {
  readonly case: Case;
  /** False for a mutant that nothing shows, which leaves nothing to mend. */
  readonly failed: boolean;
  readonly classes: readonly string[];
  readonly classified: boolean;
  readonly fixed: boolean;
  readonly changed: boolean;
  /** What was right before and is not now. */
  readonly harm: readonly string[];
  readonly lostComments: readonly string[];
  /** Classes that are left. */
  readonly left: readonly string[];
  /** Milliseconds of diagnosis and mending, executions included. */
  readonly ms: number;
  readonly executions: number;
}

export async function attempted(one: Case, workshop: Workshop): Promise<Tried> {
  const draft = workshop.draft(one.spec, one.source);
  const before = await workshop.prove(draft, one.spec);
  const start = performance.now();
  const classes = classesOf(before, one, workshop);
  const after = await mended(draft, one.spec, before, workshop);
  const ms = performance.now() - start;
  return {
    case: one,
    failed: !before.proven,
    classes,
    classified: classes.some(one.isRight),
    fixed: !before.proven && after.verdict.proven,
    changed: after.source !== componentOf(draft),
    harm: harmOf(before, after.verdict),
    lostComments: lostComments(one.source, after.source),
    left: classesOf(after.verdict, { ...one, source: after.source }, workshop),
    ms,
    executions: after.executions,
  };
}

function classesOf(verdict: Verdict, { spec, source }: Case, workshop: Workshop): readonly string[] {
  if (verdict.proven) return [];
  const { errors } = diagnose(verdict, workshop.draft(spec, source), spec);
  return [...new Set(errors.map(({ errorClass }) => errorClass))];
}

/** An Airflow that was satisfied and is not, or an example that passed there and does not. */
export function harmOf(before: Verdict, after: Verdict): readonly string[] {
  return before.environments.flatMap((environment) => {
    const { airflow, python, state, examples } = environment;
    const now = after.environments.find((one) => one.airflow === airflow && one.python === python);
    if (now === undefined) return [`Airflow ${airflow} was not run`];
    if (state === 'proven' && now.state !== 'proven') return [`no longer proven on Airflow ${airflow}`];
    if (now.examples.passed < examples.passed) return [`fewer examples pass on Airflow ${airflow}`];
    return [];
  });
}

/** What is wrong with a right component after it went through the mending: nothing, one hopes. */
export async function untouched(
  { name, spec, source }: Right,
  workshop: Workshop,
): Promise<readonly string[]> {
  const draft = workshop.draft(spec, source);
  const verdict = await workshop.prove(draft, spec, workshop.all);
  if (!verdict.proven) {
    const errors = verdict.environments.flatMap(({ airflow, findings }) =>
      findings
        .filter(({ severity }) => severity === 'error')
        .map(({ code, example, message }) => `${airflow} ${code} ${example ?? ''}: ${message}`),
    );
    throw new Error(`${name} is not proven:\n${errors.join('\n')}`);
  }
  const after = await mended(draft, spec, verdict, workshop);
  return after.source === componentOf(draft) ? [] : [`${name} was changed`];
}
