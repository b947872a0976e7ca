/** One cell of an experiment: a spec is written, proven and mended as the product does it, then judged by what its author never saw. */

import { attempt } from '../attempts.js';
import { assemble } from '../author/assemble.js';
import type { Ledger } from '../author/ledger.js';
import {
  type Attempt,
  attemptsMade,
  type Environment,
  fileOf,
  type Problem,
  type RunIdentity,
  type Verdict,
} from '../flow.js';
import { furnishAll } from '../furnish.js';
import type { TrialRecord } from '../generated/trial-file.js';
import { fold } from '../knowledge/index.js';
import type { Hands } from '../pipeline.js';
import type { House, Model } from '../ports.js';
import { validate } from '../validate/index.js';
import type { Told } from './arms.js';
import { conventionsKept } from './conventions.js';
import type { Case } from './set.js';

export interface TrialPlace {
  readonly house: House;
  /** Every Airflow that was made ready; a case takes its own. */
  readonly environments: readonly Environment[];
  readonly hands: Hands;
  readonly model: Model;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
}

export type TrialResult = Pick<
  TrialRecord,
  | 'first'
  | 'proven'
  | 'attempts'
  | 'told'
  | 'hidden'
  | 'broken'
  | 'failed'
  | 'models'
  | 'replayed'
  | 'tokens'
  | 'micro_dollars'
  | 'milliseconds'
>;

export type TrialOutcome =
  | { readonly kind: 'finished'; readonly result: TrialResult; readonly attempts: readonly Attempt[] }
  /** Nothing can be said of the author: nobody could be asked, or an Airflow could not be had. What it cost all the same. */
  | { readonly kind: 'unfinished'; readonly problem: Problem };

/** Problems of an attempt that are the author's own: it refused, was cut off, or answered in no usable form, or the same again. */
const AUTHORS_OWN: ReadonlySet<string> = new Set([
  'AS5010',
  'AS5011',
  'AS5012',
  'AS5016',
  'AS5020',
  'AS5021',
  'AS5038',
]);

/** Runs one case once. Throws only for bugs, and where the run is interrupted. */
export async function runTrial(
  one: Case,
  { briefing, custom, knowledge }: Told,
  place: TrialPlace,
): Promise<TrialOutcome> {
  const { hands, signal, ledger, house } = place;
  const { config } = one;
  const started = hands.clock.elapsed();
  const wanted = place.environments.filter(({ airflow }) => one.airflow.includes(airflow));
  const environments = await furnishAll(one.spec, wanted, { config, knowledge }, hands.lab);
  const lost = environments.find((environment) => environment.state === 'unavailable');
  if (lost?.state === 'unavailable') return { kind: 'unfinished', problem: lost.problem };

  const bench = {
    config,
    sources: [],
    knowledge,
    onBranch: fold([]),
    run: NO_RUN,
    present: async () => undefined,
    committed: async () => undefined,
    list: async () => [],
    environments,
    ledger,
    house,
    obstacles: new Map(),
    signal,
  };
  const at = { ...hands, model: place.model };
  const attempts = await attempt({
    spec: one.spec,
    briefing,
    environments,
    bench,
    hands: at,
    tell: () => undefined,
    ...(custom ? { custom } : {}),
  });
  signal.throwIfAborted();
  const broken = unfinishedBy(attempts);
  if (broken) return { kind: 'unfinished', problem: broken };
  const judged = await judge(one, attempts, environments, place);
  if ('problem' in judged) return { kind: 'unfinished', problem: judged.problem };

  const made = attemptsMade({ attempts });
  const [first] = made;
  const sum = (value: (usage: Attempt['usage']) => number) =>
    attempts.reduce((total, { usage }) => total + value(usage), 0);
  const proven = judged.failed === 'nothing';
  return {
    kind: 'finished',
    attempts,
    result: {
      first: proven && first?.verdict?.proven === true,
      proven,
      attempts: made.length,
      told: briefing.items.length,
      ...judged,
      models: made.map(({ author }) => author.model),
      replayed: made.some(({ author }) => author.replayed),
      tokens: {
        input: sum(({ inputTokens }) => inputTokens),
        output: sum(({ outputTokens }) => outputTokens),
        cache_read: sum(({ cacheReadTokens }) => cacheReadTokens),
        cache_write: sum(({ cacheWriteTokens }) => cacheWriteTokens),
      },
      micro_dollars: sum(({ cost }) => cost),
      milliseconds: Math.round(hands.clock.elapsed() - started),
    },
  };
}

const NO_RUN: RunIdentity = {
  id: '0',
  number: 0,
  attempt: 1,
  at: '1970-01-01T00:00:00Z',
  origin: 'experiment',
};

/** Why the attempts say nothing about the author: one of them was not answered at all, or was not run everywhere. */
function unfinishedBy(attempts: readonly Attempt[]): Problem | undefined {
  return attempts
    .map(({ problem, verdict }) => {
      if (problem && !AUTHORS_OWN.has(problem.code)) return problem;
      return verdict && lossIn(verdict);
    })
    .find((problem) => problem !== undefined);
}

function lossIn({ environments }: Verdict): Problem | undefined {
  const lost = environments.find(({ state }) => state === 'not-run');
  return lost && (lost.problem ?? NOT_RUN);
}

const NOT_RUN: Problem = {
  code: 'AS5055',
  severity: 'error',
  message: 'an Airflow broke while it proved a draft',
  remedy: 'Run the same command again: cells that are finished are kept.',
};

type Judged = Pick<TrialResult, 'hidden' | 'broken' | 'failed'>;

/**
 * What the last draft is worth. Only one that the visible examples prove is run against the hidden ones: the story ends with the
 * first such draft, as it would for a user.
 */
async function judge(
  one: Case,
  attempts: readonly Attempt[],
  environments: readonly Environment[],
  { hands, house }: TrialPlace,
): Promise<Judged | { readonly problem: Problem }> {
  const last = attempts.at(-1);
  const draft = last?.draft;
  const nothing = { passed: 0, total: one.hidden.examples.length * environments.length };
  const source = draft && fileOf(draft, 'component')?.content;
  if (last === undefined || source === undefined) return { hidden: nothing, broken: [], failed: 'author' };
  const { broken } = conventionsKept(source, one.conventions, one.spec.kind);
  if (!last.verdict?.proven) return { hidden: nothing, broken: [...broken], failed: 'visible' };
  const whole = assemble(one.hidden, source, one.config, hands.support);
  const options = { rulesOff: one.config.rulesOff, house };
  const verdict = await validate(whole, one.hidden, hands.lab, environments, options);
  const loss = lossIn(verdict);
  if (loss) return { problem: loss };
  const hidden = {
    passed: verdict.environments.reduce((sum, { examples }) => sum + examples.passed, 0),
    total: nothing.total,
  };
  const failed = !verdict.proven ? 'hidden' : broken.length > 0 ? 'conventions' : 'nothing';
  return { hidden, broken: [...broken], failed };
}
