/** A job against the local GitHub and a real git remote; only what the pipeline gives is put in by the test. */

import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { answerEvent } from '../../src/action/dispatch.js';
import type { JobEvent } from '../../src/action/event.js';
import type { Inputs } from '../../src/action/inputs.js';
import type { Job } from '../../src/action/run.js';
import type { Runner } from '../../src/adapters/actions.js';
import { openRepository } from '../../src/adapters/git.js';
import { createForge } from '../../src/adapters/github.js';
import { DEFAULT_SETTINGS, resolveConfig } from '../../src/config.js';
import { NO_MONEY, type Problem, type SpecOutcome } from '../../src/flow.js';
import { readKnowledge } from '../../src/knowledge/index.js';
import type { Hands, RunResult, Work } from '../../src/pipeline.js';
import { commitMessage, planCommit } from '../../src/publish/commit.js';
import { readSettings, readSpecs, specMatcher } from '../../src/spec/index.js';
import { GitHubDouble } from '../github/double.js';
import { Checkout, GIT_ENV, git, temporaryFolder } from '../github/repositories.js';

export const BOT = 'github-actions[bot]';
export const TOKEN = 'job-token-0123456789';
export const KEY = 'sk-key-of-the-model-0123';

/** A runner that remembers. */
export class Recorder implements Runner {
  readonly lines: string[] = [];
  readonly outputs: { [name: string]: string } = {};
  readonly annotations: Problem[] = [];
  readonly masked: string[] = [];
  markdown = '';
  failure = '';

  input = () => '';
  info = (line: string) => void this.lines.push(line);
  group = <T>(_: string, work: () => Promise<T>) => work();
  annotate = (problems: readonly Problem[]) => void this.annotations.push(...problems);
  summary = async (markdown: string) => {
    this.markdown = markdown;
  };
  output = (name: string, value: string) => {
    this.outputs[name] = value;
  };
  mask = (secret: string) => void this.masked.push(secret);
  fail = (message: string) => {
    this.failure = message;
  };
}

/** A pull request of `feature` into `main`, on the local GitHub. */
export class Scene implements AsyncDisposable {
  readonly github: GitHubDouble;
  readonly person = new Checkout(temporaryFolder('person'));
  readonly runner = new Recorder();
  /** What every run of the pipeline was asked to do. */
  readonly works: Work[] = [];
  /** And with what. */
  readonly hands: Hands[] = [];
  /** Where jobs of one run hand things to one another. */
  readonly parcels = temporaryFolder('parcels');
  readonly #folders: Checkout[] = [];

  private constructor(github: GitHubDouble) {
    this.github = github;
    github.actors.set(TOKEN, { login: BOT, contents: 'write', pullRequests: 'write' });
    git(this.person.root, 'clone', '--quiet', github.bare, '.');
    this.person.git('switch', '--quiet', '--create', 'main');
  }

  static async open(): Promise<Scene> {
    return new Scene(await GitHubDouble.start());
  }

  /** Commits on a branch (made where the person stands) and pushes it. */
  push(branch: string, files: { readonly [path: string]: string | null }): string {
    const known = this.person.git('branch', '--list', branch) !== '';
    if (branch !== 'main' || known)
      this.person.git('switch', '--quiet', ...(known ? [] : ['--create']), branch);
    const commit = this.person.commit(files);
    this.person.git('push', '--quiet', 'origin', branch);
    return commit;
  }

  /** Pushes what the person has of a branch over HTTP, as whoever holds `token`. */
  async pushAs(token: string, branch: string): Promise<void> {
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
    const header = `http.extraHeader=Authorization: Basic ${basic}`;
    // The remote is served by this process, so that waiting must not block it.
    await promisify(execFile)('git', ['-c', header, 'push', '--quiet', this.github.remoteUrl, branch], {
      cwd: this.person.root,
      env: GIT_ENV,
    });
  }

  pullRequest(parts: { readonly fromFork?: boolean } = {}): void {
    this.github.pulls.push({ number: 1, base: 'main', head: 'feature', ...parts });
  }

  /** What `actions/checkout` leaves: the merge of both, detached, without history, on a remote over HTTP. */
  checkout(): Checkout {
    const work = new Checkout(temporaryFolder('runner'));
    this.#folders.push(work);
    const tip = this.github.pulls[0]?.fromFork ? 'refs/pull/1/head' : 'refs/heads/feature';
    work.git('init', '--quiet', '--initial-branch', 'none');
    work.git('remote', 'add', 'origin', this.github.remoteUrl);
    work.git(
      'fetch',
      '--quiet',
      '--depth=1',
      `file://${this.github.bare}`,
      `+${tip}:refs/remotes/pull/1/merge`,
    );
    work.git('checkout', '--quiet', '--detach', 'refs/remotes/pull/1/merge');
    return work;
  }

