/** Whatever the API or the network does: nothing is spent beyond the cap, and nothing that was spent is forgotten. */

import { describe, expect, test } from 'vitest';
import { ANSWER_SCHEMA } from '../../src/author/answer.js';
import { prefixFor } from '../../src/author/prefix.js';
import { specMessage } from '../../src/author/prompt.js';
import type { Spec } from '../../src/flow.js';
import type { Lab } from '../../src/ports.js';
import { factsOf } from '../../src/validate/airflow-index/index.js';
import { aSpec } from './a-spec.js';
import {
  apiError,
  cutOff,
  drip,
  flood,
  hangUp,
  json,
  message,
  messageBody,
  messagesEndpoint,
  page,
  type Reply,
  silence,
} from './endpoint.js';
import { type Forged, KEY, LAB, openRun, type Setting } from './forging.js';

const draft = (text: string) => message(JSON.stringify({ assumptions: [], source: `x = "${text}"\n` }));
/** 1,000 tokens at $2 and 500 at $10, for a million each. */
const BILL = 7_000;
const SOON = { 'retry-after-ms': '1' };

/** What is set aside for the first question, worked out from what is sent. */
const CEILING = ceilingOf(aSpec({}));

function ceilingOf(spec: Spec): number {
  const nothing = { strategy: 'none', considered: [], items: [] };
  const sent = {
    system: prefixFor(factsOf(['3.3.2'], [])),
    messages: [{ role: 'user', content: specMessage(spec, nothing, ['3.3.2']) }],
    schema: ANSWER_SCHEMA,
  };
  const bytes = Buffer.byteLength(JSON.stringify(sent)) + 2_000;
  return Math.ceil(bytes * 2.5 + 16_000 * 10);
}

/** Where somebody listened until just now. */
async function closedAddress(): Promise<string> {
  await using endpoint = await messagesEndpoint(silence);
  return endpoint.url;
}

async function forged(
  replies: readonly Reply[],
  setting: Omit<Setting, 'url'> = {},
): Promise<Forged & { readonly calls: number }> {
  await using endpoint = await messagesEndpoint(...replies);
  const found = await openRun({ ...setting, url: endpoint.url }).run();
  audit(found);
  return { ...found, calls: endpoint.asked.length };
}

/** Holds after every run: the cap, and that the evidence adds up to what the ledger says. */
function audit({ ledger, evidence, problems }: Forged): void {
  expect(ledger.spent()).toBeLessThanOrEqual(ledger.cap);
  expect(evidence.reduce((sum, attempt) => sum + attempt.micro_dollars, 0)).toBe(ledger.spent());
  expect(JSON.stringify([evidence, problems])).not.toContain(KEY);
}

describe('an answer that is no component is paid and remembered', () => {
  test.each<[string, Reply, string]>([
    ['a refusal', message('', 'refusal'), 'AS5010'],
    ['the limit of tokens', message('{"source": "x', 'max_tokens'), 'AS5011'],
    ['a full context', message('', 'model_context_window_exceeded'), 'AS5011'],
  ])('%s ends the attempts', async (_, reply, code) => {
    const { evidence, ledger, calls } = await forged([reply, draft('a')]);
    expect(evidence).toMatchObject([{ result: 'absent', problem: code, micro_dollars: BILL }]);
    expect([ledger.spent(), calls]).toEqual([BILL, 1]);
  });

  test.each<[string, Reply, string]>([
    ['a pause', message('', 'pause_turn'), 'AS5012'],
    ['the wish for a tool that nobody offered', message('', 'tool_use'), 'AS5012'],
    ['a stop reason of tomorrow', message('{}', 'tea_time'), 'AS5012'],
    ['text instead of JSON', message('Here is your operator!'), 'AS5012'],
    ['JSON of another form', message('{"assumptions": "none", "source": "x"}'), 'AS5012'],
    ['a field too many', message('{"assumptions": [], "source": "x", "command": "rm"}'), 'AS5012'],
  ])('%s is asked again', async (_, reply, code) => {
    const { evidence, ledger, calls } = await forged([reply, draft('a')]);
    expect(evidence).toMatchObject([
      { result: 'absent', problem: code, micro_dollars: BILL },
      { result: 'failed', micro_dollars: BILL },
    ]);
    expect([ledger.spent(), calls]).toEqual([2 * BILL, 2]);
  });

  test('a stop sequence is an answer like any other', async () => {
    const { evidence } = await forged([message('{"assumptions":[],"source":"x"}', 'stop_sequence')]);
    expect(evidence[0]).toMatchObject({ result: 'failed' });
  });

  test('nonsense that fits the schema is executed, and fails there', async () => {
    const nonsense = JSON.stringify({ assumptions: ['ok'], source: 'lorem ipsum dolor' });
    const { evidence, ledger } = await forged([message(nonsense), draft('a')]);
    expect(evidence.map(({ result }) => result)).toEqual(['failed', 'failed']);
    expect(ledger.spent()).toBe(2 * BILL);
  });

  test('the same wrong draft twice ends the attempts', async () => {
    const { evidence, calls } = await forged([draft('a')], { settings: { maxAttempts: 4 } });
    expect(evidence).toMatchObject([
      { result: 'failed', micro_dollars: BILL },
      { result: 'blocked', problem: 'AS5016', micro_dollars: BILL },
    ]);
    expect(calls).toBe(2);
  });
});

