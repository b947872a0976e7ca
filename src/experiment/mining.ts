/** What the code of a house teaches before anybody ran it: patterns that recall may try, observed and not proven. */

import type { Kind, Spec } from '../flow.js';
import { hash16, type PatternRecord, recordFile, type Stored } from '../knowledge/index.js';
import { openComponent } from '../learn/component.js';
import { patternsOf } from '../learn/patterns/index.js';
import type { House } from '../ports.js';
import { type PythonClass, type PythonModule, parseModule, sourceText } from '../python/index.js';

const KINDS: readonly (readonly [string, Kind])[] = [
  ['Operator', 'operator'],
  ['Sensor', 'sensor'],
  ['Hook', 'hook'],
];

/** The patterns of every operator, sensor and hook in the house, each once. */
export function minedFrom({ files }: House): readonly Stored[] {
  const found = new Map<string, Stored>();
  for (const { path, content } of files) {
    const parsed = parseModule(sourceText(content));
    if (!parsed.ok) continue;
    for (const one of parsed.module.classes) {
      for (const record of patternsIn(one, parsed.module, path)) {
        const file = recordFile(record);
        found.set(file.path, { hash: hash16(file.content), record });
      }
    }
  }
  return [...found.values()];
}

function patternsIn(one: PythonClass, module: PythonModule, path: string): readonly PatternRecord[] {
  const kind = KINDS.find(([suffix]) => one.name.endsWith(suffix))?.[1];
  if (kind === undefined || one.name.startsWith('_')) return [];
  const component = openComponent(module, specOf(one, kind, path));
  return component ? patternsOf(component) : [];
}

/** As much of a spec as the code itself tells. */
function specOf({ name, init }: PythonClass, kind: Kind, path: string): Spec {
  const parameters = (init?.parameters ?? []).filter(
    (one) => one.name !== 'self' && !one.kind.startsWith('var'),
  );
  return {
    path,
    fingerprint: '',
    name,
    kind,
    language: 'python',
    category: '',
    summary: '',
    description: '',
    airflow: '',
    dependencies: [],
    inputs: parameters.map((one) => ({
      name: one.name,
      type: one.annotation ?? 'str',
      description: '',
      template: false,
    })),
    methods: [],
    deferrable: false,
    raises: [],
    hints: [],
    params: [],
    examples: [],
    positions: {},
  };
}
