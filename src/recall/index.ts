/** Which of the learned items an author is told: few, filtered hard, each with a reason; or none. No I/O, no clock. */

import { createHash } from 'node:crypto';
import type { Briefing, BriefingItem, Consideration, Spec } from '../flow.js';
import type { Knowledge } from '../knowledge/index.js';
import { type Candidate, type PassedOver, type Sorting, sortOut } from './candidates.js';
import { best, drawn, MAX_ITEMS, obstacleAmong, ranked } from './choose.js';
import { whyChosen, worthWords } from './reasons.js';

/** Share of briefings, in per mille, in which an unproven item takes the last place from a proven one: that is how it gets proven. */
const TRIAL_SHARE = 250;
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
  const trials = sorting.candidates.filter(({ trial }) => trial);
  const dice = diceOf(`${seed}\n${spec.fingerprint}`);

  const proven = best(
    sorting.candidates.filter(({ trial }) => !trial),
    MAX_ITEMS,
  );
  const crowded = proven.length === MAX_ITEMS;
  const chosen = crowded && trials.length > 0 && dice % 1000 < TRIAL_SHARE ? proven.slice(0, -1) : proven;
  const trial = drawn(trials, chosen, Math.floor(dice / 1000));
  const share = trial ? (trial.probability * (crowded ? TRIAL_SHARE : 1000)) / 1000 : 0;
  return briefing(
    spec,
    knowledge,
    sorting,
    // A place that nobody can be tried in stays with whom it was taken from.
    trial ? [...chosen, trial.candidate] : proven,
    Math.max(1, Math.round(share)),
  );
}

function briefing(
  spec: Spec,
  knowledge: Knowledge,
  sorting: Sorting,
  chosen: readonly Candidate[],
  share: number,
): Briefing {
  const ids = new Set(chosen.map(({ item }) => item.id));
  const others = ranked(
    sorting.candidates.filter(({ item }) => !ids.has(item.id)),
    [],
  );
  const shown = others.slice(0, MAX_PASSED_OVER_SHOWN);
  const passedOver = [
    ...shown.map((candidate) => consideration(candidate, false, whyNot(candidate, chosen, spec), 0)),
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

function whyNot(candidate: Candidate, chosen: readonly Candidate[], spec: Spec): string {
  const unproven = candidate.trial
    ? 'unproven, and another item has the place for a trial'
    : 'an unproven item has its place, to be tried';
  return `${obstacleAmong(candidate, chosen) ?? unproven}; ${worthWords(candidate, spec)}`;
}

/** A number below 2^48 that looks random and is the same for the same text. */
function diceOf(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6);
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
