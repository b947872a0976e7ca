/** A learning curve: the set in several orders, each with a store that grows by what its specs taught before. */

import pLimit from 'p-limit';
import { PROMPT_VERSION } from '../author/prompt.js';
import type { CurveReport } from '../generated/curve-file.js';
import type { TrialRecord } from '../generated/trial-file.js';
import { digestOf, fold, readRecords, type Stored } from '../knowledge/index.js';
import { learn } from '../learn/index.js';
import { told } from './arms.js';
import { diceOf, shuffled } from './dice.js';
import { CELLS_AT_ONCE, customsByHouse, type Laboratory, type Ran, stopping, trialOf } from './run.js';
import type { Case } from './set.js';
import { clusterBootstrap, grouped, mean } from './statistics.js';
import { FEWEST_PAIRS, isPlumbing, modelsIn, share, tokensOf } from './summary.js';

/** Runs what is not finished of `orders` orders, side by side; inside one, each spec waits for what the one before taught. */
export async function runCurve(lab: Laboratory, orders: number): Promise<Ran> {
  const stop = stopping();
  const limit = pLimit(CELLS_AT_ONCE);
  const numbers = Array.from({ length: orders }, (_, index) => index + 1);
  const all = await Promise.all(numbers.map((order) => limit(() => runOrder(order, lab, stop))));
  const trials = all.flat();
  return {
    trials,
    missing: orders * lab.set.cases.length - trials.length,
    problems: stop.problems(),
  };
}

async function runOrder(
  order: number,
  lab: Laboratory,
  stop: ReturnType<typeof stopping>,
): Promise<readonly TrialRecord[]> {
  const { cells, set, signal } = lab;
  const customs = customsByHouse(set);
  const trials: TrialRecord[] = [];
  let learned: readonly Stored[] = [];
  for (const [index, one] of shuffled(set.cases, diceOf(`${cells.experiment} order ${order}`)).entries()) {
    signal.throwIfAborted();
    const name = `order-${order}.${`${index + 1}`.padStart(3, '0')}.${one.id}`;
    const known = await cells.read(name);
    if (!known && stop.now()) break;
    const records = [...lab.records, ...learned];
    const trial =
      known ?? (await nextTrial({ one, order, position: index + 1, name, records, customs }, lab, stop));
    if (trial === undefined) break;
    trials.push(trial);
    learned = [...learned, ...(await recordsOf(trial))];
  }
  return trials;
}

interface Step {
  readonly one: Case;
  readonly order: number;
  readonly position: number;
  readonly name: string;
  readonly records: readonly Stored[];
  readonly customs: ReturnType<typeof customsByHouse>;
}

async function nextTrial(
  { one, order, position, name, records, customs }: Step,
  lab: Laboratory,
  stop: ReturnType<typeof stopping>,
): Promise<TrialRecord | undefined> {
  const { cells, hands } = lab;
  const store = { records, own: lab.own, ...customs(one) };
  const briefed = told('full', one.spec, store, one.airflow);
  const outcome = await trialOf(one, briefed, name, lab);
  if (outcome.kind === 'unfinished') return stop.because(outcome.problem);
  const { attempts, result } = outcome;
  const lesson = await learn({
    spec: one.spec,
    briefing: briefed.briefing,
    attempts,
    run: {
      id: `${order}.${position}`,
      number: position,
      attempt: 1,
      at: `${hands.clock.now().toISOString().slice(0, 19)}Z`,
      origin: 'experiment',
    },
    knowledge: briefed.knowledge,
    generator: `${PROMPT_VERSION} ${attempts[0]?.author.model ?? one.config.model}`,
  });
  const taught = lesson.records
    .filter(({ path }) => path.endsWith('.json'))
    .map(({ path, content }) => ({ path, content }));
  const record: TrialRecord = {
    schema: 'trial/1',
    experiment: cells.experiment,
    spec: one.id,
    family: one.family,
    arm: `order-${order}`,
    sample: position,
    ...result,
    learned: taught,
  };
  const after = fold([...records, ...(await recordsOf(record))], { own: () => lab.own });
  const whole = { ...record, store: digestOf(after) };
  await cells.write(name, whole);
  lab.tell(name, whole);
  return whole;
}

/** The records that a trial added, read as any store is: what was edited on disk is no record. */
async function recordsOf({ learned = [] }: TrialRecord): Promise<readonly Stored[]> {
  const files = new Map(learned.map(({ path, content }) => [path, content]));
  const { records } = await readRecords({
    list: async () => [...files.keys()],
    read: async (path) => files.get(path),
  });
  return records;
}

/** The report of a curve, from its cells. */
export function curveOf(
  trials: readonly TrialRecord[],
  missing: number,
  how: Pick<CurveReport, 'experiment' | 'answers' | 'orders' | 'specs'>,
): CurveReport {
  const late = ({ sample }: TrialRecord) => sample > how.specs / 2;
  const rate = (some: readonly TrialRecord[]) => mean(some.map(({ first }) => Number(first)));
  const gain = (some: readonly TrialRecord[]) => {
    const [after, before] = [rate(some.filter(late)), rate(some.filter((trial) => !late(trial)))];
    return after === undefined || before === undefined ? undefined : after - before;
  };
  const families = [...grouped(trials, ({ family }) => family).values()];
  const interval = clusterBootstrap(families, gain, diceOf(`${how.experiment} curve`), 2_000);
  const difference = gain(trials);
  const positions = Array.from({ length: how.specs }, (_, index) => {
    const here = trials.filter(({ sample }) => sample === index + 1);
    return {
      position: index + 1,
      ...share(here.filter(({ first }) => first).length, here.length),
      attempts: mean(here.map(({ attempts }) => attempts)) ?? null,
      tokens: here.some(({ replayed }) => replayed) ? null : (mean(here.map(tokensOf)) ?? null),
      cost_usd: here.reduce((sum, trial) => sum + trial.micro_dollars, 0) / 1e6,
    };
  });
  return {
    schema: 'curve-report/1',
    ...how,
    models: modelsIn(trials),
    plumbing_only: isPlumbing(trials),
    complete: missing === 0,
    missing,
    positions,
    early: rate(trials.filter((trial) => !late(trial))) ?? null,
    late: rate(trials.filter(late)) ?? null,
    difference: difference ?? null,
    interval: interval ?? null,
    ...verdictOf(trials, difference, interval),
  };
}

function verdictOf(
  trials: readonly TrialRecord[],
  difference: number | undefined,
  interval: ReturnType<typeof clusterBootstrap>,
): Pick<CurveReport, 'verdict' | 'because'> {
  const inconclusive = (because: string) => ({ verdict: 'inconclusive' as const, because });
  if (isPlumbing(trials))
    return { verdict: 'plumbing only', because: 'a double answered instead of a model' };
  if (trials.length < FEWEST_PAIRS)
    return inconclusive(`${trials.length} cells, and fewer than ${FEWEST_PAIRS} say nothing`);
  if (interval === undefined || difference === undefined)
    return inconclusive('one family says nothing about others');
  if (interval.low <= 0 && interval.high >= 0) return inconclusive('the interval holds no difference');
  const because = 'the interval of late against early leaves no room for chance';
  return { verdict: difference > 0 ? 'rises' : 'falls', because };
}
