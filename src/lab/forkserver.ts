import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json, Problem } from '../flow.js';
import type { LabFailure, LabResult } from '../ports.js';
import { Exchange, type Message } from './exchange.js';
import { watch } from './heartbeat.js';

/** The server holds the deadline; the client waits longer, and meanwhile watches whether the server itself hangs. */
const GRACE_MS = 10_000;
const START_MS = 120_000;

/** `best` is the first of the others that this machine has; `none` runs drafts unprotected. */
export type SandboxChoice = 'best' | 'namespaces' | 'landlock' | 'none';

export interface ForkServerOptions {
  /** The environment's interpreter. */
  readonly python: string;
  /** Folder of the lab's Python. */
  readonly labPython: string;
  /** A folder of its own, which is removed by whoever gave it. */
  readonly base: string;
  /** The best that can be had, one that must be had, or none. */
  readonly sandbox: SandboxChoice;
  /** Seconds for one job. */
  readonly deadlineSeconds: number;
  /** Jobs at once. */
  readonly parallel: number;
  /** Ends it while it starts; what it does later, `close` ends. */
  readonly signal?: AbortSignal;
}

/** What a job of the fork server came to, with what its process printed. */
export type JobOutcome = LabResult & { readonly output: string; readonly flooded: boolean };

interface ResultMessage extends Message {
  readonly ok: boolean;
  readonly value?: Json;
  readonly failure?: LabFailure;
  readonly ms: number;
  readonly output: string;
  readonly flooded?: boolean;
}

/** A warmed Airflow that does jobs in forked, sandboxed children. */
export class ForkServer {
  readonly #options: ForkServerOptions;
  #exchange: Exchange;
  #running = 0;
  readonly #queue: (() => void)[] = [];
  #restarting: Promise<Started> | undefined;
  #unwatch: (() => void) | undefined;
  #closed = false;
  /** The name of the sandbox, which says what holds. */
  readonly sandbox: string;
  /** Where its children have a network of their own: the folder at which it lends that network's sockets. */
  readonly network: string | undefined;

  private constructor(options: ForkServerOptions, started: Started & { readonly state: 'started' }) {
    this.#options = options;
    this.#exchange = started.exchange;
    this.sandbox = started.sandbox;
    this.network = started.network;
  }

  /** Starts one and waits until it is warm. */
  static async start(options: ForkServerOptions): Promise<ForkServer | Problem> {
    const started = await launch(options);
    if (started.state === 'failed') return started.problem;
    return new ForkServer(options, started);
  }

