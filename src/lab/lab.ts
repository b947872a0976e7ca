import { mkdtempSync } from 'node:fs';
import { availableParallelism, platform, tmpdir } from 'node:os';
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
import type { Clock, House, Lab, LabJob, LabResult, PlayResult, StagedDraft } from '../ports.js';
import { AirsmithError, EXIT } from '../problems.js';
import { discard } from './discard.js';
import {
  type EnvironmentOptions,
  furnish,
  type PreparedEnvironment,
  prepareEnvironment,
  prepareTools,
} from './environments/index.js';
import { readIndex } from './environments/locks.js';
import { ForkServer, type SandboxChoice } from './forkserver.js';
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

/** A lab of real Airflows. Nothing is started before it is needed. */
export function createLab(options: LabOptions): Lab {
  return new AirflowLab(options);
}

class AirflowLab implements Lab {
  readonly #options: LabOptions;
  readonly #servers = new Map<string, Server>();
  #base: string | undefined;
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
        const environment = await this.#prepareOne(target);
        report(environment);
        return environment;
      }),
    );
  }

  async furnish(environment: ReadyEnvironment, requirements: readonly string[]): Promise<Environment> {
    const furnished = await furnish(this.#server(environment).prepared, requirements, this.#options);
    if (furnished.state === 'ready') return { ...environment, overlay: furnished.overlay };
    const { airflow, python } = environment;
    return { airflow, python, ...furnished };
  }

  stage(draft: StagedDraft['draft'], house?: House): Promise<StagedDraft> {
    return stage(draft, join(this.#folder(), 'drafts'), house);
  }

  index({ airflow }: ReadyEnvironment): Promise<string | undefined> {
    return readIndex(airflow, this.#options);
  }

  async lint(staged: StagedDraft): Promise<readonly Finding[]> {
    this.#ruff ??= prepareTools(this.#options).then((tools) => {
      if (tools.state === 'unavailable') throw new AirsmithError(EXIT.world, tools.problem);
      return tools.ruff;
    });
    return lint(await this.#ruff, staged);
  }

  async run(environment: ReadyEnvironment, staged: StagedDraft, job: LabJob): Promise<LabResult> {
    const outcome = await this.#server(environment).airflow.run({
      ...draftFields(staged, environment, job.op),
      ...job,
    });
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
    return play({ airflow, worlds: await this.#world(prepared.python) }, environment, staged, spec, example);
  }

  async close(): Promise<void> {
    const servers = [...this.#servers.values()].map((server) => server.airflow.close());
    this.#servers.clear();
    const worlds = this.#worlds?.then(
      (server) => server.end(),
      () => undefined,
    );
    this.#worlds = undefined;
    await Promise.all([...servers, worlds]);
    const base = this.#base;
    this.#base = undefined;
    if (base !== undefined) await discard(base);
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
    const airflow = await ForkServer.start({
      python: prepared.python,
      labPython: this.#options.labPython,
      base: join(this.#folder(), `airflow-${key(target)}`),
      sandbox: this.#options.unsafe ? 'none' : (this.#options.sandbox ?? 'best'),
      deadlineSeconds: this.#options.deadlineSeconds ?? DEADLINE_SECONDS,
      parallel: Math.max(2, Math.min(8, availableParallelism())),
    });
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
    return this.#worlds;
  }

  async #startWorld(python: string): Promise<WorldServer> {
    const base = mkdtempSync(join(this.#folder(), 'worlds-'));
    const server = await WorldServer.start({ python, labPython: this.#options.labPython, base });
    if (typeof server === 'string') throw new AirsmithError(EXIT.world, worldEnded(server));
    return server;
  }

  /** The lab's own temporary folder. Its name is random and only its owner may enter it. */
  #folder(): string {
    this.#base ??= mkdtempSync(join(tmpdir(), 'airsmith-lab-'));
    return this.#base;
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
