/** What one state of a store knows more than another: the diff of a pull request, in words instead of files. */

import { byCodeUnit } from '../canonical.js';
import { fold } from '../fold.js';
import type { Item, Knowledge, Metrics, Status } from '../knowledge.js';
import type { Confidence } from '../posterior.js';
import type { Decision, FixRecord, PatternRecord, Stored } from '../records.js';
import { itemOf, type Shelf } from './shelf.js';

export type Change = 'new' | 'strengthened' | 'weakened' | 'seen' | 'rejected' | 'gone';

export interface TaughtItem {
  readonly kind: 'pattern' | 'fix' | 'error' | 'library' | 'component';
  readonly id: string;
  readonly title: string;
  readonly change: Change;
  readonly before?: Confidence & { readonly status: Status };
  readonly after?: Confidence & { readonly status: Status };
  /** Subjects that carry or met it, afterwards. */
  readonly subjects: number;
  readonly file?: string;
}

export interface Taught {
  readonly items: readonly TaughtItem[];
  /** Evidence that came. */
  readonly runs: readonly {
    readonly id: string;
    readonly run: string;
    readonly origin: string;
    readonly spec: string;
    readonly proven: boolean;
    readonly attempts: number;
    readonly microDollars: number;
    readonly file?: string;
  }[];
  readonly decisions: readonly (Decision & { readonly file?: string })[];
  /** Records of the base that are no longer there. */
  readonly lost: readonly string[];
  readonly before: Metrics;
  readonly after: Metrics;
}

/**
 * What `head` teaches on top of `base`. Records of both count afterwards, as they will after the merge. `left` is the
 * state at which the two parted: what it held, and `head` does not, was deleted.
 */
export function taught(base: Shelf, head: Shelf, left: Shelf = base): Taught {
  const had = new Set(base.records.map(({ hash }) => hash));
  const has = new Set(head.records.map(({ hash }) => hash));
  const came = head.records.filter(({ hash }) => !had.has(hash));
  const kept = new Set(left.records.map(({ hash }) => hash).filter((hash) => !has.has(hash)));
  const after = fold([...base.records.filter(({ hash }) => !kept.has(hash)), ...came], base.weighing);
  return {
    items: itemsOf(base.knowledge, after, head),
    runs: came.flatMap(({ hash, record }) => {
      if (record.schema !== 'evidence/1') return [];
      const file = head.fileOf(hash);
      return [
        {
          id: hash,
          run: record.run.id,
          origin: record.run.origin,
          spec: record.spec.name,
          proven: record.outcome.proven,
          attempts: record.attempts.length,
          microDollars: record.attempts.reduce((sum, attempt) => sum + attempt.micro_dollars, 0),
          ...(file ? { file } : {}),
        },
      ];
    }),
    decisions: came.flatMap((stored) => decisionOf(stored, head)),
    lost: left.records
      .filter(({ hash }) => kept.has(hash) && had.has(hash))
      .map(({ hash }) => left.fileOf(hash) ?? hash)
      .sort(byCodeUnit),
    before: base.knowledge.metrics.overall,
    after: after.metrics.overall,
  };
}

function decisionOf({ hash, record }: Stored, head: Shelf): Taught['decisions'] {
  switch (record.schema) {
    case 'rejection/1':
    case 'retraction/1':
    case 'relabel/1':
    case 'tombstone/1': {
      const file = head.fileOf(hash);
      return [{ ...record, ...(file ? { file } : {}) }];
    }
    default:
      return [];
  }
}

function itemsOf(before: Knowledge, after: Knowledge, head: Shelf): readonly TaughtItem[] {
  const files = new Map<string, string>();
  for (const { hash, record } of head.records) {
    const id = itemOf(record);
    const file = head.fileOf(hash);
    if (id && file && !files.has(id)) files.set(id, file);
  }
  const withFile = (item: Omit<TaughtItem, 'file'>): TaughtItem => {
    const file = files.get(item.id);
    return { ...item, ...(file ? { file } : {}) };
  };
  const scored = (
    kind: 'pattern' | 'fix',
    was: ReadonlyMap<string, Scored>,
    is: ReadonlyMap<string, Scored>,
  ) =>
    [...new Set([...was.keys(), ...is.keys()])].flatMap((id) =>
      scoredItem(kind, id, was.get(id), is.get(id)),
    );
  const errors = [...after.errors.values()].flatMap(
    ({ id, definition, subjects }): Omit<TaughtItem, 'file'>[] => {
      const known = before.errors.get(id);
      if (known?.subjects === subjects) return [];
      const title = `${definition.class}: ${definition.pattern}`;
      return [{ kind: 'error', id, title, change: known ? 'seen' : 'new', subjects }];
    },
  );
  const libraries = [...after.libraries.values()].flatMap(
    ({ id, definition, matrix }): Omit<TaughtItem, 'file'>[] => {
      const known = before.libraries.get(definition.name);
      const ran = (rows: typeof matrix) => rows.reduce((sum, row) => sum + row.proven + row.failed, 0);
      const subjects = ran(matrix);
      if (known && ran(known.matrix) === subjects) return [];
      return [{ kind: 'library', id, title: definition.name, change: known ? 'seen' : 'new', subjects }];
    },
  );
  const components = [...after.components.values()]
    .filter(({ id }) => !before.components.has(id))
    .map(({ id, definition, evidence }): Omit<TaughtItem, 'file'> => {
      return { kind: 'component', id, title: definition.name, change: 'new', subjects: evidence.length };
    });
  return [
    ...scored('pattern', before.patterns, after.patterns),
    ...scored('fix', before.fixes, after.fixes),
    ...errors,
    ...libraries,
    ...components,
  ].map(withFile);
}

type Scored = Item<PatternRecord | FixRecord>;

function scoredItem(
  kind: 'pattern' | 'fix',
  id: string,
  was: Scored | undefined,
  is: Scored | undefined,
): readonly Omit<TaughtItem, 'file'>[] {
  const change = changeOf(was, is);
  const named = is ?? was;
  if (change === undefined || !named) return [];
  return [
    {
      kind,
      id,
      title: named.definition.title,
      change,
      subjects: named.tally.subjects,
      ...(was ? { before: stateOf(was) } : {}),
      ...(is ? { after: stateOf(is) } : {}),
    },
  ];
}

function changeOf(was: Scored | undefined, is: Scored | undefined): Change | undefined {
  if (!is) return was ? 'gone' : undefined;
  if (is.status === 'rejected') return was?.status === 'rejected' ? undefined : 'rejected';
  if (!was) return 'new';
  if (
    was.tally.subjects === is.tally.subjects &&
    was.confidence === is.confidence &&
    was.status === is.status
  )
    return undefined;
  if (is.confidence === was.confidence) return 'seen';
  return is.confidence > was.confidence ? 'strengthened' : 'weakened';
}

function stateOf({ confidence, margin, status }: Scored): Confidence & { readonly status: Status } {
  return { confidence, margin, status };
}
