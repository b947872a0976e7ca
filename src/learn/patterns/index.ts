/** Ideas in a proven component, by its syntax tree. */

import {
  byCodeUnit,
  definitionId,
  type PatternRecord,
  type PatternType,
  tame,
} from '../../knowledge/index.js';
import { format, parseTree } from '../../python/index.js';
import type { Component } from '../component.js';
import { absencePatterns } from './absence.js';
import { behaviourPatterns } from './behaviour.js';
import { callPatterns } from './calls.js';
import { checkPatterns } from './checks.js';
import { connectionPatterns } from './connections.js';
import { constructorPatterns } from './constructor.js';
import { deferralPatterns } from './deferral.js';
import { importPatterns } from './imports.js';
import { sharedConstructors } from './shared/constructors.js';
import { sharedFields } from './shared/fields.js';
import { sharedHandlers } from './shared/handlers.js';
import { sharedHookCalls } from './shared/hook-calls.js';
import { sharedImports } from './shared/imports.js';
import { sharedMethods } from './shared/methods.js';
import type { Sighting } from './sighting.js';
import { structurePatterns } from './structure.js';

const LONGEST_CODE = 2000;

/** The patterns in `component`, one for each id, sorted by id. Each one’s code parses. */
export function patternsOf(component: Component): readonly PatternRecord[] {
  return distinct(plainSightings(component), new Map()).map(({ record }) => record);
}

/**
 * The same with what is an idea only where another component has it too: by itself it would be this one’s own business. `part` leaves
 * out what is said of a whole component, since a trigger is none.
 */
export function ideasOf(
  component: Component,
  as: 'whole' | 'part' = 'whole',
  known: Known = new Map(),
): readonly Idea[] {
  const sightings = [...plainSightings(component), ...sharedSightings(component)];
  return distinct(as === 'whole' ? sightings : sightings.filter(({ type }) => !OF_WHOLES.has(type)), known);
}

export interface Idea {
  readonly id: string;
  readonly record: PatternRecord;
}

/** What sightings of other components became, by type and code: parsing them is what costs. The first one gives the title. */
export type Known = Map<string, Idea | undefined>;

const OF_WHOLES: ReadonlySet<PatternType> = new Set<PatternType>([
  'structural',
  'template_fields',
  'parameter_ordering',
]);

function plainSightings(component: Component): readonly Sighting[] {
  return [
    ...structurePatterns(component),
    ...constructorPatterns(component),
    ...importPatterns(component),
    ...connectionPatterns(component),
    ...callPatterns(component),
    ...behaviourPatterns(component),
    ...checkPatterns(component),
    ...absencePatterns(component),
    ...deferralPatterns(component),
  ];
}

function sharedSightings(component: Component): readonly Sighting[] {
  return [
    ...sharedImports(component),
    ...sharedConstructors(component),
    ...sharedFields(component),
    ...sharedHandlers(component),
    ...sharedMethods(component),
    ...sharedHookCalls(component),
  ];
}

function distinct(sightings: readonly Sighting[], known: Known): readonly Idea[] {
  const byId = new Map<string, Idea>();
  for (const sighting of sightings) {
    const key = `${sighting.type}\n${sighting.code}`;
    if (!known.has(key)) known.set(key, ideaOf(sighting));
    const idea = known.get(key);
    if (idea && !byId.has(idea.id)) byId.set(idea.id, idea);
  }
  return [...byId.values()].sort((a, b) => byCodeUnit(a.id, b.id));
}

function ideaOf(sighting: Sighting): Idea | undefined {
  const record = patternOf(sighting);
  return record && { id: definitionId(record), record };
}

function patternOf({
  type,
  title,
  when,
  notWhen,
  code,
  libraries = [],
}: Sighting): PatternRecord | undefined {
  const parsed = parseTree(code);
  if (!parsed.ok) return undefined;
  const normalised = `${format(parsed.tree)}\n`;
  if (normalised.length > LONGEST_CODE || normalised !== tame(normalised, LONGEST_CODE + 1).concat('\n'))
    return undefined;
  return {
    schema: 'pattern/1',
    type,
    title: tame(title, 120),
    when: tame(when, 400),
    not_when: tame(notWhen, 400),
    code: normalised,
    libraries: [...new Set(libraries)].sort(byCodeUnit),
  };
}