describe('what the API refuses costs nothing', () => {
  test.each<[string, Reply, string, number]>([
    ['a wrong key', apiError(401, 'authentication_error', 'invalid x-api-key'), 'AS5013', 1],
    ['a key without the right', apiError(403, 'permission_error', 'not allowed'), 'AS5013', 1],
    ['a proxy that lets nobody through', page(403), 'AS5013', 1],
    ['a model that does not exist', apiError(404, 'not_found_error', 'model: claude-x'), 'AS5013', 1],
    ['a bad request', apiError(400, 'invalid_request_error', 'schema too deep'), 'AS5013', 1],
    ['a request that is too large', apiError(413, 'request_too_large', 'too large'), 'AS5037', 1],
    ['overload, after the SDK’s retries', apiError(529, 'overloaded_error', 'Overloaded', SOON), 'AS5014', 3],
    ['a server error, after the SDK’s retries', apiError(500, 'api_error', 'oops', SOON), 'AS5014', 3],
    ['a rate limit', apiError(429, 'rate_limit_error', 'slow down', SOON), 'AS5014', 3],
    [
      'a rate limit that asks to wait longer than a call may take',
      apiError(429, 'rate_limit_error', 'slow down', { 'retry-after': '3600' }),
      'AS5014',
      1,
    ],
    ['a spending cap', apiError(429, 'rate_limit_error', 'You reached your spending limit'), 'AS5015', 1],
    ['an empty account', apiError(400, 'invalid_request_error', 'Your credit balance is low'), 'AS5015', 1],
    ['a redirect', json(307, {}, { location: 'http://127.0.0.1:9/' }), 'AS5013', 1],
  ])('%s', async (_, reply, code, calls) => {
    const found = await forged([reply]);
    expect(found.problems).toMatchObject([{ code }]);
    expect([found.ledger.spent(), found.calls]).toEqual([0, calls]);
    expect(found.problems[0]?.message).not.toContain('<');
  });

  test.each([
    ['nobody listens', closedAddress],
    ['a port that is no place for HTTP', async () => 'http://127.0.0.1:9'],
  ])('%s', async (_, address) => {
    const found = await openRun({ url: await address(), maxRetries: 0 }).run();
    audit(found);
    expect(found.problems).toMatchObject([{ code: 'AS5014' }]);
    expect(found.ledger.spent()).toBe(0);
  });

  test('a rate limit that says how long to wait is waited for, and the answer is paid once', async () => {
    await using endpoint = await messagesEndpoint(
      apiError(429, 'rate_limit_error', 'slow down', { 'retry-after': '1' }),
      draft('a'),
    );
    const found = await openRun({ url: endpoint.url, settings: { maxAttempts: 1 } }).run();
    audit(found);
    const [first, second] = endpoint.asked;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(900);
    expect([found.ledger.spent(), endpoint.asked.length]).toEqual([BILL, 2]);
  });

  test('one that says nothing is tried again by the SDK’s own rule', async () => {
    const found = await forged([apiError(429, 'rate_limit_error', 'slow down'), draft('a')], {
      settings: { maxAttempts: 1 },
    });
    expect([found.ledger.spent(), found.calls]).toEqual([BILL, 2]);
  });

  test('a key that an endpoint repeats is not repeated', async () => {
    const found = await forged([apiError(401, 'authentication_error', `the key ${KEY} is unknown`)]);
    expect(found.problems[0]?.message).toContain('[redacted]');
  });
});

