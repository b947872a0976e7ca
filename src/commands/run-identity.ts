import { randomBytes } from 'node:crypto';
import type { GitRepository } from '../adapters/git.js';
import type { RunIdentity } from '../flow.js';
import { addressOf, TERMINAL } from '../knowledge/index.js';
import type { Clock } from '../ports.js';

/** Identity of a run that was started on a terminal, in a clone of the repository at `address`. Its number grows with time, as run numbers of a forge do. */
export function terminalRun(clock: Clock, address: string | undefined): RunIdentity {
  const now = clock.now();
  const number = Math.floor(now.getTime() / 1000);
  return {
    id: `${number}-${randomBytes(4).toString('hex')}`,
    number,
    attempt: 1,
    at: `${now.toISOString().slice(0, 19)}Z`,
    origin: address ?? TERMINAL,
  };
}

/** Address of the repository that a clone is of, by its remote `origin`. */
export async function addressOfClone(
  repository: Pick<GitRepository, 'remoteUrl'>,
): Promise<string | undefined> {
  const url = await repository.remoteUrl('origin');
  return url === undefined ? undefined : addressOf(url);
}

/** How the store of a clone is looked at now. */
export async function viewOfClone(
  repository: Parameters<typeof addressOfClone>[0],
  clock: Pick<Clock, 'now'>,
): Promise<{ readonly address: string | undefined; readonly asOf: string }> {
  return { address: await addressOfClone(repository), asOf: clock.now().toISOString() };
}
