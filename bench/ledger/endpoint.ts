/**
 * A Messages endpoint that keeps its own bill: what a vendor would charge, whether the client ever hears of it or not.
 * It shares nothing with airsmith: its prices are written down here again, in tenths of a micro-dollar for a token.
 */

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { misfitOf } from '../../test/author/published.js';

const PRICES = {
  'claude-haiku-5-5': { input: 1, output: 5, write: 1.25, read: 0.1 },
  'claude-sonnet-5-5': { input: 20, output: 100, write: 25, read: 1 },
} as const;
export const MODELS = Object.keys(PRICES) as (keyof typeof PRICES)[];

const FATES = [
  'answer',
  'answer',
  'answer',
  'nonsense',
  'refusal',
  'cut-off answer',
  'no tokens said',
  'refused',
  'overload',
  'server error',
  'gateway',
  'hang-up',
  'broken answer',
  'silence',
] as const;
export type Fate = (typeof FATES)[number];

export interface BillingEndpoint extends AsyncDisposable {
  readonly url: string;
  /** What was charged for a story, in tenths of a micro-dollar. */
  billOf(story: string): number;
  readonly fates: ReadonlyMap<Fate, number>;
  /** Hears of every request when it has arrived, and what becomes of it. */
  onArrival(story: string, heard: (fate: Fate) => void): void;
}

interface Asked {
  readonly model: keyof typeof PRICES;
  readonly max_tokens: number;
  readonly system: readonly { readonly text: string }[];
  readonly messages: readonly { readonly content: string }[];
}

/** `random` gives numbers from 0 up to 1. A story is named in the prompt, as `story-7`. */
export async function billingEndpoint(random: () => number): Promise<BillingEndpoint> {
  const bills = new Map<string, number>();
  const fates = new Map<Fate, number>();
  const heard = new Map<string, (fate: Fate) => void>();
  const upTo = (most: number) => Math.floor(random() * (most + 1));

  const serve = (text: string, response: ServerResponse) => {
    const asked = JSON.parse(text) as Asked;
    const misfit = misfitOf('message', asked);
    if (misfit !== undefined) throw new Error(`the API would refuse this: ${misfit}`);
    const story = /story-\d+/.exec(text)?.[0] ?? '';
    const fate = FATES[upTo(FATES.length - 1)] ?? 'answer';
    fates.set(fate, (fates.get(fate) ?? 0) + 1);
    heard.get(story)?.(fate);

    // No tokenizer makes more tokens than there are bytes; some prompts come close.
    const prompt = upTo(
      asked.system
        .concat(asked.messages.map(({ content }) => ({ text: content })))
        .reduce((sum, part) => sum + Buffer.byteLength(part.text), 0),
    );
    const read = upTo(prompt);
    const write = upTo(prompt - read);
    const usage = {
      input_tokens: prompt - read - write,
      output_tokens: random() < 0.1 ? asked.max_tokens : upTo(asked.max_tokens),
      cache_read_input_tokens: read,
      cache_creation_input_tokens: write,
    };
    const price = PRICES[asked.model];
    const charge = () => {
      const sum =
        usage.input_tokens * price.input +
        usage.output_tokens * price.output +
        read * price.read +
        write * price.write;
      bills.set(story, (bills.get(story) ?? 0) + sum);
    };
    const give = (status: number, value: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'retry-after-ms': '1' })
        .end(typeof value === 'string' ? value : JSON.stringify(value));
    const message = (body: string, stop: string, counts: object = usage) => ({
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: asked.model,
      content: [{ type: 'text', text: body }],
      stop_reason: stop,
      stop_sequence: null,
      usage: counts,
    });
    const refuse = (status: number, type: string) =>
      give(status, { type: 'error', error: { type, message: type }, request_id: null });
    const good = JSON.stringify({ assumptions: [], source: 'x = 1\n' });

    switch (fate) {
      case 'answer':
        charge();
        return give(200, message(good, 'end_turn'));
      case 'nonsense':
        charge();
        return give(200, message('{"source": 7}', 'end_turn'));
      case 'refusal':
        charge();
        return give(200, message('', 'refusal'));
      case 'cut-off answer':
        charge();
        return give(200, message('{"source": "x', 'max_tokens'));
      case 'no tokens said':
        charge();
        return give(200, message(good, 'end_turn', {}));
      case 'refused':
        return refuse(400, 'invalid_request_error');
      case 'overload':
        return refuse(529, 'overloaded_error');
      case 'server error':
        return refuse(500, 'api_error');
      case 'gateway':
        if (random() < 0.5) charge();
        return response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>');
      case 'hang-up':
        if (random() < 0.5) charge();
        return response.socket?.destroy();
      case 'broken answer':
        charge();
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '99999' });
        return response.write('{"id":"msg_1"', () => response.socket?.destroy());
      case 'silence':
        // Whoever goes away is charged for what was written by then.
        charge();
        return undefined;
    }
  };

  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => void serve(text, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', 1_024, resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    billOf: (story) => bills.get(story) ?? 0,
    fates,
    onArrival: (story, listener) => void heard.set(story, listener),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
