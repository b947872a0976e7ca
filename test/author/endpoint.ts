/**
 * A Messages API on loopback: the far edge of the network, and nothing nearer. Its answers are held to the SDK's types, and
 * what it is asked to the same description: a request that the API would refuse is refused, and fails the test.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Anthropic from '@anthropic-ai/sdk';
import { misfitOf } from './published.js';

export interface Asked {
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
  /** Milliseconds, monotonic. */
  readonly at: number;
}

export type Reply = (response: ServerResponse, request: IncomingMessage) => void;

export interface Endpoint extends AsyncDisposable {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Requests whose connection the client closed before an answer came. */
  abandoned(): number;
}

/** Answers the first request with the first reply, and so on; the last reply goes on answering. */
export async function messagesEndpoint(...replies: readonly Reply[]): Promise<Endpoint> {
  const asked: Asked[] = [];
  const misfits: string[] = [];
  let abandoned = 0;
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    response.on('close', () => {
      if (!response.writableEnded) abandoned += 1;
    });
    request.on('end', () => {
      const body = JSON.parse(text);
      asked.push({ headers: request.headers, body, at: performance.now() });
      const misfit = misfitOf('message', body);
      if (misfit !== undefined) {
        misfits.push(misfit);
        apiError(400, 'invalid_request_error', misfit)(response, request);
        return;
      }
      const reply = replies[Math.min(asked.length, replies.length) - 1];
      reply?.(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    abandoned: () => abandoned,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (misfits.length > 0) throw new Error(`the API would refuse this: ${misfits.join('; ')}`);
    },
  };
}

/** Only what the API really sends, though some of it comes from a version of tomorrow. */
export function messageBody(
  text: string,
  stop: string = 'end_turn',
  usage: Partial<Anthropic.Usage> = {},
  model = 'claude-sonnet-5-5',
): Anthropic.Message {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text, citations: null }],
    container: null,
    diagnostics: null,
    stop_details: null,
    stop_reason: stop as Anthropic.StopReason,
    stop_sequence: null,
    usage: {
      input_tokens: 1_000,
      output_tokens: 500,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      cache_creation: null,
      inference_geo: null,
      output_tokens_details: null,
      server_tool_use: null,
      service_tier: 'standard',
      speed: null,
      ...usage,
    },
  } satisfies Omit<Anthropic.Message, 'stop_reason'> & { stop_reason: unknown } as Anthropic.Message;
}

/** A whole message, as the API gives it. */
export function message(
  text: string,
  stop: string = 'end_turn',
  usage: Partial<Anthropic.Usage> = {},
  model?: string,
): Reply {
  return json(200, messageBody(text, stop, usage, model));
}

export function apiError(
  status: number,
  type: string,
  text: string,
  headers: Record<string, string> = {},
): Reply {
  return json(status, { type: 'error', error: { type, message: text }, request_id: null }, headers);
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** What stands between us and the API answers in its own way. */
export function page(status: number, headers: Record<string, string> = {}): Reply {
  return (response) =>
    response
      .writeHead(status, { 'content-type': 'text/html', ...headers })
      .end('<!doctype html><html><head><title>Bad gateway</title></head><body>nginx</body></html>');
}

/** Ends the connection in the middle of an answer. */
export const cutOff: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '9999' });
  response.write('{"id":"msg_1","type":"mess');
  response.socket?.destroy();
};

/** Takes the request and hangs up. */
export const hangUp: Reply = (response) => {
  response.socket?.destroy();
};

/** Never answers. */
export const silence: Reply = () => {};

/** Begins an answer and never ends it. */
export const drip: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"id":"msg_1"');
};

/** Far more than any component. */
export const flood: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(`{"id":"${'x'.repeat(5 * 1024 * 1024)}"}`);
};
