/** The cells of an experiment, arms interleaved: whatever changes while it runs then changes for all of them. */

import pLimit from 'p-limit';
import type { Ledger } from '../author/ledger.js';
import { type Customs, customsOf } from '../conventions/index.js';
import type { Environment, Problem } from '../flow.js';
import type { TrialRecord } from '../generated/trial-file.js';
import type { Stored } from '../knowledge/index.js';
import { planTargets } from '../lab/environments/targets.js';
import type { Hands } from '../pipeline.js';
import type { Model } from '../ports.js';
import { AirsmithError, EXIT } from '../problems.js';
import { type Arm, told } from './arms.js';
import type { Cells } from './cells.js';
import { diceOf, shuffled } from './dice.js';
import { type Case, type FrozenSet, houseOf } from './set.js';
import { runTrial, type TrialOutcome } from './trial.js';

export interface Laboratory {
  readonly set: FrozenSet;
  /** Records that the store begins with. */
  readonly records: readonly Stored[];
  /** Whether these were made where the specs are. */
  readonly own: boolean;
  readonly cells: Cells;
  readonly hands: Hands;
  /** Whoever is asked in a cell. */
  readonly modelFor: (cell: string) => Model;
  readonly ledger: Ledger;
  readonly environments: readonly Environment[];
  readonly signal: AbortSignal;
  readonly tell: (cell: string, record: TrialRecord) => void;
}

export interface Ran {
  readonly trials: readonly TrialRecord[];
  readonly missing: number;
  /** Why cells are missing, the first reason first. */
  readonly problems: readonly Problem[];
}

/** Side by side, so that one cell's question is answered while another one's draft is in the lab. */
export const CELLS_AT_ONCE = 4;
/** So often something outside may fail before no further cell is begun. */
const MOST_UNFINISHED = 3;
/** Limits of the run: no further question fits. */
const LIMITS: ReadonlySet<string> = new Set(['AS5002', 'AS5015', 'AS5033']);

interface Plan {
  readonly one: Case;
  readonly arm: Arm;
  readonly sample: number;
}

/** Every cell that is not finished yet is run; those that are, and those that come to be, are given. */
export async function runExperiment(lab: Laboratory, arms: readonly Arm[], samples: number): Promise<Ran> {
  const { cells, set, signal } = lab;
  const plans = planned(set.cases, arms, samples, cells.experiment);
  const customs = customsByHouse(set);
  const stop = stopping();
  const limit = pLimit(CELLS_AT_ONCE);
  const trials = await Promise.all(
    plans.map((plan) =>
      limit(async () => {
        signal.throwIfAborted();
        const name = `${plan.one.id}.${plan.arm}.${plan.sample}`;
        const known = await cells.read(name);
        if (known || stop.now()) return known;
        const { one, arm, sample } = plan;
        const store = { records: lab.records, own: lab.own, ...customs(one) };
        const outcome = await trialOf(one, told(arm, one.spec, store, one.airflow), name, lab);
        if (outcome.kind === 'unfinished') return stop.because(outcome.problem);
        const record: TrialRecord = {
          schema: 'trial/1',
          experiment: cells.experiment,
          spec: one.id,
          family: one.family,
          arm,
          sample,
          ...outcome.result,
        };
        await cells.write(name, record);
        lab.tell(name, record);
        return record;
      }),
    ),
  );
  const finished = trials.filter((trial) => trial !== undefined);
  return { trials: finished, missing: plans.length - finished.length, problems: stop.problems() };
}

/** Runs a case once in its house. */
export function trialOf(
  one: Case,
  briefed: Parameters<typeof runTrial>[1],
  cell: string,
  { set, environments, hands, modelFor, ledger, signal }: Laboratory,
): Promise<TrialOutcome> {
  const house = houseOf(one, set);
  return runTrial(one, briefed, { house, environments, hands, model: modelFor(cell), ledger, signal });
}

/** The ways of a case's house, each read once. */
export function customsByHouse({ houses }: FrozenSet): (one: Case) => { readonly customs?: Customs } {
  const read = new Map([...houses].map(([name, house]) => [name, customsOf(house)]));
  return ({ house }) => {
    const customs = house === undefined ? undefined : read.get(house);
    return customs ? { customs } : {};
  };
}

/** The Airflows of the set, ready; throws the problem of the first that cannot be had, before anything is spent. */
export async function environmentsFor(
  { cases }: FrozenSet,
  hands: Hands,
  tell: (environment: Environment) => void,
): Promise<readonly Environment[]> {
  const airflowVersions = [...new Set(cases.flatMap(({ airflow }) => airflow))];
  const ranges = cases.map(({ spec }) => spec.airflow);
  const targets = await planTargets(ranges, { airflowVersions, pythonVersions: [] }, hands.environments);
  const environments = await hands.lab.prepare(targets, tell);
  const lost = environments.find(({ state }) => state === 'unavailable');
  if (lost?.state === 'unavailable') throw new AirsmithError(EXIT.world, lost.problem);
  return environments;
}

function planned(
  cases: readonly Case[],
  arms: readonly Arm[],
  samples: number,
  seed: string,
): readonly Plan[] {
  return Array.from({ length: samples }, (_, index) => index + 1).flatMap((sample) =>
    shuffled(cases, diceOf(`${seed} ${sample}`)).flatMap((one) =>
      shuffled(arms, diceOf(`${seed} ${sample} ${one.id}`)).map((arm) => ({ one, arm, sample })),
    ),
  );
}

/** Notes what went wrong outside, and says when it is enough. */
export function stopping() {
  const problems: Problem[] = [];
  return {
    now: () => problems.length >= MOST_UNFINISHED || problems.some(({ code }) => LIMITS.has(code)),
    because(problem: Problem): undefined {
      problems.push(problem);
    },
    problems: (): readonly Problem[] => problems,
  };
}
