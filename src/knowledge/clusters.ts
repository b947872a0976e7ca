/** Errors that nobody has named yet, put beside their like: the same exception, and messages of which most words agree. */

import { byCodeUnit } from './canonical.js';
import type { ErrorRecord } from './records.js';

/** Share of words at the same place that must agree. Drain, which this follows, works best between 0.4 and 0.6. */
const ALIKE = 0.6;
const ANYTHING = '<*>';

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
  const unique = new Map(errors.map((error) => [error.id, wordsOf(error.definition.pattern)]));
  const shapes = new Map<string, string[]>();
  for (const id of [...unique.keys()].sort(byCodeUnit)) {
    const words = unique.get(id) ?? [];
    const shape = `${words.length} ${exceptionOf(words)}`;
    shapes.set(shape, [...(shapes.get(shape) ?? []), id]);
  }
  return [...shapes.values()]
    .flatMap((ids) => connected(ids, (id) => unique.get(id) ?? []))
    .sort((a, b) => byCodeUnit(a.errors[0] ?? '', b.errors[0] ?? ''));
}

/** Ids of the errors in `known` that are like the one with this id and pattern, sorted, itself left out. */
export function likeOf(error: Clustered, known: Iterable<Clustered>): readonly string[] {
  const clusters = clustersOf([...[...known].filter(({ id }) => id !== error.id), error]);
  const own = clusters.find(({ errors }) => errors.includes(error.id));
  return (own?.errors ?? []).filter((id) => id !== error.id);
}

function connected(ids: readonly string[], words: (id: string) => readonly string[]): readonly Cluster[] {
  const left = new Set(ids);
  const clusters: Cluster[] = [];
  for (const start of ids) {
    if (!left.delete(start)) continue;
    const members = [start];
    for (const member of members)
      for (const other of [...left])
        if (alike(words(member), words(other)) && left.delete(other)) members.push(other);
    clusters.push({ errors: members.sort(byCodeUnit), pattern: commonOf(members.map(words)) });
  }
  return clusters;
}

function alike(a: readonly string[], b: readonly string[]): boolean {
  const same = a.filter((word, index) => word === b[index]).length;
  return same >= ALIKE * a.length;
}

function commonOf(all: readonly (readonly string[])[]): string {
  const [first = [], ...rest] = all;
  return first
    .map((word, index) => (rest.every((words) => words[index] === word) ? word : ANYTHING))
    .join(' ');
}

function wordsOf(pattern: string): readonly string[] {
  return pattern.split(/\s+/).filter((word) => word !== '');
}

/** `QuotaError:` at the start of a pattern; an empty text where it starts with a sentence. */
function exceptionOf([first = '']: readonly string[]): string {
  return /^[A-Za-z_]\w*:$/.test(first) ? first : '';
}
