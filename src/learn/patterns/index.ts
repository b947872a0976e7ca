/** Ideas in a proven component, by its syntax tree. */

import { byCodeUnit, definitionId, type PatternRecord, tame } from '../../knowledge/index.js';
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
import type { Sighting } from './sighting.js';
import { structurePatterns } from './structure.js';

const LONGEST_CODE = 2000;

/** The patterns in `component`, one for each id, sorted by id. Each one’s code parses. */
export function patternsOf(component: Component): readonly PatternRecord[] {
  const sightings = [
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
  const byId = new Map<string, PatternRecord>();
  for (const sighting of sightings) {
    const pattern = patternOf(sighting);
    if (!pattern) continue;
    const id = definitionId(pattern);
    if (!byId.has(id)) byId.set(id, pattern);
  }
  return [...byId].sort(([a], [b]) => byCodeUnit(a, b)).map(([, pattern]) => pattern);
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