describe('a call whose bill is unknown is booked at the most that it can cost', () => {
  test.each<[string, Reply, string]>([
    ['a connection that is cut in the middle of the answer', cutOff, 'AS5030'],
    ['a connection that is cut after the request', hangUp, 'AS5030'],
    ['an answer without end', flood, 'AS5030'],
    ['a gateway’s error page', page(502), 'AS5030'],
    ['a gateway’s own timeout', json(504, { message: 'Endpoint request timed out' }), 'AS5030'],
    ['a page that says 200', page(200), 'AS5030'],
    ['an answer without its tokens', json(200, { ...messageBody('{}'), usage: {} }), 'AS5030'],
    ['an empty answer', (response) => response.writeHead(204).end(), 'AS5030'],
  ])('%s; it is sent once, and the next attempt asks again', async (_, reply, code) => {
    const found = await forged([reply, draft('a')]);
    expect(found.evidence).toMatchObject([
      { result: 'absent', problem: code, micro_dollars: CEILING },
      { result: 'failed', micro_dollars: BILL },
    ]);
    expect([found.ledger.assumed(), found.calls]).toEqual([CEILING, 2]);
    expect(found.problems[0]?.cause).toContain('unknown');
  });

  test.each([
    ['a server that hangs', silence],
    ['one that begins and hangs', drip],
  ])('%s', async (_, reply) => {
    const found = await forged([reply, draft('a')], { timeoutMs: 1_500 });
    expect(found.evidence).toMatchObject([
      { result: 'absent', problem: 'AS5034', micro_dollars: CEILING },
      { result: 'failed', micro_dollars: BILL },
    ]);
  });

  test('a cancelled job: the socket is closed, the ledger holds the call, and so does the evidence', async () => {
    await using endpoint = await messagesEndpoint(silence);
    const cancel = new AbortController();
    const { ledger, run } = openRun({ url: endpoint.url, signal: cancel.signal });
    const running = run();
    await expect.poll(() => endpoint.asked.length, { timeout: 30_000 }).toBe(1);
    cancel.abort(new Error('cancelled by a person'));
    const found = await running;
    audit(found);
    await expect.poll(endpoint.abandoned, { timeout: 30_000 }).toBe(1);
    expect([ledger.spent(), ledger.assumed()]).toEqual([CEILING, CEILING]);
    expect(found.evidence).toMatchObject([{ result: 'absent', problem: 'AS5017', micro_dollars: CEILING }]);
  });

  test('a job that is cancelled while a draft is proven remembers what the draft cost, and asks no more', async () => {
    await using endpoint = await messagesEndpoint(draft('a'), draft('b'), draft('c'));
    const cancel = new AbortController();
    const cancelled = new Error('cancelled by a person');
    let executed = 0;
    const lab: Lab = {
      ...LAB,
      run: async (...job) => {
        executed += 1;
        if (executed === 1) return LAB.run(...job);
        cancel.abort(cancelled);
        throw cancelled;
      },
    };
    const found = await openRun({
      url: endpoint.url,
      signal: cancel.signal,
      lab,
      settings: { maxAttempts: 3 },
    }).run();
    audit(found);
    expect(found.evidence).toMatchObject([
      { result: 'failed', micro_dollars: BILL },
      { result: 'blocked', problem: 'AS5023', micro_dollars: BILL },
    ]);
    expect(found.outcomes[0]?.best?.number).toBe(1);
    expect(endpoint.asked).toHaveLength(2);
  });

  test('one that is cancelled before anything is asked leaves nothing', async () => {
    await using endpoint = await messagesEndpoint(draft('a'));
    const signal = AbortSignal.abort(new Error('cancelled by a person'));
    await expect(openRun({ url: endpoint.url, signal }).run()).rejects.toThrow('cancelled by a person');
    expect(endpoint.asked).toHaveLength(0);
  });

  test('a run out of time ends its call and keeps what it has', async () => {
    await using endpoint = await messagesEndpoint(draft('a'), silence);
    const late = new AbortController();
    const { run } = openRun({ url: endpoint.url, deadline: late.signal, settings: { maxAttempts: 4 } });
    const running = run();
    await expect.poll(() => endpoint.asked.length, { timeout: 30_000 }).toBe(2);
    late.abort();
    const found = await running;
    audit(found);
    expect(found.evidence).toMatchObject([
      { result: 'failed', micro_dollars: BILL },
      { result: 'absent', problem: 'AS5033' },
    ]);
    expect(found.problems.at(-1)?.cause).toContain('The best draft is that of attempt 1');
    expect(found.outcomes[0]?.best?.draft).toBeDefined();
  });
});

