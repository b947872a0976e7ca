/** The last thing that a cancelled run does: it keeps the evidence of what was executed and paid, if that can be had at once. */

import { attemptsMade } from './flow.js';
import { interruptible } from './lab/interruptible.js';
import type { Remains } from './pipeline.js';
import { worldError } from './problems.js';
import { costText } from './report/terminal.js';

/** GitHub gives a job 7.5 s after SIGINT, and 2.5 s more after SIGTERM. */
const GRACE_MS = 6_000;

/**
 * Lets `keep` land the remains of a run, and says in one line what was spent and what became of the evidence. `keep` gives where
 * it landed; it is not called where there is nothing to keep. Never throws, and waits for nothing longer than the grace.
 */
export async function keepRemains(left: Remains, keep: (left: Remains) => Promise<string>): Promise<string> {
  const told = left.outcomes.filter(({ lesson }) => lesson.records.length > 0);
  const made = told.reduce((sum, outcome) => sum + attemptsMade(outcome).length, 0);
  const head = `cancelled, ${costText(left.money)}`;
  if (left.changes.length === 0) return `${head}, and no attempt was begun whose evidence could be kept`;
  const evidence = `the evidence of ${made === 1 ? '1 attempt' : `${made} attempts`} is`;
  try {
    const late = AbortSignal.timeout(GRACE_MS);
    const where = await interruptible(late, () => keep({ ...left, outcomes: told }));
    return `${head}; ${evidence} kept in ${where}`;
  } catch (error) {
    return `${head}; ${evidence} not kept (AS5024): ${reasonOf(error)}`;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return `that was not certain within ${GRACE_MS / 1000} s`;
  const problem = worldError(error)?.problem;
  if (problem) return [problem.code, problem.message, problem.cause ?? ''].filter(Boolean).join('  ');
  return error instanceof Error ? error.message : String(error);
}
