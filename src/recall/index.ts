/** Which of the learned items an author is told: few, filtered hard, each with a reason; or none. No I/O, no clock. */

import { createHash } from 'node:crypto';
import type { Briefing, BriefingItem, Consideration, Spec } from '../flow.js';
import { byCodeUnit, type Knowledge, showConfidence } from '../knowledge/index.js';
import { type Candidate, type PassedOver, sortOut } from './candidates.js';

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
  const { candidates, passedOver } = sortOut(spec, knowledge, airflow);
  const proven = candidates.filter(({ trial }) => !trial).sort(byRank);
  const trials = candidates.filter(({ trial }) => trial);
  const dice = diceOf(`${seed}\n${spec.fingerprint}`);
  const reasons = new Map<string, string>();
  const places = trials.length > 0 && dice % 1000 < TRIAL_SHARE ? MAX_ITEMS - 1 : MAX_ITEMS;
  const chosen = proven.reduce<readonly Candidate[]>((taken, candidate) => {
    const reason = unfit(candidate, taken, places);
    if (reason === undefined) return [...taken, candidate];
    reasons.set(candidate.item.id, reason);
    return taken;
  }, []);
  const eligible = trials.filter((candidate) => {
    const reason = unfit(candidate, chosen, MAX_ITEMS);
    reasons.set(candidate.item.id, reason ?? 'unproven, and another item has the place for a trial');
    return reason === undefined;
  });
  const trial = eligible.length === 0 ? undefined : eligible[Math.floor(dice / 1000) % eligible.length];
  return briefing(
    spec,
    trial ? [...chosen, trial] : chosen,
    candidates,
    passedOver,
    reasons,
    trialProbability(eligible, chosen),
  );
}

/** Probability of the one trial that was drawn, in per mille: its share among the eligible, where a place was free. */
function trialProbability(eligible: readonly Candidate[], chosen: readonly Candidate[]): number {
  const share = chosen.length === MAX_ITEMS - 1 ? TRIAL_SHARE : 1000;
  return eligible.length === 0 ? 0 : Math.max(1, Math.round(share / eligible.length));
}

function briefing(
  spec: Spec,
  chosen: readonly Candidate[],
  candidates: readonly Candidate[],
  passedOver: readonly PassedOver[],
  reasons: ReadonlyMap<string, string>,
  trialChance: number,
): Briefing {
  const ids = new Set(chosen.map(({ item }) => item.id));
  const probability = (candidate: Candidate) =>
    candidate === trial ? Math.round((1000 * MAX_TRIALS) / eligible.length) : 1000;
  return {
    strategy: strategyOf(chosen),
    probability: 1000,
    considered: [
      ...chosen.map((candidate) =>
        consideration(candidate, true, whyChosen(candidate, spec), probability(candidate)),
      ),
      ...[
        ...candidates
          .filter(({ item }) => !ids.has(item.id))
          .sort(byRank)
          .map((candidate) => consideration(candidate, false, reasons.get(candidate.item.id) ?? 'outranked')),
        ...passedOver.map((item) => consideration(item, false, item.reason)),
      ].slice(0, MAX_PASSED_OVER_SHOWN),
    ],
    items: chosen.map(briefingItem),
  };
}

function strategyOf(chosen: readonly Candidate[]): string {
  if (chosen.length === 0) return 'none';
  return chosen.length === 1 ? 'one-item' : 'three-items';
}

/** Why a candidate cannot join those that are already chosen. */
function unfit(candidate: Candidate, chosen: readonly Candidate[], limit: number): string | undefined {
  const twin = chosen.find(
    ({ type, title }) => type === candidate.type && (title === candidate.title || type !== 'import'),
  );
  if (twin) return `"${twin.title}" already speaks of ${candidate.type.replaceAll('_', ' ')}`;
  if (chosen.length >= limit) return `${limit} items are enough, and these rank higher`;
  const used = [...chosen, candidate].reduce(
    (sum, { title, when, notWhen, code }) => sum + title.length + when.length + notWhen.length + code.length,
    0,
  );
  return used > MAX_TOKENS * CHARACTERS_PER_TOKEN ? `would exceed ${MAX_TOKENS} tokens` : undefined;
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

function whyChosen({ item, trial }: Candidate, spec: Spec): string {
  const { tally } = item;
  const known = `${tally.firstAttempt} of ${tally.subjects} components that carry it were right at the first attempt (${showConfidence(item)})`;
  const place = tally.categories.has(spec.category) ? `, also in ${spec.category}` : '';
  if (item.status === 'observed') return 'on trial: seen in code, not proven yet';
  return trial ? `on trial: ${known}${place}` : `${known}${place}`;
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
