/** Questions in batches: half the price, and whatever becomes of a batch, its money and its answers are not lost. */

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { batchedAnthropicModel } from '../../src/adapters/anthropic.js';
import { batchJournal } from '../../src/adapters/messages/journal.js';
import { pricesWith } from '../../src/author/prices.js';
import { aSpec } from './a-spec.js';
import { type BatchEndpoint, batchEndpoint, type Outcome } from './batches.js';
import { messageBody } from './endpoint.js';
import { KEY, openRun } from './forging.js';

/** Half of 1,000 tokens at $2 and 500 at $10, for a million each. */
const BILL = 3_500;
const succeeded = (text: string): ReturnType<Outcome> => ({
  type: 'succeeded',
  message: messageBody(JSON.stringify({ assumptions: [], source: text })),
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airsmith-batches-'));
});
afterEach(() => rm(folder, { recursive: true }));

const specs = (count: number) =>
  Array.from({ length: count }, (_, at) => aSpec({ name: `Echo${at}Operator`, path: `specs/${at}.yaml` }));

function open(
  endpoint: Pick<BatchEndpoint, 'url'>,
  count: number,
  more: {
    signal?: AbortSignal;
    deadline?: AbortSignal;
    maxAttempts?: number;
    maxCost?: number;
    lines?: string[];
  } = {},
) {
  const { maxAttempts = 1, maxCost = 2, lines = [], ...ends } = more;
  return openRun({
    ...ends,
    url: endpoint.url,
    specs: specs(count),
    settings: { maxAttempts, maxCost },
    model: ({ prices }) =>
      batchedAnthropicModel({
        apiKey: KEY,
        baseUrl: endpoint.url,
        maxRetries: 0,
        cost: (asked, served, tokens) => prices.cost(asked, served, tokens, 'batch'),
        journal: batchJournal(folder, () => Date.now()),
        report: (line) => lines.push(line),
        gatherMs: 50,
        pollMs: [10, 20],
      }),
  });
}

describe('a batch', () => {
  test('holds the questions of all specs, and costs half', async () => {
    await using endpoint = await batchEndpoint((_, at) => succeeded(`x = ${at}`));
    const { evidence, ledger } = await open(endpoint, 5).run();
    expect(endpoint.batches.map(({ length }) => length)).toEqual([5]);
    expect(evidence.map((attempt) => attempt.micro_dollars)).toEqual(Array(5).fill(BILL));
    expect([ledger.spent(), ledger.assumed()]).toEqual([5 * BILL, 0]);
    expect(await readdir(folder)).toEqual([]);
  });

  test('is made anew for the next attempts', async () => {
    await using endpoint = await batchEndpoint((request) => succeeded(`x = "${request.custom_id}"`));
    const { evidence } = await open(endpoint, 2, { maxAttempts: 2 }).run();
    expect(evidence).toHaveLength(4);
    expect(endpoint.batches.flat()).toHaveLength(4);
  });

  test('that ends in part gives what it has; what it did not process costs nothing', async () => {
    const error = {
      type: 'error',
      error: { type: 'overloaded_error', message: 'busy' },
      request_id: null,
    } as const;
    const outcomes = [
      succeeded('x = 1'),
      { type: 'expired' },
      { type: 'canceled' },
      { type: 'errored', error },
    ] as const;
    await using endpoint = await batchEndpoint((_, at) => outcomes[at]);
    const { evidence, ledger, problems } = await open(endpoint, 4).run();
    expect(evidence).toMatchObject([{ result: 'failed', micro_dollars: BILL }]);
    expect(problems.map(({ code }) => code)).toEqual(['AS5035', 'AS5035', 'AS5035']);
    expect(ledger.spent()).toBe(BILL);
  });

  test('whose results lack an answer is booked at the most for that one', async () => {
    await using endpoint = await batchEndpoint((_, at) => (at === 0 ? succeeded('x') : undefined));
    const { evidence, ledger } = await open(endpoint, 2).run();
    expect(evidence[0]).toMatchObject({ micro_dollars: BILL });
    expect(evidence[1]).toMatchObject({ problem: 'AS5036', micro_dollars: ledger.assumed() });
    expect(ledger.spent()).toBe(BILL + ledger.assumed());
    // Half of what the whole answer alone would cost at the most.
    expect(ledger.assumed()).toBeGreaterThan(80_000);
  });

  test('is looked at with patience while the API fails', async () => {
    await using endpoint = await batchEndpoint(() => succeeded('x'), {
      failing: (call, at) => (call === 'retrieve' && at < 4 ? 529 : undefined),
    });
    const { ledger } = await open(endpoint, 1).run();
    expect(ledger.spent()).toBe(BILL);
  });

  test('that the API does not take costs nothing', async () => {
    await using endpoint = await batchEndpoint(() => succeeded('x'), { failing: () => 403 });
    const { ledger, problems } = await open(endpoint, 2).run();
    expect(problems.map(({ code }) => code)).toEqual(['AS5013', 'AS5013']);
    expect(ledger.spent()).toBe(0);
  });

  test('that can no longer be looked at is booked at the most, and stays in the journal', async () => {
    await using endpoint = await batchEndpoint(() => succeeded('x'), {
      failing: (call) => (call === 'retrieve' ? 401 : undefined),
    });
    const { ledger, problems } = await open(endpoint, 1).run();
    expect(problems).toMatchObject([{ code: 'AS5036' }]);
    expect(ledger.spent()).toBe(ledger.assumed());
    expect(await readdir(folder)).toEqual(['msgbatch_0.json']);
  });

  test('never holds more than the cap does, at half the ceiling each', async () => {
    await using endpoint = await batchEndpoint((request) => succeeded(request.custom_id));
    const { ledger } = await open(endpoint, 6, { maxCost: 0.25 }).run();
    expect(endpoint.batches.every(({ length }) => length <= 2)).toBe(true);
    expect(ledger.spent()).toBe(6 * BILL);
  });
});

