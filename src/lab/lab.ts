import { mkdtempSync } from 'node:fs';
import { availableParallelism, platform } from 'node:os';
import { join } from 'node:path';
import type {
  AirflowTarget,
  Environment,
  Example,
  Finding,
  Problem,
  ReadyEnvironment,
  Spec,
} from '../flow.js';
import type { Clock, Furnishing, House, Lab, LabJob, LabResult, PlayResult, StagedDraft } from '../ports.js';
import { AirsmithError, EXIT } from '../problems.js';
import {
  type EnvironmentOptions,
  furnish,
  type PreparedEnvironment,
  prepareEnvironment,
  prepareTools,
} from './environments/index.js';
import { readIndex } from './environments/locks.js';
import { type TemporaryFolder, temporaryFolder } from './folder.js';
import { ForkServer, type SandboxChoice } from './forkserver.js';
import { interruptible } from './interruptible.js';
import { draftFields, play } from './playing.js';
import { lint } from './ruff.js';
import { stage } from './staging.js';
import { WorldServer } from './world.js';

export interface LabOptions extends EnvironmentOptions {
  /** Folder of the lab's Python: `<assets>/lab/python`, or `src/lab/python` in development. */
  readonly labPython: string;
  /** Runs drafts without a sandbox; the environments' `sandbox` says so. */
  readonly unsafe: boolean;
  /** A sandbox that must be had; the best that can be had when it is not given. */
  readonly sandbox?: Exclude<SandboxChoice, 'best' | 'none'>;
  readonly clock: Clock;
  /** Seconds for one job or example; 30 when it is not given. */
  readonly deadlineSeconds?: number;
  /** Where another way of getting environments is wanted, as in tests. */
  readonly prepare?: typeof prepareEnvironment;
}

const DEADLINE_SECONDS = 30;

interface Server {
  readonly prepared: PreparedEnvironment;
  readonly airflow: ForkServer;
}

/**
 * A lab of real Airflows. Nothing is started before it is needed. Once `options.signal` is aborted nothing is begun any more and
 * everything that is awaited rejects with its reason; `close` then ends the servers without letting them finish.
 */
export function createLab(options: LabOptions): Lab {
  return new AirflowLab(options);
}

class AirflowLab implements Lab {
  readonly #options: LabOptions;
  readonly #servers = new Map<string, Server>();
  readonly #starting = new Set<Promise<unknown>>();
  #base: TemporaryFolder | undefined;
  #worlds: Promise<WorldServer> | undefined;
  #ruff: Promise<string> | undefined;

  constructor(options: LabOptions) {
    this.#options = options;
  }

  async prepare(
    targets: readonly AirflowTarget[],
    report: (environment: Environment) => void,
  ): Promise<readonly Environment[]> {
    return Promise.all(
      targets.map(async (target) => {
        const environment = await this.#unlessStopped(() => this.#prepareOne(target));
        report(environment);
        return environment;
      }),
    );
  }

  async furnish(environment: ReadyEnvironment, furnishing: Furnishing): Promise<Environment> {
    const { prepared } = this.#server(environment);
    const furnished = await this.#unlessStopped(() => furnish(prepared, furnishing, this.#options));
    if (furnished.state === 'ready') return { ...environment, overlay: furnished.overlay };
    const { airflow, python } = environment;
    return { airflow, python, ...furnished };
  }

  stage(draft: StagedDraft['draft'], house?: House): Promise<StagedDraft> {
    return this.#unlessStopped(() => stage(draft, join(this.#folder(), 'drafts'), house));
  }

