/** Runs git through simple-git: the one file that imports it. */

import type { SimpleGit, SimpleGitOptions } from 'simple-git';
import { AirsmithError, EXIT } from '../../problems.js';

export type Environment = { readonly [name: string]: string | undefined };

/** git ended with a status other than 0. `text` is what it printed, unabridged; show it only redacted. */
export class GitExit extends Error {
  readonly status: number;
  readonly text: string;

  constructor(status: number, text: string) {
    super(`git ended with status ${status}: ${text.trim().split('\n').slice(-3).join(' · ').slice(0, 500)}`);
    this.name = 'GitExit';
    this.status = status;
    this.text = text;
  }
}

export interface RunOptions {
  /** Written to standard input. */
  readonly input?: string;
  /** Added to the environment of this process only. */
  readonly env?: { readonly [name: string]: string };
}

export interface Git {
  /** Runs git and gives its standard output as text. Throws `GitExit` on any status but 0. */
  text(args: readonly string[], options?: RunOptions): Promise<string>;
  /** As `text`, undefined on any status but 0: for questions that git answers by its status. */
  ask(args: readonly string[], options?: RunOptions): Promise<string | undefined>;
  /** `git cat-file ARGS` with bytes as the answer. */
  bytes(args: readonly string[], options?: RunOptions): Promise<Buffer>;
}

/**
 * What a repository's own files or configuration must not decide for us: hooks and the file-system monitor are programs,
 * `ext::` addresses are commands, and signing asks for a passphrase that nobody is there to type.
 */
const CONFIG = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.quotePath=false',
  'protocol.ext.allow=never',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'push.recurseSubmodules=no',
  'push.followTags=false',
  'push.gpgSign=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'advice.detachedHead=false',
];

/**
 * What is handed on of the caller's `GIT_*` variables. The others could point git at another repository (a hook
 * that calls us sets `GIT_DIR`), or name programs to run.
 */
const INHERITED =
  /^GIT_(SSL_\w+|SSH|SSH_COMMAND|SSH_VARIANT|ASKPASS|HTTP_\w+|CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|(AUTHOR|COMMITTER)_(NAME|EMAIL|DATE))$/;
const DROPPED = /^(GIT_.*|EDITOR|VISUAL|PAGER|PREFIX)$/i;

/** A token for one server; handed to git through its environment, since arguments are visible to every user. */
export interface Credentials {
  /** Address of the server: `https://github.com`. */
  readonly serverUrl: string;
  readonly token: string;
}

/** Prepares git for one folder. `env` is the environment to hand on; nothing else of this process reaches git. */
export function gitIn(root: string, env: Environment, credentials?: Credentials): Git {
  const inherited = inheritable(env);
  const base = {
    ...inherited,
    GIT_TERMINAL_PROMPT: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    LC_ALL: 'C',
    ...authorization(credentials, Number.parseInt(inherited['GIT_CONFIG_COUNT'] ?? '0', 10) || 0),
  };

  async function run<T>(options: RunOptions | undefined, task: (git: SimpleGit) => Promise<T>): Promise<T> {
    const { simpleGit } = await import('simple-git');
    const environment = { ...base, ...options?.env };
    // simple-git wraps what `errors` returns, and with that loses the status: remember it here.
    let exit: GitExit | undefined;
    const settings: Partial<SimpleGitOptions> = {
      baseDir: root,
      config: CONFIG,
      // By default output may be cut 50 ms after the exit, while a large answer is still in the pipe.
      completion: { onClose: true, onExit: false },
      allowEnvironment: Object.keys(environment),
      // These categories guard `-c`; the only values that get there are those of CONFIG.
      unsafe: {
        allowUnsafeHooksPath: true,
        allowUnsafeFsMonitor: true,
        allowUnsafeProtocolOverride: true,
        // These guard the environment, which `inheritable` has already sifted; the credentials travel in GIT_CONFIG_*.
        allowUnsafeConfigEnvCount: true,
        allowUnsafeConfigPaths: true,
        allowUnsafeSshCommand: true,
        allowUnsafeAskPass: true,
      },
      errors(error, result) {
        if (result.exitCode === 0) return error;
        const text = Buffer.concat([...result.stdErr, ...result.stdOut]).toString('utf8');
        exit = new GitExit(result.exitCode, text || String(error ?? ''));
        return exit;
      },
    };
    if (options?.input !== undefined) settings.input = () => options.input;
    try {
      return await task(simpleGit(settings).env(environment));
    } catch (error) {
      return rethrow(exit ?? error);
    }
  }

  const text: Git['text'] = (args, options) => run(options, async (git) => git.raw([...args]));

  return {
    text,
    async ask(args, options) {
      try {
        return await text(args, options);
      } catch (error) {
        if (error instanceof GitExit) return undefined;
        throw error;
      }
    },
    bytes: (args, options) =>
      run(options, async (git) => {
        const answer: unknown = await git.binaryCatFile([...args]);
        return Buffer.isBuffer(answer) ? answer : Buffer.alloc(0);
      }),
  };
}

function inheritable(env: Environment): { [name: string]: string } {
  const kept: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && (INHERITED.test(name) || !DROPPED.test(name))) kept[name] = value;
  }
  return kept;
}

/** The empty first value takes back a header that the checkout left behind; with two of them a server answers 400. */
function authorization(credentials: Credentials | undefined, first: number): { [name: string]: string } {
  if (credentials === undefined) return {};
  const key = `http.${new URL('/', credentials.serverUrl).href}.extraheader`;
  const basic = Buffer.from(`x-access-token:${credentials.token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: String(first + 2),
    [`GIT_CONFIG_KEY_${first}`]: key,
    [`GIT_CONFIG_VALUE_${first}`]: '',
    [`GIT_CONFIG_KEY_${first + 1}`]: key,
    [`GIT_CONFIG_VALUE_${first + 1}`]: `AUTHORIZATION: basic ${basic}`,
  };
}

function rethrow(error: unknown): never {
  if (error instanceof GitExit && /detected dubious ownership/.test(error.text)) {
    throw new AirsmithError(EXIT.world, {
      code: 'AS7012',
      message: 'git refuses this repository, because another user owns it',
      cause: error.text.trim().split('\n')[0] ?? '',
      remedy: 'Run `git config --global --add safe.directory "$PWD"` in the repository, or run as its owner.',
    });
  }
  if (/spawn git ENOENT/.test(error instanceof GitExit ? error.text : String(error))) {
    throw new AirsmithError(
      EXIT.world,
      {
        code: 'AS7010',
        message: 'git was not found',
        remedy: 'Install git 2.30 or later and put it on the PATH.',
      },
      { cause: error },
    );
  }
  throw error;
}
