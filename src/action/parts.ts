/**
 * The same story in three jobs with separate powers: `plan` reads, `forge` runs generated code and may write nothing, `publish`
 * may write and runs no generated code. What `forge` hands over is checked as if a stranger had sent it.
 */

import { assemble } from '../author/assemble.js';
import { keepRemains } from '../cancelled.js';
import type { Money, Problem } from '../flow.js';
import { NO_MONEY } from '../flow.js';
import type { Remains } from '../pipeline.js';
import { taughtOnce } from '../pipeline.js';
import { AirsmithError, EXIT, type ExitStatus } from '../problems.js';
import { planCommit } from '../publish/commit.js';
import { twinKey } from './annotations.js';
import { holdsSecret, packParcel, readParcels, writeParcel } from './parcel.js';
import { missing, publish, secretIn } from './publishing.js';
import { REMOTE } from './remote.js';
import { report, writeCounts } from './report.js';
import { emptyReport, forgeSpecs, type Job, readOnly } from './run.js';
import { isOwnHead, type Scene } from './scene.js';
import { slicesOf } from './slices.js';
import { unpack } from './unpack.js';

/** Says which slices there are to forge, and whether there is anything to publish. */
export async function planPart(job: Job, scene: Scene): Promise<ExitStatus> {
  const { pull, config, plan } = scene;
  const { runner, inputs } = job;
  // No token that a fork's job is given can write: all that can be said is said here.
  if (pull.fromFork) {
    planNothing(job);
    return readOnly(job, scene);
  }
  await job.repository.requirePush(REMOTE, pull.headSha, pull.headRef);
  const paths = plan.toBuild.map(({ path }) => path);
  const slices = slicesOf(paths, inputs.runners, Math.round(config.maxCost * 1e6));
  runner.output('slices', JSON.stringify(slices));
  runner.output('head', pull.headSha);
  runner.output('publish', 'true');
  runner.info(`airsmith: ${paths.length} specs for ${slices.length} runners`);
  return EXIT.done;
}

export function planNothing({ runner }: Job): void {
  runner.output('slices', '[]');
  runner.output('head', '');
  runner.output('publish', 'false');
}

/** Forges the specs of one slice, and leaves what came out as a parcel. What is not proven is for `publish` to say. */
export async function forgePart(job: Job, scene: Scene): Promise<ExitStatus> {
  const { inputs } = job;
  const { pull, plan } = scene;
  const { slice } = inputs;
  if (slice === undefined || pull.fromFork) throw noSlice();
  const wanted = new Set(slice.specs);
  const sources = plan.toBuild.filter(({ path }) => wanted.has(path));
  const started = performance.now();
  const handOver = async (result: Remains) => {
    const ms = Math.round(performance.now() - started);
    await leaveParcel(job, pull.headSha, slice.slice, result, ms);
    writeCounts(job, result);
  };
  const { result } = await forgeSpecs(job, scene, sources, await isOwnHead(job, pull), (left) =>
    keepParcel(job, left, handOver),
  );
  await handOver(result);
  return EXIT.done;
}

/** What was complete when the job was cancelled is as good as ever, and what was cut is evidence: both are for `publish`. */
async function keepParcel(
  job: Job,
  left: Remains,
  handOver: (left: Remains) => Promise<void>,
): Promise<void> {
  const said = await keepRemains(left, async () => {
    await handOver(left);
    return 'the parcel of this job';
  });
  job.runner.info(`airsmith: ${said}`);
}

async function leaveParcel(
  { inputs, runner, run }: Job,
  head: string,
  slice: string,
  { outcomes, problems, environments, money }: Remains,
  ms: number,
): Promise<void> {
  const parcel = packParcel({ run: run.id, head, slice, outcomes, problems, environments, money, ms });
  if (holdsSecret(parcel, [inputs.token, inputs.overrides.apiKey])) throw secretIn('the parcel of this job');
  runner.output('parcel', await writeParcel(inputs.parcels, parcel));
}

/** Puts together what the runners found, commits it at once, and says so. */
export async function publishPart(job: Job, scene: Scene): Promise<ExitStatus> {
  const { inputs, repository, run } = job;
  const { pull, config, plan, memory } = scene;
  if (pull.fromFork) return readOnly(job, scene);
  if (plan.toBuild.length === 0) return report(job, config, emptyReport(scene));

  const own = await isOwnHead(job, pull);
  const present = (path: string) => repository.read(path, pull.headSha);
  // A spec is what the head says it is, whatever a parcel says.
  const read = await job.readSpecs(plan.toBuild, config);
  const found = await readParcels(inputs.parcels);
  const support = await job.support();
  const opened = await unpack(found, {
    specs: read.specs,
    run: run.id,
    head: pull.headSha,
    learning: config.learning,
    draft: (spec, source) => assemble(spec, source, config, support),
  });
  const outcomes = taughtOnce(opened.outcomes);
  const changes = [
    ...(own ? [] : await planCommit(outcomes, config, present)),
    ...(own ? [] : await missing(memory, present)),
  ];
  const { review } = memory;
  const commit = own ? pull.headSha : await publish(job, pull, { changes, outcomes }, review.refused);
  const problems = [...read.problems, ...withoutTwins(opened.problems, read.problems), ...memory.problems];
  const money = opened.money.reduce(added, NO_MONEY);
  const result = {
    outcomes,
    problems,
    environments: opened.environments,
    spent: money.spent,
    money,
    // The slices ran side by side: the slowest is what people waited for.
    ms: Math.max(0, ...opened.ms),
  };
  const head = pull.headSha;
  return report(job, config, {
    plan,
    result,
    review,
    own,
    head,
    ...(commit === undefined ? {} : { commit }),
  });
}

/** Both jobs read the same specs, and find the same wrong with them. */
function withoutTwins(problems: readonly Problem[], known: readonly Problem[]): readonly Problem[] {
  const seen = new Set(known.map(twinKey));
  return problems.filter((problem) => !seen.has(twinKey(problem)) && seen.add(twinKey(problem)));
}

function added(one: Money, other: Money): Money {
  const keys = Object.keys(NO_MONEY) as (keyof Money)[];
  return Object.fromEntries(keys.map((key) => [key, one[key] + other[key]])) as unknown as Money;
}

function noSlice(): AirsmithError {
  return new AirsmithError(EXIT.usage, {
    code: 'AS7041',
    message: 'this job was given nothing to forge',
    remedy: 'Let it need the job that plans, and run only where the output `slices` of that is not `[]`.',
  });
}
