/** Asks the model for a component and books what that cost. */

import { createHash } from 'node:crypto';
import { type Briefing, NO_USAGE, type Problem, type Spec, type Usage } from '../flow.js';
import type { Model, ModelRequest } from '../ports.js';
import { ANSWER_SCHEMA, type Answer, readAnswer } from './answer.js';
import type { Ledger } from './ledger.js';
import type { LibrariesAt } from './libraries.js';
import { ceilingOf } from './prices.js';
import { retryMessage, SYSTEM_PROMPT, specMessage } from './prompt.js';

/** An earlier attempt of the same run: what was written, and what real runs said of it. */
export interface EarlierAttempt {
  readonly answer: Answer;
  readonly guidance: string;
}

export interface Commission {
  readonly spec: Spec;
  readonly briefing: Briefing;
  /** Airflow versions the draft will be executed on. */
  readonly targets: readonly string[];
  /** What the spec's dependencies are on each of them; empty where it has none. */
  readonly libraries: readonly LibrariesAt[];
  /** Only the last one is sent: its findings are about its source. */
  readonly earlier?: EarlierAttempt;
  readonly attempt: number;
  readonly model: string;
  readonly signal?: AbortSignal;
}

export type Authored =
  | {
      readonly kind: 'written';
      readonly answer: Answer;
      readonly usage: Usage;
      readonly model: string;
      readonly promptFingerprint: string;
      readonly replayed: boolean;
      readonly note?: string;
    }
  | {
      readonly kind: 'failed';
      readonly problem: Problem;
      readonly usage: Usage;
      readonly model: string;
      readonly promptFingerprint: string;
      /** Whether another attempt can turn out differently. */
      readonly retryable: boolean;
    };

/** Room for a long component and the thinking before it. */
const MAXIMUM_ANSWER_TOKENS = 16_000;

/**
 * One call of the model. The highest possible cost is reserved first; without room for it the call is not made.
 * Replayed answers cost nothing: their usage says zero, whatever the recording once cost.
 */
export async function write(commission: Commission, model: Model, ledger: Ledger): Promise<Authored> {
  const request = requestFor(commission);
  const { promptFingerprint } = request;
  const characters = request.system.length + request.messages.reduce((sum, m) => sum + m.content.length, 0);
  const reservation = ledger.reserve(
    model.free ? 0 : ceilingOf(request.model, characters, request.maxTokens),
  );
  if (!reservation) {
    const problem = outOfBudget(ledger, ceilingOf(request.model, characters, request.maxTokens));
    return {
      kind: 'failed',
      problem,
      usage: NO_USAGE,
      model: request.model,
      promptFingerprint,
      retryable: false,
    };
  }
  let cost = 0;
  try {
    const reply = await model.ask(request);
    cost = reply.usage.cost;
    if (reply.kind === 'failed') return { ...reply, promptFingerprint };
    const read = readAnswer(reply.json);
    if (!read.ok)
      return { ...wrongForm(read.fault), usage: reply.usage, model: reply.model, promptFingerprint };
    const { json: _json, kind: _kind, ...told } = reply;
    return { kind: 'written', answer: read.answer, promptFingerprint, ...told };
  } finally {
    reservation.settle(cost);
  }
}

function requestFor(commission: Commission): ModelRequest {
  const { spec, briefing, targets, libraries, earlier, attempt, model, signal } = commission;
  const messages: ModelRequest['messages'][number][] = [
    { role: 'user', content: specMessage(spec, briefing, targets, libraries) },
  ];
  if (earlier) {
    messages.push(
      { role: 'assistant', content: JSON.stringify(earlier.answer) },
      { role: 'user', content: retryMessage(earlier.guidance) },
    );
  }
  const sent = { system: SYSTEM_PROMPT, messages, schema: ANSWER_SCHEMA };
  const promptFingerprint = createHash('sha256').update(JSON.stringify(sent)).digest('hex');
  const request = {
    component: spec.name,
    attempt,
    promptFingerprint,
    model,
    maxTokens: MAXIMUM_ANSWER_TOKENS,
    ...sent,
  };
  return signal ? { ...request, signal } : request;
}

function wrongForm(fault: string) {
  return {
    kind: 'failed' as const,
    problem: {
      code: 'AS5012',
      severity: 'error' as const,
      message: `the model's answer has the wrong form: ${fault}`,
      remedy: 'Run again; if it stays, choose another `model`.',
    },
    retryable: true,
  };
}

function outOfBudget(ledger: Ledger, wanted: number): Problem {
  const dollars = (micro: number) => `$${(micro / 1e6).toFixed(3)}`;
  return {
    code: 'AS5002',
    severity: 'error',
    message: `the budget of ${dollars(ledger.cap)} does not hold another attempt: ${dollars(ledger.spent())} is spent, and a call can cost ${dollars(wanted)}`,
    remedy: 'Raise `max-cost`, or choose a cheaper `model`.',
  };
}
