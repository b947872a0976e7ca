/**
 * What a pull request takes from its base: records that would be lost, damage that it mends, and decisions that people
 * take back. What matters is the records, not their files: one that moves into a pack, or out of it, is not lost. Pure.
 */

import type { Problem } from '../../flow.js';
import { buriedHashes } from '../expunge/buried.js';
import { isEvidence, type LearningRecord, type Stored } from '../records.js';
import { complaint } from './complaint.js';
import { entries } from './find.js';
import { placeOf, type Shelf } from './shelf.js';

/** What a person once said about a record, and takes back by deleting the file. */
export interface TakenBack {
  readonly kind: 'rejection' | 'retraction' | 'relabel';
  /** Id of the item, evidence or error that it was about. */
  readonly about: string;
  /** The title of that, where the base knows it. */
  readonly title?: string;
  readonly why: string;
  /** Where its file stood. */
  readonly path: string;
  /** Another decision of that kind about the same still stands. */
  readonly again: boolean;
}

export interface Losses {
  /** What is lost, what is mended, and those problems of the base that stay as they are. */
  readonly problems: readonly Problem[];
  readonly takenBack: readonly TakenBack[];
  /** Files of the base that were changed for the worse. */
  readonly spoiled: ReadonlySet<string>;
}

export interface Parted {
  readonly base: Shelf;
  readonly head: Shelf;
  /** Only people with write access take a decision back, and whoever pushes to a fork may have none. */
  readonly fromFork: boolean;
}

type Fate =
  | { readonly kind: 'kept' | 'spoiled' | 'mended' | 'removed' }
  | { readonly kind: 'taken back'; readonly decision: TakenBack };

/** What becomes of the files of the base among `touched`, the paths that the pull request changes, moves or deletes. */
export function lossesOf(parted: Parted, touched: readonly string[]): Losses {
  const { base } = parted;
  const stood = new Set(base.paths);
  const fateOf = fates(parted);
  const fate = new Map([...new Set(touched)].filter((path) => stood.has(path)).map((p) => [p, fateOf(p)]));
  const all = [...fate];
  const pathsOf = (kind: Fate['kind']) => all.filter(([, one]) => one.kind === kind).map(([path]) => path);
  const repaired = new Set([...pathsOf('mended'), ...pathsOf('removed')]);
  return {
    problems: [
      ...base.problems.filter(({ position: at }) => at === undefined || !repaired.has(at.path)),
      ...pathsOf('spoiled').map((path) =>
        complaint('AS6052', 'error', `${path} is a record of the base, and is changed or deleted here`, path),
      ),
      ...pathsOf('mended').map((path) =>
        complaint('AS6065', 'notice', `${path} is damaged on the base, and is brought in order here`, path),
      ),
      ...pathsOf('removed').map((path) =>
        complaint(
          'AS6065',
          'warning',
          `${path} cannot be read on the base, counts for nothing there, and is removed here`,
          path,
        ),
      ),
    ],
    takenBack: all.flatMap(([, one]) => (one.kind === 'taken back' ? [one.decision] : [])),
    spoiled: new Set(pathsOf('spoiled')),
  };
}

function fates(parted: Parted): (path: string) => Fate {
  const { base, head } = parted;
  const has = new Set(head.records.map(({ hash }) => hash));
  const buried = buriedHashes(head.records);
  const stands = new Set(head.paths);
  const stillBad = new Set(head.problems.map(({ position }) => position?.path));
  const codes = new Map<string, Set<string>>();
  for (const { code, position } of base.problems)
    if (position) codes.set(position.path, (codes.get(position.path) ?? new Set()).add(code));
  const held = new Map<string, Stored[]>();
  for (const stored of base.records) {
    const path = placeOf(stored, base);
    const there = held.get(path);
    if (there) there.push(stored);
    else held.set(path, [stored]);
  }
  return (path) => {
    const lost = (held.get(path) ?? []).filter(({ hash }) => !has.has(hash) && !buried.has(hash));
    if (lost[0]) {
      const decision = stands.has(path) ? undefined : takenBack(lost[0], path, parted);
      return decision ? { kind: 'taken back', decision } : { kind: 'spoiled' };
    }
    const wrong = codes.get(path);
    if (!wrong) return { kind: 'kept' };
    const named = /([0-9a-f]{16})\.jsonl?$/.exec(path)?.[1] ?? '';
    if (has.has(named) && !stillBad.has(path)) return { kind: 'mended' };
    // A newer airsmith reads what this one does not know.
    const unknown = wrong.has('AS6005') && !buried.has(named);
    return { kind: stands.has(path) || unknown ? 'spoiled' : 'removed' };
  };
}

/** The decision that goes with its file; undefined for every other record, and where nobody here may decide. */
function takenBack(stored: Stored, path: string, { base, head, fromFork }: Parted): TakenBack | undefined {
  if (fromFork || isEvidence(stored)) return undefined;
  const decided = decisionIn(stored.record);
  if (!decided) return undefined;
  const again = head.records.some((one) => {
    const other = isEvidence(one) ? undefined : decisionIn(one.record);
    return other?.kind === decided.kind && other.about === decided.about;
  });
  const title = entries(base).find(({ id }) => id === decided.about)?.title;
  return { ...decided, ...(title === undefined ? {} : { title }), path, again };
}

function decisionIn(record: LearningRecord): Pick<TakenBack, 'kind' | 'about' | 'why'> | undefined {
  switch (record.schema) {
    case 'rejection/1':
      return { kind: 'rejection', about: record.item, why: record.why };
    case 'retraction/1':
      return { kind: 'retraction', about: record.evidence, why: record.why };
    case 'relabel/1':
      return { kind: 'relabel', about: record.error, why: record.why };
    default:
      return undefined;
  }
}
