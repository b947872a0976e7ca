/**
 * Questions put together and answered through the Message Batches API: within hours, at half the price. Whoever asks
 * waits; what comes within a moment goes into one batch. Later attempts make batches of their own.
 */

import { createHash } from 'node:crypto';
import type { Model, ModelRequest } from '../../ports.js';
import type { Redact } from '../../safety/redaction.js';
import type { Costing } from './answer.js';
import { fail, GONE, LATE, type Question, resultOf, unfollowed, unknownBill } from './batch-result.js';
import type { Journal, Submitted } from './journal.js';
import { type Failure, refusedAnswer } from './refusal.js';

export interface BatchState {
  readonly id: string;
  readonly ended: boolean;
}

type Made<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export interface BatchApi {
  create(
    requests: readonly { readonly id: string; readonly request: ModelRequest }[],
    signal?: AbortSignal,
  ): Promise<Made<BatchState>>;
  retrieve(id: string, signal?: AbortSignal): Promise<Made<BatchState>>;
  cancel(id: string): Promise<Made<BatchState>>;
  /** Results by question, as they came. */
  results(id: string, signal?: AbortSignal): Promise<Made<ReadonlyMap<string, unknown>>>;
}

export interface BatchOptions {
  readonly api: BatchApi;
  readonly journal: Journal;
  readonly cost: Costing;
  readonly redact: Redact;
  readonly endpoint: string;
  /** Hears a line when a batch is submitted, found again, or over. */
  readonly report?: (line: string) => void;
  /** How long to wait for further questions. */
  readonly gatherMs?: number;
  /** First and longest pause between two looks. */
  readonly pollMs?: readonly [number, number];
  readonly now?: () => number;
}

/** The API ends every batch within a day. */
const LONGEST_MS = 25 * 3_600_000;
/** How long a cancelled run waits for the API to hear of it. */
const FAREWELL_MS = 800;
/** How long a run that is out of time waits for what the batch had ready. */
const CLOSING_MS = 120_000;

/** A model that answers in batches. */
export function batchingModel(options: BatchOptions): Model {
  let open: Question[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    const questions = open;
    open = [];
    answerAll(questions, options).catch((error) => {
      // Whatever broke, nobody waits for ever, and what may be charged is booked.
      const problem = unfollowed(String(error?.message ?? error));
      for (const question of questions) question.answer(unknownBill(question, problem));
    });
  };
  return {
    free: false,
    batched: true,
    ask(request) {
      return new Promise((answer) => {
        open.push({ id: questionId(request), request, answer });
        clearTimeout(timer);
        timer = setTimeout(flush, options.gatherMs ?? 3_000);
      });
    },
  };
}

/** The same question has the same name in every run, so that the answer to it is found again. */
function questionId({ promptFingerprint, model, attempt }: ModelRequest): string {
  return createHash('sha256').update(`${promptFingerprint} ${model} ${attempt}`).digest('hex').slice(0, 48);
}

async function answerAll(questions: readonly Question[], options: BatchOptions): Promise<void> {
  const known = (await options.journal.known()).filter(({ endpoint }) => endpoint === options.endpoint);
  const earlier = new Map<Submitted, Question[]>();
  const fresh: Question[] = [];
  for (const question of questions) {
    const submitted = known.find((batch) => batch.questions.includes(question.id));
    if (submitted) earlier.set(submitted, [...(earlier.get(submitted) ?? []), question]);
    else fresh.push(question);
  }
  await Promise.all([
    ...[...earlier].map(([submitted, asked]) => resume(submitted, asked, options)),
    ...(fresh.length > 0 ? [submit(fresh, options)] : []),
  ]);
}

async function resume(
  submitted: Submitted,
  questions: readonly Question[],
  options: BatchOptions,
): Promise<void> {
  const state = await options.api.retrieve(submitted.batch, signalOf(questions));
  if (!state.ok && state.failure.status === 404) {
    await options.journal.remove(submitted.batch);
    return submit(questions, options);
  }
  options.report?.(
    `batch ${submitted.batch} of an earlier run is followed: ${questions.length} of its answers`,
  );
  return follow(submitted, questions, options);
}

