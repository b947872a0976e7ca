/** Branches and pull requests that airsmith itself proposes. */

import type { Forge, ListedPull } from '../../ports.js';
import { AirsmithError, EXIT } from '../../problems.js';
import type { Line } from '../github.js';
import { statusOf } from './failures.js';

const NEEDS = 'pull-requests: write';

type Branches = Pick<Forge, 'pulls' | 'createBranch' | 'propose'>;

export function branches({ octokit, where, call }: Line): Branches {
  const pulls: Branches['pulls'] = async ({ branch, state }) => {
    const found = await call('list the pull requests', NEEDS, () =>
      octokit.paginate(octokit.rest.pulls.list, {
        ...where,
        state,
        ...(branch === undefined ? {} : { head: `${where.owner}:${branch}` }),
        per_page: 100,
      }),
    );
    // A fork may have a branch of any name.
    return found.filter(({ head, base }) => head.repo?.id === base.repo.id).map(listed);
  };

  return {
    pulls,

    async createBranch(branch, commit) {
      const ref = `refs/heads/${branch}`;
      await call('make a branch', NEEDS, () =>
        octokit.rest.git.createRef({ ...where, ref, sha: commit }).catch((error: unknown) => {
          // It is there: from an earlier run, or from a try whose answer was lost.
          if (statusOf(error) !== 422) throw error;
        }),
      );
    },

    async propose({ branch, base, title, body }) {
      const standing = async () => (await pulls({ branch, state: 'open' }))[0];
      return call('open a pull request', NEEDS, async () => {
        const arrived = await standing();
        if (arrived) return arrived;
        try {
          const made = await octokit.rest.pulls.create({ ...where, head: branch, base, title, body });
          return listed(made.data);
        } catch (error) {
          if (statusOf(error) === 403) throw mayNotPropose(error);
          const other = statusOf(error) === 422 ? await standing() : undefined;
          if (other) return other;
          throw error;
        }
      });
    },
  };
}

interface PullData {
  readonly number: number;
  readonly state: string;
  readonly html_url: string;
  readonly head: { readonly ref: string };
}

function listed({ number, state, html_url, head }: PullData): ListedPull {
  return { number, branch: head.ref, state: state === 'open' ? 'open' : 'closed', url: html_url };
}

function mayNotPropose(error: unknown): AirsmithError {
  return new AirsmithError(
    EXIT.unproven,
    {
      code: 'AS7050',
      message: 'the token may not open pull requests',
      cause: error instanceof Error ? error.message.slice(0, 300) : String(error),
      remedy:
        'Give the job these lines:\npermissions:\n  contents: write\n  pull-requests: write\nand allow it in the repository: Settings, Actions, General, "Allow GitHub Actions to create and approve pull requests". Or pass the token of an App.',
    },
    { cause: error },
  );
}
