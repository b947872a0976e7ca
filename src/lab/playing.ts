import type { Example, Json, ReadyEnvironment, Spec } from '../flow.js';
import type { LabFailure, LabJob, PlayResult, StagedDraft } from '../ports.js';
import type { ForkServer, JobOutcome } from './forkserver.js';
import type { OpenWorld, WorldProblem, WorldServer } from './world.js';

/** Plays one example: opens its world, lets a forked child do its part, judges outside of it. */
export async function play(
  servers: { readonly airflow: ForkServer; readonly worlds: WorldServer },
  environment: ReadyEnvironment,
  staged: StagedDraft,
  spec: Spec,
  example: Example,
): Promise<PlayResult> {
  const opened = await servers.worlds.open(example, spec, servers.airflow.network);
  if (!opened.ok) return noWorld(opened.message);
  const { world } = opened.value;
  try {
    const outcome = await servers.airflow.run(playJob(staged, environment, opened.value));
    const observation = outcome.ok ? withOutput(outcome) : { logs: outcome.output };
    const judged = await servers.worlds.judge(world, observation);
    return outcome.ok ? verdict(outcome, judged) : broken(outcome, judged.ok ? judged.value : []);
  } finally {
    await servers.worlds.close(world);
  }
}

/** The part of every job that says which draft it is about, and where. Only the tests see the tests. */
export function draftFields(
  staged: StagedDraft,
  { overlay }: ReadyEnvironment,
  op: LabJob['op'] | 'play',
): object {
  const { draft, pythonPath } = staged;
  const { pythonRoot, module, className } = draft;
  const root = op === 'tests' ? staged.root : staged.code;
  return {
    root,
    pythonRoot,
    pythonPath,
    module,
    className,
    ...(overlay?.folder ? { overlay: overlay.folder } : {}),
  };
}

function playJob(staged: StagedDraft, environment: ReadyEnvironment, world: OpenWorld): object {
  return {
    ...draftFields(staged, environment, 'play'),
    op: 'play',
    public: world.public,
    port: world.port,
    writes: world.writes,
  };
}

/** What was written past Python's own streams belongs to the log too. */
function withOutput(outcome: JobOutcome & { readonly ok: true }): Json {
  const { value } = outcome;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const seen = value as { readonly [name: string]: Json };
  const logs = `${typeof seen['logs'] === 'string' ? seen['logs'] : ''}${outcome.output}`;
  return { ...seen, logs, truncated: seen['truncated'] === true || outcome.flooded };
}

type Judged = Awaited<ReturnType<WorldServer['judge']>>;

function verdict(outcome: JobOutcome & { readonly ok: true }, judged: Judged): PlayResult {
  if (!judged.ok) return noWorld(judged.message, outcome.ms);
  const surprise = judged.value.some((problem) => problem.unexpected === true);
  const failure = surprise ? raised(outcome.value) : undefined;
  return {
    passed: judged.value.length === 0,
    ms: outcome.ms,
    problems: judged.value.filter((problem) => failure === undefined || !problem.unexpected).map(plain),
    ...(failure ? { failure } : {}),
  };
}

/** The child did not answer; what its world saw until then still tells something. */
function broken(outcome: JobOutcome & { readonly ok: false }, judged: readonly WorldProblem[]): PlayResult {
  const seen = judged.filter((problem) => problem.expectation === 'http').map(plain);
  return { passed: false, ms: outcome.ms, problems: seen, failure: outcome.failure };
}

function raised(observation: Json): LabFailure | undefined {
  const outcome = field(observation, 'outcome');
  const text = (name: string) => {
    const value = field(outcome, name);
    return typeof value === 'string' ? value : undefined;
  };
  const whole = (name: string) => {
    const value = field(outcome, name);
    return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
  };
  const [exception, traceback, line, column] = [
    text('exception'),
    text('traceback'),
    whole('line'),
    whole('column'),
  ];
  return {
    kind: 'exception',
    stage: text('stage') ?? 'execute',
    message: text('message') ?? '',
    ...(exception === undefined ? {} : { exception }),
    ...(traceback === undefined ? {} : { traceback }),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  };
}

function field(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return (value as { readonly [key: string]: Json })[name];
}

function plain(problem: WorldProblem): PlayResult['problems'][number] {
  const { unexpected: _, ...rest } = problem;
  return rest;
}

function noWorld(message: string, ms = 0): PlayResult {
  return { passed: false, ms, problems: [{ expectation: 'given', message }] };
}
