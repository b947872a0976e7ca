/** The arms of an experiment: what an author is told besides the spec. Each is fixed for a spec before anything is asked. */

import { remembered } from '../author/memory.js';
import { customPart } from '../author/prompt.js';
import type { Customs } from '../conventions/index.js';
import type { Briefing, BriefingItem, Custom, Spec } from '../flow.js';
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
  /** The ways of the spec's house. */
  readonly customs?: Customs;
}

export interface Told {
  readonly briefing: Briefing;
  /** The ways of the house: only where the arm is told them. */
  readonly custom?: Custom;
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
      const { briefing, custom } = told('full', spec, store, airflow);
      const items = [...briefing.items, ...(custom ? [asItem(custom)] : [])];
      const idle = items.map((item, index) => placeboFor(item, index + 1));
      return { briefing: briefingOf(arm, idle), knowledge: NOTHING };
    }
    case 'top3': {
      const knowledge = fold(store.records, { own: () => store.own });
      return { briefing: briefingOf(arm, mostTrusted(knowledge)), knowledge };
    }
    case 'full': {
      const knowledge = fold(store.records, { own: () => store.own });
      return { ...remembered(recall(spec, knowledge, { airflow }), store.customs?.for(spec)), knowledge };
    }
  }
}

/** As long as the ways of a house are in the prompt, for the arm that is told as much about nothing. */
function asItem(custom: Custom): BriefingItem {
  return { id: 'custom', title: '', when: '', notWhen: '', code: customPart(custom) };
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
