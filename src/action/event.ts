/** What happened: the pull request that started the job, from the runner's environment and its event file. */

import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { AirsmithError, EXIT } from '../problems.js';

export type Env = { readonly [name: string]: string | undefined };

/** Where the job runs, and for which pull request. */
export interface JobEvent {
  readonly owner: string;
  readonly repo: string;
  readonly pullNumber: number;
  /** Head of the pull request when the event happened; undefined where the event does not say. */
  readonly headSha?: string;
  readonly serverUrl: string;
  readonly apiUrl: string;
  /** Absolute path of the checkout. */
  readonly workspace: string;
  /** Absolute path of a folder that goes with the job. */
  readonly temporary: string;
  readonly runId: string;
  readonly runNumber: number;
  readonly runAttempt: number;
}

/** Reads the event. Throws AS7030 for an event that holds no pull request, AS7031 outside of a runner. */
export async function readEvent(env: Env): Promise<JobEvent> {
  const [owner, repo, ...rest] = required(env, 'GITHUB_REPOSITORY').split('/');
  if (!owner || !repo || rest.length > 0) throw outside('GITHUB_REPOSITORY');
  const payload = await readPayload(required(env, 'GITHUB_EVENT_PATH'));
  const pullNumber = numberOfPull(payload);
  if (pullNumber === undefined) throw otherEvent(env['GITHUB_EVENT_NAME'] ?? 'unknown');
  const headSha = (payload as { pull_request?: { head?: { sha?: unknown } } }).pull_request?.head?.sha;
  return {
    owner,
    repo,
    pullNumber,
    ...(typeof headSha === 'string' ? { headSha } : {}),
    serverUrl: env['GITHUB_SERVER_URL'] || 'https://github.com',
    apiUrl: env['GITHUB_API_URL'] || 'https://api.github.com',
    workspace: required(env, 'GITHUB_WORKSPACE'),
    temporary: env['RUNNER_TEMP'] || tmpdir(),
    runId: env['GITHUB_RUN_ID'] || '0',
    runNumber: wholeNumber(env['GITHUB_RUN_NUMBER'], 1),
    runAttempt: wholeNumber(env['GITHUB_RUN_ATTEMPT'], 1),
  };
}

async function readPayload(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    throw outside('GITHUB_EVENT_PATH');
  }
}

function numberOfPull(payload: unknown): number | undefined {
  const number = (payload as { pull_request?: { number?: unknown } } | null)?.pull_request?.number;
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

function required(env: Env, name: string): string {
  const value = env[name];
  if (value) return value;
  throw outside(name);
}

function wholeNumber(value: string | undefined, fallback: number): number {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : fallback;
}

function otherEvent(name: string): AirsmithError {
  return new AirsmithError(EXIT.usage, {
    code: 'AS7030',
    message: `the event "${name}" holds no pull request`,
    remedy: 'Start the workflow with these lines:\non:\n  pull_request:\n    paths: ["specs/**"]',
  });
}

function outside(name: string): AirsmithError {
  return new AirsmithError(EXIT.usage, {
    code: 'AS7031',
    message: `${name} is missing or cannot be read, so this is no job of GitHub Actions`,
    remedy: 'On a terminal, run `airsmith generate`.',
  });
}
