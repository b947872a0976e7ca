/** What people said of records: each is a record of its own, so that it merges like any other. */

import { byCodeUnit } from './canonical.js';
import type { RelabelRecord, Stored } from './records.js';

export interface Decisions {
  /** Ids of items that are never used again. */
  readonly rejected: ReadonlySet<string>;
  /** Ids of evidence that was taken back. */
  readonly retracted: ReadonlySet<string>;
  /** Hashes of records that nobody should read again. */
  readonly expunged: ReadonlySet<string>;
  /** What evidence does not count. */
  readonly dropped: ReadonlySet<string>;
  readonly relabels: Relabels;
  /** Corrections of classes, those included that others replaced. */
  readonly corrections: number;
}

/** Corrections of error classes. They outrank the machine; one for a single occurrence outranks one for the error. */
export interface Relabels {
  /** The class of an error, or of its occurrence in one run. */
  classOf(error: string, machine: string, evidence?: string): string;
  /** The corrections of an error that stand, the one that holds first. More than one class among them is a quarrel. */
  of(error: string): readonly RelabelRecord[];
}

/** A correction of a class, with the hash that another one withdraws it by. */
export interface Correction {
  readonly hash: string;
  readonly record: RelabelRecord;
}

/** The corrections among `stored` that nobody withdrew, each once, in order of their hashes. */
export function standingCorrections(
  stored: readonly Pick<Stored, 'hash' | 'record'>[],
): readonly Correction[] {
  const all = new Map(
    stored.flatMap(({ hash, record }) => (record.schema === 'relabel/1' ? [[hash, record] as const] : [])),
  );
  const withdrawn = new Set([...all.values()].flatMap(({ replaces = [] }) => replaces));
  return [...all]
    .filter(([hash]) => !withdrawn.has(hash))
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([hash, record]) => ({ hash, record }));
}

export function decisions(stored: readonly Stored[]): Decisions {
  const rejected = new Set<string>();
  const retracted = new Set<string>();
  const expunged = new Set<string>();
  const corrections: Correction[] = [];
  for (const { hash, record } of stored) {
    if (record.schema === 'rejection/1') rejected.add(record.item);
    else if (record.schema === 'retraction/1') retracted.add(record.evidence);
    else if (record.schema === 'tombstone/1') expunged.add(record.record);
    else if (record.schema === 'relabel/1') corrections.push({ hash, record });
  }
  return {
    rejected: new Set([...rejected].sort()),
    retracted,
    expunged,
    dropped: new Set([...retracted, ...expunged]),
    relabels: relabelsOf(corrections),
    corrections: new Set(corrections.map(({ hash }) => hash)).size,
  };
}

/**
 * Of several corrections that nobody withdrew the one with the lowest hash holds: any order of merging must come to the
 * same end, and time is not to be trusted. Who wants another end writes one that replaces the others.
 */
function relabelsOf(corrections: readonly Correction[]): Relabels {
  const byError = new Map<string, RelabelRecord[]>();
  for (const { record } of standingCorrections(corrections)) {
    const list = byError.get(record.error) ?? [];
    byError.set(record.error, list);
    list.push(record);
  }
  const of = (error: string) => byError.get(error) ?? [];
  return {
    of,
    classOf(error, machine, evidence) {
      const said = byError.get(error);
      if (!said) return machine;
      const here = said.find((record) => record.evidence !== undefined && record.evidence === evidence);
      return (here ?? said.find((record) => record.evidence === undefined))?.class ?? machine;
    },
  };
}
