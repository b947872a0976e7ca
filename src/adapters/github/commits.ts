/** Commits that GitHub makes and signs: `createCommitOnBranch`, which compares the head before it moves the branch. */

import type { FileChange, ForgeCommit, RemoteTarget } from '../../ports.js';
import type { Octokit } from '../github.js';
import { explain, statusOf } from './failures.js';

const MUTATION = `mutation airsmithCommit($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

/** GitHub takes more, but answers late or not at all then; what is beyond goes by git. */
const MOST_BYTES = 20 * 1024 * 1024;
const MOST_FILES = 1_000;
const LONGEST_WAIT_MS = 60_000;

interface Answer {
  readonly createCommitOnBranch: { readonly commit: { readonly oid: string } | null } | null;
}

/**
 * See `Forge.commit`. Not tried again here: an answer that is lost says nothing about the commit, so that whoever asks looks first.
 * Files become plain ones (mode 100644). Throws AS7021 for a token that is not accepted.
 */
export async function commitOnBranch(
  octokit: Octokit,
  { owner, repo }: { readonly owner: string; readonly repo: string },
  changes: readonly FileChange[],
  message: string,
  { branch, expectedHead }: Pick<RemoteTarget, 'branch' | 'expectedHead'>,
): Promise<ForgeCommit> {
  const additions = changes.flatMap(({ path, content }) =>
    content === null ? [] : [{ path, contents: Buffer.from(content).toString('base64') }],
  );
  const bytes = additions.reduce((sum, { contents }) => sum + contents.length, 0);
  if (bytes > MOST_BYTES || changes.length > MOST_FILES)
    return {
      kind: 'refused',
      why: `${changes.length} files with ${bytes} bytes are too much for one request`,
    };
  const [headline = '', ...body] = message.split('\n');
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: branch },
    expectedHeadOid: expectedHead,
    message: { headline, body: body.join('\n').trim() },
    fileChanges: {
      additions,
      deletions: changes.filter(({ content }) => content === null).map(({ path }) => ({ path })),
    },
  };
  try {
    const answer: Answer = await octokit.graphql(MUTATION, { input });
    const commit = answer.createCommitOnBranch?.commit?.oid;
    return commit === undefined ? { kind: 'unheard', after: 0 } : { kind: 'committed', commit };
  } catch (error) {
    return refusal(error);
  }
}

interface Refused {
  readonly errors?: readonly { readonly type?: string; readonly message?: string }[];
  readonly response?: { readonly headers?: { readonly [name: string]: string | number | undefined } };
}

function refusal(error: unknown): ForgeCommit {
  const { errors, response } = error as Refused;
  if (errors !== undefined) {
    const said = errors.map(({ message = '' }) => message).join('; ');
    if (errors.some(({ type }) => type === 'STALE_DATA') || /expected branch to point to/i.test(said))
      return { kind: 'moved' };
    // A time-out inside GitHub comes as an error without a type.
    if (/something went wrong|timed? ?out/i.test(said)) return { kind: 'unheard', after: 0 };
    return { kind: 'refused', why: said.slice(0, 300) };
  }
  const status = statusOf(error);
  if (status === 401) throw explain(error, 'commit', 'pull-requests: write');
  // Octokit reports a lost connection as 500 without a response.
  if (status === undefined || status >= 500) return { kind: 'unheard', after: 0 };
  const after = Number(response?.headers?.['retry-after'] ?? Number.NaN) * 1_000;
  if (after >= 0 && after <= LONGEST_WAIT_MS) return { kind: 'unheard', after };
  return { kind: 'refused', why: `GitHub answered ${status}` };
}
