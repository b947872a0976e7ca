/** Who is who on GitHub: ourselves, and those who may tell us what to do. */

import type { Forge } from '../../ports.js';
import type { Line } from '../github.js';
import { patiently } from '../patience.js';
import { statusOf } from './failures.js';

/** Who writes with the token that a workflow is given, where GitHub does not say. */
const WORKFLOW_LOGIN = 'github-actions[bot]';
const NEEDS = 'pull-requests: write';

/** Asks once who this token is: an App and a person have other logins than a workflow. */
export function loginOf({ octokit, patience }: Line): () => Promise<string> {
  let known: Promise<string> | undefined;
  const ask = async () => {
    try {
      const answer: { viewer: { login: string } } = await patiently(
        () => octokit.graphql('query airsmithLogin { viewer { login } }'),
        patience,
      );
      return answer.viewer.login;
    } catch {
      // A server without GraphQL knows people; the token of a workflow is none, and may not ask.
      const answer = await octokit.rest.users.getAuthenticated().catch(() => undefined);
      return answer?.data.login ?? WORKFLOW_LOGIN;
    }
  };
  return () => {
    known ??= ask();
    return known;
  };
}

type People = Pick<Forge, 'mayWrite' | 'react' | 'reactions' | 'dropLabel'>;

export function people(
  { octokit, where, call }: Line,
  login: () => Promise<string>,
  pullNumber: () => number,
): People {
  return {
    async mayWrite(username) {
      const answer = await call('ask who may write', 'metadata: read', () =>
        octokit.rest.repos
          .getCollaboratorPermissionLevel({ ...where, username })
          .catch((error: unknown) => unlessAbsent(error)),
      );
      // `maintain` and roles of an organisation are said as one of these too.
      return ['admin', 'write'].includes(answer?.data.permission ?? 'none');
    },

    async react(comment, content) {
      const answer = await call('answer a comment', NEEDS, () =>
        octokit.rest.reactions.createForIssueComment({ ...where, comment_id: comment, content }),
      );
      return answer.status === 201;
    },

    async reactions(comment) {
      const own = await login();
      const all = await call('read the reactions', NEEDS, () =>
        octokit.paginate(octokit.rest.reactions.listForIssueComment, {
          ...where,
          comment_id: comment,
          per_page: 100,
        }),
      );
      return all.filter(({ user }) => user?.login === own).map(({ content }) => content);
    },

    async dropLabel(name) {
      const answer = await call('take a label off the pull request', NEEDS, () =>
        octokit.rest.issues
          .removeLabel({ ...where, issue_number: pullNumber(), name })
          .catch((error: unknown) => unlessAbsent(error)),
      );
      return answer !== undefined;
    },
  };
}

function unlessAbsent(error: unknown): undefined {
  if (statusOf(error) === 404) return undefined;
  throw error;
}
