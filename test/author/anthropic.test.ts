import { describe, expect, test } from 'vitest';
import { anthropicModel } from '../../src/adapters/anthropic.js';
import { ANSWER_SCHEMA } from '../../src/author/answer.js';
import { pricesWith } from '../../src/author/prices.js';
import type { ModelRequest } from '../../src/ports.js';
import { apiError, message, messagesEndpoint, type Reply, silence } from './endpoint.js';

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
    cost: (asked, served, tokens) => pricesWith({}).cost(asked, served, tokens, 'call'),
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

describe('a call', () => {
  test('that nobody answers ends with its time limit, and its bill is unknown', async () => {
    const { reply } = await ask([silence], REQUEST, 200);
    expect(reply).toMatchObject({ kind: 'failed', problem: { code: 'AS5034' }, billUnknown: true });
  });

  test('that is cancelled while it waits to be sent again costs nothing', async () => {
    const cancel = new AbortController();
    const busy: Reply = (response, request) => {
      apiError(429, 'rate_limit_error', 'slow down', { 'retry-after': '30' })(response, request);
      setTimeout(() => cancel.abort(), 100);
    };
    const { reply } = await ask([busy], { ...REQUEST, signal: cancel.signal }, 600_000);
    expect(reply).toMatchObject({ kind: 'failed', problem: { code: 'AS5017' } });
    expect(reply).not.toHaveProperty('billUnknown');
  });

  test('that was cancelled before it began is not made', async () => {
    const { reply, asked } = await ask([message(ANSWER)], { ...REQUEST, signal: AbortSignal.abort() });
    expect(reply).toMatchObject({ kind: 'failed', problem: { code: 'AS5017' } });
    expect(asked).toHaveLength(0);
  });

  test('recovers when a retry of the SDK succeeds', async () => {
    const { reply, asked } = await ask([
      apiError(529, 'overloaded_error', 'Overloaded', { 'retry-after-ms': '1' }),
      message(ANSWER),
    ]);
    expect(reply.kind).toBe('answer');
    expect(asked).toHaveLength(2);
  });
});
