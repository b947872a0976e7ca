import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Example, Json, Spec } from '../flow.js';
import { Exchange, type Message } from './exchange.js';

const START_MS = 30_000;
const ANSWER_MS = 60_000;

export interface WorldServerOptions {
  /** Any Python 3.10 or later; nothing but its own library is used. */
  readonly python: string;
  readonly labPython: string;
  /** A folder of its own for the worlds. */
  readonly base: string;
}

/** An open world, as the component's process may know it. */
export interface OpenWorld {
  readonly world: number;
  /** The part of the example that holds no expectation. */
  readonly public: { readonly [name: string]: Json };
  readonly port: number;
  /** Folders that the component may write. */
  readonly writes: readonly string[];
}

/** Something that an example expected and that does not hold. */
export interface WorldProblem {
  readonly expectation: string;
  readonly message: string;
  readonly expected?: Json;
  readonly actual?: Json;
  /** The component raised, and the example expects no exception. */
  readonly unexpected?: boolean;
}

export type WorldAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string };

/** The trusted process that holds the expectations of examples, answers their requests and judges. */
export class WorldServer {
  readonly #exchange: Exchange;

  private constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  /** Starts one; a message instead when it does not start. */
  static async start(options: WorldServerOptions): Promise<WorldServer | string> {
    await mkdir(options.base, { recursive: true, mode: 0o700 });
    const exchange = new Exchange({
      program: options.python,
      args: ['-I', join(options.labPython, 'world_server.py'), options.base],
      environment: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', TZ: 'UTC', TMPDIR: options.base },
    });
    const greeting = await exchange.greeting(START_MS);
    if (greeting.state === 'answered') return new WorldServer(exchange);
    exchange.kill();
    return greeting.state === 'ended' ? greeting.complaint : 'it took too long';
  }

  get over(): boolean {
    return this.#exchange.over;
  }

  /** Opens a world; in the network that is lent at the folder `network`, where there is one. */
  open(
    example: Example,
    { kind, connection }: Pick<Spec, 'kind' | 'connection'>,
    network?: string,
  ): Promise<WorldAnswer<OpenWorld>> {
    const where = network === undefined ? {} : { network };
    return this.#ask<OpenWorld>({
      op: 'open',
      example,
      kind,
      ...where,
      ...(connection ? { connection } : {}),
    });
  }

  async judge(world: number, observation: Json): Promise<WorldAnswer<readonly WorldProblem[]>> {
    const answer = await this.#ask<{ readonly problems: readonly WorldProblem[] }>({
      op: 'judge',
      world,
      observation: JSON.stringify(observation),
    });
    return answer.ok ? { ok: true, value: answer.value.problems } : answer;
  }

  async close(world: number): Promise<void> {
    await this.#ask({ op: 'close', world });
  }

  /** Ends it, at the latest after `graceMs` milliseconds. */
  end(graceMs?: number): Promise<void> {
    return this.#exchange.end(graceMs);
  }

  async #ask<T>(request: object): Promise<WorldAnswer<T>> {
    const answer = await this.#exchange.ask<Message>(request, ANSWER_MS);
    if (answer.state !== 'answered') return { ok: false, message: 'the example world does not answer' };
    const { message } = answer;
    if (message['ok'] === true) return { ok: true, value: message as unknown as T };
    return { ok: false, message: String(message['message']) };
  }
}
