/** Asks the model for a component and books what that cost. */

import { createHash } from 'node:crypto';
import {
  type AirflowFacts,
  type Briefing,
  type Custom,
  type Example,
  NO_USAGE,
  type Problem,
  type Spec,
  type Usage,
} from '../flow.js';
import type { Model, ModelAnswer, ModelRequest } from '../ports.js';
import { ANSWER_SCHEMA, type Answer, normalise, type Read, readAnswer } from './answer.js';
import type { Change } from './changes.js';
import type { Ledger, Reservation, Reserved } from './ledger.js';
import type { LibrariesAt } from './libraries.js';
import { prefixFor } from './prefix.js';
import { PRICES_OF } from './prices.js';
import { retryMessage, revisionPart, specMessage, unusableNote } from './prompt.js';
import { tokensAtLeast } from './size.js';

/** An earlier attempt of the same run: what was written, and what real runs said of it. */
export interface EarlierAttempt {
  readonly answer: Answer;
  readonly guidance: string;
}

/** The component of an earlier version of the spec, to be edited. */
export interface Revision {
  readonly source: string;
  /** What is different in the spec since; absent where that is not known. */
  readonly changes?: readonly Change[];
}

export interface Commission {
  readonly spec: Spec;
  readonly briefing: Briefing;
  /** The Airflows that the draft will be executed on, and what is known of them. */
  readonly facts: AirflowFacts;
  /** What the spec's dependencies are on each of them; empty where it has none. */
  readonly libraries: readonly LibrariesAt[];
  /** The ways of the repository that it is for; absent where it has none. */
  readonly custom?: Custom;
  /** An example of the spec that is not shown. */
  readonly hidden?: Example;
  /** Only the last one is sent: its findings are about its source. */
  readonly earlier?: EarlierAttempt;
  /** Shown as long as there is no earlier attempt. */
  readonly revision?: Revision;
  /** Why the answer before this one could not be used. */
  readonly unusable?: string;
  readonly attempt: number;
  readonly model: string;
  /** Whether the attempt after this one would ask another model. */
  readonly another?: boolean;
  /** Cancels the run. */
  readonly signal?: AbortSignal;
  /** Comes when the run has no more time for models. */
  readonly deadline?: AbortSignal;
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
      /** Output tokens that the whole file would have taken beyond the edits that were answered: an estimate from below. */
      readonly unwritten?: number;
    }
  | {
      readonly kind: 'failed';
      readonly problem: Problem;
      readonly usage: Usage;
      readonly model: string;
      readonly promptFingerprint: string;
      /** Whether another attempt can turn out differently. */
      readonly retryable: boolean;
      /** What was wrong with an answer that came, in words for whoever gave it. */
      readonly unusable?: string;
    };

/** Room for a long component and the thinking before it. */
const MAXIMUM_ANSWER_TOKENS = 16_000;

/** What one model cannot or will not write, another one may. */
const ANOTHER_MAY: ReadonlySet<string> = new Set(['AS5010', 'AS5011']);

/**
 * One call of the model. The highest possible cost is reserved first; without room for it the call is not made. Where
 * the bill stays unknown, or something breaks, all that was reserved is booked.
 * Replayed answers cost nothing: their usage says zero, whatever the recording once cost.
 */
export async function write(commission: Commission, model: Model, ledger: Ledger): Promise<Authored> {
  const request = requestFor(commission);
  const { promptFingerprint } = request;
  const asked = { model: request.model, promptFingerprint };
  const wanted = ceilingOf(request, model, ledger);
  const unasked = (problem: Problem): Authored => ({
    kind: 'failed',
    problem,
    usage: NO_USAGE,
    retryable: false,
    ...asked,
  });
  if (wanted === undefined) return unasked(unpriced(request.model));
  if (commission.deadline?.aborted) return unasked(OUT_OF_TIME);
  const ends = [commission.signal, commission.deadline].filter((signal) => signal !== undefined);
  const reservation = await ledger.reserve(wanted, commission.spec.path, AbortSignal.any(ends));
  if (reservation.kind === 'refused') return unasked(outOfBudget(reservation, wanted));
  if (reservation.kind === 'ended') return unasked(commission.signal?.aborted ? CANCELLED : OUT_OF_TIME);
  try {
    const reply = await model.ask(request);
    if (reply.kind === 'failed') return failed(reply, reservation, commission, promptFingerprint);
    reservation.settle(reply.usage.cost);
    const read = await readAnswer(reply.json, baseOf(commission));
    if (!read.ok) return { ...unusable(read), usage: reply.usage, model: reply.model, promptFingerprint };
    const { json: _json, kind: _kind, ...told } = reply;
    return { kind: 'written', answer: read.answer, promptFingerprint, ...told, ...unwrittenIn(read, reply) };
  } finally {
    reservation.settle('unknown');
  }
}

/** The file that edits are of. */
function baseOf({ earlier, revision }: Commission): string | undefined {
  return earlier?.answer.source ?? revision?.source;
}

/** Nothing is saved by an answer that is free anyway. */
function unwrittenIn({ answer, edits }: Extract<Read, { ok: true }>, { replayed }: { replayed: boolean }) {
  if (edits === undefined || replayed) return {};
  const saved = tokensAtLeast(JSON.stringify(answer.source)) - tokensAtLeast(JSON.stringify(edits));
  return saved > 0 ? { unwritten: saved } : {};
}

