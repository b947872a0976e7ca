/** The arms of an experiment: what an author is told besides the spec. Each is fixed for a spec before anything is asked. */

import type { Briefing, BriefingItem, Spec } from '../flow.js';
import { byCodeUnit, fold, type Knowledge, type Stored } from '../knowledge/index.js';
import { describe } from '../recall/candidates.js';
import { recall } from '../recall/index.js';
import { GENERAL_ADVICE, placeboFor } from './texts.js';

export const ARMS = ['none', 'static', 'placebo', 'top3', 'full'] as const;
export type Arm = (typeof ARMS)[number];

/** What every other arm is held against. */
export const BASELINE: Arm = 'none';

/** The store that the arms are given: frozen, so that no cell teaches another one. */
export interface FrozenStore {
  /** Records of the store. */
  readonly records: readonly Stored[];
  /** Whether they were made where the specs are; what was learned elsewhere counts less. */
  readonly own: boolean;
  /** What the code of the spec's house teaches besides. */
  readonly mined: readonly Stored[];
}

export interface Told {
  readonly briefing: Briefing;
  /** What mending and diagnosing may use: nothing but for the arms that have the store. */
  readonly knowledge: Knowledge;
}

const NOTHING = fold([]);
const MOST_TRUSTED = 3;

/** What the author of `spec` is told in an arm. The same arguments give the same. */
export function told(arm: Arm, spec: Spec, store: FrozenStore, airflow: readonly string[]): Told {
  switch (arm) {
    case 'none':
      return { briefing: briefingOf(arm, []), knowledge: NOTHING };
    case 'static':
      return { briefing: briefingOf(arm, [GENERAL_ADVICE]), knowledge: NOTHING };
    case 'placebo': {
      const { items } = told('full', spec, store, airflow).briefing;
      const idle = items.map((item, index) => placeboFor(item, index + 1));
      return { briefing: briefingOf(arm, idle), knowledge: NOTHING };
    }
    case 'top3': {
      const knowledge = fold(store.records, { own: () => store.own });
      return { briefing: briefingOf(arm, mostTrusted(knowledge)), knowledge };
    }
    case 'full': {
      const knowledge = fold([...store.records, ...store.mined], { own: () => store.own });
      return { briefing: recall(spec, knowledge, { airflow }), knowledge };
    }
  }
}

/** The items with the highest confidence, whatever they are about. */
function mostTrusted({ patterns, fixes }: Knowledge): readonly BriefingItem[] {
  return [...patterns.values(), ...fixes.values()]
    .filter(({ status }) => status === 'active' || status === 'quarantined')
    .sort((a, b) => b.confidence - a.confidence || byCodeUnit(a.id, b.id))
    .slice(0, MOST_TRUSTED)
    .map((item) => {
      const { title, when, notWhen, code } = describe(item);
      return { id: item.id, title, when, notWhen, code };
    });
}

function briefingOf(strategy: string, items: readonly BriefingItem[]): Briefing {
  return { strategy, considered: [], items };
}
