/** The story of a job: read policy and memory from the base, build what the head asks for, push one commit, say so. */

import type { Runner } from '../adapters/actions.js';
import { specChanges } from '../adapters/changes.js';
import type { GitRepository } from '../adapters/git.js';
import { nobody } from '../author/nobody.js';
import type { Config } from '../config.js';
import type { Problem, RunIdentity, Spec } from '../flow.js';
import type { Knowledge, PullReview, Stored } from '../knowledge/index.js';
import type { Hands, Progress, RunResult, Work } from '../pipeline.js';
import type { FileChange, Forge, PullRequest, Random } from '../ports.js';
import { AirsmithError, EXIT, type ExitStatus } from '../problems.js';
import { commitMessage, isOwnMessage } from '../publish/commit.js';
import { land } from '../publish/land.js';
import { costText } from '../report/terminal.js';
import { redactor } from '../safety/redaction.js';
import type { SpecSource } from '../spec/index.js';
import type { JobEvent } from './event.js';
import type { Inputs } from './inputs.js';
import { type Memory, openMemory } from './memory.js';
import { planSpecs, type SpecPlan } from './plan.js';
import { REMOTE } from './remote.js';
import { type Report, report } from './report.js';

/** Everything that a job needs; `main.ts` puts the real things here. */
export interface Job {
  readonly event: JobEvent;
  readonly inputs: Inputs;
  readonly runner: Runner;
  readonly repository: GitRepository;
  readonly forge: Forge;
  readonly signal: AbortSignal;
  readonly run: RunIdentity;
  /** Settings of the base commit under the inputs. Throws what is wrong with them. */
  configure(settings: string | undefined): Promise<Config>;
  /** True for the path of a spec, by the globs of the settings. */
  specMatcher(config: Config): (path: string) => boolean;
  readSpecs(
    sources: readonly SpecSource[],
    config: Config,
  ): Promise<{ readonly specs: readonly Spec[]; readonly problems: readonly Problem[] }>;
  /** `knowledge` with what ships with airsmith, `own` and `records` without. Packs that `base` holds need not be verified again. */
  openKnowledge(
    config: Config,
    commit: string,
    base: string,
  ): Promise<{
    readonly knowledge: Knowledge;
    readonly own: Knowledge;
    readonly records: readonly Stored[];
    readonly problems: readonly Problem[];
  }>;
  /** `read` gives files of the base commit, where the settings come from. */
  openHands(config: Config, read: (path: string) => Promise<string | undefined>): Promise<Hands>;
  runPipeline(work: Work, hands: Hands, tell: (progress: Progress) => void): Promise<RunResult>;
  readonly random: Random;
  wait(ms: number): Promise<void>;
  /** How the answers come about, for people. */
  describeModel(config: Config): string;
}

/** Runs a job to its exit status. Throws an `AirsmithError` where the world, the workflow or the settings are at fault. */
export async function runAction(job: Job): Promise<ExitStatus> {
  const { forge, repository, runner } = job;
  const pull = await forge.pullRequest();
  await repository.fetch(REMOTE, [pull.baseSha, pull.headSha]);
  const config = await job.configure(await repository.read('.airsmith.yaml', pull.baseSha));

  const changed = await forge.changedFiles();
  const changes = specChanges(changed, job.specMatcher(config));
  const records = changed.filter(({ path }) => path.startsWith(`${config.learning}/`));
  if (changes.length + records.length === 0)
    return nothingToDo(runner, 'no spec file and no learned record differs from the base');
  const plan = await planSpecs(changes, repository, pull.headSha);
  const memory = await openMemory(job, pull, config, changed);
  if (pull.fromFork) return readOnly(job, plan, config, memory);
  if (plan.toBuild.length === 0) return report(job, config, emptyReport(plan, memory));

  await repository.requirePush(REMOTE, pull.headSha, pull.headRef);
  const own = isOwnMessage((await repository.describe(pull.headSha)).message);
  return build(job, pull, plan, config, memory, own);
}

/** `own`: the head is our own commit, so that proven components are executed again, but nobody is asked and nothing written. */
async function build(
  job: Job,
  pull: PullRequest,
  plan: SpecPlan,
  config: Config,
  memory: Memory,
  own: boolean,
): Promise<ExitStatus> {
  const { repository, runner } = job;
  const { knowledge, onBranch, problems, review } = memory;
  const hands = await job.openHands(config, (path) => repository.read(path, pull.baseSha));
  try {
    const present = (path: string) => repository.read(path, pull.headSha);
    const work: Work = {
      config,
      sources: plan.toBuild,
      knowledge,
      onBranch,
      run: job.run,
      present,
      committed: present,
      former: (path, sha256) => repository.former(path, sha256, [pull.headSha, pull.baseSha]),
      list: (folder) => repository.list(folder, pull.headSha),
      signal: job.signal,
    };
    const forged = await runner.group('airsmith', () =>
      job.runPipeline(work, own ? { ...hands, model: nobody(UNCHANGED) } : hands, (progress) =>
        log(runner, progress),
      ),
    );
    const result = { ...forged, changes: [...forged.changes, ...(await missing(memory, present))] };
    job.signal.throwIfAborted();
    const commit = own ? pull.headSha : await publish(job, pull, result, review.refused);
    const all = [...result.problems, ...problems];
    const found: Report = { plan, result: { ...result, problems: all }, review, own };
    return await report(job, config, commit === undefined ? found : { ...found, commit });
  } finally {
    await hands.lab.close();
  }
}

