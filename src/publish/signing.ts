/** Commits by the forge, which signs them, and by git where the forge does not make them. */

import type { CommitOutcome, FileChange, Forge, RemoteTarget, Repository } from '../ports.js';
import type { LandingHands } from './land.js';

export interface SigningHands {
  readonly forge: Pick<Forge, 'commit'>;
  readonly repository: LandingHands['repository'] & Pick<Repository, 'standing' | 'arrived'>;
  readonly wait: (ms: number) => Promise<void>;
  /** A line for the log. */
  readonly tell: (line: string) => void;
}

const TRIES = 3;
const FIRST_PAUSE_MS = 1_000;

/** For `land`: the same repository, whose commits the forge makes as far as it can. */
export function signed(hands: SigningHands): LandingHands['repository'] {
  const { repository } = hands;
  return {
    tip: (remote, branch) => repository.tip(remote, branch),
    fetch: (remote, commits) => repository.fetch(remote, commits),
    read: (path, commit) => repository.read(path, commit),
    land: (changes, message, target) => landSigned(hands, changes, message, target),
  };
}

/**
 * Both ways compare the head before they move the branch, so that a commit that arrives late after all can never be a second one:
 * whichever comes second finds the branch moved, and its own bytes there.
 */
async function landSigned(
  { forge, repository, wait, tell }: SigningHands,
  changes: readonly FileChange[],
  message: string,
  target: RemoteTarget,
): Promise<CommitOutcome> {
  const byGit = (why: string) => {
    tell(`commit by git, without GitHub’s signature: ${why}`);
    return repository.land(changes, message, target);
  };
  const { open, onlyGit } = await repository.standing(changes, target.expectedHead);
  if (open.length === 0) return { kind: 'unchanged', commit: target.expectedHead };
  if (onlyGit) return byGit('a file is executable or lies in a submodule');
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const answer = await forge.commit(open, message, target);
    if (answer.kind === 'refused') return byGit(answer.why);
    if (answer.kind === 'committed') return { kind: 'committed', commit: answer.commit, files: open.length };
    // An earlier try, or the run of another delivery, may have arrived although nobody heard of it.
    const commit = await repository.arrived(changes, target);
    if (commit !== undefined) return { kind: 'committed', commit, files: open.length };
    if (answer.kind === 'moved') {
      const head = await repository.tip(target.remote, target.branch);
      // What GitHub says of its database and git of its refs can be a moment apart.
      if (head !== target.expectedHead) return { kind: 'moved', head: head ?? '' };
    }
    const after = answer.kind === 'unheard' ? answer.after : 0;
    await wait(Math.max(after, FIRST_PAUSE_MS * 2 ** (tries - 1)));
  }
  return byGit('GitHub did not answer');
}
