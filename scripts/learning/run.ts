/** What every shipped record says of its run: no machine, no clock, no number that another repetition would not give. */

import type { RunIdentity } from '../../src/flow.js';
import type { Clock } from '../../src/ports.js';

/** When the shipped knowledge was last made anew on purpose; recorded time is for reports only. */
const AT = '2026-11-24T00:00:00Z';

/** Whose run it is, in a record that ships. No address, so that it is everybody's elsewhere. */
export const ORIGIN = 'shipped with airsmith';

export function shippedRun(id: string): RunIdentity {
  return { id, number: 1, attempt: 1, at: AT, origin: ORIGIN };
}

/** Durations would differ in every repetition; that of a shipped run is of no use to anybody. */
export const STILL: Clock = { now: () => new Date(AT), elapsed: () => 0 };
