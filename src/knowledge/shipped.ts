/**
 * What ships with airsmith, beside what a repository learned itself. It fills in where nothing is known, gives way with each
 * observation made here, and is silent after a few. Metrics, components and everything that is counted stay the repository's own.
 */

import { fold } from './fold.js';
import type { FixItem, FixTrials, Item, Knowledge, ShippedPart, Tally } from './knowledge.js';
import type { FixRecord, PatternRecord } from './records.js';
import { isEvidence, type Stored } from './records.js';
import { withSeen } from './seen.js';
import { statusOf } from './tally.js';
import { besideShipped, roomForShipped } from './weight.js';

/** What people decide about a record, be it theirs or a shipped one. */
const DECISIONS: ReadonlySet<string> = new Set(['rejection/1', 'retraction/1', 'relabel/1', 'tombstone/1']);

/**
 * The records of `shipped` that count beside `records`: those that the repository does not hold itself, and no evidence of a subject
 * that was observed here.
 */
export function shippedBeside(
  own: Pick<Knowledge, 'subjects'>,
  records: readonly Stored[],
  shipped: readonly Stored[],
): readonly Stored[] {
  const here = new Set(records.map(({ hash }) => hash));
  return shipped.filter(
    (stored) =>
      !here.has(stored.hash) &&
      !(isEvidence(stored) && own.subjects.has((stored.sighting ?? stored.record).subject)),
  );
}

/** `own`, a fold over `records`, with what `shipped` adds to it; people's decisions among `records` hold for both. */
export function withShipped(
  own: Knowledge,
  records: readonly Stored[],
  shipped: readonly Stored[],
  asOf?: string,
): Knowledge {
  const beside = shippedBeside(own, records, shipped);
  if (beside.length === 0) return own;
  const said = records.filter((stored) => !isEvidence(stored) && DECISIONS.has(stored.record.schema));
  const there = fold([...beside, ...said], { own: () => false, ...(asOf === undefined ? {} : { asOf }) });
  const parts = new Map<string, ShippedPart>();
  const note = (id: string, subjects: number, alone: boolean, counts: boolean) =>
    parts.set(id, { subjects, alone, counts });

  const patterns = joined(own.patterns, there.patterns, (mine, theirs) => {
    const counts = mine === undefined || roomForShipped(ownSubjects(mine.tally)) > 0;
    note(theirs.id, theirs.tally.subjects, mine === undefined, counts);
    const item = mine && counts ? together(mine, theirs, asOf) : (mine ?? theirs);
    return withSeen(item, item.seen ?? theirs.seen);
  });
  const fixes = joined(own.fixes, there.fixes, (mine, theirs) => {
    const counts = mine === undefined || roomForShipped(mine.helped + mine.failed) > 0;
    note(theirs.id, theirs.helped + theirs.failed, mine === undefined, counts);
    return mine && counts ? fixTogether(mine, theirs) : (mine ?? theirs);
  });
  // Of these nothing is weighed: what the repository holds itself is enough.
  const plain = <Value extends { readonly id: string }>(
    mine: ReadonlyMap<string, Value>,
    theirs: ReadonlyMap<string, Value>,
    subjects: (value: Value) => number,
  ) =>
    joined(mine, theirs, (known, other) => {
      note(other.id, subjects(other), known === undefined, known === undefined);
      return known ?? other;
    });
  return {
    ...own,
    patterns,
    fixes,
    errors: plain(own.errors, there.errors, ({ subjects }) => subjects),
    fallbacks: plain(own.fallbacks, there.fallbacks, ({ tally }) => tally.subjects),
    libraries: plain(own.libraries, there.libraries, ({ matrix }) => matrix.length),
    shipped: parts,
  };
}

function joined<Key, Value>(
  mine: ReadonlyMap<Key, Value>,
  theirs: ReadonlyMap<Key, Value>,
  join: (mine: Value | undefined, theirs: Value) => Value,
): ReadonlyMap<Key, Value> {
  const all = new Map(mine);
  for (const [key, value] of theirs) all.set(key, join(mine.get(key), value));
  return all;
}

function ownSubjects({ subjects, foreign }: Tally): number {
  return subjects - foreign.subjects;
}

