/** Names that Airflow's own base classes use, as introspected from the installed Airflows. */

import type { Kind } from '../flow.js';
import { isInRange } from './requirement.js';

/** How a base class uses a name. */
export type ReservedUse = 'parameter' | 'property' | 'method' | 'attribute';
type ReservedKind = Exclude<Kind, 'task'>;

/** Airflow version → kind → name → use. */
export type ReservedNames = {
  readonly [airflow: string]: { readonly [kind in ReservedKind]?: { readonly [name: string]: ReservedUse } };
};

export interface Reservation {
  readonly use: ReservedUse;
  /** The versions in range that use the name. */
  readonly versions: readonly string[];
  /** True when every version in range does. */
  readonly everywhere: boolean;
}

/** Looks names up in the Airflow versions that a range includes; in all of them where it includes none. */
export class Reserved {
  readonly #versions: readonly string[];
  readonly #names: ReservedNames;
  readonly #kind: Kind;

  constructor(names: ReservedNames, kind: Kind, range: string) {
    const all = Object.keys(names);
    const inRange = all.filter((version) => isInRange(version, range));
    this.#versions = inRange.length > 0 ? inRange : all;
    this.#names = names;
    this.#kind = kind;
  }

  /** How the base class of the kind uses a name, or undefined where it is free. */
  find(name: string): Reservation | undefined {
    const uses = this.#versions.flatMap((version) => {
      const use = this.#of(version, name);
      return use ? [{ version, use }] : [];
    });
    const newest = uses.at(-1);
    if (!newest) return undefined;
    const versions = uses.map((entry) => entry.version);
    return { use: newest.use, versions, everywhere: versions.length === this.#versions.length };
  }

  #of(version: string, name: string): ReservedUse | undefined {
    if (this.#kind === 'task') return undefined;
    const names = this.#names[version]?.[this.#kind];
    return names && Object.hasOwn(names, name) ? names[name] : undefined;
  }
}

/** Methods of `BaseHook` that are there to be overridden. */
export const HOOK_EXTENSION_POINTS: ReadonlySet<string> = new Set([
  'get_conn',
  'get_connection_form_widgets',
  'get_ui_field_behaviour',
  'test_connection',
]);

const NOUNS: readonly [RegExp, string][] = [
  [/label|name|key|id$/, 'record'],
  [/timeout|retries|retry|delay|interval|wait|mode/, 'request'],
  [/queue|pool|email|owner|executor|resources|output|log/, 'target'],
  [/date|start|end/, 'period'],
];

/** A free name near a reserved one: `label` → `record_label`. */
export function freeName(name: string, isTaken: (candidate: string) => boolean): string {
  const prefix = NOUNS.find(([pattern]) => pattern.test(name))?.[1] ?? 'item';
  const candidates = [`${prefix}_${name}`, `component_${name}`, `${name}_value`, `the_${name}`];
  return candidates.find((candidate) => !isTaken(candidate)) ?? `${prefix}_${name}_value`;
}
