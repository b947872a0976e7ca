import { randomBytes } from 'node:crypto';
import type { GitRepository } from '../adapters/git.js';
import type { RunIdentity } from '../flow.js';
import { addressOf, type Place, terminalOrigin } from '../knowledge/index.js';
import type { Clock } from '../ports.js';

/** Identity of a run that was started on a terminal, in a clone of the repository at `place`. Its number grows with time, as run numbers of a forge do. */
export function terminalRun(clock: Clock, { address, roots }: Place): RunIdentity {
  const now = clock.now();
  const number = Math.floor(now.getTime() / 1000);
  return {
    id: `${number}-${randomBytes(4).toString('hex')}`,
    number,
    attempt: 1,
    at: `${now.toISOString().slice(0, 19)}Z`,
    origin: address ?? terminalOrigin(roots),
  };
}

/** How a clone is known: by its remote `origin`, and by the commits that its history begins with. */
export async function placeOfClone(repository: Pick<GitRepository, 'remoteUrl' | 'roots'>): Promise<Place> {
  const [url, roots] = await Promise.all([repository.remoteUrl('origin'), repository.roots()]);
  return { address: url === undefined ? undefined : addressOf(url), roots };
}

/** How the store of a clone is looked at now. */
export async function viewOfClone(
  repository: Parameters<typeof placeOfClone>[0],
  clock: Pick<Clock, 'now'>,
): Promise<Place & { readonly asOf: string }> {
  return { ...(await placeOfClone(repository)), asOf: clock.now().toISOString() };
}