function together<One extends Item<PatternRecord | FixRecord>>(
  mine: One,
  theirs: One,
  asOf: string | undefined,
): One {
  const tally = tallyTogether(mine.tally, theirs.tally);
  const confidence = besideShipped(mine.tally, theirs.tally, asOf);
  const status = statusOf(tally, confidence, mine.status === 'rejected');
  return { ...mine, ...confidence, tally, status };
}

/** No subject is in both, so that counts add up; whether two specs are one, by their class, is not known: the larger number is safe. */
function tallyTogether(mine: Tally, theirs: Tally): Tally {
  const history = new Map(mine.history);
  for (const [month, counts] of theirs.history) {
    const before = history.get(month);
    history.set(
      month,
      before ? { ...summed(before, counts), foreign: summed(before.foreign, counts) } : counts,
    );
  }
  return {
    ...mine,
    ...summed(mine, theirs),
    foreign: summed(mine.foreign, theirs),
    used: mine.used + theirs.used,
    found: mine.found + theirs.found,
    specs: Math.max(mine.specs, theirs.specs),
    airflow: added(mine.airflow, theirs.airflow, (a, b) => ({
      proven: a.proven + b.proven,
      failed: a.failed + b.failed,
    })),
    kinds: added(mine.kinds, theirs.kinds, (a, b) => a + b),
    categories: added(mine.categories, theirs.categories, (a, b) => a + b),
    history: new Map([...history].sort(([a], [b]) => (a < b ? -1 : 1))),
    evidence: [...mine.evidence, ...theirs.evidence].sort(),
  };
}

type Summed = Pick<Tally, 'subjects' | 'firstAttempt' | 'proven'>;

function summed(a: Summed, b: Summed): Summed {
  return {
    subjects: a.subjects + b.subjects,
    firstAttempt: a.firstAttempt + b.firstAttempt,
    proven: a.proven + b.proven,
  };
}

function added<Key, Value>(
  mine: ReadonlyMap<Key, Value>,
  theirs: ReadonlyMap<Key, Value>,
  sum: (a: Value, b: Value) => Value,
): ReadonlyMap<Key, Value> {
  return joined(mine, theirs, (a, b) => (a === undefined ? b : sum(a, b)));
}

/** The trials of one case are weighed like observations: each one made here takes the place of a shipped one. */
function fixTogether(mine: FixItem, theirs: FixItem): FixItem {
  const trials = new Map(mine.trials.map((trial) => [keyOf(trial), trial]));
  for (const trial of theirs.trials) {
    const known = trials.get(keyOf(trial));
    const share = shareOf(trial, roomForShipped((known?.helped ?? 0) + (known?.failed ?? 0)));
    trials.set(keyOf(trial), {
      ...trial,
      helped: (known?.helped ?? 0) + share.helped,
      failed: (known?.failed ?? 0) + share.failed,
    });
  }
  const joint = together(
    { ...mine, tally: effectsOf(mine) },
    { ...theirs, tally: effectsOf(theirs) },
    undefined,
  );
  return {
    ...mine,
    confidence: joint.confidence,
    margin: joint.margin,
    status: joint.status === 'rejected' || mine.status === 'retired' ? mine.status : theirs.status,
    helped: mine.helped + theirs.helped,
    failed: mine.failed + theirs.failed,
    trials: [...trials].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, trial]) => trial),
  };
}

function keyOf({ class: errorClass, airflow, kind }: FixTrials): string {
  return `${errorClass}\n${airflow}\n${kind}`;
}

/** At most `room` of a case's trials, in their proportion. */
function shareOf({ helped, failed }: FixTrials, room: number): Pick<FixTrials, 'helped' | 'failed'> {
  const all = Math.min(helped + failed, room);
  const good = helped + failed === 0 ? 0 : Math.round((all * helped) / (helped + failed));
  return { helped: good, failed: all - good };
}

/** A fix's tally says how components went that carried it; what it is judged by is how often it helped. */
function effectsOf({ helped, failed, tally }: FixItem): Tally {
  const counts = { subjects: helped + failed, firstAttempt: helped, proven: helped };
  const none = { subjects: 0, firstAttempt: 0, proven: 0 };
  return { ...tally, ...counts, foreign: none, history: new Map([['', { ...counts, foreign: none }]]) };
}
