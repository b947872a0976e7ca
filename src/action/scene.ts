/** What a job finds: the pull request, the policy and memory of its base, and what its head asks for. */

import { specChanges } from '../adapters/changes.js';
import type { Config } from '../config.js';
import type { PullRequest } from '../ports.js';
import { AirsmithError, EXIT } from '../problems.js';
import { isCancelledMessage, isOwnMessage } from '../publish/commit.js';
import { type Memory, openMemory } from './memory.js';
import { planSpecs, type SpecPlan } from './plan.js';
import { REMOTE } from './remote.js';
import type { Job } from './run.js';

export interface Scene {
  /** `headSha` is the commit that this job works on, which is not always the newest. */
  readonly pull: PullRequest;
  readonly config: Config;
  readonly plan: SpecPlan;
  readonly memory: Memory;
}

/**
 * Reads all of it; undefined where the pull request touches neither specs nor records. With the input `head`, the work is
 * that commit's: jobs of one run agree on it, whatever is pushed while they run.
 */
export async function openScene(job: Job): Promise<Scene | undefined> {
  const { forge, repository, inputs } = job;
  const found = await forge.pullRequest();
  const pull = inputs.head === undefined ? found : { ...found, headSha: commitId(inputs.head) };
  await repository.fetch(REMOTE, [pull.baseSha, pull.headSha]);
  const config = await job.configure(await repository.read('.airsmith.yaml', pull.baseSha));

  const changed = await changedAt(job, pull, found.headSha !== pull.headSha);
  const changes = specChanges(changed, job.specMatcher(config));
  const records = changed.filter(({ path }) => path.startsWith(`${config.learning}/`));
  if (changes.length + records.length === 0) return undefined;
  const plan = await planSpecs(changes, repository, pull.headSha);
  return { pull, config, plan, memory: await openMemory(job, pull, config, changed) };
}

/** What the pull request changes; without what was only added to it since. */
async function changedAt({ forge, repository }: Job, { headSha }: PullRequest, moved: boolean) {
  const changed = await forge.changedFiles();
  if (!moved) return changed;
  const there = new Set(await repository.list('', headSha));
  return changed.filter(({ path, status }) => status === 'deleted' || there.has(path));
}

/**
 * The head is our own commit, so that proven components are executed again, but nobody is asked and nothing written. Whoever
 * pushed it: an App’s commits start workflows, and the run that follows must not lead to another one. A person who writes such a
 * message only keeps the model from being asked. That of a run that was cancelled holds back only the run that its push started:
 * who cancels does not ask for another one, and who runs the job again, or pushed beside it, does.
 */
export async function isOwnHead({ repository, event, run, retry }: Job, pull: PullRequest): Promise<boolean> {
  if (retry) return false;
  const { message } = await repository.describe(pull.headSha);
  if (!isOwnMessage(message)) return false;
  return !isCancelledMessage(message) || (event.headSha === pull.headSha && run.attempt === 1);
}

function commitId(text: string): string {
  if (/^[0-9a-f]{40,64}$/.test(text)) return text;
  throw new AirsmithError(EXIT.usage, {
    code: 'AS7040',
    message: `the input \`head\` is "${text.slice(0, 80)}", which is no commit`,
    remedy: 'Give the output `head` of the job that planned.',
  });
}
