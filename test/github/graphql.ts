/** The local GitHub's GraphQL: run by the reference implementation over GitHub's published schema, so that no field is invented. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { schema as source } from '@octokit/graphql-schema';
import { buildSchema, type GraphQLSchema, graphql, parse, validate } from 'graphql';
import type { Actor } from './double.js';
import { GIT_ENV, git } from './repositories.js';

let schema: GraphQLSchema | undefined;

export interface GraphqlPlace {
  readonly bare: string;
  readonly name: string;
  readonly actor: Actor;
  /** Keeps the last byte of every file for itself. */
  readonly corrupt: boolean;
  /** Called when a branch was moved. */
  readonly moved: (ref: string, before: string, after: string) => void;
}

interface CommitInput {
  readonly branch: { readonly repositoryNameWithOwner?: string; readonly branchName?: string };
  readonly expectedHeadOid: string;
  readonly message: { readonly headline: string; readonly body?: string };
  readonly fileChanges?: {
    readonly additions?: readonly { readonly path: string; readonly contents: string }[];
    readonly deletions?: readonly { readonly path: string }[];
  };
}

/** The JSON of the answer. Throws where the query is none for GitHub, which no answer may hide. */
export async function answerGraphql(body: unknown, place: GraphqlPlace): Promise<object> {
  schema ??= buildSchema(source.idl, { assumeValidSDL: true });
  const { query, variables } = body as {
    readonly query: string;
    readonly variables?: { readonly [name: string]: unknown };
  };
  const errors = validate(schema, parse(query));
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('; '));
  let refusal: { readonly type: string; readonly message: string } | undefined;
  const rootValue = {
    viewer: { login: place.actor.login },
    createCommitOnBranch: ({ input }: { readonly input: CommitInput }) => {
      const done = commit(input, place);
      if ('type' in done) {
        refusal = done;
        throw new Error(done.message);
      }
      return { commit: done };
    },
  };
  const answer = await graphql({ schema, source: query, rootValue, variableValues: variables ?? {} });
  if (refusal) return { data: { createCommitOnBranch: null }, errors: [refusal] };
  if (answer.errors) throw new Error(answer.errors.map(({ message }) => message).join('; '));
  return { data: answer.data };
}

type Done = { readonly oid: string } | { readonly type: string; readonly message: string };

function commit(
  { branch, expectedHeadOid, message, fileChanges = {} }: CommitInput,
  place: GraphqlPlace,
): Done {
  const { bare, actor } = place;
  const ref = `refs/heads/${branch.branchName}`;
  if (branch.repositoryNameWithOwner !== place.name)
    return { type: 'NOT_FOUND', message: 'no such repository' };
  if (actor.contents !== 'write')
    return { type: 'FORBIDDEN', message: 'Resource not accessible by integration' };
  const before = git(bare, 'for-each-ref', '--format=%(objectname)', ref);
  if (before === '') return { type: 'NOT_FOUND', message: `Could not resolve to a branch ${ref}` };
  if (before !== expectedHeadOid)
    return {
      type: 'STALE_DATA',
      message: `Expected branch to point to "${expectedHeadOid}" but it did not. Pull and try again.`,
    };
  const { additions = [], deletions = [] } = fileChanges;
  const kept = additions.map(({ path, contents }) => {
    const bytes = Buffer.from(contents, 'base64');
    return { path, bytes: place.corrupt ? bytes.subarray(0, -1) : bytes };
  });
  const oid = write(bare, before, message, { additions: kept, deletions }, actor.login);
  git(bare, 'update-ref', ref, oid, before);
  place.moved(ref, before, oid);
  return { oid };
}

interface Files {
  readonly additions: readonly { readonly path: string; readonly bytes: Buffer }[];
  readonly deletions: readonly { readonly path: string }[];
}

function write(
  bare: string,
  parent: string,
  message: CommitInput['message'],
  { additions, deletions }: Files,
  login: string,
): string {
  const scratch = mkdtempSync(join(tmpdir(), 'airsmith-double-'));
  const [email, github] = [`1+${login}@users.noreply.github.com`, 'noreply@github.com'];
  const env = {
    ...GIT_ENV,
    GIT_INDEX_FILE: join(scratch, 'index'),
    GIT_AUTHOR_NAME: login,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: 'GitHub',
    GIT_COMMITTER_EMAIL: github,
  };
  const run = (args: readonly string[], input: string | Buffer = '') =>
    execFileSync('git', [...args], { cwd: bare, env, input, encoding: 'utf8' }).trim();
  try {
    run(['read-tree', parent]);
    const lines = additions.map(({ path, bytes }) => {
      const id = run(['hash-object', '-w', '--stdin'], bytes);
      return `100644 ${id} 0\t${path}`;
    });
    lines.push(...deletions.map(({ path }) => `0 ${'0'.repeat(40)} 0\t${path}`));
    run(['update-index', '-z', '--index-info'], lines.map((line) => `${line}\0`).join(''));
    const text = [message.headline, ...(message.body ? ['', message.body] : [])].join('\n');
    return run(['commit-tree', run(['write-tree']), '-p', parent], text);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
