/** The one commit of a job. */

import type { PullReview } from '../knowledge/index.js';
import type { RunResult } from '../pipeline.js';
import type { FileChange, PullRequest } from '../ports.js';
import { AirsmithError, EXIT } from '../problems.js';
import { commitMessage, type Ending } from '../publish/commit.js';
import { type Landing, land } from '../publish/land.js';
import { signed } from '../publish/signing.js';
import { redactor } from '../safety/redaction.js';
import type { Memory } from './memory.js';
import { REMOTE } from './remote.js';
import type { Job } from './run.js';

/** Rejections that the branch does not hold yet. */
export async function missing(
  { rejections }: Memory,
  present: (path: string) => Promise<string | undefined>,
): Promise<readonly FileChange[]> {
  const open = await Promise.all(
    rejections.map(async (file) => ((await present(file.path)) === undefined ? [file] : [])),
  );
  return open.flat();
}

/** Who cancels a run waits for nobody: GitHub ends the job after ten seconds. */
const TRIES_WHEN_CANCELLED = 2;

/**
 * One commit on the head branch, believed when its files were read back from the remote. Undefined when there was nothing to commit. That of a run
 * that was cancelled holds evidence alone, which is true of the spec as it was, whatever the branch holds by now.
 */
export async function publish(
  job: Job,
  pull: PullRequest,
  result: Pick<RunResult, 'changes' | 'outcomes'>,
  refused: PullReview['refused'],
  ending?: Ending,
): Promise<string | undefined> {
  const { inputs, run } = job;
  if (result.changes.length === 0) return undefined;
  refuseSecrets(result.changes, [inputs.token, inputs.overrides.apiKey]);
  const trailers = { id: run.id, pull: pull.number, refused: refused.map(({ title }) => title) };
  return landChecked(job, {
    changes: result.changes,
    message: commitMessage(result.outcomes, trailers, ending),
    remote: REMOTE,
    branch: pull.headRef,
    head: pull.headSha,
    madeFrom: ending === undefined ? result.outcomes.map(({ spec }) => spec.path) : [],
    ...(ending === undefined ? {} : { tries: TRIES_WHEN_CANCELLED }),
  });
}

/** Lands, and reads back what the remote holds. Undefined where the branch held all of it. Throws as `land` does, and AS7044. */
export async function landChecked(job: Job, landing: Landing): Promise<string | undefined> {
  const { repository, forge, runner, random, wait } = job;
  const signing = signed({ forge, repository, wait, tell: (line) => runner.info(`airsmith: ${line}`) });
  const { commit, made } = await land(landing, { repository: signing, random, wait });
  const { changes, remote, branch } = landing;
  const unseen = await repository.unseen(changes, commit, { remote, branch });
  if (unseen !== undefined) throw notThere(unseen, commit);
  return made ? commit : undefined;
}

function notThere(what: string, commit: string): AirsmithError {
  return new AirsmithError(EXIT.world, {
    code: 'AS7044',
    message: `the remote does not hold ${what} as commit ${commit.slice(0, 12)} should bring it`,
    cause: 'What was committed was read back, and is not what was sent.',
    remedy: 'Look at the branch, then run the job again: what is missing is committed then.',
  });
}

/** A model that was asked for it may echo a secret; it must not get as far as a commit. */
function refuseSecrets(changes: readonly FileChange[], secrets: readonly (string | undefined)[]): void {
  const shapesOnly = redactor([]);
  const all = redactor(secrets);
  const found = changes.find(({ content }) => content !== null && all(content) !== shapesOnly(content));
  if (found) throw secretIn(found.path);
}

/** AS7032. */
export function secretIn(what: string): AirsmithError {
  return new AirsmithError(EXIT.unproven, {
    code: 'AS7032',
    message: `${what} would hold a secret of this job`,
    cause: 'Nothing was committed.',
    remedy: 'Look at what the spec asks for, and replace the secret if it was shown anywhere.',
  });
}