describe('the limits', () => {
  test('a call that the cap does not hold is not made', async () => {
    const found = await forged([draft('a')], { settings: { maxCost: 0.01 } });
    expect(found.problems).toMatchObject([{ code: 'AS5002', cause: 'There is no draft yet.' }]);
    expect(found.calls).toBe(0);
  });

  test('a run that reaches its cap says so, and what it has', async () => {
    const found = await forged([draft('a'), draft('b'), draft('c')], {
      settings: { maxCost: (CEILING + BILL - 1) / 1e6, maxAttempts: 4 },
    });
    expect(found.evidence).toMatchObject([{ result: 'failed' }, { result: 'absent', problem: 'AS5002' }]);
    expect(found.problems.at(-1)?.cause).toContain('attempt 1, by claude-sonnet-5-5: proven on 0 of 1');
    expect([found.ledger.spent(), found.calls]).toEqual([BILL, 1]);
  });

  test('one spec has a cap of its own, and the others go on', async () => {
    const specs = ['A', 'B'].map((name) => aSpec({ name: `${name}Operator`, path: `specs/${name}.yaml` }));
    const found = await forged([draft('a'), draft('b'), draft('c')], {
      specs,
      settings: { maxCostPerSpec: (CEILING + BILL) / 1e6, maxAttempts: 4 },
    });
    expect(found.problems.map(({ code }) => code)).toEqual(['AS5032', 'AS5032']);
    expect([found.ledger.spent(), found.calls]).toEqual([2 * BILL, 2]);
  });

  test('a model without a price is not asked, and what to write is said', async () => {
    const found = await forged([draft('a')], { settings: { model: 'claude-of-tomorrow' } });
    expect(found.problems).toMatchObject([{ code: 'AS5031' }]);
    expect(found.problems[0]?.remedy).toContain('"claude-of-tomorrow": {input:');
    expect(found.calls).toBe(0);
  });

  test('with a price it is', async () => {
    const prices = { 'claude-of-tomorrow': { input: 1, output: 2 } };
    const found = await forged(
      [message('{"assumptions":[],"source":"x"}', 'end_turn', {}, 'claude-of-tomorrow')],
      {
        settings: { model: 'claude-of-tomorrow', prices, maxAttempts: 1 },
      },
    );
    expect(found.ledger.spent()).toBe(2_000);
  });

  test('specs side by side wait for each other’s reservations instead of failing, and overspend nothing', async () => {
    const specs = Array.from({ length: 8 }, (_, at) =>
      aSpec({ name: `Echo${at}Operator`, path: `specs/${at}.yaml` }),
    );
    const most = Math.max(...specs.map(ceilingOf));
    const found = await forged([draft('a'), draft('b'), cutOff, draft('c')], {
      specs,
      settings: { maxAttempts: 1, maxCost: (2 * most + 6 * BILL) / 1e6 },
    });
    expect(found.calls).toBe(8);
    expect(found.problems.map(({ code }) => code)).toEqual(['AS5030']);
  });
});

describe('a cheap model first, and a strong one for what it fails', () => {
  const models = { model: 'claude-haiku-5-5', escalateTo: 'claude-opus-5-5' };
  const by = (model: string, text: string) =>
    message(JSON.stringify({ assumptions: [], source: text }), 'end_turn', {}, model);

  test('each attempt says who wrote it, and costs what that one costs', async () => {
    const replies = [by('claude-haiku-5-5', 'a'), by('claude-opus-5-5-20260801', 'b')];
    const found = await forged(replies, { settings: models });
    expect(found.evidence).toMatchObject([
      { model: 'claude-haiku-5-5', micro_dollars: 350 },
      { model: 'claude-opus-5-5-20260801', micro_dollars: 14_000 },
    ]);
  });

  test('what the cheap one refuses the strong one is asked, once', async () => {
    const found = await forged([message('', 'refusal', {}, 'claude-haiku-5-5')], {
      settings: { ...models, maxAttempts: 4 },
    });
    expect(found.problems.map(({ code }) => code)).toEqual(['AS5010', 'AS5010']);
    expect(found.calls).toBe(2);
  });
});
