/**
 * What a pull request does to the store, seen from outside of it: records are only added; what its own runs wrote is
 * expected, anything else is a candidate; an item of its own that it took away again is refused. Pure.
 */

import type { Problem } from '../../flow.js';
import type { ChangedFile } from '../../ports.js';
import { byCodeUnit } from '../canonical.js';
import { recordFile } from '../layout.js';
import { type Definition, definitionId, isEvidence, type LearningRecord, type Stored } from '../records.js';
import { kindOf, titleOf } from './find.js';
import { evidenceProblems } from './inspect.js';
import { lossesOf, type Parted, type TakenBack } from './losses.js';
import { itemOf, placeOf, type Shelf } from './shelf.js';

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
  readonly takenBack: readonly TakenBack[];
}

export interface PullChange extends Parted {
  /** Files that the pull request changes, from where it left its base. */
  readonly changed: readonly ChangedFile[];
  /**
   * The commit that brought a file, and whether a run of airsmith on this pull request made it: the commit says so, and the forge
   * that airsmith’s own token pushed it.
   */
  readonly broughtBy: (
    path: string,
  ) => { readonly commit: string; readonly author: string; readonly own: boolean } | undefined;
}

export function reviewPull(change: PullChange): PullReview {
  const { base, head, changed } = change;
  const { added, touched } = pathsOf(changed, head.folder);
  const { problems: found, takenBack, spoiled } = lossesOf(change, touched);
  const known = new Set([...spoiled, ...base.problems.flatMap(({ position }) => position?.path ?? [])]);
  const newcomers = newcomersOf(change, added);
  const strangers = newcomers.filter((stored) => !isOwn(stored, change));
  const problems = [
    ...found,
    ...head.problems.filter(({ position: at }) => at && added.has(at.path) && !known.has(at.path)),
    // Whoever wrote them: a commit says of itself that a run made it.
    ...newcomers
      .filter(isEvidence)
      .flatMap((stored) => evidenceProblems(stored.record, placeOf(stored, head), nameOfFile(stored, head))),
  ];
  return {
    problems,
    candidates: strangers
      .map((stored) => candidate(stored, change))
      .sort((a, b) => byCodeUnit(a.path, b.path)),
    refused: refusedIn(change, newcomers),
    takenBack,
  };
}

/** Records that stand in a file that is new here, and that the base holds neither in a file of their own nor in a pack. */
function newcomersOf({ base, head }: PullChange, added: ReadonlySet<string>): readonly Stored[] {
  const known = new Set(base.records.map(({ hash }) => hash));
  return head.records.filter((stored) => !known.has(stored.hash) && added.has(placeOf(stored, head)));
}

/**
 * Whether a run of airsmith on this pull request wrote a record. Runs write evidence, definitions and
 * rejections, one a file; everything else is a person’s.
 */
function isOwn(stored: Stored, { head, broughtBy }: PullChange): boolean {
  const path = placeOf(stored, head);
  if (isPack(path) || broughtBy(path)?.own !== true) return false;
  return isEvidence(stored) || !['retraction/1', 'relabel/1', 'tombstone/1'].includes(stored.record.schema);
}

function isPack(path: string): boolean {
  return path.endsWith('.jsonl');
}

/** A file, and of a pack the row. */
function nameOfFile(stored: Stored, shelf: Shelf): string {
  const path = placeOf(stored, shelf);
  return isPack(path) ? `${path} (${stored.hash})` : path;
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

function candidate(stored: Stored, { head, broughtBy }: PullChange): Candidate {
  const { hash, record } = stored;
  const path = placeOf(stored, head);
  const by = broughtBy(path);
  return {
    path,
    kind: kindOf(record),
    title: isPack(path) ? `${nameOf(record)}, packed as ${hash}` : nameOf(record),
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
function refusedIn({ base, head }: PullChange, newcomers: readonly Stored[]): readonly Refused[] {
  const known = new Set([...idsIn(base), ...base.knowledge.rejected, ...head.knowledge.rejected]);
  const standing = new Set(head.records.flatMap(({ record }) => itemOf(record) ?? []));
  const paths = new Set(head.paths);
  const refused = new Map<string, Refused>();
  for (const { record } of newcomers.filter(isEvidence)) {
    // Without a component none of its files were written: that of an unproven spec, or of a run that was cancelled.
    if (record.component === undefined) continue;
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
