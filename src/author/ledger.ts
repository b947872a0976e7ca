/** Money of one run. Fails closed: a call that could break a cap is not made, and one whose bill is unknown costs the most. */

import type { Prices } from './prices.js';

export interface Reservation {
  readonly kind: 'reserved';
  /** Micro-dollars that are set aside. */
  readonly amount: number;
  /**
   * Books what the call really cost and frees the rest; gives what was booked. `unknown` books the whole reservation.
   * Only the first call counts.
   */
  settle(microDollars: number | 'unknown'): number;
}

export type Reserved =
  | Reservation
  /** `limit` says whose cap it is; `spent` is what counts against that one. */
  | { readonly kind: 'refused'; readonly limit: 'run' | 'spec'; readonly cap: number; readonly spent: number }
  /** The signal came while it waited for another call's reservation to be settled. */
  | { readonly kind: 'ended' };

export interface Ledger {
  readonly prices: Prices;
  readonly cap: number;
  /** Micro-dollars that are booked. */
  spent(): number;
  /** Of these, what was booked for calls whose bill is unknown. */
  assumed(): number;
  /**
   * Sets `microDollars` aside for a call of `spec`. Where only open reservations stand in the way it waits for them, in
   * order of arrival: most calls cost far less than was set aside. Refused when it could not fit whatever they cost.
   */
  reserve(microDollars: number, spec: string, signal?: AbortSignal): Promise<Reserved>;
}

export interface Caps {
  readonly run: number;
  /** For each spec; without it, that of the run is the only one. */
  readonly spec?: number;
}

interface Waiting {
  readonly amount: number;
  readonly spec: string;
  readonly decide: (reserved: Reserved) => void;
}

/** A ledger with caps in micro-dollars. */
export function openLedger(caps: Caps, prices: Prices): Ledger {
  const perSpec = new Map<string, { booked: number; reserved: number }>();
  let waiting: readonly Waiting[] = [];
  let spent = 0;
  let reserved = 0;
  let assumed = 0;

  const accountOf = (spec: string) => {
    const known = perSpec.get(spec) ?? { booked: 0, reserved: 0 };
    perSpec.set(spec, known);
    return known;
  };

  /** Undefined: it fits, but not while others are open. */
  const decisionOn = (amount: number, spec: string): Reserved | undefined => {
    const account = accountOf(spec);
    const cap = caps.spec ?? Number.POSITIVE_INFINITY;
    if (!Number.isSafeInteger(amount) || amount < 0 || spent + amount > caps.run)
      return { kind: 'refused', limit: 'run', cap: caps.run, spent };
    if (account.booked + amount > cap) return { kind: 'refused', limit: 'spec', cap, spent: account.booked };
    if (spent + reserved + amount > caps.run || account.booked + account.reserved + amount > cap)
      return undefined;
    return setAside(amount, account);
  };

  const setAside = (amount: number, account: { booked: number; reserved: number }): Reservation => {
    reserved += amount;
    account.reserved += amount;
    let booked: number | undefined;
    return {
      kind: 'reserved',
      amount,
      settle(actual) {
        if (booked !== undefined) return booked;
        const known = actual !== 'unknown' && Number.isSafeInteger(actual) && actual >= 0;
        booked = known ? actual : amount;
        if (!known) assumed += booked;
        reserved -= amount;
        account.reserved -= amount;
        spent += booked;
        account.booked += booked;
        serve();
        return booked;
      },
    };
  };

  /** The first in line first: a dear call is not starved by cheap ones behind it. */
  const serve = () => {
    for (let first = waiting[0]; first; first = waiting[0]) {
      const decision = decisionOn(first.amount, first.spec);
      if (!decision) return;
      waiting = waiting.slice(1);
      first.decide(decision);
    }
  };

  return {
    prices,
    cap: caps.run,
    spent: () => spent,
    assumed: () => assumed,
    reserve(amount, spec, signal) {
      if (signal?.aborted) return Promise.resolve({ kind: 'ended' });
      return new Promise((resolve) => {
        const leave = () => {
          waiting = waiting.filter((other) => other !== one);
          resolve({ kind: 'ended' });
          serve();
        };
        const one: Waiting = {
          amount,
          spec,
          decide: (decision) => {
            signal?.removeEventListener('abort', leave);
            resolve(decision);
          },
        };
        signal?.addEventListener('abort', leave, { once: true });
        waiting = [...waiting, one];
        serve();
      });
    },
  };
}
