/** Everything that is known of one entry: what it is, what carries it, and which runs prove it. */

import { byCodeUnit } from '../canonical.js';
import type { Counts, CountsByPlace, ShippedPart, Tally } from '../knowledge.js';
import { definitionId, type Evidence, type LearningRecord } from '../records.js';
import type { Seen } from '../seen.js';
import { confidenceOf, NOTHING } from '../weight.js';
import { type Entry, entries } from './find.js';
import type { Shelf } from './shelf.js';

/** A run that an item was carried by. */
export interface Provenance {
  readonly evidence: string;
  readonly file?: string;
  readonly run: string;
  readonly at: string;
  readonly origin: string;
  readonly spec: string;
  readonly proven: boolean;
  readonly firstAttempt: boolean;
  /** The run brought the item first. */
  readonly introduced: boolean;
  /** How it was part of the run. */
  readonly role: 'used' | 'found' | 'met' | 'mended' | 'proven' | 'imported' | 'introduced';
}

export interface Explanation {
  readonly entry: Entry;
  readonly files: readonly string[];
  /** The definition or the record itself. */
  readonly record?: LearningRecord;
  readonly status?: string;
  /** Of an error: the class that holds, whether the machine or a person said it. */
  readonly class?: string;
  readonly confidence?: number;
  readonly margin?: number;
  readonly tally?: Tally;
  /** Of a pattern: in which code it was read. */
  readonly seen?: Seen;
  /** What of it ships with airsmith. */
  readonly shipped?: ShippedPart;
  readonly provenance: readonly Provenance[];
  /** Confidence after each run that counted, oldest first; without what ships with airsmith. */
  readonly history: readonly {
    readonly at: string;
    readonly run: string;
    readonly confidence: number;
    readonly margin: number;
  }[];
  /** Items that were carried together with it, the most frequent first. */
  readonly combinations: readonly {
    readonly id: string;
    readonly title: string;
    readonly together: number;
    readonly proven: number;
  }[];
  /** What people said about it. */
  readonly decisions: readonly { readonly kind: string; readonly why: string; readonly file?: string }[];
}

interface Carrier {
  readonly hash: string;
  readonly evidence: Evidence;
}

/** Explains an entry of the store. */
export function explain(shelf: Shelf, entry: Entry): Explanation {
  const { knowledge, records } = shelf;
  const all = records.flatMap(({ hash, record }) =>
    record.schema === 'evidence/1' ? [{ hash, evidence: record }] : [],
  );
  const carriers = all
    .flatMap(({ hash, evidence }) => {
      const role = roleOf(entry, hash, evidence);
      return role ? [{ hash, evidence, role }] : [];
    })
    .sort((a, b) => inOrder(a.evidence, b.evidence) || byCodeUnit(a.hash, b.hash));
  const item = knowledge.patterns.get(entry.id) ?? knowledge.fixes.get(entry.id);
  const record = item?.definition ?? recordOf(shelf, entry);
  const part = knowledge.shipped?.get(entry.id);
  const holds = entry.kind === 'error' ? knowledge.errors.get(entry.id)?.class : undefined;
  return {
    entry,
    files: entry.hashes.flatMap((hash) => shelf.fileOf(hash) ?? []),
    ...(record ? { record } : {}),
    ...(holds === undefined ? {} : { class: holds }),
    ...(item
      ? { status: item.status, confidence: item.confidence, margin: item.margin, tally: item.tally }
      : {}),
    ...(item && 'seen' in item && item.seen ? { seen: item.seen } : {}),
    ...(part ? { shipped: part } : {}),
    provenance: carriers.map(({ hash, evidence, role }) => provenance(shelf, entry, hash, evidence, role)),
    history: item ? historyOf(shelf, carriers) : [],
    combinations: item ? combinationsOf(shelf, entry.id) : [],
    decisions: decisionsOn(shelf, entry),
  };
}

function roleOf(
  { kind, id, title }: Entry,
  hash: string,
  evidence: Evidence,
): Provenance['role'] | undefined {
  const errors = evidence.attempts.flatMap((attempt) => attempt.errors);
  if (kind === 'evidence') return hash === id ? 'proven' : undefined;
  if (kind === 'component') return evidence.component === id ? 'proven' : undefined;
  if (kind === 'library') {
    const loaded = evidence.environments.some(({ libraries }) =>
      libraries.some(({ name }) => name === title),
    );
    return loaded ? 'imported' : undefined;
  }
  if (evidence.choice.items.some((item) => item.id === id)) return 'used';
  if (evidence.found.includes(id)) return 'found';
  if (errors.some((error) => error.id === id)) return 'met';
  return errors.some(({ fix }) => fix === id) ? 'mended' : undefined;
}

