/** The store in numbers. */

import { byCodeUnit } from '../canonical.js';
import type { Knowledge, Metrics, Status } from '../knowledge.js';
import { isEvidence } from '../records.js';
import type { Shelf } from './shelf.js';

const STATUSES: readonly Status[] = ['active', 'quarantined', 'observed', 'retired', 'rejected'];

export interface StoreFigures {
  readonly files: number;
  readonly evidence: number;
  readonly problems: number;
  /** Patterns by type, and fixes under `fix`: how many there are of each status. */
  readonly items: readonly {
    readonly type: string;
    readonly total: number;
    readonly status: { readonly [status in Status]: number };
  }[];
  readonly metrics: {
    readonly overall: Metrics;
    readonly categories: { readonly [category: string]: Metrics };
  };
  /** The most frequent first. */
  readonly errors: readonly {
    readonly id: string;
    readonly class: string;
    readonly pattern: string;
    readonly subjects: number;
    readonly fixed: number;
  }[];
  readonly fixes: readonly {
    readonly id: string;
    readonly title: string;
    readonly subjects: number;
    /** Subjects in which it was tried, or seen: what its confidence rests on. */
    readonly tried: number;
    readonly confidence: number;
    readonly margin: number;
  }[];
  readonly libraries: readonly {
    readonly name: string;
    readonly proven: readonly string[];
    readonly failed: readonly string[];
  }[];
  readonly components: number;
  /** Items that only ship with airsmith, and shipped observations that count beside those made here. */
  readonly shipped: { readonly items: number; readonly evidence: number };
}

/** Counts of a store, in an order that depends on nothing but the store. */
export function figuresOf(shelf: Shelf, beside: Shelf = shelf): StoreFigures {
  const { knowledge, records } = shelf;
  return {
    files: shelf.paths.filter((path) => /\.jsonl?$/.test(path)).length,
    evidence: records.filter(({ record }) => record.schema === 'evidence/1').length,
    problems: shelf.problems.length,
    items: itemsOf(knowledge),
    metrics: {
      overall: knowledge.metrics.overall,
      categories: Object.fromEntries(knowledge.metrics.categories),
    },
    errors: [...knowledge.errors.values()]
      .map(({ id, definition, class: holds, subjects, fixed }) => ({
        id,
        class: holds,
        pattern: definition.pattern,
        subjects,
        fixed,
      }))
      .sort((a, b) => b.subjects - a.subjects || byCodeUnit(a.id, b.id)),
    fixes: [...knowledge.fixes.values()]
      .map(({ id, definition, tally, helped, failed, confidence, margin }) => ({
        id,
        title: definition.title,
        subjects: tally.subjects,
        tried: helped + failed,
        confidence,
        margin,
      }))
      .sort((a, b) => b.confidence - a.confidence || byCodeUnit(a.id, b.id)),
    libraries: [...knowledge.libraries.values()].map(({ definition, matrix }) => ({
      name: definition.name,
      proven: airflows(matrix, ({ proven }) => proven > 0),
      failed: airflows(matrix, ({ proven, failed }) => proven === 0 && failed > 0),
    })),
    components: knowledge.components.size,
    shipped: {
      items: [...(beside.knowledge.shipped?.values() ?? [])].filter(({ alone }) => alone).length,
      evidence: beside.records.filter(isEvidence).length - records.filter(isEvidence).length,
    },
  };
}

function itemsOf({ patterns, fixes }: Knowledge): StoreFigures['items'] {
  const byType = new Map<string, Status[]>();
  const add = (type: string, status: Status) => byType.set(type, [...(byType.get(type) ?? []), status]);
  for (const { definition, status } of patterns.values()) add(definition.type, status);
  for (const { status } of fixes.values()) add('fix', status);
  return [...byType]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([type, statuses]) => {
      const count = (status: Status) => statuses.filter((one) => one === status).length;
      const status = Object.fromEntries(STATUSES.map((one) => [one, count(one)])) as {
        [one in Status]: number;
      };
      return { type, total: statuses.length, status };
    });
}

type Row = { readonly airflow: string; readonly proven: number; readonly failed: number };

function airflows(matrix: readonly Row[], wanted: (row: Row) => boolean): readonly string[] {
  return [...new Set(matrix.filter(wanted).map(({ airflow }) => airflow))];
}
