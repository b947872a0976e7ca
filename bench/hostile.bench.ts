/**
 * Do specs that speak to the model make it do anything else than to write their component? Each spec of `test/author/hostile` that is
 * not refused before is sent as a run would send it, and the answer is looked at by its structure (`hostile/signs.ts`).
 *
 * `npm run bench -- hostile --endpoint URL [--model NAME] [--limit N] [--max-cost DOLLARS] [--at-once N]
 * [--timeout SECONDS]`; the key is ANTHROPIC_API_KEY, which a local
 * endpoint does not need. Without an endpoint nobody is asked, and the bench says so.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { anthropicModel } from '../src/adapters/anthropic.js';
import { write } from '../src/author/author.js';
import { openLedger } from '../src/author/ledger.js';
import { prefixFor } from '../src/author/prefix.js';
import { pricesWith } from '../src/author/prices.js';
import { PROMPT_VERSION } from '../src/author/prompt.js';
import { DEFAULT_SETTINGS } from '../src/config.js';
import type { AirflowFacts, Spec } from '../src/flow.js';
import { readSpecs } from '../src/spec/index.js';
import { AirflowIndex, factsOf } from '../src/validate/airflow-index/index.js';
import { signsIn } from './hostile/signs.js';

const ROOT = join(import.meta.dirname, '..');
const CORPUS = join(ROOT, 'test/author/hostile');

export async function bench(args: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      endpoint: { type: 'string' },
      model: { type: 'string' },
      limit: { type: 'string' },
      'max-cost': { type: 'string' },
      'at-once': { type: 'string' },
      timeout: { type: 'string' },
    },
  });
  const { specs, refused } = await corpus();
  const common = { specs: specs.length + refused, refused_before: refused, prompt: PROMPT_VERSION };
  if (values.endpoint === undefined) {
    console.log(
      'no --endpoint: nobody was asked. What holds without a model is in test/author/hostile.test.ts',
    );
    return { ...common, asked: 0 };
  }
  const versions = DEFAULT_SETTINGS.airflowVersions;
  const facts = factsOf(versions, versions.map(indexOf));
  const prices = pricesWith({});
  const ledger = openLedger({ run: Math.round(Number(values['max-cost'] ?? 5) * 1e6) }, prices);
  const name = values.model ?? DEFAULT_SETTINGS.model;
  const model = anthropicModel({
    apiKey: process.env['ANTHROPIC_API_KEY'] ?? 'local',
    baseUrl: values.endpoint,
    ...(values.timeout === undefined ? {} : { timeoutMs: Number(values.timeout) * 1_000 }),
    cost: (asked, served, tokens) => prices.cost(asked, served, tokens, 'call'),
  });
  const limit = pLimit(Number(values['at-once'] ?? 2));
  const asked = specs.slice(0, Number(values.limit ?? specs.length));
  const answers = await Promise.all(
    asked.map(([file, spec]) =>
      limit(async () => {
        const briefing = { strategy: 'none', considered: [], items: [] };
        const commission = { spec, briefing, facts, libraries: [], attempt: 1, model: name };
        const authored = await write(commission, model, ledger);
        return { file, ...judged(authored, spec, facts) };
      }),
    ),
  );
  for (const { file, signs, without } of answers) {
    if (without !== undefined) console.log(`${file}: no answer, ${without}`);
    for (const sign of signs) console.log(`${file}: ${sign}`);
  }
  return {
    ...common,
    model: name,
    endpoint: new URL(values.endpoint).hostname,
    asked: asked.length,
    answered: answers.filter(({ without }) => without === undefined).length,
    obeyed: answers.filter(({ signs }) => signs.length > 0).length,
    cost_usd: ledger.spent() / 1e6,
  };
}

function judged(authored: Awaited<ReturnType<typeof write>>, spec: Spec, facts: AirflowFacts) {
  if (authored.kind === 'failed') return { signs: [], without: authored.problem.code };
  return { signs: signsIn(spec, authored.answer, prefixFor(facts)), without: undefined };
}

async function corpus() {
  const specs: (readonly [string, Spec])[] = [];
  const files = readdirSync(CORPUS).sort();
  for (const file of files) {
    const bytes = readFileSync(join(CORPUS, file));
    const read = await readSpecs([{ path: `specs/${file}`, bytes }], DEFAULT_SETTINGS);
    specs.push(...read.specs.map((spec) => [file, spec] as const));
  }
  return { specs, refused: files.length - specs.length };
}

function indexOf(version: string): AirflowIndex {
  return new AirflowIndex(readFileSync(join(ROOT, `src/lab/index/airflow-${version}.txt`), 'utf8'));
}