  /** Does one job; where the server died meanwhile, it is started again and the job done once more. */
  async run(job: object): Promise<JobOutcome> {
    const { deadlineSeconds } = this.#options;
    await this.#turn();
    this.#unwatch ??= watch(() => this.#exchange);
    try {
      const first = this.#exchange;
      const outcome = await once(first, job, deadlineSeconds);
      if (outcome !== undefined) return outcome;
      const problem = await this.#restart(first);
      if (problem !== undefined) return lost(problem);
      return (
        (await once(this.#exchange, job, deadlineSeconds)) ?? lost('the lab ended twice while it did this')
      );
    } finally {
      this.#running -= 1;
      this.#queue.shift()?.();
      if (this.#running === 0) this.#rest();
    }
  }

  /** Nothing is awaited, so nothing is watched: an idle server may be stopped and go on. */
  #rest(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
  }

  /** Ends it, and what it does at the latest after `graceMs` milliseconds. */
  async close(graceMs?: number): Promise<void> {
    this.#closed = true;
    await this.#restarting;
    await this.#exchange.end(graceMs);
  }

  kill(): void {
    this.#closed = true;
    this.#exchange.kill();
  }

  async #turn(): Promise<void> {
    if (this.#running >= this.#options.parallel)
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    this.#running += 1;
  }

  /** Several jobs see the same death: one restart serves them all. */
  async #restart(dead: Exchange): Promise<string | undefined> {
    if (this.#closed) return 'the lab was closed';
    if (this.#exchange !== dead) return undefined;
    this.#restarting ??= launch(this.#options);
    const started = await this.#restarting;
    this.#restarting = undefined;
    if (started.state === 'failed') return started.problem.message;
    this.#exchange = started.exchange;
    return undefined;
  }
}

async function once(exchange: Exchange, job: object, deadline: number): Promise<JobOutcome | undefined> {
  const answer = await exchange.ask<ResultMessage>({ ...job, deadline }, deadline * 1000 + GRACE_MS);
  if (answer.state === 'answered') return outcome(answer.message);
  exchange.kill();
  return undefined;
}

type Started =
  | {
      readonly state: 'started';
      readonly exchange: Exchange;
      readonly sandbox: string;
      readonly network: string | undefined;
    }
  | { readonly state: 'failed'; readonly problem: Problem };

async function launch(options: ForkServerOptions): Promise<Started> {
  const home = join(options.base, 'home');
  await mkdir(home, { recursive: true, mode: 0o700 });
  const script = join(options.labPython, 'forkserver.py');
  const exchange = new Exchange({
    program: options.python,
    args: ['-I', script, options.base, options.sandbox],
    environment: serverVariables(home),
  });
  const stop = () => exchange.kill();
  options.signal?.addEventListener('abort', stop, { once: true });
  const greeting = await exchange.greeting(START_MS);
  options.signal?.removeEventListener('abort', stop);
  if (greeting.state !== 'answered') {
    exchange.kill();
    return failed(didNotStart(greeting.state === 'ended' ? greeting.complaint : 'it took too long'));
  }
  const { message } = greeting;
  if (message['ready'] === true) {
    const network = typeof message['network'] === 'string' ? message['network'] : undefined;
    return { state: 'started', exchange, sandbox: String(message['sandbox']), network };
  }
  await exchange.end();
  return failed(noSandbox(String(message['refused']), options.sandbox));
}

/** Nothing of the user's environment: a child inherits the memory of this process, tokens in it and all. */
function serverVariables(home: string): { readonly [name: string]: string } {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    // Where there is no list of users, as in a root of its own, this is who it is.
    USER: 'airflow',
    LOGNAME: 'airflow',
    HOME: home,
    TMPDIR: home,
    AIRFLOW_HOME: home,
    AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
    AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT: '20',
    AIRFLOW__CORE__DAGS_FOLDER: join(home, 'dags'),
    AIRFLOW__CORE__PLUGINS_FOLDER: join(home, 'plugins'),
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN: `sqlite:///${join(home, 'airflow.db')}`,
    AIRFLOW__LOGGING__BASE_LOG_FOLDER: join(home, 'logs'),
    AIRFLOW__USAGE_DATA_COLLECTION__ENABLED: 'False',
    SCARF_ANALYTICS: 'false',
    DO_NOT_TRACK: '1',
  };
}

function outcome(message: ResultMessage): JobOutcome {
  const rest = { ms: message.ms, output: message.output, flooded: message.flooded === true };
  if (message.ok) return { ok: true, value: message.value ?? null, ...rest };
  return { ok: false, failure: message.failure ?? unknownFailure('the lab gave no reason'), ...rest };
}

function lost(why: string): JobOutcome {
  return { ok: false, failure: unknownFailure(why), ms: 0, output: '', flooded: false };
}

function unknownFailure(message: string): LabFailure {
  return { kind: 'killed', stage: 'start', message };
}

function failed(problem: Problem): Started {
  return { state: 'failed', problem };
}

function didNotStart(cause: string): Problem {
  return {
    code: 'AS3203',
    severity: 'error',
    message: 'Airflow was installed but did not start',
    cause: cause.slice(-1_000),
    remedy: 'Run again; if it stays so, delete this environment from the cache folder.',
  };
}

function noSandbox(what: string, choice: SandboxChoice): Problem {
  if (choice !== 'best') return otherSandbox(what, choice);
  return {
    code: 'AS3201',
    severity: 'error',
    message: `no sandbox can be had here: ${what}`,
    cause: 'drafts are code that a model wrote, and airsmith does not run them unprotected',
    remedy: 'Run on Linux 6.7 or later with landlock, or read the drafts yourself and pass --unsafe.',
  };
}

function otherSandbox(what: string, choice: SandboxChoice): Problem {
  return {
    code: 'AS3206',
    severity: 'error',
    message: `the sandbox "${choice}" cannot be had here: ${what}`,
    cause: 'AIRSMITH_SANDBOX asks for this one, and airsmith takes no weaker one in its place',
    remedy: 'Unset AIRSMITH_SANDBOX, and the best that can be had is taken.',
  };
}