async function submit(questions: readonly Question[], options: BatchOptions): Promise<void> {
  // Two specs never ask the same, but the API refuses a batch in which a name stands twice.
  const distinct = [...new Map(questions.map((question) => [question.id, question])).values()];
  const made = await options.api.create(distinct, signalOf(questions));
  if (!made.ok) {
    for (const { request, answer } of questions)
      answer(refusedAnswer({ ...made.failure, model: request.model }, options.redact));
    return;
  }
  const submitted: Submitted = {
    schema: 'batch/1',
    batch: made.value.id,
    endpoint: options.endpoint,
    at: (options.now ?? Date.now)(),
    questions: distinct.map(({ id }) => id),
  };
  // A full disk costs the resumption, not the batch.
  await options.journal.write(submitted).catch(() => undefined);
  options.report?.(`batch ${submitted.batch} submitted: ${distinct.length} questions`);
  return follow(submitted, questions, options);
}

/** Looks until the batch has ended, then gives out what it holds. */
async function follow(
  submitted: Submitted,
  questions: readonly Question[],
  options: BatchOptions,
): Promise<void> {
  const { api } = options;
  const { batch } = submitted;
  const [first, longest] = options.pollMs ?? [5_000, 60_000];
  const signal = signalOf(questions);
  const until = performance.now() + LONGEST_MS;
  for (let pause = first; ; pause = Math.min(longest, pause * 1.5)) {
    if (signal?.aborted) return abandon(submitted, questions, options);
    const state = await api.retrieve(batch, signal);
    if (state.ok && state.value.ended) break;
    if (!state.ok && !signal?.aborted && isFinal(state.failure))
      return fail(questions, unfollowed(options.redact(state.failure.said)));
    if (performance.now() > until) return fail(questions, unfollowed('it did not end within a day'));
    await sleep(pause, signal);
  }
  return collect(submitted, questions, options, signal);
}

/** Gives out the answers of a batch that has ended. */
async function collect(
  submitted: Submitted,
  questions: readonly Question[],
  options: BatchOptions,
  signal?: AbortSignal,
): Promise<void> {
  const results = await options.api.results(submitted.batch, signal);
  if (!results.ok) return fail(questions, unfollowed(options.redact(results.failure.said)));
  const taken = new Set(questions.map(({ id }) => id));
  const left = submitted.questions.filter((id) => !taken.has(id));
  await (left.length > 0
    ? options.journal.write({ ...submitted, questions: left })
    : options.journal.remove(submitted.batch)
  ).catch(() => undefined);
  for (const question of questions)
    question.answer(resultOf(results.value.get(question.id), question, options));
}

/**
 * The run ends while the batch is under way. A cancelled run tells the API and leaves at once: what was processed is
 * charged, and the journal keeps the batch for the next run. One that is out of time waits for what is ready.
 */
async function abandon(
  submitted: Submitted,
  questions: readonly Question[],
  options: BatchOptions,
): Promise<void> {
  const { api } = options;
  const cancelled = questions.some(({ request }) => request.signal?.aborted);
  const cancelling = api.cancel(submitted.batch).catch(() => undefined);
  if (cancelled) {
    await Promise.race([cancelling, sleep(FAREWELL_MS)]);
    return fail(questions, GONE);
  }
  await cancelling;
  const until = performance.now() + CLOSING_MS;
  const cancel = questions[0]?.request.signal;
  while (performance.now() < until && !cancel?.aborted) {
    const state = await api.retrieve(submitted.batch, cancel);
    if (state.ok && state.value.ended) return collect(submitted, questions, options, cancel);
    await sleep(options.pollMs?.[0] ?? 5_000, cancel);
  }
  return fail(questions, cancel?.aborted ? GONE : LATE);
}

/** All questions of a run share its signals. */
function signalOf(questions: readonly Question[]): AbortSignal | undefined {
  const { signal, deadline } = questions[0]?.request ?? {};
  const ends = [signal, deadline].filter((end) => end !== undefined);
  return ends.length > 0 ? AbortSignal.any(ends) : undefined;
}

/** What no further look can change. */
function isFinal({ status }: Failure): boolean {
  return status !== undefined && status >= 400 && status < 500 && ![408, 409, 429].includes(status);
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
