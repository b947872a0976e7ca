/** Money of one run. Fails closed: a call that could break the cap is not made. */

export interface Reservation {
  /** Books what the call really cost and frees the rest. Only the first call counts. */
  settle(microDollars: number): void;
}

export interface Ledger {
  readonly cap: number;
  /** Micro-dollars that are booked. */
  spent(): number;
  /** Sets `microDollars` aside, or says no when spent and reserved together would exceed the cap. */
  reserve(microDollars: number): Reservation | undefined;
}

/** A ledger with a cap in micro-dollars. */
export function openLedger(cap: number): Ledger {
  let spent = 0;
  let reserved = 0;
  return {
    cap,
    spent: () => spent,
    reserve(amount) {
      if (!Number.isSafeInteger(amount) || amount < 0 || spent + reserved + amount > cap) return undefined;
      reserved += amount;
      let open = true;
      return {
        settle(actual) {
          if (!open) return;
          open = false;
          reserved -= amount;
          spent += actual;
        },
      };
    },
  };
}