describe('a run that ends before its batch', () => {
  test('by a person: it is cancelled, booked, and its answers are taken by the next run', async () => {
    await using endpoint = await batchEndpoint((_, at) => succeeded(`x = ${at}`), { ended: false });
    const cancel = new AbortController();
    const first = open(endpoint, 2, { signal: cancel.signal });
    const running = first.run();
    await expect.poll(() => endpoint.calls.includes('retrieve'), { timeout: 30_000 }).toBe(true);
    cancel.abort(new Error('cancelled by a person'));
    const { evidence } = await running;
    expect(evidence.reduce((sum, attempt) => sum + attempt.micro_dollars, 0)).toBe(first.ledger.spent());
    await expect.poll(() => endpoint.calls.includes('cancel'), { timeout: 30_000 }).toBe(true);
    await expect.poll(() => first.ledger.assumed(), { timeout: 30_000 }).toBeGreaterThan(0);
    expect(await readdir(folder)).toEqual(['msgbatch_0.json']);

    const lines: string[] = [];
    const second = await open(endpoint, 2, { lines }).run();
    expect(endpoint.batches).toHaveLength(1);
    expect(lines.join()).toContain('of an earlier run');
    // The run that asked could not know whether anybody would come for the answers: rather twice in the books than never.
    expect(second.ledger.spent()).toBe(2 * BILL);
    expect(second.evidence).toHaveLength(2);
    expect(await readdir(folder)).toEqual([]);
  });

  test('for want of time: what the batch had ready is used', async () => {
    await using endpoint = await batchEndpoint(
      (_, at) => (at === 0 ? succeeded('x') : { type: 'canceled' }),
      { ended: false },
    );
    const late = new AbortController();
    const { run } = open(endpoint, 2, { deadline: late.signal });
    const running = run();
    await expect.poll(() => endpoint.calls.includes('retrieve'), { timeout: 30_000 }).toBe(true);
    late.abort();
    const { evidence, ledger, problems } = await running;
    expect(endpoint.calls).toContain('cancel');
    expect(evidence).toMatchObject([{ result: 'failed', micro_dollars: BILL }]);
    expect(problems.map(({ code }) => code)).toEqual(['AS5035']);
    expect(ledger.spent()).toBe(BILL);
  });

  test('by dying: the next run follows the batch, with what it asks besides in one of its own', async () => {
    await using endpoint = await batchEndpoint((request) => succeeded(request.custom_id), { ended: false });
    const dead = open(endpoint, 2);
    void dead.run().catch(() => undefined);
    await expect.poll(async () => (await readdir(folder)).length, { timeout: 30_000 }).toBe(1);
    const next = open(endpoint, 3).run();
    await expect.poll(() => endpoint.batches.length, { timeout: 30_000 }).toBe(2);
    endpoint.end();
    const { ledger } = await next;
    expect(endpoint.batches.map(({ length }) => length)).toEqual([2, 1]);
    expect(ledger.spent()).toBe(3 * BILL);
  });
});

describe('the journal', () => {
  const entry = {
    schema: 'batch/1',
    batch: 'msgbatch_7',
    endpoint: 'e',
    at: 1_000,
    questions: ['q'],
  } as const;

  test('forgets what no batch can still hold', async () => {
    let now = 2_000;
    const journal = batchJournal(folder, () => now);
    await journal.write(entry);
    expect(await journal.known()).toEqual([entry]);
    now += 26 * 3_600_000;
    expect(await journal.known()).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  test.each(['', 'null', '[]', '{"schema":"batch/2"}', '{"schema":"batch/1","batch":7}'])(
    'takes %j for nothing',
    async (text) => {
      await writeFile(join(folder, 'x.json'), text);
      expect(await batchJournal(folder, () => 0).known()).toEqual([]);
    },
  );

  test('a batch that the API no longer knows is made anew', async () => {
    await using endpoint = await batchEndpoint((request) => succeeded(request.custom_id));
    const seen = await batchEndpoint(() => succeeded('x'), {
      failing: (call) => (call === 'retrieve' ? 401 : undefined),
    });
    await open(seen, 1).run();
    await seen[Symbol.asyncDispose]();
    const [known] = await batchJournal(folder, () => Date.now()).known();
    if (!known) throw new Error('nothing in the journal');
    await batchJournal(folder, () => Date.now()).write({ ...known, endpoint: endpoint.url });
    const { ledger } = await open(endpoint, 1).run();
    expect([endpoint.batches.length, ledger.spent()]).toEqual([1, BILL]);
  });
});

test('a batch’s prices are half of the others, to the micro-dollar', () => {
  const prices = pricesWith({});
  const whole = prices.ceiling('claude-opus-5-5', 10_000, 16_000, 'call') ?? 0;
  expect(prices.ceiling('claude-opus-5-5', 10_000, 16_000, 'batch')).toBe(Math.ceil(whole / 2));
});
