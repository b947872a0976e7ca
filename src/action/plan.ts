/** What a pull request asks for, read from its commits: policy and memory at the base, specs and files at the head. */

import type { GitRepository } from '../adapters/git.js';
import type { SpecChange } from '../ports.js';
import type { SpecSource } from '../spec/index.js';

/** The specs of a pull request, by what became of them. */
export interface SpecPlan {
  readonly toBuild: readonly SpecSource[];
  readonly deleted: readonly string[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

/** Reads the bytes of every spec that is there at the head. One that is a link or too large is a problem of the spec room. */
export async function planSpecs(
  changes: readonly SpecChange[],
  repository: GitRepository,
  head: string,
): Promise<SpecPlan> {
  const present = changes.filter(({ status }) => status !== 'deleted');
  const toBuild = await Promise.all(
    present.map(async ({ path }) => ({
      path,
      bytes: (await repository.bytes(path, head)) ?? Buffer.alloc(0),
    })),
  );
  return {
    toBuild,
    deleted: changes.filter(({ status }) => status === 'deleted').map(({ path }) => path),
    renamed: changes.flatMap(({ path, previousPath }) =>
      previousPath ? [{ from: previousPath, to: path }] : [],
    ),
  };
}
