/** One file a run and spec: what was used, what happened, what it cost. Never payloads, never secrets. */

import type { Attempt, Briefing, EnvironmentVerdict, RunIdentity, Spec } from '../flow.js';
import {
  byCodeUnit,
  type Definition,
  definitionId,
  type Evidence,
  hash16,
  tame,
} from '../knowledge/index.js';
import { type LibraryChoice, librariesOf, requirementName } from './libraries.js';
import type { Mistakes } from './mistakes.js';

type RecordedAttempt = Evidence['attempts'][number];
type RecordedEnvironment = Evidence['environments'][number];

export interface Happening {
  readonly spec: Spec;
  readonly briefing: Briefing;
  readonly attempts: readonly Attempt[];
  readonly run: RunIdentity;
  readonly generator: string;
}

export interface Learned {
  readonly mistakes: Mistakes;
  /** Ids of the patterns in the proven component, sorted. */
  readonly found: readonly string[];
  /** Id of the component’s record. */
  readonly component?: string;
  readonly choice: LibraryChoice;
  /** Definitions that the store does not hold yet. */
  readonly introduces: readonly Definition[];
}

/** Identity of what is observed: the spec’s bytes with this generator. */
export function subjectOf(spec: Spec, generator: string): string {
  return hash16(`${spec.fingerprint}\n${generator}`);
}

/** The attempt that counts: the proven one, else the last that was executed. */
export function bestOf(attempts: readonly Attempt[]): Attempt | undefined {
  return attempts.find(isProven) ?? [...attempts].reverse().find(({ verdict }) => verdict !== undefined);
}

/** The evidence of one spec in one run. */
export function evidenceOf(happening: Happening, learned: Learned): Evidence {
  const { spec, run, attempts, generator } = happening;
  const first = attempts[0];
  const best =
    attempts.find(isProven) ?? [...attempts].reverse().find(({ verdict }) => verdict !== undefined);
  return {
    schema: 'evidence/1',
    run: {
      id: tame(run.id, 100),
      number: run.number,
      attempt: run.attempt,
      at: run.at,
      origin: tame(run.origin, 200) || 'unknown',
    },
    subject: subjectOf(spec, generator),
    generator: tame(generator, 200) || 'unknown',
    spec: {
      name: spec.name,
      kind: spec.kind,
      category: spec.category,
      path: spec.path,
      fingerprint: spec.fingerprint,
      airflow: tame(spec.airflow, 200),
    },
    outcome: {
      proven: attempts.some(isProven),
      first_attempt: first !== undefined && isProven(first),
      attempts: attempts.length,
    },
    choice: choiceOf(happening.briefing),
    found: [...learned.found],
    attempts: attempts.map((attempt, index) => ({
      ...recorded(attempt, learned.mistakes.byAttempt[index] ?? []),
      // In the order in which they happened: a mending shares the number of the attempt that it mended.
      number: attempt.number === 0 ? 0 : index + 1,
      ...appliedFixes(learned.mistakes.applied[index]),
    })),
    environments: (best?.verdict?.environments ?? [])
      .map((environment) => environmentOf(environment, learned.choice))
      .sort(byTarget),
    introduces: [...learned.introduces].sort((a, b) => byCodeUnit(definitionId(a), definitionId(b))),
    ...(learned.component === undefined ? {} : { component: learned.component }),
  };
}

function choiceOf(briefing: Briefing): Evidence['choice'] {
  const probabilities = new Map(briefing.considered.map(({ id, probability }) => [id, probability]));
  return {
    strategy: briefing.strategy,
    probability: briefing.probability ?? 1000,
    items: briefing.items
      .map(({ id }) => ({ id, probability: probabilities.get(id) ?? 1000 }))
      .sort((a, b) => byCodeUnit(a.id, b.id)),
  };
}

function recorded(attempt: Attempt, errors: readonly RecordedAttempt['errors'][number][]): RecordedAttempt {
  const { author, usage, problem } = attempt;
  return {
    number: attempt.number,
    model: tame(author.model, 100) || 'unknown',
    prompt: author.promptFingerprint,
    replayed: author.replayed,
    result: resultOf(attempt),
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cache_read_tokens: usage.cacheReadTokens,
    cache_write_tokens: usage.cacheWriteTokens,
    micro_dollars: usage.cost,
    milliseconds: Math.round(attempt.ms),
    errors: [...errors],
    ...(problem && /^AS\d{4}$/.test(problem.code) ? { problem: problem.code } : {}),
  };
}

function appliedFixes(fixes: Mistakes['applied'][number]): Pick<RecordedAttempt, 'fixes'> {
  return fixes === undefined ? {} : { fixes: [...fixes] };
}

function resultOf(attempt: Attempt): RecordedAttempt['result'] {
  if (isProven(attempt)) return 'proven';
  if (!attempt.draft) return 'absent';
  return attempt.verdict?.environments.some(({ state }) => state === 'failed') ? 'failed' : 'blocked';
}

function environmentOf(environment: EnvironmentVerdict, choice: LibraryChoice): RecordedEnvironment {
  return {
    airflow: environment.airflow,
    python: environment.python,
    lock: environment.lock,
    sandbox: tame(environment.sandbox, 200),
    state: environment.state,
    examples_passed: environment.examples.passed,
    examples_total: environment.examples.total,
    libraries: librariesOf(environment, choice).map(({ name, version }) => ({ name, version })),
    absent: [...new Set(environment.absent.map(requirementName))].sort(byCodeUnit),
  };
}

function byTarget(a: RecordedEnvironment, b: RecordedEnvironment): number {
  return byCodeUnit(a.airflow, b.airflow) || byCodeUnit(a.python, b.python);
}

function isProven({ verdict }: Attempt): boolean {
  return verdict?.proven === true;
}
