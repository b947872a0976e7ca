/** Versions of the records. Files are never rewritten: a reader lifts an old record to what this airsmith works with. */

import type { LearningRecord, Stored } from './records.js';

/** Turns a record of one version into one of the next. Pure; it may neither change nor need what makes a record's id. */
export type Upcast = (record: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/**
 * By what the old record says in `schema`. The step gives the next version, whose step is tried in turn. A new version adds
 * its schema under `schema/`, one line here, and a golden file that the last version wrote. Nothing older than version 1
 * exists.
 */
export const UPCASTS: ReadonlyMap<string, Upcast> = new Map();

/** `record` in the newest version that `steps` leads to. Throws when a step does not lead to a higher version of its kind. */
export function upcast(
  record: Readonly<Record<string, unknown>>,
  steps: ReadonlyMap<string, Upcast> = UPCASTS,
): Readonly<Record<string, unknown>> {
  let now = record;
  for (;;) {
    const from = String(now['schema']);
    const step = steps.get(from);
    if (!step) return now;
    now = step(now);
    if (!follows(String(now['schema']), from))
      throw new Error(`the step from ${from} leads to ${now['schema']}`);
  }
}

function follows(after: string, before: string): boolean {
  const [kind, version] = after.split('/');
  const [oldKind, oldVersion] = before.split('/');
  return kind === oldKind && Number(version) === Number(oldVersion) + 1;
}

/** A record in the newest version, with what was written where that differs. */
export function lifted(written: object): Pick<Stored, 'record' | 'written'> {
  const old = written as { readonly schema: string };
  const record = upcast(written as Readonly<Record<string, unknown>>) as unknown as LearningRecord;
  return record === written ? { record } : { record, written: old };
}