function provenance(
  shelf: Shelf,
  entry: Entry,
  hash: string,
  evidence: Evidence,
  role: Provenance['role'],
): Provenance {
  const file = shelf.fileOf(hash);
  const { run, outcome, spec } = evidence;
  return {
    evidence: hash,
    ...(file ? { file } : {}),
    run: run.id,
    at: run.at,
    origin: run.origin,
    spec: `${spec.name} (${spec.path})`,
    proven: outcome.proven,
    firstAttempt: outcome.first_attempt,
    introduced: evidence.introduces.some((definition) => definitionId(definition) === entry.id),
    role,
  };
}

function recordOf(shelf: Shelf, { kind, id, title, hashes }: Entry): LearningRecord | undefined {
  const { errors, libraries, fallbacks, components } = shelf.knowledge;
  if (kind === 'fallback') return fallbacks.get(id)?.definition;
  if (kind === 'error') return errors.get(id)?.definition;
  if (kind === 'library') return libraries.get(title)?.definition;
  if (kind === 'component') return components.get(id)?.definition;
  return shelf.records.find(({ hash }) => hashes.includes(hash))?.record;
}

/** Confidence after each subject’s first run, weighed as the whole is; later runs of a subject change no first attempt. */
function historyOf({ weighing, knowledge }: Shelf, carriers: readonly Carrier[]): Explanation['history'] {
  const { own = () => true, asOf } = weighing;
  const seen = new Set<string>();
  const history = new Map<string, CountsByPlace>();
  return carriers.flatMap(({ hash, evidence }) => {
    if (seen.has(evidence.subject) || !knowledge.subjects.has(evidence.subject)) return [];
    seen.add(evidence.subject);
    const month = evidence.run.at.slice(0, 7);
    const before = history.get(month) ?? { ...NOTHING, foreign: NOTHING };
    const { first_attempt: firstAttempt, proven } = evidence.outcome;
    const foreign = !own(evidence.run.origin, hash);
    history.set(month, {
      ...withOne(before, firstAttempt, proven),
      foreign: foreign ? withOne(before.foreign, firstAttempt, proven) : before.foreign,
    });
    return [{ at: evidence.run.at, run: evidence.run.id, ...confidenceOf({ history }, asOf) }];
  });
}

function withOne(counts: Counts, firstAttempt: boolean, proven: boolean): Counts {
  return {
    subjects: counts.subjects + 1,
    firstAttempt: counts.firstAttempt + (firstAttempt ? 1 : 0),
    proven: counts.proven + (proven ? 1 : 0),
  };
}

function combinationsOf(shelf: Shelf, id: string): Explanation['combinations'] {
  const titles = new Map(entries(shelf).map((entry) => [entry.id, entry.title]));
  return shelf.knowledge
    .combinations(id)
    .flatMap(({ items, subjects, proven }) => {
      const other = items.find((item) => item !== id) ?? id;
      const title = titles.get(other);
      return title === undefined ? [] : [{ id: other, title, together: subjects, proven }];
    })
    .slice(0, 10);
}

function decisionsOn(shelf: Shelf, { id }: Entry): Explanation['decisions'] {
  return shelf.records.flatMap(({ hash, record }) => {
    const about =
      record.schema === 'rejection/1'
        ? record.item
        : record.schema === 'retraction/1'
          ? record.evidence
          : record.schema === 'relabel/1'
            ? record.error
            : undefined;
    if (about !== id || !('why' in record)) return [];
    const file = shelf.fileOf(hash);
    const kind =
      record.schema === 'relabel/1' ? `relabel to ${record.class}` : record.schema.replace('/1', '');
    return [{ kind, why: record.why, ...(file ? { file } : {}) }];
  });
}

function inOrder(a: Evidence, b: Evidence): number {
  return a.run.number - b.run.number || a.run.attempt - b.run.attempt || byCodeUnit(a.run.id, b.run.id);
}
