/**
 * What should be known, worked out without the code under test: sets of paths merged by the algebra of three sets, packs
 * as sets of ids, and counts by brute force.
 */

import type { Evidence } from '../../src/knowledge/index.js';
import type { Commit } from './git.js';

export type Paths = ReadonlySet<string>;

/** Everything of `ours` and what `theirs` added since `base`, without what `theirs` deleted. */
export function merged(ours: Paths, base: Paths, theirs: Paths): Paths {
  const after = new Set(ours);
  for (const path of theirs) if (!base.has(path)) after.add(path);
  for (const path of base) if (!theirs.has(path)) after.delete(path);
  return after;
}

/** The commits of a repository with the paths that each should hold. */
export class History {
  private readonly paths = new Map<string, Paths>();
  private readonly parents = new Map<string, readonly string[]>();

  add(commit: Commit, paths: Paths): void {
    this.paths.set(commit.id, paths);
    this.parents.set(commit.id, commit.parents);
  }

  at(id: string): Paths {
    const paths = this.paths.get(id);
    if (!paths) throw new Error(`the model does not know ${id}`);
    return paths;
  }

  /** The one best common ancestor. */
  base(ours: string, theirs: string): string {
    const of = this.ancestors(ours);
    // Where the walk back from theirs first meets ours: few commits, of which one may be older than another.
    const met = [...this.ancestors(theirs, (id) => of.has(id))].filter((id) => of.has(id));
    const [base, ...others] = met.filter(
      (id) => !met.some((other) => other !== id && this.ancestors(other).has(id)),
    );
    if (base === undefined || others.length > 0) throw new Error(`${others.length + 1} merge bases`);
    return base;
  }

  /** A commit and everything before it, but for what lies behind the commits at which to `stop`. */
  private ancestors(of: string, stop: (id: string) => boolean = () => false): Set<string> {
    const found = new Set<string>();
    const open = [of];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (found.has(id)) continue;
      found.add(id);
      if (stop(id)) continue;
      open.push(...(this.parents.get(id) ?? []));
    }
    return found;
  }
}

/** Every evidence that was ever written, and what each pack holds. */
export interface World {
  readonly evidence: ReadonlyMap<string, Evidence>;
  readonly packs: ReadonlyMap<string, readonly string[]>;
}

export interface Expected {
  /** Ids of the evidence that counts. */
  readonly ids: ReadonlySet<string>;
  readonly subjects: number;
  readonly microDollars: number;
  /** Subjects that carry each item. */
  readonly carriers: ReadonlyMap<string, number>;
}

const LOOSE = /^learning\/evidence\/[^/]+\/([0-9a-f]{16})\.json$/;
const RETRACTION = /^learning\/retractions\/([0-9a-f]{16})-/;

/** What `paths` come to. */
export function expected(paths: Paths, { evidence, packs }: World): Expected {
  const all = new Set<string>();
  const taken = new Set<string>();
  for (const path of paths) {
    const id = LOOSE.exec(path)?.[1];
    if (id) all.add(id);
    for (const packed of packs.get(path) ?? []) all.add(packed);
    const retracted = RETRACTION.exec(path)?.[1];
    if (retracted) taken.add(retracted);
  }
  const ids = new Set([...all].filter((id) => !taken.has(id)));
  const bySubject = new Map<string, { readonly id: string; readonly evidence: Evidence }[]>();
  let microDollars = 0;
  for (const id of ids) {
    const record = evidence.get(id);
    if (!record) throw new Error(`the model does not know ${id}`);
    for (const attempt of record.attempts) microDollars += attempt.micro_dollars;
    bySubject.set(record.subject, [...(bySubject.get(record.subject) ?? []), { id, evidence: record }]);
  }
  const carriers = new Map<string, number>();
  for (const runs of bySubject.values()) {
    runs.sort((a, b) => a.evidence.run.number - b.evidence.run.number || (a.id < b.id ? -1 : 1));
    const carried = new Set([
      ...(runs[0]?.evidence.choice.items.map(({ id }) => id) ?? []),
      ...(runs.at(-1)?.evidence.found ?? []),
      ...runs.flatMap((run) =>
        run.evidence.attempts.flatMap(({ errors }) => errors.flatMap(({ fix }) => fix ?? [])),
      ),
    ]);
    for (const id of carried) carriers.set(id, (carriers.get(id) ?? 0) + 1);
  }
  return { ids, subjects: bySubject.size, microDollars, carriers };
}
