/** GitHub, through Octokit: facts of a pull request, its files, and the one comment. */

import type { ChangedFile, Forge, PullRequest } from '../ports.js';
import { AirsmithError, EXIT } from '../problems.js';
import { branches } from './github/branches.js';
import { checks } from './github/checks.js';
import { commitOnBranch } from './github/commits.js';
import { explain, statusOf } from './github/failures.js';
import { loginOf, people } from './github/people.js';
import { type Patience, patiently } from './patience.js';

export interface ForgeOptions {
  readonly token: string;
  readonly apiUrl: string;
  readonly owner: string;
  readonly repo: string;
  /** Absent where the job has none. */
  readonly pullNumber?: number;
  readonly fetch?: typeof fetch;
  /** How long is waited between tries; tests need none. */
  readonly patience?: Patience;
}

export type Octokit = ReturnType<typeof import('@actions/github').getOctokit>;

/** GitHub lists no more files of one pull request than this. */
const FILE_LIMIT = 3_000;

const STATUS: { readonly [status: string]: ChangedFile['status'] } = {
  added: 'added',
  copied: 'added',
  removed: 'deleted',
  renamed: 'renamed',
};

/** A forge, for one pull request where there is one. Its methods throw AS7021 to AS7026, each with what to change in the workflow. */
export async function createForge(options: ForgeOptions): Promise<Forge> {
  const { getOctokit } = await import('@actions/github');
  const octokit = getOctokit(options.token, {
    baseUrl: options.apiUrl,
    ...(options.fetch ? { request: { fetch: options.fetch } } : {}),
  });
  const { owner, repo, patience } = options;
  const call: Call = (doing, needs, work) =>
    patiently(work, patience).catch((error: unknown) => {
      throw explain(error, doing, needs);
    });
  return forgeOf({ octokit, where: { owner, repo }, call, patience }, options.pullNumber);
}

/** Runs a request patiently; what fails is explained with what was being done and the permission it needs. */
type Call = <T>(doing: string, needs: string, work: () => Promise<T>) => Promise<T>;

/** What every part of the forge works with. */
export interface Line {
  readonly octokit: Octokit;
  readonly where: { readonly owner: string; readonly repo: string };
  readonly call: Call;
  readonly patience: Patience | undefined;
}

function forgeOf(line: Line, pull: number | undefined): Forge {
  const { octokit, where, call, patience } = line;
  const login = loginOf(line);
  const pullNumber = () => {
    if (pull !== undefined) return pull;
    throw new Error('this job has no pull request');
  };

  async function ownComment(marker: string): Promise<OwnComment | undefined> {
    const own = await login();
    const comments = await call('read the comments', 'pull-requests: write', () =>
      octokit.paginate(octokit.rest.issues.listComments, {
        ...where,
        issue_number: pullNumber(),
        per_page: 100,
      }),
    );
    const found = comments.find((one) => one.user?.login === own && one.body?.startsWith(marker));
    return found && { id: found.id, body: found.body ?? '', url: found.html_url };
  }

  async function createComment(marker: string, body: string): Promise<{ readonly url: string }> {
    return call('comment', 'pull-requests: write', async () => {
      // A try before may have arrived although its answer did not: look before writing a second comment.
      const arrived = await ownComment(marker);
      if (arrived) return { url: arrived.url };
      const made = await octokit.rest.issues.createComment({ ...where, issue_number: pullNumber(), body });
      return { url: made.data.html_url };
    });
  }

  return {
    onPull: (number) => forgeOf(line, number),
    login,
    ...people(line, login, pullNumber),
    ...branches(line),
    ...checks(line),

    async pullRequest() {
      const { data } = await call('read the pull request', 'pull-requests: write', () =>
        octokit.rest.pulls.get({ ...where, pull_number: pullNumber() }),
      );
      return pullRequestOf(data);
    },

    async changedFiles() {
      const files = await call('list the files of the pull request', 'pull-requests: write', () =>
        octokit.paginate(octokit.rest.pulls.listFiles, {
          ...where,
          pull_number: pullNumber(),
          per_page: 100,
        }),
      );
      if (files.length >= FILE_LIMIT) throw tooManyFiles();
      return files.map((file) => ({
        path: file.filename,
        status: STATUS[file.status] ?? 'modified',
        ...(file.previous_filename ? { previousPath: file.previous_filename } : {}),
      }));
    },

    async pushedByUs(branch) {
      try {
        const own = await login();
        const ref = `refs/heads/${branch}`;
        const pushes = await patiently(
          () =>
            octokit.paginate(octokit.rest.repos.listActivities, {
              ...where,
              ref,
              activity_type: 'push',
              per_page: 100,
            }),
          patience,
        );
        const ours = pushes.filter((push) => push.actor?.login === own && push.ref === ref);
        return new Set(ours.map(({ after }) => after));
      } catch {
        // An older server, or a token that may not ask: then nothing is taken for ours.
        return new Set();
      }
    },

    commit: (changes, message, target) => commitOnBranch(octokit, where, changes, message, target),

    async comment(marker, body) {
      const own = await ownComment(marker);
      if (!own) return createComment(marker, body);
      if (sameText(own.body, body)) return { url: own.url };
      const updated = await call('update the comment', 'pull-requests: write', () =>
        octokit.rest.issues
          .updateComment({ ...where, comment_id: own.id, body })
          .then(({ data }) => ({ url: data.html_url }))
          .catch((error: unknown) => {
            if (statusOf(error) === 404) return undefined;
            throw error;
          }),
      );
      // Somebody deleted it in the meantime.
      return updated ?? createComment(marker, body);
    },
  };
}

interface OwnComment {
  readonly id: number;
  readonly body: string;
  readonly url: string;
}

interface PullData {
  readonly number: number;
  readonly head: {
    readonly sha: string;
    readonly ref: string;
    readonly repo: { readonly id: number } | null;
  };
  readonly base: { readonly sha: string; readonly ref: string; readonly repo: { readonly id: number } };
}

/** A head whose repository was deleted has none: that is a fork too. */
function pullRequestOf({ number, head, base }: PullData): PullRequest {
  return {
    number,
    headSha: head.sha,
    headRef: head.ref,
    baseSha: base.sha,
    baseRef: base.ref,
    fromFork: head.repo?.id !== base.repo.id,
  };
}

/** GitHub stores line ends and the last blank lines in its own way. */
function sameText(one: string, other: string): boolean {
  const normal = (body: string) => body.replace(/\r\n/g, '\n').trimEnd();
  return normal(one) === normal(other);
}

function tooManyFiles(): AirsmithError {
  return new AirsmithError(EXIT.unproven, {
    code: 'AS7025',
    message: `the pull request changes ${FILE_LIMIT} files or more, and GitHub lists no more`,
    cause: 'A changed spec could be missed without anyone knowing.',
    remedy: 'Split the pull request, or run `airsmith generate` on the branch.',
  });
}
