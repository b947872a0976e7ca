/** Ideas in code that nobody proved here: those that components share which do not know of each other. Pure. */

import type { PatternRecord } from '../../knowledge/index.js';
import { parseModule, sourceText } from '../../python/index.js';
import { ideasOf, type Known } from '../patterns/index.js';
import { componentsIn, type Role } from './components.js';

/** Where code comes from, with its Python files. */
export interface Quarry {
  /** Name of the distribution or of the folder. */
  readonly name: string;
  readonly files: readonly { readonly path: string; readonly content: string | Uint8Array }[];
}

export interface Place {
  readonly quarry: string;
  readonly path: string;
  readonly component: string;
  readonly role: Role;
}

export interface Seam {
  readonly id: string;
  readonly record: PatternRecord;
  readonly places: readonly Place[];
}

export interface Mined {
  /** Operators, sensors, hooks and triggers that were read. */
  readonly components: readonly Place[];
  readonly unparsed: readonly { readonly path: string; readonly line: number; readonly message: string }[];
  /** By id, in the order in which they were met. */
  readonly seams: ReadonlyMap<string, Seam>;
}

/** Reads every component of the quarries. Nothing is executed. */
export function mine(quarries: readonly Quarry[]): Mined {
  const components: Place[] = [];
  const unparsed: Mined['unparsed'][number][] = [];
  const seams = new Map<string, { id: string; record: PatternRecord; places: Place[] }>();
  const known: Known = new Map();
  for (const { name: quarry, files } of quarries) {
    for (const { path, content } of files) {
      const parsed = parseModule(sourceText(content));
      if (!parsed.ok) {
        unparsed.push({ path, line: parsed.line, message: parsed.message });
        continue;
      }
      for (const { role, component } of componentsIn(parsed.module, path)) {
        const place = { quarry, path, component: component.main.name, role };
        components.push(place);
        for (const { id, record } of ideasOf(component, role === 'trigger' ? 'part' : 'whole', known)) {
          const seam = seams.get(id) ?? { id, record, places: [] };
          seams.set(id, seam);
          seam.places.push(place);
        }
      }
    }
  }
  return { components, unparsed, seams };
}

/**
 * How many components share an idea independently: modules, since classes of one module are written together and take after each
 * other. A module that two quarries hold under one path is one.
 */
export function independent({ places }: Pick<Seam, 'places'>): number {
  return new Set(places.map(({ path }) => path)).size;
}

/** Distributions or folders in which it was seen. */
export function spread({ places }: Pick<Seam, 'places'>): number {
  return new Set(places.map(({ quarry }) => quarry)).size;
}
