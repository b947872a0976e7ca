/** Errors that nobody has named yet, put beside their like. */

import { byCodeUnit } from './canonical.js';
import { commonOf, isAlike, type Said, saidBy } from './likeness.js';
import type { ErrorRecord } from './records.js';

export interface Clustered {
  readonly id: string;
  readonly definition: Pick<ErrorRecord, 'class' | 'pattern'>;
}

export interface Cluster {
  /** Ids of the errors in it, sorted. */
  readonly errors: readonly string[];
  /** What their patterns have in common, `<*>` where they differ. */
  readonly pattern: string;
}

/**
 * The clusters of `errors`, each error in exactly one, sorted by their first id. Two that are alike are together, and so is
 * whoever is like one of them: the result hangs on no order and no earlier result, so that merges need no rules.
 */
export function clustersOf(errors: readonly Clustered[]): readonly Cluster[] {
  const unique = new Map(errors.map((error) => [error.id, error.definition.pattern]));
  const said = new Map([...unique].map(([id, pattern]) => [id, saidBy(pattern)]));
  const ids = [...unique.keys()].sort(byCodeUnit);
  const of = (id: string): Said => said.get(id) ?? { exception: '', words: [] };
  const left = new Set(ids);
  const clusters: Cluster[] = [];
  for (const start of ids) {
    if (!left.delete(start)) continue;
    const members = [start];
    for (const member of members)
      for (const other of [...left])
        if (isAlike(of(member), of(other)) && left.delete(other)) members.push(other);
    members.sort(byCodeUnit);
    const pattern = members.length === 1 ? (unique.get(start) ?? '') : commonOf(members.map(of));
    clusters.push({ errors: members, pattern });
  }
  return clusters.sort((a, b) => byCodeUnit(a.errors[0] ?? '', b.errors[0] ?? ''));
}

/** Ids of the errors in `known` that are like the one with this id and pattern, sorted, itself left out. */
export function likeOf(error: Clustered, known: Iterable<Clustered>): readonly string[] {
  const clusters = clustersOf([...[...known].filter(({ id }) => id !== error.id), error]);
  const own = clusters.find(({ errors }) => errors.includes(error.id));
  return (own?.errors ?? []).filter((id) => id !== error.id);
}
