/** Claude through `@anthropic-ai/sdk`. The only file that imports it. */

import type Anthropic from '@anthropic-ai/sdk';
import type { Model, ModelRequest } from '../ports.js';
import { redactor } from '../safety/redaction.js';
import { answerOf, type Costing } from './messages/answer.js';
import { type BatchApi, type BatchOptions, type BatchState, batchingModel } from './messages/batch.js';
import { type Call, openCall } from './messages/call.js';
import { reasonIn, refusedAnswer } from './messages/refusal.js';
import { openWire, type Send, type Wire } from './messages/wire.js';

export interface AnthropicOptions {
  readonly apiKey: string;
  readonly baseUrl?: string;
  /** For one call, the SDK's retries and its waiting included; a whole component takes minutes on a slow day. */
  readonly timeoutMs?: number;
  /** The SDK's own retries of 408, 409, 429 and 5xx. */
  readonly maxRetries?: number;
  readonly cost: Costing;
}

/** A {@link Model} that asks Claude. The SDK is loaded with the first question. */
export function anthropicModel(options: AnthropicOptions): Model {
  const connection = lazily(() => connect(options));
  const redact = redactor([options.apiKey]);
  return {
    free: false,
    async ask(request) {
      const { client, send, sdk } = await connection();
      using call = openCall(request, options.timeoutMs ?? TEN_MINUTES);
      const wire = openWire(send, call);
      try {
        const body: unknown = await client
          .withOptions({ fetch: wire.fetch })
          .messages.create(paramsOf(request), { signal: call.signal });
        return answerOf(body, request.model, options.cost);
      } catch (error) {
        if (!(error instanceof sdk.AnthropicError)) throw error;
        return refusedAnswer(failureOf(error, request.model, wire, call), redact);
      }
    },
  };
}

/** A {@link Model} that puts questions together and has them answered within hours, at half the price. */
export function batchedAnthropicModel(
  options: AnthropicOptions & Pick<BatchOptions, 'journal' | 'report' | 'gatherMs' | 'pollMs'>,
): Model {
  const connection = lazily(() => connect(options));
  return batchingModel({
    api: batchApi(connection, options),
    redact: redactor([options.apiKey]),
    endpoint: options.baseUrl ?? ANTHROPIC,
    ...options,
  });
}

const ANTHROPIC = 'https://api.anthropic.com';
const TEN_MINUTES = 600_000;

interface Connection {
  readonly client: Anthropic;
  readonly send: Send;
  readonly sdk: typeof import('@anthropic-ai/sdk');
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function connect(options: AnthropicOptions): Promise<Connection> {
  const [sdk, { Agent, fetch }] = await Promise.all([import('@anthropic-ai/sdk'), import('undici')]);
  const timeout = options.timeoutMs ?? TEN_MINUTES;
  // Node's own fetch gives up after five minutes without a header, whatever time limit the SDK is given; an answer
  // that is not streamed sends its first header when it is complete. And without keep-alive, since a request that meets
  // a connection which the server is just closing cannot tell whether it arrived.
  // The call's own limit comes first, so that it is known what ended it.
  const later = timeout + 60_000;
  const dispatcher = new Agent({ headersTimeout: later, bodyTimeout: later, pipelining: 0 });
  const send = (url: string, init: object) => fetch(url, { ...init, dispatcher });
  const client = new sdk.default({
    // A key that is passed keeps the SDK from looking for credentials in the environment.
    apiKey: options.apiKey,
    baseURL: options.baseUrl ?? ANTHROPIC,
    timeout: later,
    maxRetries: options.maxRetries ?? 2,
    logLevel: 'off',
  });
  return { client, send: send as unknown as Send, sdk };
}

function paramsOf(request: ModelRequest): Anthropic.MessageCreateParamsNonStreaming {
  return {
    model: request.model,
    max_tokens: request.maxTokens,
    system: [{ type: 'text', text: request.system, cache_control: { type: 'ephemeral' } }],
    messages: request.messages.map(({ role, content }) => ({ role, content })),
    output_config: { format: { type: 'json_schema', schema: { ...request.schema } } },
  };
}

function failureOf(error: Error, model: string, wire: Wire, call: Call) {
  const { status, error: body } = error as Error & { status?: number; error?: unknown };
  const said = reasonIn(body, error.message);
  return { model, billing: wire.billing(), ending: call.reason(), fault: wire.fault(), status, said };
}

/** The Message Batches API, one call at a time, each with a time limit of its own. */
function batchApi(connection: () => Promise<Connection>, options: AnthropicOptions): BatchApi {
  const limit = Math.min(options.timeoutMs ?? TEN_MINUTES, 120_000);
  const made = async <T>(
    signal: AbortSignal | undefined,
    work: (batches: Anthropic['messages']['batches'], request: { signal: AbortSignal }) => Promise<T>,
  ) => {
    const { client, send, sdk } = await connection();
    using call = openCall(signal ? { signal } : {}, limit);
    const wire = openWire(send, call);
    try {
      const { batches } = client.withOptions({ fetch: wire.fetch }).messages;
      return { ok: true as const, value: await work(batches, { signal: call.signal }) };
    } catch (error) {
      if (!(error instanceof sdk.AnthropicError)) throw error;
      return { ok: false as const, failure: failureOf(error, 'a batch', wire, call) };
    }
  };
  return {
    create: (requests, signal) =>
      made(signal, async (batches, request): Promise<BatchState> => {
        const asked = requests.map(({ id, request: one }) => ({ custom_id: id, params: paramsOf(one) }));
        return stateOf(await batches.create({ requests: asked }, request));
      }),
    retrieve: (id, signal) =>
      made(signal, async (batches, request) => stateOf(await batches.retrieve(id, {}, request))),
    cancel: (id) =>
      made(undefined, async (batches, request) => stateOf(await batches.cancel(id, {}, request))),
    results: (id, signal) =>
      made(signal, async (batches, request) => {
        const found = new Map<string, unknown>();
        for await (const { custom_id: name, result } of await batches.results(id, {}, request))
          found.set(name, result);
        return found;
      }),
  };
}

function stateOf(batch: Anthropic.Messages.MessageBatch): BatchState {
  return { id: batch.id, ended: batch.processing_status === 'ended' };
}
