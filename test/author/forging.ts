/**
 * One spec through the real story with a real client over loopback; only the lab is doubled, by one in which no draft
 * ever compiles: what is asked here is what is paid and what is remembered, not what is proven.
 */

import { anthropicModel } from '../../src/adapters/anthropic.js';
import { type Ledger, openLedger } from '../../src/author/ledger.js';
import { pricesWith } from '../../src/author/prices.js';
import { DEFAULT_SETTINGS, resolveConfig, type Settings } from '../../src/config.js';
import type { Environment, Problem, Spec, SpecOutcome } from '../../src/flow.js';
import { type Bench, forge } from '../../src/forge.js';
import { systemClock } from '../../src/hands.js';
import { fold } from '../../src/knowledge/index.js';
import type { Hands } from '../../src/pipeline.js';
import type { Lab, Model } from '../../src/ports.js';
import { aSpec } from './a-spec.js';

export const KEY = 'sk-test-of-a-key-that-nobody-has';

const AIRFLOW: Environment = {
  airflow: '3.3.2',
  python: '3.12',
  state: 'ready',
  lock: 'lock',
  sandbox: 'none',
  readyMs: 1,
};

export const LAB: Lab = {
  prepare: async () => [AIRFLOW],
  furnish: async (environment) => environment,
  index: async () => undefined,
  lint: async () => [],
  stage: async (draft) => ({
    root: '/nowhere',
    code: '/nowhere',
    pythonPath: [],
    draft,
    dispose: async () => undefined,
  }),
  run: async () => ({
    ok: false,
    failure: { kind: 'exception', stage: 'syntax', exception: 'SyntaxError', message: 'invalid syntax' },
    ms: 1,
  }),
  play: async () => ({ passed: false, ms: 1, problems: [] }),
  close: async () => undefined,
};

export interface Setting {
  readonly url: string;
  readonly settings?: Partial<Settings>;
  readonly timeoutMs?: number;
  readonly maxRetries?: number;
  readonly signal?: AbortSignal;
  readonly deadline?: AbortSignal;
  readonly specs?: readonly Spec[];
  /** Instead of one in which nothing compiles. */
  readonly lab?: Lab;
  /** Instead of Claude asked directly. */
  readonly model?: (ledger: Ledger) => Model;
}

export interface EvidenceAttempt {
  readonly result: string;
  readonly problem?: string;
  readonly model: string;
  readonly micro_dollars: number;
  readonly input_tokens: number;
}

export interface Forged {
  readonly outcomes: readonly SpecOutcome[];
  readonly ledger: Ledger;
  /** Attempts as they stand in the evidence that would be committed, of all specs. */
  readonly evidence: readonly EvidenceAttempt[];
  readonly problems: readonly Problem[];
}

/** Opens a run; `ledger` is there before anything is asked, and after the run was cancelled. */
export function openRun(setting: Setting) {
  const place = { root: '/nowhere', assets: '/nowhere', cache: '/nowhere' };
  const settings: Settings = {
    ...DEFAULT_SETTINGS,
    model: 'claude-sonnet-5-5',
    escalateTo: '',
    maxAttempts: 2,
    maxCost: 2,
    ...setting.settings,
  };
  const config = resolveConfig(settings, {}, place);
  const prices = pricesWith(config.prices);
  const micro = (dollars: number) => Math.round(dollars * 1e6);
  const ledger = openLedger(
    {
      run: micro(config.maxCost),
      ...(config.maxCostPerSpec === undefined ? {} : { spec: micro(config.maxCostPerSpec) }),
    },
    prices,
  );
  const model =
    setting.model?.(ledger) ??
    anthropicModel({
      apiKey: KEY,
      baseUrl: setting.url,
      timeoutMs: setting.timeoutMs ?? 60_000,
      maxRetries: setting.maxRetries ?? 2,
      cost: (asked, served, tokens) => prices.cost(asked, served, tokens, 'call'),
    });
  return { ledger, run: () => forgeAll(setting, config, ledger, model) };
}

async function forgeAll(
  setting: Setting,
  config: Bench['config'],
  ledger: Ledger,
  model: Model,
): Promise<Forged> {
  const knowledge = fold([]);
  const bench: Bench = {
    config,
    sources: [],
    knowledge,
    onBranch: knowledge,
    run: { id: '1.1', number: 1, attempt: 1, at: '2026-01-02T03:04:05Z', origin: 'test' },
    present: async () => undefined,
    committed: async () => undefined,
    list: async () => [],
    environments: [AIRFLOW],
    ledger,
    house: { folders: [], files: [] },
    obstacles: new Map(),
    ...(setting.signal ? { signal: setting.signal } : {}),
    ...(setting.deadline ? { deadline: setting.deadline } : {}),
  };
  const { lab = LAB } = setting;
  const hands = { model, lab, clock: systemClock, support: [], environments: {} } as unknown as Hands;
  const specs = setting.specs ?? [aSpec({})];
  const outcomes = await Promise.all(specs.map((spec) => forge(spec, bench, hands, () => undefined)));
  const records = outcomes.flatMap(({ lesson }) => lesson.records);
  const evidence = records
    .filter(({ path }) => path.startsWith('learning/evidence/') && path.endsWith('.json'))
    .flatMap(({ content }) => (JSON.parse(content) as { attempts: EvidenceAttempt[] }).attempts);
  const problems = outcomes.flatMap(({ attempts }) =>
    attempts.flatMap(({ problem }) => (problem ? [problem] : [])),
  );
  return { outcomes, ledger, evidence, problems };
}
