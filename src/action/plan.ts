/** What a pull request asks for, read from its base (policy, memory) and its head (specs, files). */

import type { GitRepository } from '../adapters/git.js';
import type { Config } from '../config.js';
import type { Problem } from '../flow.js';
import { type Knowledge, readKnowledge } from '../knowledge/index.js';
import type { PullRequest, SpecChange } from '../ports.js';
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

/**
 * What was learned, from the base commit. The head's own records only say which components an earlier run of this
 * pull request wrote: such a component is executed again before anything is believed, and nothing else of them counts.
 */
export async function recallKnowledge(
  repository: GitRepository,
  config: Config,
  pull: PullRequest,
): Promise<{ readonly knowledge: Knowledge; readonly problems: readonly Problem[] }> {
  const at = (commit: string, folder: string) => ({
    list: () => repository.list(folder, commit),
    read: (path: string) => repository.read(path, commit),
  });
  const folder = config.learning;
  const base = await readKnowledge(at(pull.baseSha, folder), { folder });
  const candidates = await readKnowledge(at(pull.headSha, folder), { folder });
  const { knowledge } = base;
  return {
    knowledge: {
      ...knowledge,
      componentAt: (name) => candidates.knowledge.componentAt(name) ?? knowledge.componentAt(name),
    },
    problems: base.problems,
  };
}
