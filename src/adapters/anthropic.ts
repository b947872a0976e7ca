/** Claude through `@anthropic-ai/sdk`. The only file that imports it. */

import type Anthropic from '@anthropic-ai/sdk';
import type { APIError } from '@anthropic-ai/sdk';
import { type Json, NO_USAGE, type Problem, type Usage } from '../flow.js';
import type { Model, ModelAnswer, ModelRequest } from '../ports.js';

export interface AnthropicOptions {
  readonly apiKey: string;
  readonly baseUrl?: string;
  /** For one request; an answer of a whole component takes minutes on a slow day. */
  readonly timeoutMs?: number;
  /** The SDK's own retries of 408, 409, 429 and 5xx. */
  readonly maxRetries?: number;
  /** Micro-dollars of a call. */
  readonly cost: (model: string, tokens: Omit<Usage, 'cost'>) => number;
}

/** A {@link Model} that asks Claude. The SDK is loaded with the first question. */
export function anthropicModel(options: AnthropicOptions): Model {
  let client: Promise<Anthropic> | undefined;
  return {
    free: false,
    async ask(request) {
      client ??= connect(options);
      try {
        const message = await (await client).messages.create(
          {
            model: request.model,
            max_tokens: request.maxTokens,
            system: [{ type: 'text', text: request.system, cache_control: { type: 'ephemeral' } }],
            messages: request.messages.map(({ role, content }) => ({ role, content })),
            output_config: { format: { type: 'json_schema', schema: { ...request.schema } } },
          },
          request.signal ? { signal: request.signal } : {},
        );
        return answerOf(message, usageOf(message, options));
      } catch (error) {
        return failure(error, request, await import('@anthropic-ai/sdk'));
      }
    },
  };
}

async function connect(options: AnthropicOptions): Promise<Anthropic> {
  const [{ default: Client }, { Agent, fetch }] = await Promise.all([
    import('@anthropic-ai/sdk'),
    import('undici'),
  ]);
  const timeout = options.timeoutMs ?? 600_000;
  // Node's own fetch gives up after five minutes without a header, whatever time limit the SDK is given; an answer
  // that is not streamed sends its first header when it is complete.
  const dispatcher = new Agent({ headersTimeout: timeout, bodyTimeout: timeout });
  const patient = (input: string, init?: object) => fetch(input, { ...init, dispatcher });
  return new Client({
    // A key that is passed keeps the SDK from looking for credentials in the environment.
    apiKey: options.apiKey,
    baseURL: options.baseUrl ?? 'https://api.anthropic.com',
    timeout,
    fetch: patient as unknown as typeof globalThis.fetch,
    maxRetries: options.maxRetries ?? 2,
    logLevel: 'off',
  });
}

function usageOf(message: Anthropic.Message, options: AnthropicOptions): Usage {
  const { usage } = message;
  const tokens = {
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cacheReadTokens: usage.cache_read_input_tokens ?? 0,
    cacheWriteTokens: usage.cache_creation_input_tokens ?? 0,
  };
  return { ...tokens, cost: options.cost(message.model, tokens) };
}

function answerOf(message: Anthropic.Message, usage: Usage): ModelAnswer {
  const { model } = message;
  const failed = (retryable: boolean, code: string, text: string, remedy: string): ModelAnswer => ({
    kind: 'failed',
    problem: { code, severity: 'error', message: text, remedy },
    usage,
    model,
    retryable,
  });
  switch (message.stop_reason) {
    case 'end_turn':
    case 'stop_sequence':
      break;
    case 'refusal':
      return failed(
        false,
        'AS5010',
        'the model refused to write this component',
        'Read the spec for text that asks for something else than a component.',
      );
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return failed(
        false,
        'AS5011',
        `the answer was cut off (${message.stop_reason})`,
        'Split the component, or shorten its spec.',
      );
    default:
      return failed(
        true,
        'AS5012',
        `the answer stopped for another reason: ${message.stop_reason}`,
        'Run again.',
      );
  }
  const text = message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  try {
    return { kind: 'answer', json: JSON.parse(unfence(text)) as Json, usage, model, replayed: false };
  } catch {
    return failed(
      true,
      'AS5012',
      'the answer is not JSON',
      'Run again; if it stays, choose another `model`.',
    );
  }
}

/** An endpoint that ignores `output_config` often wraps the JSON in a code fence. */
function unfence(text: string): string {
  return /^\s*```(?:json)?\n([\s\S]*)\n```\s*$/.exec(text)?.[1] ?? text;
}

function failure(
  error: unknown,
  request: ModelRequest,
  sdk: typeof import('@anthropic-ai/sdk'),
): ModelAnswer {
  return {
    kind: 'failed',
    problem: explain(error, request, sdk),
    usage: NO_USAGE,
    model: request.model,
    retryable: false,
  };
}

function explain(error: unknown, request: ModelRequest, sdk: typeof import('@anthropic-ai/sdk')): Problem {
  const problem = (code: string, message: string, remedy: string): Problem => ({
    code,
    severity: 'error',
    message,
    remedy,
  });
  if (error instanceof sdk.APIUserAbortError)
    return problem('AS5017', 'the run was cancelled while the model was asked', 'Run again.');
  if (error instanceof sdk.APIConnectionError) {
    return problem(
      'AS5014',
      `the API could not be reached: ${error.message}`,
      'Check the network and `anthropic-base-url`, then run again.',
    );
  }
  if (!(error instanceof sdk.APIError)) throw error;
  const said = reasonOf(error);
  if (isSpendingCap(error, said)) {
    return problem(
      'AS5015',
      `the account may not spend more: ${said}`,
      'Raise the limit at the API’s console, or wait until it resets.',
    );
  }
  if (error.status === 429 || (error.status ?? 500) >= 500) {
    return problem(
      'AS5014',
      `the API answered ${error.status ?? 'nothing'}: ${said}`,
      'Run again later; the SDK’s retries were used up.',
    );
  }
  const remedy =
    error.status === 404
      ? `Check the setting \`model\` (${request.model}).`
      : 'Check the key and the setting `model`.';
  return problem('AS5013', `the API refused the request (${error.status}): ${said}`, remedy);
}

/** The API's own words; the SDK's message would repeat the whole body. */
function reasonOf(error: APIError): string {
  const body = error.error as { error?: { message?: unknown } } | undefined;
  const said = body?.error?.message;
  return (typeof said === 'string' ? said : error.message).replace(/\s+/g, ' ').slice(0, 300);
}

function isSpendingCap(error: APIError, said: string): boolean {
  return error.status === 402 || /credit balance|spend(ing)? (limit|cap)|usage limit/i.test(said);
}
