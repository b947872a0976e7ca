/** Components that were proven, and which of several is the one to go on from. */

import type { ComponentItem, KnownComponent } from './knowledge.js';
import { inRunOrder } from './observations.js';
import type { ComponentRecord } from './records.js';
import type { Sighting } from './sighting.js';

export interface Proofs {
  /** Ids of the evidence that proves a component, sorted. */
  of(component: string): readonly string[];
  /** The component of the latest run that proved a class of this name; the first one where no run is known. */
  at(name: string, components: ReadonlyMap<string, ComponentItem>): KnownComponent | undefined;
}

/** Proofs of the components whose ids are `defined`. `sightings` are in order of id. */
export function proofsOf(sightings: readonly Sighting[], defined: ReadonlySet<string>): Proofs {
  const byComponent = new Map<string, Sighting[]>();
  for (const sighting of defined.size === 0 ? [] : sightings) {
    const { component } = sighting;
    if (component === '' || !defined.has(component)) continue;
    const list = byComponent.get(component);
    if (list) list.push(sighting);
    else byComponent.set(component, [sighting]);
  }
  const latest = (id: string) => [...(byComponent.get(id) ?? [])].sort(inRunOrder).at(-1);
  return {
    of: (component) => (byComponent.get(component) ?? []).map(({ id }) => id),
    at(name, components) {
      const named = [...components.values()].filter(({ definition }) => definition.name === name);
      const proving = named
        .flatMap(({ id }) => latest(id) ?? [])
        .sort(inRunOrder)
        .at(-1);
      const component = named.find(({ id }) => id === proving?.component) ?? named[0];
      return component ? known(component.definition) : undefined;
    },
  };
}

function known({ name, spec, files }: ComponentRecord): KnownComponent | undefined {
  const file = files.find(({ role }) => role === 'component');
  if (!file) return undefined;
  return { name, specFingerprint: spec.fingerprint, specPath: spec.path, path: file.path, files };
}
