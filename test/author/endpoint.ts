/** A Messages API on loopback: the far edge of the network, and nothing nearer. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly headers: IncomingMessage['headers'];
  readonly body: Record<string, unknown>;
}

export type Reply = (response: ServerResponse, request: IncomingMessage) => void;

export interface Endpoint extends AsyncDisposable {
  readonly url: string;
  readonly asked: readonly Asked[];
}

/** Answers the first request with the first reply, and so on; the last reply goes on answering. */
export async function messagesEndpoint(...replies: readonly Reply[]): Promise<Endpoint> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      asked.push({ headers: request.headers, body: JSON.parse(text) });
      const reply = replies[Math.min(asked.length, replies.length) - 1];
      reply?.(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A whole message, as the API gives it. */
export function message(text: string, stop: string = 'end_turn', usage: Record<string, number> = {}): Reply {
  return json(200, {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-5-5',
    content: [{ type: 'text', text }],
    stop_reason: stop,
    stop_sequence: null,
    usage: {
      input_tokens: 1_000,
      output_tokens: 500,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      ...usage,
    },
  });
}

export function apiError(
  status: number,
  type: string,
  text: string,
  headers: Record<string, string> = {},
): Reply {
  return json(status, { type: 'error', error: { type, message: text } }, headers);
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Reply {
  return (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Ends the connection in the middle of an answer. */
export const cutOff: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '9999' });
  response.write('{"id":"msg_1","type":"mess');
  response.socket?.destroy();
};

/** Never answers. */
export const silence: Reply = () => {};
