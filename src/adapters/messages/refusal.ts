/** Why a call gave no answer, for people, and whether it may be charged. */

import { NO_USAGE, type Problem } from '../../flow.js';
import type { ModelAnswer } from '../../ports.js';
import type { Redact } from '../../safety/redaction.js';
import { problemOf } from './answer.js';
import type { Ending } from './call.js';
import { type Billing, isSpendingCap, nature } from './wire.js';

/** What is known of a call that failed. */
export interface Failure {
  readonly model: string;
  readonly billing: Billing;
  readonly ending?: Ending | undefined;
  readonly fault?: string | undefined;
  /** What the API answered, where it answered. */
  readonly status?: number | undefined;
  readonly said: string;
}

/** A failed answer. What may have been charged says so. */
export function refusedAnswer(failure: Failure, redact: Redact): ModelAnswer {
  const problem = explain({ ...failure, said: redact(failure.said) });
  return {
    kind: 'failed',
    problem: { ...problem, message: redact(problem.message) },
    usage: NO_USAGE,
    model: failure.model,
    // What broke off once may well come whole the next time; what was refused is refused again.
    retryable: problem.code === 'AS5030' || problem.code === 'AS5034',
    ...(failure.billing === 'nothing' ? {} : { billUnknown: true }),
  };
}

function explain({ ending, billing, fault, status, said, model }: Failure): Problem {
  if (ending === 'cancelled')
    return problemOf('AS5017', 'the run was cancelled while the model was asked', 'Run again.');
  if (ending === 'run') {
    return problemOf(
      'AS5033',
      'the time of the run was over while the model was asked',
      'Raise `max-minutes`, or build fewer specs in one run.',
    );
  }
  if (ending === 'call' && billing !== 'nothing') {
    return problemOf(
      'AS5034',
      `${model} did not answer in time`,
      'Run again later, or raise AIRSMITH_MODEL_TIMEOUT.',
    );
  }
  if (ending === 'call') return problemOf('AS5014', 'the API gave no answer in time', 'Run again later.');
  if (ending === 'broken' || billing !== 'nothing') {
    return problemOf(
      'AS5030',
      `the answer broke off: ${fault ?? 'no whole answer came'}`,
      'Run again; if it stays, look at the network, the proxy and `anthropic-base-url`.',
    );
  }
  if (status === undefined) {
    return problemOf(
      'AS5014',
      `the API could not be reached: ${fault ?? said}`,
      'Check the network and `anthropic-base-url`, then run again.',
    );
  }
  return refusalOf(status, said, model);
}

function refusalOf(status: number, said: string, model: string): Problem {
  if (isSpendingCap(status, said)) {
    return problemOf(
      'AS5015',
      `the account may not spend more: ${said}`,
      'Raise the limit at the API’s console, or wait until it resets.',
    );
  }
  if (status === 429 || status === 408 || status === 409 || status >= 500) {
    return problemOf(
      'AS5014',
      `the API answered ${status}: ${said}`,
      'Run again later; the SDK’s retries were used up, or the API asked to wait longer than a call may take.',
    );
  }
  if (status === 413) {
    return problemOf('AS5037', `the request is too large (413): ${said}`, 'Shorten the spec.');
  }
  const remedy =
    status === 404 ? `Check the setting \`model\` (${model}).` : 'Check the key and the setting `model`.';
  return problemOf('AS5013', `the API refused the request (${status}): ${said}`, remedy);
}

/** The API's own words; the SDK's message would repeat the whole body. */
export function reasonIn(body: unknown, message: string): string {
  const said = (body as { error?: { message?: unknown } } | null | undefined)?.error?.message;
  const text = typeof said === 'string' ? said : message.replace(/^\d{3}\s+/, '');
  if (nature(text) !== '') return 'an HTML page';
  return text.replace(/\s+/g, ' ').slice(0, 300);
}
