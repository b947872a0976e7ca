/** What happened: the event that started the job, from the runner's environment and its event file. */

import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { AirsmithError, EXIT } from '../problems.js';
import { allEvents } from './permissions.js';

export type Env = { readonly [name: string]: string | undefined };

/** What the job is asked to do. */
export type Trigger =
  /** Build what the pull request asks for. `retry`: the login of who asked for it once more, by a label. */
  | { readonly kind: 'pull'; readonly retry?: string }
  /** Somebody wrote under a pull request. All of it is data. */
  | {
      readonly kind: 'comment';
      readonly id: number;
      readonly author: string;
      readonly body: string;
      readonly bot: boolean;
    }
  /** A person, or the clock, wants something done. `branch` is where it was started. */
  | {
      readonly kind: 'task';
      readonly by: 'person' | 'clock';
      readonly branch: string;
      readonly commit: string;
      readonly main: string;
    }
  /** A branch moved. */
  | {
      readonly kind: 'push';
      readonly branch: string;
      readonly before: string;
      readonly after: string;
      readonly main: string;
    }
  | { readonly kind: 'nothing'; readonly why: string };

/** Where the job runs, and for what. */
export interface JobEvent {
  readonly owner: string;
  readonly repo: string;
  readonly trigger: Trigger;
  /** Absent where the event belongs to no pull request. */
  readonly pullNumber?: number;
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

/** Who puts this on a pull request has it built once more. */
export const RETRY_LABEL = 'airsmith:retry';
/** What changes what there is to build; all else that can happen to a pull request does not. */
const BUILDING = ['opened', 'synchronize', 'reopened', 'ready_for_review'];

/** Reads the event. Throws AS7030 for an event that nothing is done for, AS7031 outside of a runner. */
export async function readEvent(env: Env): Promise<JobEvent> {
  const [owner, repo, ...rest] = required(env, 'GITHUB_REPOSITORY').split('/');
  if (!owner || !repo || rest.length > 0) throw outside('GITHUB_REPOSITORY');
  const payload = await readPayload(required(env, 'GITHUB_EVENT_PATH'));
  const { trigger, pull } = triggerOf(env['GITHUB_EVENT_NAME'] ?? 'unknown', payload, env);
  const headSha = (payload as { pull_request?: { head?: { sha?: unknown } } } | null)?.pull_request?.head
    ?.sha;
  return {
    owner,
    repo,
    trigger,
    ...(pull === undefined ? {} : { pullNumber: pull }),
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

/** What GitHub writes into the event file, as far as it is looked at. Whatever is missing or of another type is not there. */
interface Payload {
  readonly action?: unknown;
  readonly label?: { readonly name?: unknown };
  readonly sender?: { readonly login?: unknown };
  readonly pull_request?: { readonly number?: unknown };
  readonly issue?: { readonly number?: unknown; readonly pull_request?: unknown };
  readonly comment?: {
    readonly id?: unknown;
    readonly body?: unknown;
    readonly user?: { readonly login?: unknown; readonly type?: unknown };
  };
  readonly ref?: unknown;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly repository?: { readonly default_branch?: unknown };
}

interface Read {
  readonly trigger: Trigger;
  readonly pull?: number;
}

function triggerOf(name: string, payload: Payload, env: Env): Read {
  const main = text(payload.repository?.default_branch) || 'main';
  switch (name) {
    case 'pull_request':
      return pullOf(payload, name);
    case 'issue_comment':
      return commentOf(payload, name);
    case 'workflow_dispatch':
    case 'schedule': {
      const by = name === 'schedule' ? 'clock' : 'person';
      const commit = env['GITHUB_SHA'] ?? '';
      return { trigger: { kind: 'task', by, branch: branchOf(env['GITHUB_REF']), commit, main } };
    }
    case 'push': {
      const [before, after] = [text(payload.before), text(payload.after)];
      return { trigger: { kind: 'push', branch: branchOf(payload.ref), before, after, main } };
    }
    default:
      throw otherEvent(name);
  }
}

function pullOf({ action, label, sender, pull_request }: Payload, name: string): Read {
  const pull = countOf(pull_request?.number);
  if (pull === undefined) throw otherEvent(name);
  if (action === 'labeled' && label?.name === RETRY_LABEL)
    return { pull, trigger: { kind: 'pull', retry: text(sender?.login) } };
  // Without an action the file was written by hand.
  if (action === undefined || BUILDING.includes(text(action))) return { pull, trigger: { kind: 'pull' } };
  return nothing(`"${text(action).slice(0, 40)}" changes nothing that there is to build`);
}

function commentOf({ action, issue, comment }: Payload, name: string): Read {
  const [pull, id] = [countOf(issue?.number), countOf(comment?.id)];
  if (pull === undefined || id === undefined) throw otherEvent(name);
  if (!issue?.pull_request) return nothing('the comment stands under no pull request');
  // An edited comment would be a second delivery of the same words.
  if (action !== 'created') return nothing('only new comments are read');
  const author = text(comment?.user?.login);
  const bot = comment?.user?.type === 'Bot';
  return { pull, trigger: { kind: 'comment', id, author, body: text(comment?.body), bot } };
}

function nothing(why: string): Read {
  return { trigger: { kind: 'nothing', why } };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function branchOf(ref: unknown): string {
  return /^refs\/heads\/(.+)$/.exec(text(ref))?.[1] ?? '';
}

function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

async function readPayload(path: string): Promise<Payload> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    throw outside('GITHUB_EVENT_PATH');
  }
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
  const target = name === 'pull_request_target' ? ' It gives secrets to pull requests from forks.' : '';
  return new AirsmithError(EXIT.usage, {
    code: 'AS7030',
    message: `nothing is done for the event "${name.slice(0, 60)}"`,
    ...(target === '' ? {} : { cause: target.trim() }),
    remedy: `Start the workflow with some of these lines:\n${allEvents()}`,
  });
}

function outside(name: string): AirsmithError {
  return new AirsmithError(EXIT.usage, {
    code: 'AS7031',
    message: `${name} is missing or cannot be read, so this is no job of GitHub Actions`,
    remedy: 'On a terminal, run `airsmith generate`.',
  });
}
