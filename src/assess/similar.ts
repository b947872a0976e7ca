/** Components that are like the one that a spec describes: proven ones of the store, and classes of the repository. */

import type { Spec } from '../flow.js';
import type { Knowledge } from '../knowledge/index.js';
import type { House } from '../ports.js';
import { parseModule, sourceText } from '../python/index.js';

export interface Similar {
  readonly name: string;
  readonly path: string;
  /** Between 0 and 1: how many of the words of both, in names and arguments, both have. */
  readonly likeness: number;
  readonly proven: boolean;
}

const SHOWN = 3;
/** Below this two components have little more in common than being operators. */
const LEAST = 0.15;
const COMPONENT = /(Operator|Sensor|Hook)$/;
/** Words that nearly every component has. */
const COMMON = new Set(['operator', 'sensor', 'hook', 'self', 'kwargs', 'conn', 'id', 'task']);

/** The most alike first; of one name only the proven one. */
export function similarTo(
  spec: Pick<Spec, 'name' | 'inputs' | 'kind' | 'connection'>,
  { components }: Pick<Knowledge, 'components'>,
  { files }: Pick<House, 'files'>,
): readonly Similar[] {
  const wanted = wordsIn([spec.name, spec.connection?.type ?? '', ...spec.inputs.map(({ name }) => name)]);
  const found = new Map<string, Similar>();
  const add = (path: string, source: string, proven: boolean, only?: string) => {
    const parsed = parseModule(source);
    if (!parsed.ok) return;
    for (const { name, init } of parsed.module.classes) {
      const counts = only === undefined ? COMPONENT.test(name) && !name.startsWith('_') : name === only;
      if (!counts || name === spec.name || found.has(name)) continue;
      const words = wordsIn([name, ...(init?.parameters ?? []).map((one) => one.name)]);
      found.set(name, { name, path, likeness: likeness(wanted, words), proven });
    }
  };
  for (const { definition } of components.values()) {
    const path = definition.files.find(({ role }) => role === 'component')?.path ?? '';
    add(path, definition.source, true, definition.name);
  }
  for (const { path, content } of files) add(path, sourceText(content), false);
  return [...found.values()]
    .filter((one) => one.likeness >= LEAST)
    .sort((a, b) => b.likeness - a.likeness || (a.name < b.name ? -1 : 1))
    .slice(0, SHOWN);
}

function wordsIn(names: readonly string[]): ReadonlySet<string> {
  const words = names.flatMap((name) =>
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .split(/[^a-z0-9]+/),
  );
  return new Set(words.filter((word) => word.length > 1 && !COMMON.has(word)));
}

/** Jaccard's index. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const both = [...one].filter((word) => other.has(word)).length;
  const all = new Set([...one, ...other]).size;
  return all === 0 ? 0 : both / all;
}
