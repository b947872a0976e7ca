import { describe, expect, test } from 'vitest';
import { anthropicModel } from '../../src/adapters/anthropic.js';
import { ANSWER_SCHEMA } from '../../src/author/answer.js';
import { costOf } from '../../src/author/prices.js';
import type { ModelRequest } from '../../src/ports.js';
import { apiError, cutOff, message, messagesEndpoint, type Reply, silence } from './endpoint.js';

const REQUEST: ModelRequest = {
  component: 'EchoOperator',
  attempt: 1,
  promptFingerprint: 'f'.repeat(64),
  model: 'claude-sonnet-5-5',
  system: 'You write components.',
  messages: [{ role: 'user', content: 'Write one.' }],
  schema: ANSWER_SCHEMA,
  maxTokens: 1_000,
};

const ANSWER = JSON.stringify({ assumptions: [], source: 'x = 1\n' });

async function ask(replies: readonly Reply[], request: ModelRequest = REQUEST, timeoutMs = 5_000) {
  await using endpoint = await messagesEndpoint(...replies);
  const model = anthropicModel({
    apiKey: 'sk-test',
    baseUrl: endpoint.url,
    timeoutMs,
    maxRetries: 1,
    cost: costOf,
  });
  const reply = await model.ask(request);
  return { reply, asked: endpoint.asked };
}

describe('an answer', () => {
  test('is asked for as structured output, with a cacheable prefix', async () => {
    const { asked } = await ask([message(ANSWER)]);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.headers.authorization).toBe('Bearer sk-test');
    expect(asked[0]?.body).toMatchObject({
      model: 'claude-sonnet-5-5',
      max_tokens: 1_000,
      system: [{ type: 'text', text: 'You write components.', cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: 'Write one.' }],
      output_config: { format: { type: 'json_schema', schema: ANSWER_SCHEMA } },
    });
  });

  test('comes with its tokens and its price, cache hits at their own rate', async () => {
    const { reply } = await ask([message(ANSWER, 'end_turn', { cache_read_input_tokens: 2_000 })]);
    expect(reply).toMatchObject({ kind: 'answer', json: { source: 'x = 1\n' }, replayed: false });
    // 1,000 × $2 + 500 × $10 + 2,000 × $0.10, each for a million tokens.
    expect(reply.usage).toMatchObject({ cacheReadTokens: 2_000, cost: 2_000 + 5_000 + 200 });
  });

  test('may stand in a code fence, as endpoints without structured output send it', async () => {
    const { reply } = await ask([message(`\`\`\`json\n${ANSWER}\n\`\`\``)]);
    expect(reply.kind).toBe('answer');
  });
});

describe('an answer that cannot be used costs what it cost and says why', () => {
  test.each([
    ['a refusal', message('', 'refusal'), 'AS5010', false],
    ['one that reached the token limit', message('{"source": "x', 'max_tokens'), 'AS5011', false],
    ['one that filled the context', message('', 'model_context_window_exceeded'), 'AS5011', false],
    ['a pause', message('', 'pause_turn'), 'AS5012', true],
    ['a stop reason of tomorrow', message(ANSWER, 'tea_time'), 'AS5012', true],
    ['text instead of JSON', message('Here is your operator!'), 'AS5012', true],
  ])('%s', async (_name, reply, code, retryable) => {
    const { reply: answer } = await ask([reply]);
    expect(answer).toMatchObject({ kind: 'failed', problem: { code }, retryable });
    expect(answer.usage.cost).toBe(7_000);
  });
});

describe('a failing API', () => {
  test.each([
    ['a wrong key', apiError(401, 'authentication_error', 'invalid x-api-key'), 'AS5013', 1],
    ['a model that does not exist', apiError(404, 'not_found_error', 'model: claude-x'), 'AS5013', 1],
    ['a bad request', apiError(400, 'invalid_request_error', 'schema too deep'), 'AS5013', 1],
    ['overload, after the SDK’s retries', apiError(529, 'overloaded_error', 'Overloaded'), 'AS5014', 2],
    ['a rate limit, after the SDK’s retries', apiError(429, 'rate_limit_error', 'slow down'), 'AS5014', 2],
    ['a server error, after the SDK’s retries', apiError(500, 'api_error', 'oops'), 'AS5014', 2],
    ['a connection that is cut in the middle', cutOff, 'AS5014', undefined],
    [
      'an empty account',
      apiError(400, 'invalid_request_error', 'Your credit balance is too low'),
      'AS5015',
      1,
    ],
  ])('%s', async (_name, reply, code, calls) => {
    const { reply: answer, asked } = await ask([reply]);
    expect(answer).toMatchObject({ kind: 'failed', problem: { code }, retryable: false });
    if (calls) expect(asked).toHaveLength(calls);
  });

  test('recovers when a retry of the SDK succeeds', async () => {
    const { reply, asked } = await ask([
      apiError(529, 'overloaded_error', 'Overloaded', { 'retry-after': '0' }),
      message(ANSWER),
    ]);
    expect(reply.kind).toBe('answer');
    expect(asked).toHaveLength(2);
  });

  test('that never answers ends with the time limit', async () => {
    const { reply } = await ask([silence], REQUEST, 200);
    expect(reply).toMatchObject({ kind: 'failed', problem: { code: 'AS5014' } });
  });

  test('nobody listens', async () => {
    const model = anthropicModel({ apiKey: 'k', baseUrl: 'http://127.0.0.1:9', maxRetries: 0, cost: costOf });
    expect(await model.ask(REQUEST)).toMatchObject({ kind: 'failed', problem: { code: 'AS5014' } });
  });

  test('a cancelled run stops asking at once', async () => {
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 100);
    const started = performance.now();
    const { reply } = await ask([silence], { ...REQUEST, signal: cancel.signal });
    expect(reply).toMatchObject({ kind: 'failed', problem: { code: 'AS5017' } });
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  test('never repeats the key in its message', async () => {
    const { reply } = await ask([apiError(401, 'authentication_error', 'invalid x-api-key')]);
    expect(JSON.stringify(reply)).not.toContain('sk-test');
  });
});