/** The most that the call can cost. A byte is at least a token's worth: no tokenizer makes more tokens than bytes. */
function ceilingOf(request: ModelRequest, model: Model, { prices }: Ledger): number | undefined {
  if (model.free) return 0;
  const { system, messages, schema } = request;
  const bytes = Buffer.byteLength(JSON.stringify({ system, messages, schema }));
  return prices.ceiling(request.model, bytes, request.maxTokens, model.batched ? 'batch' : 'call');
}

function failed(
  reply: Extract<ModelAnswer, { kind: 'failed' }>,
  reservation: Reservation,
  { another }: Commission,
  promptFingerprint: string,
): Authored {
  const { kind, model, problem, usage } = reply;
  const retryable = reply.retryable || (another === true && ANOTHER_MAY.has(problem.code));
  const common = { kind, model, retryable, promptFingerprint };
  if (!reply.billUnknown) {
    reservation.settle(usage.cost);
    return { ...common, problem, usage };
  }
  const cost = reservation.settle('unknown');
  const booked = `what it costs is unknown, so the most that it can cost is booked: ${dollars(cost)}`;
  const cause = problem.cause ? `${problem.cause} ${capital(booked)}.` : `${capital(booked)}.`;
  return { ...common, problem: { ...problem, cause }, usage: { ...NO_USAGE, cost } };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function requestFor(commission: Commission): ModelRequest {
  const { spec, attempt, model, signal, deadline } = commission;
  const sent = {
    system: prefixFor(commission.facts),
    messages: messagesFor(commission),
    schema: ANSWER_SCHEMA,
  };
  const promptFingerprint = createHash('sha256').update(JSON.stringify(sent)).digest('hex');
  const request = {
    component: spec.name,
    attempt,
    promptFingerprint,
    model,
    maxTokens: MAXIMUM_ANSWER_TOKENS,
    ...sent,
  };
  return { ...request, ...(signal ? { signal } : {}), ...(deadline ? { deadline } : {}) };
}

/** Everything but the prefix. What stands in it is the same for the same commission, byte for byte. */
function messagesFor(commission: Commission): ModelRequest['messages'] {
  const { spec, briefing, facts, libraries, custom, earlier, revision, hidden } = commission;
  const shown = { ...spec, examples: spec.examples.filter((example) => example !== hidden) };
  const asked = [specMessage(shown, briefing, facts.versions, libraries, custom)];
  const note = commission.unusable === undefined ? [] : [unusableNote(commission.unusable)];
  const said = (...parts: readonly string[]) => ({ role: 'user' as const, content: parts.join('\n\n') });
  if (earlier === undefined) {
    const revised = revision ? [revisionPart(normalise(revision.source), revision.changes)] : [];
    return [said(...asked, ...revised, ...note)];
  }
  return [
    said(...asked),
    { role: 'assistant', content: JSON.stringify(earlier.answer) },
    said(retryMessage(earlier.guidance), ...note),
  ];
}

function unusable({ kind, fault }: Extract<Read, { ok: false }>) {
  const isForm = kind === 'form';
  return {
    kind: 'failed' as const,
    problem: {
      code: isForm ? 'AS5012' : 'AS5038',
      severity: 'error' as const,
      message: isForm
        ? `the model's answer has the wrong form: ${fault}`
        : `the model's edits do not fit the file: ${fault}`,
      remedy: 'Run again; if it stays, choose another `model`.',
    },
    retryable: true,
    unusable: fault,
  };
}

function dollars(micro: number): string {
  return `$${(micro / 1e6).toFixed(3)}`;
}

function outOfBudget({ limit, cap, spent }: Extract<Reserved, { kind: 'refused' }>, wanted: number): Problem {
  const sums = `${dollars(spent)} is spent, and a call can cost ${dollars(wanted)}`;
  const ofSpec = limit === 'spec';
  return {
    code: ofSpec ? 'AS5032' : 'AS5002',
    severity: 'error',
    message: `the budget of ${dollars(cap)}${ofSpec ? ' for one spec' : ''} does not hold another attempt: ${sums}`,
    remedy: `Raise \`${ofSpec ? 'max-cost-per-spec' : 'max-cost'}\`, or choose a cheaper \`model\`.`,
  };
}

function unpriced(model: string): Problem {
  return {
    code: 'AS5031',
    severity: 'error',
    message: `there is no known price for the model ${model} (prices of ${PRICES_OF}), so it was not asked`,
    remedy: `Write what it costs into .airsmith.yaml, in dollars for a million tokens: \`prices: {"${model}": {input: 2, output: 10}}\`, with its own figures.`,
  };
}

const OUT_OF_TIME: Problem = {
  code: 'AS5033',
  severity: 'error',
  message: 'the time of the run is over, so the model was not asked again',
  remedy: 'Raise `max-minutes`, or build fewer specs in one run.',
};

const CANCELLED: Problem = {
  code: 'AS5017',
  severity: 'error',
  message: 'the run was cancelled before the model was asked',
  remedy: 'Run again.',
};