  async run(
    outcomes: readonly SpecOutcome[] | ((work: Work) => Promise<readonly SpecOutcome[]>),
    parts: Partial<Inputs> & {
      readonly onRun?: () => void;
      /** What the event says the head was. */
      readonly headSha?: string;
      readonly job?: Partial<Job>;
      readonly trigger?: JobEvent['trigger'];
      /** Of the run; a second one is somebody’s "Re-run jobs". */
      readonly attempt?: number;
    } = {},
  ) {
    const { owner, repo, url, apiUrl } = this.github;
    const workspace = this.checkout().root;
    const event: JobEvent = {
      owner,
      repo,
      trigger: parts.trigger ?? { kind: 'pull' },
      pullNumber: 1,
      serverUrl: url,
      apiUrl,
      workspace,
      temporary: join(workspace, '.git', 'temporary'),
      runId: '4711',
      runNumber: 41,
      runAttempt: parts.attempt ?? 1,
      ...(parts.headSha === undefined ? {} : { headSha: parts.headSha }),
    };
    const inputs: Inputs = {
      token: TOKEN,
      failOn: 'unproven',
      runners: 8,
      parcels: this.parcels,
      overrides: { apiKey: KEY },
      ...parts,
    };
    const place = { root: workspace, assets: '/', cache: join(workspace, '.git', 'cache') };
    const repository = await openRepository(workspace, {
      env: GIT_ENV,
      asBot: true,
      credentials: { serverUrl: url, token: inputs.token },
    });
    const job: Job = {
      event,
      inputs,
      runner: this.runner,
      repository,
      forge: await createForge({
        token: inputs.token,
        apiUrl,
        owner,
        repo,
        pullNumber: 1,
        patience: { wait: async () => undefined },
      }),
      signal: new AbortController().signal,
      run: {
        id: `41.${event.runAttempt}`,
        number: 41,
        attempt: event.runAttempt,
        at: '2026-01-02T03:04:05Z',
        origin: 'test',
      },
      async configure(text) {
        const read =
          text === undefined ? { ok: true as const, settings: DEFAULT_SETTINGS } : await readSettings(text);
        if (!read.ok) throw new Error('settings');
        return resolveConfig(read.settings, inputs.overrides, place);
      },
      specMatcher: (config) => specMatcher(config.specs),
      readSpecs,
      openKnowledge: async (config, commit) => {
        const source = {
          list: () => repository.list(config.learning, commit),
          read: (path: string) => repository.read(path, commit),
        };
        const own = await readKnowledge(source, { folder: config.learning });
        return { ...own, own: own.knowledge };
      },
      support: async () => [],
      openHands: async () => this.#hands,
      runPipeline: async (work, hands) => {
        this.works.push(work);
        this.hands.push(hands);
        parts.onRun?.();
        return this.#result(work, typeof outcomes === 'function' ? await outcomes(work) : outcomes);
      },
      random: { hex: (bytes) => '7f'.repeat(bytes) },
      wait: async () => undefined,
      describeModel: () => 'asking a-model',
      ...parts.job,
    };
    return answerEvent(job);
  }

  get #hands(): Hands {
    const close = async () => undefined;
    return { lab: { close } } as unknown as Hands;
  }

  async #result(work: Work, outcomes: readonly SpecOutcome[]): Promise<RunResult> {
    return {
      outcomes,
      problems: [],
      environments: [],
      changes: await planCommit(outcomes, work.config, work.present),
      spent: 4_000,
      money: { ...NO_MONEY, spent: 4_000 },
      timeline: {
        phase: async (_, run) => run(),
        book: () => undefined,
        phases: () => [{ name: 'all', ms: 5_000 }],
      },
    };
  }

  /** What the remote's branch holds now. */
  branch(name = 'feature'): {
    readonly head: string;
    readonly files: readonly string[];
    readonly log: string;
  } {
    const head = git(this.github.bare, 'rev-parse', name);
    return {
      head,
      files: git(this.github.bare, 'ls-tree', '-r', '--name-only', name).split('\n'),
      log: git(this.github.bare, 'log', '--format=%an: %s', `main..${name}`),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.person[Symbol.dispose]();
    rmSync(this.parcels, { recursive: true, force: true });
    for (const folder of this.#folders) folder[Symbol.dispose]();
    await this.github[Symbol.asyncDispose]();
  }
}

/** A commit that looks like one of ours, as a push with an App's token would leave it. */
export function ownMessage(outcomes: readonly SpecOutcome[]): string {
  return commitMessage(outcomes, { id: '40.1', pull: 1, refused: [] });
}
