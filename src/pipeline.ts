/**
 * The story of a run.
 *
 *     spec ─► recall ─► author ─► validate ─► publish
 *                          ▲          │ ▲
 *                          └─ repair ◄┘ │        every attempt ─► learn ─► learning/
 *                                       lab (real Airflow)
 */

import pLimit from 'p-limit';
import { openLedger } from './author/ledger.js';
import { moneyOf } from './author/money.js';
import { pricesWith } from './author/prices.js';
import type { Config } from './config.js';
import { readCustoms } from './customs.js';
import type { Environment, Money, Problem, RunIdentity, Spec, SpecOutcome } from './flow.js';
import { type Bench, forge, isBuilt, obstaclesTo, placesOf, withheld } from './forge.js';
import { readHouse } from './house.js';
import type { Knowledge } from './knowledge/index.js';
import type { EnvironmentOptions } from './lab/environments/options.js';
import { planTargets } from './lab/environments/targets.js';
import { inTurns } from './lab/turns.js';
import type { Clock, FileChange, Lab, Model } from './ports.js';
import { planCommit } from './publish/commit.js';
import type { Fix } from './repair/fixes/fix.js';
import { readSpecs, type SpecSource } from './spec/index.js';
import { openTimeline, type Timeline } from './timeline.js';

/** What is to be done. */
export interface Work {
  readonly config: Config;
  readonly sources: readonly SpecSource[];
  /** What is known: counted evidence only. */
  readonly knowledge: Knowledge;
  /** `learning/` as the branch has it. Says which file is whose, and which errors people named; nothing in it counts. */
  readonly onBranch: Knowledge;
  readonly run: RunIdentity;
  /** Files of the branch as they are now; undefined where there is none. */
  readonly present: (path: string) => Promise<string | undefined>;
  /** The same as the newest commit has them: what git keeps, whatever is written. */
  readonly committed: (path: string) => Promise<string | undefined>;
  /** `present`, undecoded. */
  readonly bytes?: (path: string) => Promise<Uint8Array | undefined>;
  /**
   * The version of a file whose bytes have this SHA-256, as far as the history at hand holds it; undefined where it does not. Absent
   * where there is no history.
   */
  readonly former?: (path: string, sha256: string) => Promise<string | undefined>;
  /** Paths of the branch's files below a folder. */
  readonly list: (folder: string) => Promise<readonly string[]>;
  /** Throws where files could not be written to these paths at the end. */
  readonly requireRoom?: (paths: readonly string[]) => Promise<void>;
  /** Ends the run at its next step: it then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** With what it is done. */
export interface Hands {
  readonly model: Model;
  /** The same asked in batches; absent where nobody can be asked that way. */
  readonly batched?: Model;
  readonly lab: Lab;
  readonly clock: Clock;
  /** Files that generated tests need beside them, by path below the tests' folder. */
  readonly support: readonly { readonly path: string; readonly content: string }[];
  readonly environments: EnvironmentOptions;
  readonly timeline?: Timeline;
  /** Known fixes; those of `src/repair/fixes` where nothing is said. */
  readonly fixes?: readonly Fix[];
}

/** What a watcher is told while the run goes on. */
export type Progress =
  | { readonly step: 'spec'; readonly read: number; readonly problems: readonly Problem[] }
  | { readonly step: 'lab'; readonly environment: Environment }
  | { readonly step: 'attempt'; readonly spec: Spec; readonly attempt: number; readonly doing: string }
  | { readonly step: 'outcome'; readonly outcome: SpecOutcome }
  /** The run was cancelled; told once, where its specs had been begun, and before it ends. */
  | { readonly step: 'stopped'; readonly left: Remains };

export type Tell = (progress: Progress) => void;

export interface RunResult {
  readonly outcomes: readonly SpecOutcome[];
  /** Problems of spec files; a file with one is not built, and holds back no other. */
  readonly problems: readonly Problem[];
  readonly environments: readonly Environment[];
  /** What the one commit would hold. Empty when there is nothing new. */
  readonly changes: readonly FileChange[];
  /** Micro-dollars. */
  readonly spent: number;
  readonly money: Money;
  readonly timeline: Timeline;
}

/** What a cancelled run has: outcomes as far as they came, and `changes` that hold only the evidence of them. */
export type Remains = Omit<RunResult, 'timeline'>;

/** Side by side, so that one spec's model call runs while another one's draft is in the lab. */
const SPECS_AT_ONCE = 4;
/** From here on `batch: many` asks in batches. */
const MANY = 10;

/**
 * Runs every spec of `work` to its outcome. Writes nothing: the caller publishes `changes`, all or none. Interrupted, it throws
 * the signal's reason, and tells before what was executed and paid until then.
 */
export async function runPipeline(work: Work, hands: Hands, tell: Tell): Promise<RunResult> {
  const { config } = work;
  const timeline = hands.timeline ?? openTimeline(hands.clock);
  const ledger = openLedger(capsOf(config), pricesWith(config.prices));
  const deadline = AbortSignal.timeout(config.maxMinutes * 60_000);

  const { specs, problems } = await timeline.phase('spec', () => readSpecs(work.sources, config));
  tell({ step: 'spec', read: specs.length, problems });

  // What can be refused for nothing is refused before anything costs a minute or a cent.
  const obstacles = await obstaclesTo(specs, work, hands);
  const wanted = specs.filter((spec) => !obstacles.has(spec));
  const unbuilt = wanted.filter((spec) => !isBuilt(spec, work));
  await work.requireRoom?.(unbuilt.flatMap((spec) => placesOf(spec, work)));

  const environments = await timeline.phase('lab', async () => {
    const ranges = wanted.map((spec) => spec.airflow);
    const targets = await planTargets(ranges, config, hands.environments);
    return hands.lab.prepare(targets, (environment) => tell({ step: 'lab', environment }));
  });

  const { house, problems: left } = await timeline.phase('house', async () =>
    specs.length > 0
      ? readHouse(config, { list: work.list, read: work.bytes ?? work.present })
      : { house: { folders: [], files: [] }, problems: [] },
  );

  const customs =
    unbuilt.length > 0 ? await timeline.phase('customs', () => readCustoms(house, work)) : undefined;
  const batched = batchFor(unbuilt.length, config, hands);
  const bench: Bench = {
    ...work,
    environments,
    ledger,
    house,
    obstacles,
    deadline,
    ...(customs ? { customs } : {}),
  };
  const forged = await timeline.phase('forge', () => {
    // A batch takes every spec's question at once; the lab still takes a few drafts at a time.
    const limit = pLimit(batched ? Math.max(specs.length, 1) : SPECS_AT_ONCE);
    const at = batched ? { ...hands, model: batched, lab: inTurns(hands.lab, SPECS_AT_ONCE) } : hands;
    const forging = specs.map((spec) => limit(() => forge(spec, bench, at, tell)));
    return Promise.all(forging).catch(async (error) => {
      if (!work.signal?.aborted) throw error;
      // Every call is settled within a moment, and nobody waits for the lab any longer.
      const ended = await Promise.allSettled(forging);
      return ended.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    });
  });

  const outcomes = taughtOnce(forged);
  const common = {
    outcomes,
    problems: [...problems, ...left],
    environments,
    spent: ledger.spent(),
    money: moneyOf(outcomes, ledger, batched !== undefined),
  };
  if (work.signal?.aborted) {
    tell({ step: 'stopped', left: { ...common, changes: await evidenceOf(outcomes, bench) } });
    throw work.signal.reason;
  }
  const changes = await timeline.phase('publish', () => planCommit(outcomes, config, work.present));
  return { ...common, changes, timeline };
}

/** Of a cancelled run only the evidence lands: a component is for those who let the run come to its end. */
async function evidenceOf(outcomes: readonly SpecOutcome[], bench: Bench): Promise<readonly FileChange[]> {
  const kept = await Promise.all(outcomes.map((outcome) => withheld(outcome, bench)));
  return planCommit(kept, bench.config, bench.present);
}

function capsOf({ maxCost, maxCostPerSpec }: Config) {
  const micro = (dollars: number) => Math.round(dollars * 1e6);
  return { run: micro(maxCost), ...(maxCostPerSpec === undefined ? {} : { spec: micro(maxCostPerSpec) }) };
}

function batchFor(unbuilt: number, { batch }: Config, { batched }: Hands): Model | undefined {
  return batch === 'always' || (batch === 'many' && unbuilt >= MANY) ? batched : undefined;
}

/** Two components of one run may teach the same thing; people are told of it once, with the first of them. */
export function taughtOnce(outcomes: readonly SpecOutcome[]): readonly SpecOutcome[] {
  const told = new Set<string>();
  return outcomes.map((outcome) => {
    const items = outcome.lesson.items.filter(({ kind, path, what }) => {
      const key = `${kind} ${path ?? `${outcome.spec.path} ${what}`}`;
      return !told.has(key) && told.add(key);
    });
    return { ...outcome, lesson: { ...outcome.lesson, items } };
  });
}
