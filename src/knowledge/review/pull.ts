/**
 * What a pull request does to the store, seen from outside of it: records are only added; what its own runs wrote is
 * expected, anything else is a candidate; an item of its own that it took away again is refused. Pure.
 */

import type { Problem } from '../../flow.js';
import type { ChangedFile } from '../../ports.js';
import { byCodeUnit } from '../canonical.js';
import { buriedHashes } from '../expunge/buried.js';
import { recordFile } from '../layout.js';
import { type Definition, definitionId, type LearningRecord, type Stored } from '../records.js';
import { complaint } from './complaint.js';
import { kindOf, titleOf } from './find.js';
import { evidenceProblems } from './inspect.js';
import { itemOf, type Shelf } from './shelf.js';

/** A record that no run of airsmith on this pull request wrote. */
export interface Candidate {
  readonly path: string;
  readonly kind: string;
  readonly title: string;
  /** Who committed it, as the commit says; unknown where the clone does not hold that commit. */
  readonly commit?: string;
  readonly author?: string;
}

/** An item that a person refused by deleting its file. */
export interface Refused {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  /** Where its file stood. */
  readonly path: string;
}

export interface PullReview {
  readonly problems: readonly Problem[];
  readonly candidates: readonly Candidate[];
  readonly refused: readonly Refused[];
}

export interface PullChange {
  readonly base: Shelf;
  readonly head: Shelf;
  /** Files that the pull request changes, from where it left its base. */
  readonly changed: readonly ChangedFile[];
  /** The commit that brought a file, and whether a run of airsmith on this pull request made it. */
  readonly broughtBy: (
    path: string,
  ) => { readonly commit: string; readonly author: string; readonly own: boolean } | undefined;
}

export function reviewPull(change: PullChange): PullReview {
  const { base, head, changed } = change;
  const { added, touched } = pathsOf(changed, head.folder);
  const has = new Set(head.records.map(({ hash }) => hash));
  const buried = buriedHashes(head.records);
  const basePaths = new Set(base.paths);
  const atPath = new Map(base.records.map((stored) => [base.fileOf(stored.hash) ?? '', stored]));
  const spoiled = touched
    .filter((path) => basePaths.has(path))
    .filter((path) => {
      const hash = atPath.get(path)?.hash;
      // Packed, or taken out with a tombstone: nothing is lost, or a person says so in a record of its own.
      return hash === undefined || (!has.has(hash) && !buried.has(hash));
    });
  const strangers = head.records.filter(({ hash }) => {
    const path = head.fileOf(hash);
    return path !== undefined && added.has(path) && change.broughtBy(path)?.own !== true;
  });
  const problems = [
    ...spoiled.map((path) =>
      complaint('AS6052', 'error', `${path} is a record of the base, and is changed or deleted here`, path),
    ),
    ...head.problems.filter(
      ({ position: at }) => at !== undefined && added.has(at.path) && !basePaths.has(at.path),
    ),
    ...strangers.flatMap(({ hash, record }) =>
      record.schema === 'evidence/1' ? evidenceProblems(record, head.fileOf(hash) ?? head.folder) : [],
    ),
  ];
  return {
    problems,
    candidates: strangers
      .map((stored) => candidate(stored, change))
      .sort((a, b) => byCodeUnit(a.path, b.path)),
    refused: refusedIn(change, added),
  };
}

/** Records that are new, and those that are no longer what they were. Git finds renames where there are none. */
function pathsOf(changed: readonly ChangedFile[], folder: string) {
  const isRecord = (path: string) => path.startsWith(`${folder}/`) && /\.jsonl?$/.test(path);
  const added = changed.filter(({ status }) => status !== 'deleted').map(({ path }) => path);
  const touched = changed.flatMap(({ path, status, previousPath }) => {
    if (status === 'renamed') return previousPath === undefined ? [] : [previousPath];
    return status === 'added' ? [] : [path];
  });
  return { added: new Set(added.filter(isRecord)), touched: touched.filter(isRecord) };
}

function candidate({ hash, record }: Stored, { head, broughtBy }: PullChange): Candidate {
  const path = head.fileOf(hash) ?? '';
  const by = broughtBy(path);
  return {
    path,
    kind: kindOf(record),
    title: nameOf(record),
    ...(by ? { commit: by.commit, author: by.author } : {}),
  };
}

function nameOf(record: LearningRecord): string {
  switch (record.schema) {
    case 'pattern/1':
    case 'fix/1':
      return record.title;
    case 'error/1':
      return `${record.class}: ${record.pattern}`;
    case 'library/1':
    case 'component/1':
      return record.name;
    case 'fallback/1':
      return `${record.library} ${record.function}`;
    default:
      return titleOf(record);
  }
}

/**
 * Items that evidence of this pull request introduced, and whose file is gone while the evidence stayed: a person
 * deleted it. Where the evidence is gone too, the whole run was taken back, which says nothing about the item.
 */
function refusedIn({ base, head }: PullChange, added: ReadonlySet<string>): readonly Refused[] {
  const known = new Set([...idsIn(base), ...base.knowledge.rejected, ...head.knowledge.rejected]);
  const standing = new Set(head.records.flatMap(({ record }) => itemOf(record) ?? []));
  const paths = new Set(head.paths);
  const refused = new Map<string, Refused>();
  for (const { hash, record } of head.records) {
    if (record.schema !== 'evidence/1' || !record.outcome.proven) continue;
    if (!added.has(head.fileOf(hash) ?? '')) continue;
    for (const definition of record.introduces) {
      const id = definitionId(definition);
      const { path } = recordFile(definition, head.folder);
      if (known.has(id) || standing.has(id) || paths.has(path)) continue;
      refused.set(id, { id, kind: kindOf(definition), title: nameOf(definition), path });
    }
  }
  return [...refused.values()].sort((a, b) => byCodeUnit(a.id, b.id));
}

function idsIn({ records }: Shelf): readonly string[] {
  return records.flatMap(({ record }) => {
    const own = itemOf(record);
    const embedded: readonly Definition[] = record.schema === 'evidence/1' ? record.introduces : [];
    return [...(own === undefined ? [] : [own]), ...embedded.map(definitionId)];
  });
}
