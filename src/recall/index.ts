/** Which of the learned items an author is told: few, filtered hard, each with a reason; or none. No I/O, no clock. */

import { createHash } from 'node:crypto';
import type { Briefing, BriefingItem, Consideration, Spec } from '../flow.js';
import { byCodeUnit, type Knowledge, showConfidence } from '../knowledge/index.js';
import { type Candidate, type PassedOver, type Sorting, sortOut } from './candidates.js';

/** Two or three focused items beat many. */
const MAX_ITEMS = 3;
/** Share of briefings, in per mille, in which an unproven item takes the last place from a proven one: that is how it gets proven. */
const TRIAL_SHARE = 250;
const MAX_TOKENS = 2500;
const CHARACTERS_PER_TOKEN = 4;
/** Enough for a person to follow; more would bury the reasons. */
const MAX_PASSED_OVER_SHOWN = 20;

export interface RecallOptions {
  /** Airflow versions that the component will be run on; an item must be proven on all of them. */
  readonly airflow?: readonly string[];
  /** Decides which unproven item is tried, together with the spec's bytes, so that a re-run of the same work agrees. */
  readonly seed?: string;
}

/** Chooses what to tell the author of `spec`. The same arguments give the same briefing. */
export function recall(
  spec: Spec,
  knowledge: Knowledge,
  { airflow = [], seed = '' }: RecallOptions = {},
): Briefing {
  const sorting = sortOut(spec, knowledge, airflow);
  const proven = sorting.candidates.filter(({ trial }) => !trial).sort(byRank);
  const trials = sorting.candidates.filter(({ trial }) => trial);
  const dice = diceOf(`${seed}\n${spec.fingerprint}`);

  const best = pick(proven, MAX_ITEMS);
  const crowded = best.length === MAX_ITEMS;
  const chosen = crowded && trials.length > 0 && dice % 1000 < TRIAL_SHARE ? best.slice(0, -1) : best;
  const eligible = trials.filter((candidate) => obstacleAmong(candidate, chosen) === undefined);
  const trial = eligible[Math.floor(dice / 1000) % Math.max(1, eligible.length)];
  const share = Math.max(1, Math.round((crowded ? TRIAL_SHARE : 1000) / Math.max(1, eligible.length)));
  return briefing(spec, knowledge, sorting, trial ? [...chosen, trial] : chosen, share);
}

/** The first of `ranked` that go together. */
function pick(ranked: readonly Candidate[], limit: number): readonly Candidate[] {
  const taken: Candidate[] = [];
  for (const candidate of ranked) {
    if (taken.length === limit) break;
    if (obstacleAmong(candidate, taken) === undefined) taken.push(candidate);
  }
  return taken;
}

function briefing(
  spec: Spec,
  knowledge: Knowledge,
  sorting: Sorting,
  chosen: readonly Candidate[],
  share: number,
): Briefing {
  const ids = new Set(chosen.map(({ item }) => item.id));
  const others = sorting.candidates.filter(({ item }) => !ids.has(item.id)).sort(byRank);
  const shown = others.slice(0, MAX_PASSED_OVER_SHOWN);
  const passedOver = [
    ...shown.map((candidate) => consideration(candidate, false, whyNot(candidate, chosen), 0)),
    ...sorting.passedOver
      .slice(0, MAX_PASSED_OVER_SHOWN - shown.length)
      .map((item) => consideration(item, false, item.reason, 0)),
  ];
  return {
    strategy: strategyOf(chosen),
    probability: 1000,
    considered: [
      ...chosen.map((candidate) =>
        consideration(candidate, true, whyChosen(candidate, spec, knowledge), candidate.trial ? share : 1000),
      ),
      ...passedOver,
    ],
    items: chosen.map(briefingItem),
  };
}

function strategyOf(chosen: readonly Candidate[]): string {
  if (chosen.length === 0) return 'none';
  return chosen.length === 1 ? 'one-item' : 'three-items';
}

/** Why a candidate cannot join those that are already chosen; undefined when it can. */
function obstacleAmong(candidate: Candidate, chosen: readonly Candidate[]): string | undefined {
  const twin = chosen.find(({ type }) => type === candidate.type && type !== 'import');
  if (twin) return `"${twin.title}" already speaks of ${candidate.type.replaceAll('_', ' ')}`;
  if (chosen.length >= MAX_ITEMS) return `${MAX_ITEMS} items are enough, and others come closer`;
  const length = [...chosen, candidate].reduce((sum, item) => sum + lengthOf(item), 0);
  return length > MAX_TOKENS * CHARACTERS_PER_TOKEN ? `would exceed ${MAX_TOKENS} tokens` : undefined;
}

function lengthOf({ title, when, notWhen, code }: Candidate): number {
  return title.length + when.length + notWhen.length + code.length;
}

function whyNot(candidate: Candidate, chosen: readonly Candidate[]): string {
  const fallback = 'unproven, and another item has the place for a trial';
  return (
    obstacleAmong(candidate, chosen) ??
    (candidate.trial ? fallback : 'an unproven item has its place, to be tried')
  );
}

/** Closest first, then the surest, then by id. */
function byRank(a: Candidate, b: Candidate): number {
  return (
    b.relevance - a.relevance || b.item.confidence - a.item.confidence || byCodeUnit(a.item.id, b.item.id)
  );
}

/** A number below 2^48 that looks random and is the same for the same text. */
function diceOf(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6);
}

function whyChosen({ item, trial }: Candidate, spec: Spec, { shipped: parts }: Knowledge): string {
  const { tally } = item;
  const known = `${tally.firstAttempt} of ${tally.subjects} components that carry it were right at the first attempt (${showConfidence(item)})`;
  const part = parts?.get(item.id);
  const shipped = part?.counts
    ? `; ${part.alone ? 'all of it' : `${part.subjects} of them`} shipped with airsmith`
    : '';
  const place = tally.categories.has(spec.category) ? `, also in ${spec.category}` : '';
  if (item.status === 'observed') return 'on trial: seen in code, not proven yet';
  return `${trial ? 'on trial: ' : ''}${known}${place}${shipped}`;
}

function consideration(
  of: Candidate | PassedOver,
  chosen: boolean,
  reason: string,
  probability = 0,
): Consideration {
  const { item, title, type } = of;
  return {
    id: item.id,
    title,
    type,
    chosen,
    reason,
    confidence: item.confidence,
    margin: item.margin,
    probability,
  };
}

function briefingItem({ item, title, when, notWhen, code }: Candidate): BriefingItem {
  return { id: item.id, title, when, notWhen, code };
}
