/** Puts the real things behind the ports: Claude or recordings, the lab, the clock. Both entries call it. */

import { randomBytes } from 'node:crypto';
import { join, relative } from 'node:path';
import { anthropicModel, batchedAnthropicModel } from './adapters/anthropic.js';
import type { GitRepository } from './adapters/git.js';
import { batchJournal } from './adapters/messages/journal.js';
import { recordingModel, replayingModel } from './adapters/recordings.js';
import { recordsInFolder } from './adapters/records.js';
import { shipped, testSupport } from './assets.js';
import { modelsInWords } from './author/models.js';
import { nobody } from './author/nobody.js';
import { pricesWith } from './author/prices.js';
import type { Config } from './config.js';
import { readDeployed } from './deployed.js';
import type { Problem } from './flow.js';
import {
  type Knowledge,
  madeAt,
  type Place,
  readKnowledge,
  readRecords,
  type Stored,
  withShipped,
} from './knowledge/index.js';
import { createLab } from './lab/lab.js';
import type { Hands } from './pipeline.js';
import type { Clock, Random } from './ports.js';

export const systemClock: Clock = { now: () => new Date(), elapsed: () => performance.now() };
export const systemRandom: Random = { hex: (bytes) => randomBytes(bytes).toString('hex') };

/** Everything a run needs from outside. The caller closes `lab`. `report` hears a line whenever something slow begins,
 * `read` gives the files that the settings name, from where the settings come; `signal` stops the lab. */
export async function openHands(
  config: Config,
  env: { readonly [name: string]: string | undefined },
  report: (line: string) => void,
  read: (path: string) => Promise<string | undefined>,
  signal: AbortSignal,
): Promise<Hands> {
  const environments = {
    cache: config.cache,
    locks: join(config.assets, 'lab', 'locks'),
    environment: env,
    report,
    deployed: await readDeployed(config, read),
    indexUrl: config.indexUrl,
    signal,
  };
  return {
    ...modelsFor(config, report),
    lab: createLab({
      ...environments,
      labPython: join(config.assets, 'lab', 'python'),
      unsafe: config.unsafe,
      ...(config.sandbox ? { sandbox: config.sandbox } : {}),
      clock: systemClock,
    }),
    clock: systemClock,
    support: await testSupport(),
    environments,
  };
}

export interface KnowledgeView extends Place {
  /** Of these records; by default of the work tree. */
  readonly commit?: string;
  /** Packs that this commit holds as well are believed: their rows were hashed when they came. */
  readonly base?: string;
  /** Today, or its month: what is old counts less. */
  readonly asOf: string;
}

/**
 * What is known at a commit (or in the work tree): the repository's own records, and what ships with airsmith as far as it still
 * counts beside them. `own` and `records` hold only the former.
 */
export async function openKnowledge(
  repository: Pick<GitRepository, 'records'>,
  folder: string,
  { commit, base, asOf, ...place }: KnowledgeView,
  defaults = recordsInFolder(shipped(), 'learning'),
): Promise<{
  readonly knowledge: Knowledge;
  readonly own: Knowledge;
  readonly records: readonly Stored[];
  readonly problems: readonly Problem[];
}> {
  const merged = new Set(base === undefined ? [] : await repository.records(folder, base).list());
  const made = madeAt(place);
  const [own, ours] = await Promise.all([
    readKnowledge(repository.records(folder, commit), {
      folder,
      believe: (path) => merged.has(path),
      own: made,
      asOf,
    }),
    readRecords(defaults, { believe: () => true }),
  ]);
  const knowledge = withShipped(own.knowledge, own.records, ours.records, asOf);
  return { knowledge, own: own.knowledge, records: own.records, problems: own.problems };
}

/** How the answers of a run come about, for people: shown in the terminal, the comment and the evidence. */
export function describeModel(config: Config): string {
  // Relative: this stands in public comments, where the machine's own folders are nobody's business.
  if (config.replay) return `recorded answers from ${relative(config.root, config.replay) || '.'}`;
  return config.anthropic.apiKey ? modelsInWords(config) : 'no key and no recorded answers';
}

function modelsFor(config: Config, report: (line: string) => void): Pick<Hands, 'model' | 'batched'> {
  if (config.replay) return { model: replayingModel(config.replay) };
  const { apiKey, baseUrl, timeoutMs } = config.anthropic;
  if (!apiKey) return { model: nobody(NO_KEY) };
  const prices = pricesWith(config.prices);
  const options = {
    apiKey,
    ...(baseUrl ? { baseUrl } : {}),
    ...(timeoutMs ? { timeoutMs } : {}),
  };
  const claude = anthropicModel({
    ...options,
    cost: (asked, served, tokens) => prices.cost(asked, served, tokens, 'call'),
  });
  const batched = batchedAnthropicModel({
    ...options,
    cost: (asked, served, tokens) => prices.cost(asked, served, tokens, 'batch'),
    journal: batchJournal(join(config.cache, 'batches'), () => systemClock.now().getTime()),
    report,
  });
  const { record } = config;
  if (!record) return { model: claude, batched };
  const made = baseUrl ? 'answered through a local endpoint' : 'answered by the API';
  return { model: recordingModel(claude, record, made), batched: recordingModel(batched, record, made) };
}

const NO_KEY: Problem = {
  code: 'AS5001',
  severity: 'error',
  message: 'no API key and no recorded answers, so nobody can write the component',
  remedy: 'Set ANTHROPIC_API_KEY, or pass --replay DIR.',
};
