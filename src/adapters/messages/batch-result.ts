/** What a batch gave for each of its questions. */

import { NO_USAGE, type Problem } from '../../flow.js';
import type { ModelAnswer, ModelRequest } from '../../ports.js';
import type { Redact } from '../../safety/redaction.js';
import { answerOf, type Costing, problemOf } from './answer.js';
import { reasonIn } from './refusal.js';

export interface Question {
  readonly id: string;
  readonly request: ModelRequest;
  readonly answer: (reply: ModelAnswer) => void;
}

export const GONE = problemOf(
  'AS5017',
  'the run was cancelled while its batch was under way; the batch was cancelled too',
  'Run again: answers that were ready are taken from it.',
);
export const LATE = problemOf(
  'AS5033',
  'the time of the run was over while its batch was under way; the batch was cancelled',
  'Raise `max-minutes`: a batch can take hours.',
);

/** One result. Only what succeeded is charged. */
export function resultOf(
  result: unknown,
  question: Question,
  { cost, redact }: { readonly cost: Costing; readonly redact: Redact },
): ModelAnswer {
  const { type, message, error } = (result ?? {}) as { type?: unknown; message?: unknown; error?: unknown };
  if (type === 'succeeded') return answerOf(message, question.request.model, cost);
  if (type === 'expired' || type === 'canceled' || type === 'errored') {
    const said =
      type === 'errored'
        ? redact(reasonIn(error, 'it failed'))
        : `it ${type === 'expired' ? 'expired' : 'was cancelled'}`;
    const refused = (error as { error?: { type?: unknown } } | undefined)?.error?.type;
    return {
      kind: 'failed',
      problem: problemOf('AS5035', `the batch ended without this answer: ${said}`, 'Run again.'),
      usage: NO_USAGE,
      model: question.request.model,
      // A request that is wrong stays wrong.
      retryable: type !== 'canceled' && refused !== 'invalid_request_error',
    };
  }
  return unknownBill(question, unfollowed('its results lack this answer'));
}

export function fail(questions: readonly Question[], problem: Problem): void {
  for (const question of questions) question.answer(unknownBill(question, problem));
}

export function unknownBill({ request }: Question, problem: Problem): ModelAnswer {
  return {
    kind: 'failed',
    problem,
    usage: NO_USAGE,
    model: request.model,
    retryable: false,
    billUnknown: true,
  };
}

export function unfollowed(why: string): Problem {
  return problemOf(
    'AS5036',
    `the batch could not be followed: ${why}`,
    'Run again with the same cache folder: answers that are ready are taken from it.',
  );
}
