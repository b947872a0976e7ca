/**
 * The connection beneath the SDK: whole bodies within limits, and whether a call may be charged. The SDK sends again
 * what the API refused; what was sent and not wholly answered it must not, for each sending can be a bill of its own.
 */

import type { Call } from './call.js';

/** `nothing`: never sent, or refused; `unknown`: sent, and no whole answer came; `answered`: a whole one came. */
export type Billing = 'nothing' | 'unknown' | 'answered';

export interface Wire {
  readonly fetch: typeof globalThis.fetch;
  billing(): Billing;
  /** Why there is no whole answer, in a few words. */
  fault(): string | undefined;
}

/** As much of `fetch` as is needed here; undici's and Node's own both fit. */
export type Send = (
  url: string,
  init: object,
) => Promise<{
  readonly status: number;
  readonly headers: Iterable<[string, string]>;
  readonly body: AsyncIterable<Uint8Array> | null;
}>;

/** Many times an answer of the longest kind, in bytes. */
const LONGEST_ANSWER = 4 * 1024 * 1024;
/** Results of a batch come in one body. */
const LONGEST_RESULTS = 256 * 1024 * 1024;
const LONGEST_ERROR = 64 * 1024;

/** A connection that was never made. Whatever else goes wrong may have happened after the request was sent. */
const UNSENT =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_.*|ERR_TLS_.*|ERR_INVALID_URL|SELF_SIGNED_CERT.*|DEPTH_ZERO_.*|UNABLE_TO_.*|ERR_SSL_.*)$/;

export function openWire(send: Send, call: Call): Wire {
  let billing: Billing = 'nothing';
  let fault: string | undefined;

  const broken = (why: string): Error => {
    fault = why;
    call.end('broken');
    return new Error(why);
  };

  const fetch = async (input: unknown, init: { method?: string; signal?: AbortSignal | null } = {}) => {
    init.signal?.throwIfAborted();
    // Reading twice costs nothing, so the SDK may do that as often as it likes.
    const reads = (init.method ?? 'GET').toUpperCase() === 'GET';
    const before = billing;
    if (!reads) billing = 'unknown';
    try {
      const response = await send(String(input), { ...init, redirect: 'manual' });
      const ok = response.status >= 200 && response.status < 300;
      const text = await textOf(
        response.body,
        ok ? (reads ? LONGEST_RESULTS : LONGEST_ANSWER) : LONGEST_ERROR,
        ok,
      );
      if (!reads) {
        if (ok && !isObject(text)) throw broken(`what came is no message${nature(text)}`);
        if (!ok && mayBeCharged(response.status, text))
          throw broken(`a gateway answered ${response.status}${nature(text)}`);
        billing = ok ? 'answered' : 'nothing';
      }
      return passedOn(response, text, call);
    } catch (error) {
      if (reads || call.reason()) throw error;
      if (!isUnsent(error)) throw broken(wordsOf(error));
      billing = before;
      fault = wordsOf(error);
      throw error;
    }
  };

  return {
    fetch: fetch as unknown as typeof globalThis.fetch,
    billing: () => billing,
    fault: () => fault,
  };
}

/** The whole body. More than `limit` bytes of an answer are a flood; of an error they are left out. */
async function textOf(
  body: AsyncIterable<Uint8Array> | null,
  limit: number,
  whole: boolean,
): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > limit && whole) throw new Error(`the answer has more than ${limit} bytes`);
    chunks.push(chunk);
    if (size > limit) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The response as the SDK reads it. It is told not to wait where waiting is of no use. */
function passedOn(response: Awaited<ReturnType<Send>>, text: string, call: Call): Response {
  const { status } = response;
  const headers = new Headers([...response.headers]);
  // The body is decoded and whole by now.
  for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name);
  if (isSpendingCap(status, text) || waitOf(headers) >= call.remainingMs())
    headers.set('x-should-retry', 'false');
  if (status >= 200 && status < 300) headers.set('content-type', 'application/json');
  const empty = status === 204 || status === 205 || status === 304;
  return new Response(empty ? null : text, { status, headers });
}

/** Milliseconds that the API asks to wait. */
function waitOf(headers: Headers): number {
  const ms = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (ms > 0) return ms;
  const named = headers.get('retry-after') ?? '';
  const wait = /^\s*[\d.]+\s*$/.test(named)
    ? 1_000 * Number.parseFloat(named)
    : Date.parse(named) - Date.now();
  return Math.max(wait, 0);
}

/** Whether the account may not spend more: that does not pass within a minute. */
export function isSpendingCap(status: number | undefined, said: string): boolean {
  if (status === 402) return true;
  const refused = status === 400 || status === 403 || status === 429;
  return refused && /credit balance|spend(ing)? (limit|cap)|usage limits?\b|monthly limit/i.test(said);
}

/** The API does not charge what it answers with an error. A gateway's error says nothing of what the API did. */
function mayBeCharged(status: number, text: string): boolean {
  if (status !== 408 && status < 500) return false;
  try {
    return (JSON.parse(text) as { type?: unknown } | null)?.type !== 'error';
  } catch {
    return true;
  }
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

export function nature(text: string): string {
  return /^\s*</.test(text) ? ' with an HTML page' : '';
}

function isUnsent(error: unknown): boolean {
  return causesOf(error).some(
    // `fetch` itself refuses some ports, and gives that no code.
    ({ code, message }) => (typeof code === 'string' && UNSENT.test(code)) || message === 'bad port',
  );
}

function wordsOf(error: unknown): string {
  const { message, code } = causesOf(error).at(-1) ?? {};
  return [message || 'the connection failed', ...(code ? [`(${code})`] : [])].join(' ').slice(0, 300);
}

function causesOf(error: unknown): readonly { readonly message?: string; readonly code?: string }[] {
  const found: { message?: string; code?: string }[] = [];
  for (let at: unknown = error; at instanceof Error && found.length < 5; at = at.cause) found.push(at);
  return found;
}