/** Rejections that the branch does not hold yet. */
async function missing({ rejections }: Memory, present: Work['present']): Promise<readonly FileChange[]> {
  const open = await Promise.all(
    rejections.map(async (file) => ((await present(file.path)) === undefined ? [file] : [])),
  );
  return open.flat();
}

/** One commit on the head branch, believed when the remote shows it. Undefined when there was nothing to commit. */
async function publish(
  job: Job,
  pull: PullRequest,
  result: RunResult,
  refused: PullReview['refused'],
): Promise<string | undefined> {
  const { inputs, run } = job;
  if (result.changes.length === 0) return undefined;
  refuseSecrets(result, [inputs.token, inputs.overrides.apiKey]);
  const trailers = { id: run.id, pull: pull.number, refused: refused.map(({ title }) => title) };
  const landed = await land(
    {
      changes: result.changes,
      message: commitMessage(result.outcomes, trailers),
      remote: REMOTE,
      branch: pull.headRef,
      head: pull.headSha,
      madeFrom: result.outcomes.map(({ spec }) => spec.path),
    },
    job,
  );
  return landed.made ? landed.commit : undefined;
}

/** A model that was asked for it may echo a secret; it must not get as far as a commit. */
function refuseSecrets(result: RunResult, secrets: readonly (string | undefined)[]): void {
  const shapesOnly = redactor([]);
  const all = redactor(secrets);
  const found = result.changes.find(
    ({ content }) => content !== null && all(content) !== shapesOnly(content),
  );
  if (!found) return;
  throw new AirsmithError(EXIT.unproven, {
    code: 'AS7032',
    message: `${found.path} would hold a secret of this job`,
    cause: 'Nothing was committed.',
    remedy: 'Look at what the spec asks for, and replace the secret if it was shown anywhere.',
  });
}

/** A fork is given no secrets and no token that writes: its specs are read, and what is wrong with them is said. */
async function readOnly(job: Job, plan: SpecPlan, config: Config, memory: Memory): Promise<ExitStatus> {
  const { problems } = await job.readSpecs(plan.toBuild, config);
  const found = emptyReport(plan, memory, problems);
  return report(job, config, { ...found, fork: { checked: plan.toBuild.length } });
}

function nothingToDo(runner: Runner, why: string): ExitStatus {
  runner.info(`airsmith: nothing to do, ${why}`);
  for (const [name, value] of [
    ['proven', '0'],
    ['failed', '0'],
    ['cost-usd', '0'],
    ['commit', ''],
    ['components', '[]'],
  ] as const) {
    runner.output(name, value);
  }
  return EXIT.done;
}

function emptyReport(plan: SpecPlan, memory: Memory, problems: readonly Problem[] = []): Report {
  const all = [...problems, ...memory.problems];
  return {
    plan,
    result: { outcomes: [], problems: all, environments: [], spent: 0, timeline: undefined },
    // Nobody commits here, so that nothing is refused yet.
    review: { ...memory.review, refused: [] },
    own: false,
  };
}

const UNCHANGED: Problem = {
  code: 'AS7033',
  severity: 'error',
  message: 'nothing has changed since the last attempt, so the model was not asked again',
  remedy: 'Change the spec, or push any other commit.',
};

function log(runner: Runner, progress: Progress): void {
  if (progress.step === 'spec') {
    runner.info(`spec   ${progress.read} read, ${progress.problems.length} problems`);
  } else if (progress.step === 'lab') {
    const { environment } = progress;
    const state = environment.state === 'ready' ? 'ready' : `not run: ${environment.problem.message}`;
    runner.info(`lab    Airflow ${environment.airflow} on Python ${environment.python} ${state}`);
  } else if (progress.step === 'attempt') {
    runner.info(`forge  ${progress.spec.name}  attempt ${progress.attempt}  ${progress.doing}`);
  } else if (progress.step === 'stopped') {
    runner.info(`cost   cancelled after ${costText(progress.money)}`);
  } else {
    const { spec, proven } = progress.outcome;
    runner.info(`forge  ${spec.name}  ${proven ? 'proven' : 'not proven'}`);
  }
}
