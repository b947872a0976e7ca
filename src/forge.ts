/** One spec to its outcome: refused, proven again, or attempted; whatever was executed is a lesson. */

import { attempt, validateOptions } from './attempts.js';
import { assemble, outputPaths } from './author/assemble.js';
import type { Ledger } from './author/ledger.js';
import { remembered } from './author/memory.js';
import { PROMPT_VERSION } from './author/prompt.js';
import type { Customs } from './conventions/index.js';
import {
  type Attempt,
  type Briefing,
  type Draft,
  type Environment,
  type Lesson,
  NO_USAGE,
  type Problem,
  type Spec,
  type SpecOutcome,
} from './flow.js';
import { furnishAll, unfurnished } from './furnish.js';
import { inRange } from './lab/environments/targets.js';
import { learn } from './learn/index.js';
import type { Hands, Tell, Work } from './pipeline.js';
import type { House } from './ports.js';
import { foreignFile, type Standing, unsavedFile } from './publish/standing.js';
import { recall } from './recall/index.js';
import { furthest } from './repair/index.js';
import { revisable } from './revision.js';
import { unrun, validate } from './validate/index.js';

export interface Bench extends Work {
  readonly environments: readonly Environment[];
  readonly ledger: Ledger;
  /** Comes when the run has no more time for models. */
  readonly deadline?: AbortSignal;
  readonly house: House;
  /** What that house does alike; absent where nobody is asked to write anything. */
  readonly customs?: Customs;
  /** Specs that cannot be built, and why: asked once, before anything was made ready. */
  readonly obstacles: ReadonlyMap<Spec, Problem>;
}

/**
 * Builds one component. Never throws for what a spec, a model or a draft can do, only where the run is interrupted before
 * anything was written or paid. Interrupted later, it gives the outcome as far as it came.
 */
export async function forge(spec: Spec, bench: Bench, hands: Hands, tell: Tell): Promise<SpecOutcome> {
  bench.signal?.throwIfAborted();
  const start = hands.clock.elapsed();
  const bare = bench.environments.filter((environment) => inRange(environment.airflow, spec.airflow));
  const known = bench.obstacles.get(spec);
  // Whether its dependencies can be had decides whether anybody is asked, and the author is told which are there.
  const environments = known ? bare : await furnishAll(spec, bare, bench, hands.lab);
  const airflow = environments.map((environment) => environment.airflow);
  const { briefing, custom } = remembered(
    recall(spec, bench.knowledge, { airflow }),
    bench.customs?.for(spec),
  );

  const refusal = known ?? unfurnished(spec, bare, environments) ?? nowhereToRun(spec, environments);
  const reproved = refusal ? undefined : await reprove(spec, environments, bench, hands, tell);
  // What is proven again is kept; what is not would be written anew over people's work.
  const obstacle = refusal ?? (reproved ? undefined : await unsavedFile(standingOf(spec, bench)));
  const attempts = obstacle
    ? [refusedAttempt(obstacle, spec, environments)]
    : reproved
      ? [reproved]
      : await attempt({
          spec,
          briefing,
          environments,
          bench,
          hands,
          tell,
          ...(custom ? { custom } : {}),
          ...(await revisable(spec, bench)),
        });

  if (!taught(attempts)) bench.signal?.throwIfAborted();
  const best = furthest(attempts);
  const proven = best?.verdict?.proven === true;
  const lesson = taught(attempts) ? await teach(spec, briefing, attempts, bench) : NO_LESSON;
  const outcome: SpecOutcome = {
    spec,
    briefing,
    attempts,
    proven,
    lesson,
    ms: Math.round(hands.clock.elapsed() - start),
    ...(best ? { best } : {}),
  };
  if (!bench.signal?.aborted) tell({ step: 'outcome', outcome });
  return outcome;
}

/** What a cancelled run keeps of an outcome: the evidence of what happened, and nothing that it would bring beside it. */
export async function withheld(outcome: SpecOutcome, bench: Bench): Promise<SpecOutcome> {
  const { spec, briefing, attempts } = outcome;
  const lesson = taught(attempts) ? await teach(spec, briefing, attempts, bench, true) : NO_LESSON;
  return { ...outcome, proven: false, lesson };
}

const NO_LESSON: Lesson = { records: [], items: [] };