  index({ airflow }: ReadyEnvironment): Promise<string | undefined> {
    return readIndex(airflow, this.#options);
  }

  lint(staged: StagedDraft): Promise<readonly Finding[]> {
    return this.#unlessStopped(async () => {
      this.#ruff ??= prepareTools(this.#options).then((tools) => {
        if (tools.state === 'unavailable') throw new AirsmithError(EXIT.world, tools.problem);
        return tools.ruff;
      });
      return lint(await this.#ruff, staged, this.#options.signal);
    });
  }

  async run(environment: ReadyEnvironment, staged: StagedDraft, job: LabJob): Promise<LabResult> {
    const { airflow } = this.#server(environment);
    const request = { ...draftFields(staged, environment, job.op), ...job };
    const outcome = await this.#unlessStopped(() => airflow.run(request));
    return outcome.ok
      ? { ok: true, value: outcome.value, ms: outcome.ms }
      : { ok: false, failure: outcome.failure, ms: outcome.ms };
  }

  async play(
    environment: ReadyEnvironment,
    staged: StagedDraft,
    spec: Spec,
    example: Example,
  ): Promise<PlayResult> {
    const { airflow, prepared } = this.#server(environment);
    return this.#unlessStopped(async () => {
      const worlds = await this.#world(prepared.python);
      return play({ airflow, worlds }, environment, staged, spec, example);
    });
  }

  async close(): Promise<void> {
    const graceMs = this.#options.signal?.aborted ? 0 : undefined;
    await Promise.allSettled(this.#starting);
    const servers = [...this.#servers.values()].map((server) => server.airflow.close(graceMs));
    const worlds = this.#worlds?.then(
      (server) => server.end(graceMs),
      () => undefined,
    );
    this.#worlds = undefined;
    await Promise.all([...servers, worlds]);
    this.#servers.clear();
    const base = this.#base;
    this.#base = undefined;
    await base?.remove();
  }

  #unlessStopped<T>(work: () => Promise<T>): Promise<T> {
    return interruptible(this.#options.signal, work);
  }

  async #prepareOne(target: AirflowTarget): Promise<Environment> {
    const known = this.#options.clock.elapsed();
    if (platform() !== 'linux') return { ...target, state: 'unavailable', problem: wrongSystem() };
    const prepared = await (this.#options.prepare ?? prepareEnvironment)(target, this.#options);
    if (prepared.state === 'unavailable') return { ...target, ...prepared };
    const airflow = await this.#start(target, prepared);
    if (!(airflow instanceof ForkServer)) return { ...target, state: 'unavailable', problem: airflow };
    const readyMs = Math.round(this.#options.clock.elapsed() - known);
    return { ...target, state: 'ready', lock: prepared.lock, sandbox: airflow.sandbox, readyMs };
  }

  async #start(target: AirflowTarget, prepared: PreparedEnvironment): Promise<ForkServer | Problem> {
    const running = this.#servers.get(key(target));
    if (running !== undefined) return running.airflow;
    const { signal } = this.#options;
    // What took its time before may come here when nobody waits for it any more.
    signal?.throwIfAborted();
    const starting = ForkServer.start({
      python: prepared.python,
      labPython: this.#options.labPython,
      base: join(this.#folder(), `airflow-${key(target)}`),
      sandbox: this.#options.unsafe ? 'none' : (this.#options.sandbox ?? 'best'),
      deadlineSeconds: this.#options.deadlineSeconds ?? DEADLINE_SECONDS,
      parallel: Math.max(2, Math.min(8, availableParallelism())),
      ...(signal ? { signal } : {}),
    });
    const airflow = await this.#whileStarting(starting);
    if (airflow instanceof ForkServer) this.#servers.set(key(target), { prepared, airflow });
    return airflow;
  }

  #server(environment: ReadyEnvironment): Server {
    const server = this.#servers.get(key(environment));
    if (server === undefined) throw new Error(`Airflow ${key(environment)} was not prepared by this lab`);
    return server;
  }

  /** The one world server, started anew where it ended. In a chain, for two callers at once must not start two. */
  #world(python: string): Promise<WorldServer> {
    const before = this.#worlds?.catch(() => undefined) ?? Promise.resolve(undefined);
    this.#worlds = before.then((known) => (known && !known.over ? known : this.#startWorld(python)));
    return this.#whileStarting(this.#worlds);
  }

  async #startWorld(python: string): Promise<WorldServer> {
    this.#options.signal?.throwIfAborted();
    const base = mkdtempSync(join(this.#folder(), 'worlds-'));
    const server = await WorldServer.start({ python, labPython: this.#options.labPython, base });
    if (typeof server === 'string') throw new AirsmithError(EXIT.world, worldEnded(server));
    return server;
  }

  #folder(): string {
    this.#base ??= temporaryFolder('airsmith-lab-', () => {
      for (const { airflow } of this.#servers.values()) airflow.kill();
    });
    return this.#base.path;
  }

  /** Notes a server that is starting, so that `close` waits for it. */
  async #whileStarting<T>(server: Promise<T>): Promise<T> {
    this.#starting.add(server);
    try {
      return await server;
    } finally {
      this.#starting.delete(server);
    }
  }
}

function key(target: AirflowTarget): string {
  return `${target.airflow}-${target.python}`;
}

function wrongSystem(): Problem {
  return {
    code: 'AS3202',
    severity: 'error',
    message: `the lab needs Linux, and this is ${platform()}`,
    remedy: 'Run airsmith in a Linux container or virtual machine, or as an action on ubuntu-24.04.',
  };
}

function worldEnded(cause: string): Omit<Problem, 'severity'> {
  return {
    code: 'AS3204',
    message: 'the server of the example world did not start',
    cause,
    remedy: 'Run again; if it stays so, look whether the machine is out of memory.',
  };
}
