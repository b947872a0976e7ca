/** A Message Batches API on loopback, held to the SDK's types and to what they say of requests. What a request comes to is said by its question. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Anthropic from '@anthropic-ai/sdk';
import { misfitOf } from './published.js';

type Request = Anthropic.Messages.BatchCreateParams.Request;
export type Outcome = (request: Request, at: number) => Anthropic.Messages.MessageBatchResult | undefined;

export interface BatchEndpoint extends AsyncDisposable {
  readonly url: string;
  /** Requests of each batch that was made. */
  readonly batches: readonly (readonly Request[])[];
  readonly calls: readonly string[];
  /** Ends every batch that is open. */
  end(): void;
}

/**
 * `ended`: batches end at once; else with `end()`, or after they were cancelled. `failing` answers a call itself where
 * it gives a status, the first one as call 0.
 */
export async function batchEndpoint(
  outcome: Outcome,
  { ended = true, failing = (_call: string, _at: number): number | undefined => undefined } = {},
): Promise<BatchEndpoint> {
  const batches: Request[][] = [];
  const calls: string[] = [];
  const misfits: string[] = [];
  const over = new Set<string>();
  const cancelled = new Set<string>();
  let open = !ended;
  let url = '';

  const stateOf = (id: string): Anthropic.Messages.MessageBatch => {
    const done = over.has(id) || !open || cancelled.has(id);
    const count = batches[Number(id.slice(9))]?.length ?? 0;
    return {
      id,
      type: 'message_batch',
      archived_at: null,
      cancel_initiated_at: cancelled.has(id) ? '2026-01-02T03:04:05Z' : null,
      created_at: '2026-01-02T03:04:05Z',
      ended_at: done ? '2026-01-02T03:04:05Z' : null,
      expires_at: '2026-01-03T03:04:05Z',
      processing_status: done ? 'ended' : 'in_progress',
      request_counts: {
        canceled: 0,
        errored: 0,
        expired: 0,
        processing: done ? 0 : count,
        succeeded: done ? count : 0,
      },
      results_url: done ? `${url}/v1/messages/batches/${id}/results` : null,
    };
  };

  const answer = (request: IncomingMessage, body: string, response: ServerResponse) => {
    const [, id, what] = /^\/v1\/messages\/batches(?:\/([\w-]+))?(?:\/(\w+))?/.exec(request.url ?? '') ?? [];
    const call = id === undefined ? 'create' : (what ?? 'retrieve');
    calls.push(call);
    const give = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const failed = failing(call, calls.length - 1);
    const missing = id !== undefined && Number(id.slice(9)) >= batches.length;
    if (failed !== undefined || missing) {
      const error = { type: 'api_error', message: 'it failed' };
      return give(missing ? 404 : (failed ?? 500), { type: 'error', error, request_id: null });
    }
    if (id === undefined) {
      const created = JSON.parse(body) as Anthropic.Messages.BatchCreateParams;
      const misfit = misfitOf('batch', created);
      if (misfit !== undefined) misfits.push(misfit);
      batches.push(created.requests);
      return give(200, stateOf(`msgbatch_${batches.length - 1}`));
    }
    if (what === 'cancel') cancelled.add(id);
    if (what !== 'results') return give(200, stateOf(id));
    const lines = (batches[Number(id.slice(9))] ?? []).flatMap((one, at) => {
      const result = outcome(one, at);
      return result ? [JSON.stringify({ custom_id: one.custom_id, result })] : [];
    });
    // In any order: the API promises none.
    return response
      .writeHead(200, { 'content-type': 'application/x-jsonl' })
      .end(`${lines.reverse().join('\n')}\n`);
  };

  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => answer(request, body, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    batches,
    calls,
    end: () => {
      open = false;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (misfits.length > 0) throw new Error(`the API would refuse this: ${misfits.join('; ')}`);
    },
  };
}
