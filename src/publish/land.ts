/** One commit onto a branch that others push to as well: never over them, and not lost because of them. */

import type { FileChange, Random, Repository } from '../ports.js';
import { AirsmithError, EXIT } from '../problems.js';

export interface Landing {
  readonly changes: readonly FileChange[];
  readonly message: string;
  readonly remote: string;
  readonly branch: string;
  /** Commit that the work was made for. */
  readonly head: string;
  /** Files that the work was made from: when one has changed, the result is for something that is no longer asked. */
  readonly madeFrom: readonly string[];
  /** How often it is tried where the branch keeps moving; enough for all who may push at once where nothing is said. */
  readonly tries?: number;
}

/** With what it is done. */
export interface LandingHands {
  readonly repository: Pick<Repository, 'land' | 'tip' | 'fetch' | 'read'>;
  readonly random: Random;
  readonly wait: (ms: number) => Promise<void>;
}

export interface Landed {
  readonly commit: string;
  /** False when the branch held all of it already. */
  readonly made: boolean;
  readonly tries: number;
}

/** Enough for fifty writers at once, each of which can be outrun by all others. */
const TRIES = 60;
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [100, 8_000];

/**
 * Lands the same new files on whatever the branch holds by now, as long as nobody else touched them. Throws AS7002
 * where somebody did, or where the branch is gone, and AS6059 when it kept moving.
 */
export async function land(landing: Landing, hands: LandingHands): Promise<Landed> {
  const { repository } = hands;
  const { changes, message, remote, branch, tries: most = TRIES } = landing;
  let head = landing.head;
  for (let tries = 1; tries <= most; tries += 1) {
    const outcome = await repository.land(changes, message, { remote, branch, expectedHead: head });
    if (outcome.kind !== 'moved')
      return { commit: outcome.commit, made: outcome.kind === 'committed', tries };
    await hands.wait(pause(tries, hands.random));
    const now = await repository.tip(remote, branch);
    if (now === undefined) throw moved(branch, 'it is gone');
    await repository.fetch(remote, [now]);
    const clash = await collision(landing, now, repository);
    if (clash !== undefined) throw moved(branch, `${clash} was changed there`);
    head = now;
  }
  throw new AirsmithError(EXIT.world, {
    code: 'AS6059',
    message: `the branch ${branch} moved ${most} times while airsmith was about to push`,
    cause: 'Nothing was committed, and nothing of others was overwritten.',
    remedy: 'Run the job again.',
  });
}

/** Full jitter: writers that were outrun together must not come back together. Milliseconds. */
function pause(tries: number, random: Random): number {
  const most = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** tries);
  return Math.round((most * Number.parseInt(random.hex(4), 16)) / 0xffff_ffff);
}

/** The first file that others changed since, and that this work writes or was made from. */
async function collision(
  { changes, madeFrom, head }: Landing,
  now: string,
  repository: LandingHands['repository'],
): Promise<string | undefined> {
  const wanted = new Map<string, string | null | undefined>(madeFrom.map((path) => [path, undefined]));
  for (const { path, content } of changes) wanted.set(path, content);
  // All at once: a reader of commits answers what is asked together by one process.
  const clashes = await Promise.all(
    [...wanted].map(async ([path, content]) => {
      const [before, after] = await Promise.all([repository.read(path, head), repository.read(path, now)]);
      return before !== after && (content === undefined || (after ?? null) !== content);
    }),
  );
  return [...wanted.keys()][clashes.indexOf(true)];
}

function moved(branch: string, how: string): AirsmithError {
  return new AirsmithError(EXIT.unproven, {
    code: 'AS7002',
    message: `the branch ${branch} moved during the run: ${how}`,
    cause: 'Nothing was committed.',
    remedy: 'The run for the new state does it; if there is none, run this job again.',
  });
}
