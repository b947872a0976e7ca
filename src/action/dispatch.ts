/** Which story a job tells: by the event that started it. */

import { AirsmithError, EXIT, type ExitStatus } from '../problems.js';
import { answerComment } from './answers.js';
import { RETRY_LABEL } from './event.js';
import { sayMerged } from './merged.js';
import { planNothing } from './parts.js';
import { eventLines } from './permissions.js';
import { type Job, nothingToDo, runAction } from './run.js';
import { runTask } from './tasks.js';

/** Runs a job to its exit status. Throws as `runAction`. */
export async function answerEvent(job: Job): Promise<ExitStatus> {
  const { trigger } = job.event;
  const { part } = job.inputs;
  if (part !== undefined && trigger.kind !== 'pull' && trigger.kind !== 'nothing') throw onlyPulls(part);
  switch (trigger.kind) {
    case 'nothing':
      if (part === 'plan') planNothing(job);
      return nothingToDo(job.runner, trigger.why);
    case 'pull':
      return trigger.retry === undefined ? runAction(job) : retryByLabel(job, trigger.retry);
    case 'comment':
      return answerComment(job, trigger);
    case 'task':
      return runTask(job, trigger);
    case 'push':
      return sayMerged(job, trigger);
  }
}

/**
 * The label is the claim: whoever takes it off does the work, so that a second delivery finds nothing to do. In a workflow of
 * several jobs only the last may write, and takes it off at the end.
 */
async function retryByLabel(job: Job, who: string): Promise<ExitStatus> {
  const { forge, inputs, run, runner } = job;
  const { fromFork } = await forge.pullRequest();
  if (fromFork) return runAction(job);
  if (!(await forge.mayWrite(who))) {
    if (inputs.part === 'plan') planNothing(job);
    return nothingToDo(runner, `${who} may not write to this repository`);
  }
  if (inputs.part === undefined && !(await forge.dropLabel(RETRY_LABEL)) && run.attempt === 1)
    return nothingToDo(runner, `another run took the label ${RETRY_LABEL}`);
  const status = await runAction({ ...job, retry: true });
  if (inputs.part === 'publish') await forge.dropLabel(RETRY_LABEL);
  return status;
}

function onlyPulls(part: string): AirsmithError {
  return new AirsmithError(EXIT.usage, {
    code: 'AS7046',
    message: `\`part: ${part}\` is for pull requests`,
    cause: 'Comments, tasks and pushes are answered by one job.',
    remedy: `Leave \`part\` out in the workflow for this event, or start this one with these lines only:\n${eventLines('pull_request')}`,
  });
}
