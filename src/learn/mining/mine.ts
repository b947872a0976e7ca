/** Ideas in code that nobody proved here: those that components share which do not know of each other. Pure. */

import { byCodeUnit, type PatternRecord, sha256 } from '../../knowledge/index.js';
import { parseModule, sourceText } from '../../python/index.js';
import { ideasOf, type Known } from '../patterns/index.js';
import { componentsIn, type Role } from './components.js';
import { needsOf } from './needs.js';

/** Where code comes from, with its Python files. */
export interface Quarry {
  /** Name of the distribution or of the folder, and the version of the former. */
  readonly name: string;
  readonly version: string;
  readonly files: readonly { readonly path: string; readonly content: string | Uint8Array }[];
}

export interface Place {
  readonly quarry: string;
  readonly path: string;
  readonly component: string;
  readonly role: Role;
}

/** An idea with every component that has it. */
export interface Seam {
  readonly id: string;
  readonly record: PatternRecord;
  readonly places: readonly Place[];
}

export interface Mined {
  readonly quarries: readonly (Omit<Quarry, 'files'> & { readonly sha256: string })[];
  /** Operators, sensors, hooks and triggers that were read. */
  readonly components: readonly Place[];
  readonly unparsed: readonly { readonly path: string; readonly line: number; readonly message: string }[];
  /** Sorted by id. */
  readonly seams: readonly Seam[];
}

interface Open {
  readonly id: string;
  readonly record: PatternRecord;
  readonly places: Place[];
  /** What every place of it needs: what differs is not the idea's own need. */
  needs: readonly string[];
}

/**
 * Reads every component of the quarries. Nothing is executed. A file that is the copy of another one is read once. `own` are the top-level
 * modules of the repository itself, which are no library that somebody would have to install.
 */
export function mine(quarries: readonly Quarry[], own: ReadonlySet<string> = new Set()): Mined {
  const components: Place[] = [];
  const unparsed: Mined['unparsed'][number][] = [];
  const seams = new Map<string, Open>();
  const known: Known = new Map();
  const read = new Set<string>();
  for (const { name: quarry, files } of quarries) {
    for (const { path, content } of files) {
      const source = sourceText(content);
      if (read.has(source)) continue;
      read.add(source);
      const parsed = parseModule(source);
      if (!parsed.ok) {
        unparsed.push({ path, line: parsed.line, message: parsed.message });
        continue;
      }
      for (const { role, component } of componentsIn(parsed.module, path)) {
        const place = { quarry, path, component: component.main.name, role };
        components.push(place);
        for (const { id, record } of ideasOf(component, role === 'trigger' ? 'part' : 'whole', known)) {
          const needs = needsOf(record.code, component);
          const seam = seams.get(id) ?? { id, record, places: [], needs };
          seams.set(id, seam);
          seam.places.push(place);
          seam.needs = seam.needs.filter((need) => needs.includes(need));
        }
      }
    }
  }
  return {
    quarries: quarries.map(({ name, version, files }) => ({ name, version, sha256: fingerprint(files) })),
    components,
    unparsed,
    seams: [...seams.values()].map((seam) => closed(seam, own)).sort((a, b) => byCodeUnit(a.id, b.id)),
  };
}

const MOST_LIBRARIES = 8;

function closed({ id, record, places, needs }: Open, own: ReadonlySet<string>): Seam {
  const all = [...new Set([...record.libraries, ...needs])].filter((name) => !own.has(name));
  const libraries = all.sort(byCodeUnit).slice(0, MOST_LIBRARIES);
  return { id, record: { ...record, libraries }, places };
}

function fingerprint(files: Quarry['files']): string {
  const lines = files.map(({ path, content }) => `${path} ${sha256(sourceText(content))}`);
  return sha256(lines.sort(byCodeUnit).join('\n'));
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