/** Whether anything happened to learn from: a draft was written, or money was spent. Proving again is no news. */
function taught(attempts: readonly Attempt[]): boolean {
  return attempts.some(({ number, draft, usage }) => number > 0 && (draft !== undefined || usage.cost > 0));
}

function teach(
  spec: Spec,
  briefing: Briefing,
  attempts: readonly Attempt[],
  bench: Bench,
  withheld = false,
): Promise<Lesson> {
  const { run, knowledge, config } = bench;
  const generator = `${PROMPT_VERSION} ${attempts[0]?.author.model ?? config.model}`;
  return learn({ spec, briefing, attempts, run, knowledge, generator, folder: config.learning, withheld });
}

/**
 * The component that is already on the branch for exactly these spec bytes, executed again. It costs nothing, keeps
 * a person's edits, and makes a second run of the same work change nothing. Undefined when there is none or it fails.
 */
async function reprove(
  spec: Spec,
  environments: readonly Environment[],
  bench: Bench,
  hands: Hands,
  tell: Tell,
): Promise<Attempt | undefined> {
  const known = bench.onBranch.componentAt(spec.name);
  if (!known || !isBuilt(spec, bench)) return undefined;
  const source = await bench.present(known.path);
  if (source === undefined) return undefined;
  const start = hands.clock.elapsed();
  tell({ step: 'attempt', spec, attempt: 0, doing: 'proving again' });
  const draft: Draft = assemble(spec, source, bench.config, hands.support);
  const verdict = await validate(draft, spec, hands.lab, environments, validateOptions(bench));
  if (!verdict.proven) return undefined;
  const author = { model: 'none', promptFingerprint: '', replayed: false };
  return {
    number: 0,
    author,
    usage: NO_USAGE,
    ms: Math.round(hands.clock.elapsed() - start),
    draft,
    verdict,
  };
}

/** Whether the branch holds a component of exactly these spec bytes, which then is only proven again. */
export function isBuilt(spec: Spec, { onBranch }: Pick<Work, 'onBranch'>): boolean {
  return onBranch.componentAt(spec.name)?.specFingerprint === spec.fingerprint;
}

/** Why specs cannot be built, as far as that is known before anything is made ready or spent; those that can are not in it. */
export async function obstaclesTo(
  specs: readonly Spec[],
  work: Work,
  hands: Hands,
): Promise<ReadonlyMap<Spec, Problem>> {
  const found = await Promise.all(
    specs.map(async (spec) => [spec, await obstacleTo(spec, work, hands)] as const),
  );
  return new Map(found.flatMap(([spec, problem]) => (problem ? [[spec, problem] as const] : [])));
}

async function obstacleTo(spec: Spec, work: Work, { model }: Hands): Promise<Problem | undefined> {
  const standing = standingOf(spec, work);
  const foreign = await foreignFile(standing);
  if (foreign || isBuilt(spec, work)) return foreign;
  return model.refusal ?? unsavedFile(standing);
}

/** Paths that this spec's files will be written to. */
export function placesOf(spec: Spec, { config }: Pick<Work, 'config'>): readonly string[] {
  return Object.values(outputPaths(spec, config.output));
}

function standingOf(spec: Spec, { config, onBranch, present, committed }: Work): Standing {
  const paths = outputPaths(spec, config.output);
  return { spec, paths, known: onBranch.componentAt(spec.name), present, committed };
}

/** Money is spent only where the answer can be executed at all. */
function nowhereToRun(spec: Spec, environments: readonly Environment[]): Problem | undefined {
  if (environments.some(({ state }) => state === 'ready')) return undefined;
  const position = spec.positions['/airflow'] ?? spec.positions['/name'];
  return {
    code: 'AS3108',
    severity: 'error',
    message: `no Airflow could be made ready, so nobody was asked to write ${spec.name}`,
    remedy: 'Do what the lines about the lab say, then run again: nothing was spent.',
    ...(position ? { position } : {}),
  };
}

function refusedAttempt(problem: Problem, spec: Spec, environments: readonly Environment[]): Attempt {
  const author = { model: 'none', promptFingerprint: '', replayed: false };
  const verdict = unrun(spec, environments);
  return { number: 0, author, usage: NO_USAGE, ms: 0, problem, ...(verdict ? { verdict } : {}) };
}
