/** What came over the wire, as an answer: every stop reason, and a bill that is believed only where it is whole. */

import { type Json, NO_USAGE, type Problem, type Usage } from '../../flow.js';
import type { ModelAnswer } from '../../ports.js';

/** Micro-dollars of the tokens, for the model that was asked and the one that says it answered. */
export type Costing = (asked: string, served: string, tokens: Omit<Usage, 'cost'>) => number;

type Failed = Extract<ModelAnswer, { kind: 'failed' }>;

export function problemOf(code: string, message: string, remedy: string): Problem {
  return { code, severity: 'error', message, remedy };
}

/** A message of the API, whatever it really is: it came from outside. */
export function answerOf(body: unknown, asked: string, cost: Costing): ModelAnswer {
  const { model, usage, stop_reason: stopped, content } = (body ?? {}) as { [key: string]: unknown };
  const tokens = tokensOf(usage);
  if (!tokens || typeof model !== 'string') return unreadable(asked);
  const paid = { usage: { ...tokens, cost: cost(asked, model, tokens) }, model };
  const failed = (retryable: boolean, code: string, message: string, remedy: string): Failed => ({
    kind: 'failed',
    problem: problemOf(code, message, remedy),
    retryable,
    ...paid,
  });
  switch (stopped) {
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
        `the answer was cut off (${stopped})`,
        'Split the component, or shorten its spec.',
      );
    // No tool is offered, so that nobody can ask for one or pause to use one.
    default:
      return failed(
        true,
        'AS5012',
        `the answer stopped for another reason: ${String(stopped).slice(0, 100)}`,
        'Run again.',
      );
  }
  try {
    return { kind: 'answer', json: JSON.parse(unfence(textOf(content))) as Json, replayed: false, ...paid };
  } catch {
    return failed(
      true,
      'AS5012',
      'the answer is not JSON',
      'Run again; if it stays, choose another `model`.',
    );
  }
}

/** Undefined where any count is no count: half a bill is no bill. */
function tokensOf(usage: unknown): Omit<Usage, 'cost'> | undefined {
  const stated = (usage ?? {}) as { [key: string]: unknown };
  const counts = [
    stated['input_tokens'],
    stated['output_tokens'],
    stated['cache_read_input_tokens'] ?? 0,
    stated['cache_creation_input_tokens'] ?? 0,
  ];
  const sane = counts.every((count) => Number.isSafeInteger(count) && Number(count) >= 0);
  const [inputTokens = 0, outputTokens = 0, cacheReadTokens = 0, cacheWriteTokens = 0] = counts.map(Number);
  return sane ? { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } : undefined;
}

function unreadable(asked: string): Failed {
  return {
    kind: 'failed',
    problem: problemOf(
      'AS5030',
      'what came is no message of the API: it says nothing of its tokens',
      'Look at `anthropic-base-url`.',
    ),
    usage: NO_USAGE,
    model: asked,
    retryable: true,
    billUnknown: true,
  };
}

function textOf(content: unknown): string {
  const blocks: readonly unknown[] = Array.isArray(content) ? content : [];
  return blocks
    .map((block) => (block ?? {}) as { type?: unknown; text?: unknown })
    .map(({ type, text }) => (type === 'text' && typeof text === 'string' ? text : ''))
    .join('');
}

/** An endpoint that ignores `output_config` often wraps the JSON in a code fence. */
function unfence(text: string): string {
  return /^\s*```(?:json)?\n([\s\S]*)\n```\s*$/.exec(text)?.[1] ?? text;
}
