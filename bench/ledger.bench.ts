/**
 * Does the ledger hold what the vendor charges? Random interleavings of calls, failures and cancellations: several specs
 * side by side, the real client over loopback, an endpoint that keeps its own bill (`ledger/endpoint.ts`). After each:
 * was the cap passed, is anything charged that is not booked, do the attempts add up to what the ledger says, is
 * anything still set aside. `--interleavings N`, `--seed N`.
 */

import { anthropicModel } from '../src/adapters/anthropic.js';
import { type Authored, write } from '../src/author/author.js';
import { openLedger } from '../src/author/ledger.js';
import { pricesWith } from '../src/author/prices.js';
import type { Briefing, Spec } from '../src/flow.js';
import type { Model } from '../src/ports.js';
import { factsOf } from '../src/validate/airflow-index/index.js';
import { aSpec } from '../test/author/a-spec.js';
import { type BillingEndpoint, billingEndpoint, MODELS } from './ledger/endpoint.js';

const AT_ONCE = 8;
const NOTHING: Briefing = { strategy: 'none', considered: [], items: [] };
const PRICES = pricesWith({});

interface Audit {
  readonly overspent: boolean;
  /** Micro-dollars that were charged and are not booked. */
  readonly unaccounted: number;
  readonly booked: number;
  readonly assumed: number;
  readonly charged: number;
  readonly calls: number;
  readonly untold: boolean;
  readonly stuck: boolean;
  readonly cancelled: boolean;
}

export async function bench(args: readonly string[]): Promise<Record<string, unknown>> {
  const count = numberOf(args, '--interleavings') ?? 10_000;
  const seed = numberOf(args, '--seed') ?? 7;
  const started = performance.now();
  await using endpoint = await billingEndpoint(randomOf(seed));
  const model = anthropicModel({
    apiKey: 'sk-bench',
    baseUrl: endpoint.url,
    maxRetries: 1,
    cost: (asked, served, tokens) => PRICES.cost(asked, served, tokens, 'call'),
  });
  const lived: (() => Audit)[] = [];
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const story = next;
      next += 1;
      lived.push(await live(story, randomOf(seed * 1_000_003 + story), endpoint, model));
      if (lived.length % 1_000 === 0) console.log(`${lived.length} of ${count}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  // A request that was cancelled on its way may arrive, and be charged, when its run is over.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const audits = lived.map((audit) => audit());
  console.log(`what became of the requests: ${JSON.stringify(Object.fromEntries(endpoint.fates))}`);
  const sum = (of: (audit: Audit) => number) => Math.round(audits.reduce((all, one) => all + of(one), 0));
  const times = (of: (audit: Audit) => boolean) => audits.filter(of).length;
  return {
    overspent: times(({ overspent }) => overspent),
    unaccounted_micro_usd: sum(({ unaccounted }) => unaccounted),
    untold: times(({ untold }) => untold),
    stuck: times(({ stuck }) => stuck),
    interleavings: audits.length,
    cancelled: times(({ cancelled }) => cancelled),
    calls: sum(({ calls }) => calls),
    charged_micro_usd: sum(({ charged }) => charged),
    booked_micro_usd: sum(({ booked }) => booked),
    booked_without_a_bill_micro_usd: sum(({ assumed }) => assumed),
    seed,
    seconds: Math.round((performance.now() - started) / 1_000),
  };
}

/** One interleaving: specs side by side under one cap, each with a few attempts, and perhaps an end before the end. */
async function live(
  number: number,
  random: () => number,
  endpoint: BillingEndpoint,
  model: Model,
): Promise<() => Audit> {
  const story = `story-${number}`;
  const name = MODELS[Math.floor(random() * MODELS.length)] ?? MODELS[0] ?? '';
  const ceiling = PRICES.ceiling(name, 14_000, 16_000, 'call') ?? 0;
  const ledger = openLedger(
    {
      run: Math.floor(ceiling * (0.5 + 4 * random())),
      ...(random() < 0.5 ? { spec: Math.floor(ceiling * (0.9 + 2 * random())) } : {}),
    },
    PRICES,
  );
  const [signal, deadline] = [new AbortController(), new AbortController()];
  const calls = endAfter(1 + Math.floor(random() * 6), random() < 0.5 ? signal : deadline, endpoint, story);
  const specs = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, at) =>
    aSpec({ name: `Story${at}Operator`, path: `specs/${at}.yaml`, description: story }),
  );
  const ends = { signal: signal.signal, deadline: deadline.signal };
  const authored = await Promise.all(
    specs.map((spec) =>
      attempts(spec, 1 + Math.floor(random() * 2), { model: name, ...ends }, model, ledger),
    ),
  );
  const told = authored.flat().reduce((sum, { usage }) => sum + usage.cost, 0);
  const rest = await ledger.reserve(ledger.cap - ledger.spent(), 'the rest', AbortSignal.timeout(5_000));
  const asked = calls();
  return () => {
    const charged = endpoint.billOf(story) / 10;
    return {
      overspent: charged > ledger.cap || ledger.spent() > ledger.cap,
      unaccounted: Math.max(0, charged - ledger.spent()),
      booked: ledger.spent(),
      assumed: ledger.assumed(),
      charged,
      calls: asked,
      untold: told !== ledger.spent(),
      // With nothing set aside, all that is left can be had, unless one spec may not have so much.
      stuck: rest.kind === 'ended' || (rest.kind === 'refused' && rest.limit === 'run'),
      cancelled: signal.signal.aborted || deadline.signal.aborted,
    };
  };
}

async function attempts(
  spec: Spec,
  count: number,
  common: { readonly model: string; readonly signal: AbortSignal; readonly deadline: AbortSignal },
  model: Model,
  ledger: Parameters<typeof write>[2],
): Promise<readonly Authored[]> {
  const made: Authored[] = [];
  for (let attempt = 1; attempt <= count; attempt += 1) {
    const commission = {
      spec,
      briefing: NOTHING,
      facts: factsOf(['3.3.2'], []),
      libraries: [],
      attempt,
      ...common,
    };
    made.push(await write(commission, model, ledger));
  }
  return made;
}

/** Aborts when so many requests have arrived, or when one is met with silence. Gives how many arrived. */
function endAfter(
  count: number,
  end: AbortController,
  endpoint: BillingEndpoint,
  story: string,
): () => number {
  let arrived = 0;
  endpoint.onArrival(story, (fate) => {
    arrived += 1;
    if (arrived === count) setImmediate(() => end.abort());
    else if (fate === 'silence') setTimeout(() => end.abort(), 5);
  });
  return () => arrived;
}

function numberOf(args: readonly string[], name: string): number | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : Number(args[at + 1]);
}

/** Mulberry32: the same interleavings for the same seed, as far as the network's timing lets them. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
