import { randomBytes } from 'node:crypto';
import type { RunIdentity } from '../flow.js';
import type { Clock } from '../ports.js';

/** Identity of a run that was started on a terminal. Its number grows with time, as run numbers of a forge do. */
export function terminalRun(clock: Clock): RunIdentity {
  const now = clock.now();
  const number = Math.floor(now.getTime() / 1000);
  return {
    id: `${number}-${randomBytes(4).toString('hex')}`,
    number,
    attempt: 1,
    at: `${now.toISOString().slice(0, 19)}Z`,
    origin: 'terminal',
  };
}
