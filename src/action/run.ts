/** The story of a job: read policy and memory from the base, build what the head asks for, push one commit, say so. */

import type { Runner } from '../adapters/actions.js';
import type { GitRepository } from '../adapters/git.js';
import { nobody } from '../author/nobody.js';
import { keepRemains } from '../cancelled.js';
import type { Config } from '../config.js';
import type { Problem, RunIdentity, Spec } from '../flow.js';
import type { Knowledge, Stored } from '../knowledge/index.js';
import type { Hands, Progress, Remains, RunResult, Work } from '../pipeline.js';
import type { Forge, PullRequest, Random } from '../ports.js';
import { EXIT, type ExitStatus } from '../problems.js';
import type { SpecSource } from '../spec/index.js';
import type { JobEvent } from './event.js';
import type { Inputs } from './inputs.js';
import { forgePart, planNothing, planPart, publishPart } from './parts.js';
import { missing, publish } from './publishing.js';
import { REMOTE } from './remote.js';
import { type Report, report } from './report.js';
import { isOwnHead, openScene, type Scene } from './scene.js';

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
  /** Files that generated tests need beside them. */
  support(): Promise<Hands['support']>;
  runPipeline(work: Work, hands: Hands, tell: (progress: Progress) => void): Promise<RunResult>;
  readonly random: Random;
  wait(ms: number): Promise<void>;
  /** A person asks for it once more: the model is asked although nothing has changed. */
  readonly retry?: boolean;
  /** How the answers come about, for people. */
  describeModel(config: Config): string;
}

/**
 * Builds what the pull request of the job asks for: the whole story, or the part of it that the input `part` names. Throws an `AirsmithError` where
 * the world, the workflow or the settings are at fault.
 */
export async function runAction(job: Job): Promise<ExitStatus> {
  const scene = await openScene(job);
  const { part } = job.inputs;
  if (scene === undefined) {
    if (part === 'plan') planNothing(job);
    return nothingToDo(job.runner, 'no spec file and no learned record differs from the base');
  }
  if (part === 'plan') return planPart(job, scene);
  if (part === 'forge') return forgePart(job, scene);
  if (part === 'publish') return publishPart(job, scene);
  return whole(job, scene);
}

async function whole(job: Job, scene: Scene): Promise<ExitStatus> {
  const { pull, config, plan } = scene;
  if (pull.fromFork) return readOnly(job, scene);
  if (plan.toBuild.length === 0) return report(job, config, emptyReport(scene));
  await job.repository.requirePush(REMOTE, pull.headSha, pull.headRef);
  return build(job, scene, await isOwnHead(job, pull));
}

async function build(job: Job, scene: Scene, own: boolean): Promise<ExitStatus> {
  const { pull, plan, config, memory } = scene;
  const { result: forged, present } = await forgeSpecs(job, scene, plan.toBuild, own, (left) =>
    keepEvidence(job, pull, left),
  );
  // All of it is there: a signal that comes now comes too late.
  const result = { ...forged, changes: [...forged.changes, ...(await missing(memory, present))] };
  const { review } = memory;
  const commit = own ? pull.headSha : await publish(job, pull, result, review.refused);
  const all = [...result.problems, ...memory.problems];
  const found: Report = { plan, result: { ...result, problems: all }, review, own, head: pull.headSha };
  return report(job, config, commit === undefined ? found : { ...found, commit });
}

/** Pushes what a cancelled job leaves as one commit, and says so where people look after they cancelled it. */
async function keepEvidence(job: Job, pull: PullRequest, left: Remains): Promise<void> {
  const said = await keepRemains(left, async (kept) => {
    const commit = await publish(job, pull, kept, [], 'cancelled');
    job.runner.output('commit', commit ?? '');
    return commit === undefined ? `the branch ${pull.headRef}` : `commit ${commit.slice(0, 10)}`;
  });
  job.runner.output('cost-usd', String(left.spent / 1e6));
  job.runner.info(`airsmith: ${said}`);
}

/**
 * Runs `sources` through the pipeline. Writes nothing. `own`: nobody is asked, since nothing has changed. Where the job is
 * cancelled it throws, after `leave` has dealt with what there is by then.
 */
export async function forgeSpecs(
  job: Job,
  { pull, config, memory }: Scene,
  sources: readonly SpecSource[],
  own: boolean,
  leave: (left: Remains) => Promise<void>,
): Promise<{ readonly result: RunResult; readonly present: Work['present'] }> {
  const { repository, runner } = job;
  const { knowledge, onBranch } = memory;
  const hands = await job.openHands(config, (path) => repository.read(path, pull.baseSha));
  let leaving: Promise<void> | undefined;
  try {
    const present = (path: string) => repository.read(path, pull.headSha);
    const work: Work = {
      config,
      sources,
      knowledge,
      onBranch,
      run: job.run,
      present,
      committed: present,
      bytes: (path) => repository.bytes(path, pull.headSha),
      former: (path, sha256) => repository.former(path, sha256, [pull.headSha, pull.baseSha]),
      list: (folder) => repository.list(folder, pull.headSha),
      signal: job.signal,
    };
    const result = await runner.group('airsmith', () =>
      job.runPipeline(work, own ? { ...hands, model: nobody(UNCHANGED) } : hands, (progress) => {
        if (progress.step !== 'stopped') log(runner, progress);
        else leaving = leave(progress.left);
      }),
    );
    return { result, present };
  } finally {
    // The push goes on beside it: a cancelled job has seconds.
    await Promise.all([hands.lab.close(), leaving]);
  }
}

/** A fork is given no secrets and no token that writes: its specs are read, and what is wrong with them is said. */
export async function readOnly(job: Job, scene: Scene): Promise<ExitStatus> {
  const { plan, config } = scene;
  const { problems } = await job.readSpecs(plan.toBuild, config);
  const found = emptyReport(scene, problems);
  return report(job, config, { ...found, fork: { checked: plan.toBuild.length } });
}

/** Says so, and gives the outputs that later steps may look at. */
export function nothingToDo(runner: Runner, why: string): ExitStatus {
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

export function emptyReport({ plan, memory, pull }: Scene, problems: readonly Problem[] = []): Report {
  const all = [...problems, ...memory.problems];
  return {
    plan,
    result: { outcomes: [], problems: all, environments: [], spent: 0, ms: 0 },
    // Nobody commits here, so that nothing is refused yet.
    review: { ...memory.review, refused: [] },
    own: false,
    head: pull.headSha,
  };
}

const UNCHANGED: Problem = {
  code: 'AS7033',
  severity: 'error',
  message: 'nothing has changed since the last attempt, so the model was not asked again',
  remedy: 'Change the spec, or push any other commit. After a run that was cancelled, run the job again.',
};

function log(runner: Runner, progress: Exclude<Progress, { step: 'stopped' }>): void {
  if (progress.step === 'spec') {
    runner.info(`spec   ${progress.read} read, ${progress.problems.length} problems`);
  } else if (progress.step === 'lab') {
    const { environment } = progress;
    const state = environment.state === 'ready' ? 'ready' : `not run: ${environment.problem.message}`;
    runner.info(`lab    Airflow ${environment.airflow} on Python ${environment.python} ${state}`);
  } else if (progress.step === 'attempt') {
    runner.info(`forge  ${progress.spec.name}  attempt ${progress.attempt}  ${progress.doing}`);
  } else {
    const { spec, proven } = progress.outcome;
    runner.info(`forge  ${spec.name}  ${proven ? 'proven' : 'not proven'}`);
  }
}
