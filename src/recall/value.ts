/**
 * What telling an item saves: how often its mistakes are made by whom nobody told, times the share that telling keeps away, times what
 * they cost. Pure: from counts of the store alone, so that the same store gives the same figure.
 */

import type { Spec } from '../flow.js';
import { type FixItem, guarded, type Knowledge, type PatternItem } from '../knowledge/index.js';

/** A call of an author, the unit of all values. */
const CALL = 1_000_000;
/** Running an edited draft takes half a second and no money. A known fix takes a run, and now and then one more. */
const MENDING = 2 * 10_000;
/** What a call reads and writes, as tokens to read; one that is written costs about five. */
const TOKENS_PER_CALL = 16_000;

/**
 * Share of first attempts that make a mistake of a class, before anything is known; it weighs as much as two attempts. What differs
 * between versions of Airflow goes wrong most often, then what runs elsewhere than the task, then what examples show.
 */
const PRIOR_RATE = 0.03;
const PRIOR_RATES: ReadonlyMap<string, number> = new Map([
  ['import', 0.1],
  ['provider', 0.1],
  ['dependency', 0.1],
  ['deferral', 0.08],
  ['trigger', 0.08],
  ['connection', 0.05],
  ['example', 0.05],
  ['request', 0.05],
]);
const PRIOR_ATTEMPTS = 2;
/** What is known of all kinds weighs as much as so many attempts of one kind, and what is known of the kind of one category. */
const PARENT_ATTEMPTS = 4;
/** Share that telling keeps away before it was seen to; this weighs as much as four attempts. A pattern may miss the point. */
const PRIOR_KEPT = { fix: 0.5, pattern: 0.25 } as const;
const PRIOR_TOLD = 4;

export interface Worth {
  /** Millionths of a call that telling it saves on the average. */
  readonly value: number;
  /** The same for each class of mistakes that it speaks of. */
  readonly parts: ReadonlyMap<string, number>;
  /** Share of these mistakes, between 0 and 1, that telling it keeps away. */
  readonly keeps: number;
  /** The class that most of the value comes from. */
  readonly main: Rate;
}

/** How often a class of mistakes was made in first attempts whose authors were told nothing of it. */
export interface Rate {
  readonly errorClass: string;
  readonly made: number;
  readonly attempts: number;
  /** Whose first attempts these are: those of the kind at hand, or of every kind where it has none. */
  readonly of: 'kind' | 'all';
  /** Wherever it was made: how often no known fix mended it. */
  readonly asked: number;
  readonly madeAnywhere: number;
  /** Smoothed probability, for the kind and category at hand. */
  readonly probability: number;
  /** Millionths of a call that one costs. */
  readonly cost: number;
}

type Known = Pick<Knowledge, 'first' | 'told' | 'fixes'>;

/** The worth of telling `item` to the author of `spec`. */
export function worthOf(
  item: PatternItem | FixItem,
  spec: Pick<Spec, 'kind' | 'category'>,
  knowledge: Known,
): Worth {
  const rates = classesOf(item).map((errorClass) => rateOf(errorClass, spec, knowledge));
  const none = rates.reduce((product, { probability }) => product * (1 - probability), 1);
  const keeps = keptShare(item, 1 - none, knowledge) * closeness(item, spec);
  const parts = new Map(
    rates.map(({ errorClass, probability, cost }) => [errorClass, probability * cost * keeps]),
  );
  const main = rates.reduce((best, rate) => (gain(rate) > gain(best) ? rate : best));
  return { value: sum(parts.values()), parts, keeps, main };
}

/** Millionths of a call that reading so many tokens costs. */
export function priceOf(tokens: number): number {
  return (tokens * CALL) / TOKENS_PER_CALL;
}

/** Classes of mistakes that an item speaks of; at least one. */
export function classesOf(item: PatternItem | FixItem): readonly string[] {
  const corrected = 'trials' in item ? item.trials.map((trials) => trials.class) : [];
  return guarded(item.definition, corrected);
}

function gain({ probability, cost }: Rate): number {
  return probability * cost;
}

interface Count {
  made: number;
  attempts: number;
  asked: number;
}

function rateOf(errorClass: string, { kind, category }: Pick<Spec, 'kind' | 'category'>, known: Known): Rate {
  const all: Count = { made: 0, attempts: 0, asked: 0 };
  const alike: Count = { made: 0, attempts: 0, asked: 0 };
  const here: Count = { made: 0, attempts: 0, asked: 0 };
  for (const cell of known.first) {
    const { made = 0, asked = 0, told = 0 } = cell.mistakes.get(errorClass) ?? {};
    const counts = [all, ...(cell.kind === kind ? [alike] : [])];
    if (cell.kind === kind && cell.category === category) counts.push(here);
    for (const count of counts) {
      count.made += made;
      count.asked += asked;
      count.attempts += cell.subjects - told;
    }
  }
  const prior = PRIOR_RATES.get(errorClass.split('.')[0] ?? '') ?? PRIOR_RATE;
  const anywhere = shrunk(all, prior, PRIOR_ATTEMPTS);
  const ofKind = shrunk(alike, anywhere, PARENT_ATTEMPTS);
  const shown = alike.attempts > 0 ? alike : all;
  const asked = (all.asked + (isMended(errorClass, known) ? 0 : 1)) / (all.made + 1);
  return {
    errorClass,
    made: shown.made,
    attempts: shown.attempts,
    of: alike.attempts > 0 ? 'kind' : 'all',
    asked: all.asked,
    madeAnywhere: all.made,
    probability: shrunk(here, ofKind, PARENT_ATTEMPTS),
    cost: asked * CALL + (1 - asked) * MENDING,
  };
}

function shrunk({ made, attempts }: Count, parent: number, weight: number): number {
  return (made + weight * parent) / (attempts + weight);
}

/** Whether the store knows a fix, made by a program, that helped against the class more often than not. */
function isMended(errorClass: string, { fixes }: Known): boolean {
  let classes = mended.get(fixes);
  if (classes === undefined) {
    const good = [...fixes.values()].filter(({ helped, failed }) => helped > failed);
    classes = new Set(
      good.filter((fix) => fix.definition.strategy.startsWith('edit.')).flatMap((fix) => classesOf(fix)),
    );
    mended.set(fixes, classes);
  }
  return classes.has(errorClass);
}

/** Asked once for each item of a store. */
const mended = new WeakMap<Known['fixes'], ReadonlySet<string>>();

/** Share of the mistakes, which are made with `probability` untold, that stayed away where the item was told. */
function keptShare({ id, definition }: PatternItem | FixItem, probability: number, known: Known): number {
  const { subjects = 0, kept = 0 } = known.told.get(id) ?? {};
  const prior = definition.schema === 'fix/1' ? PRIOR_KEPT.fix : PRIOR_KEPT.pattern;
  const still = shrunk(
    { made: subjects - kept, attempts: subjects, asked: 0 },
    probability * (1 - prior),
    PRIOR_TOLD,
  );
  return Math.max(0, 1 - still / probability);
}

/** How close a pattern is to the spec, up to 1. What a fix is about is counted by kind and category already. */
function closeness(
  { tally, definition }: PatternItem | FixItem,
  spec: Pick<Spec, 'kind' | 'category'>,
): number {
  if (definition.schema === 'fix/1') return 1;
  const near = (tally.categories.has(spec.category) ? 3 : 0) + (tally.kinds.has(spec.kind) ? 2 : 0);
  return (5 + near + (definition.libraries.length > 0 ? 2 : 0)) / 12;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
