/** Specs for these tests. */

import { type Component, renderArtefacts } from '../../../src/author/artefacts/index.js';
import { DEFAULT_SETTINGS } from '../../../src/config.js';
import type { DraftFile, DraftRole, Input, Spec } from '../../../src/flow.js';

const BARE: Spec = {
  path: 'specs/thing.airsmith.yaml',
  fingerprint: '0'.repeat(64),
  name: 'ThingOperator',
  kind: 'operator',
  language: 'python',
  category: 'http',
  summary: 'Does a thing.',
  description: '',
  airflow: '>=2.8,<4',
  dependencies: [],
  inputs: [],
  methods: [],
  deferrable: false,
  raises: [],
  hints: [],
  params: [],
  examples: [],
  positions: {},
};

/** A spec with these fields; everything else as in a file that does not name it. */
export function aSpec(fields: Partial<Spec> = {}): Spec {
  return { ...BARE, ...fields };
}

export function anInput(fields: Partial<Input> = {}): Input {
  return { name: 'note', type: 'str', description: 'A note.', template: false, ...fields };
}

/** The component of a spec at its usual place. */
export function componentOf(spec: Spec): Component {
  const file = spec.name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return {
    path: `plugins/${spec.kind}s/${file}.py`,
    content: `class ${spec.name}: ...\n`,
    module: `${spec.kind}s.${file}`,
    pythonRoot: 'plugins',
  };
}

export function artefactsOf(spec: Spec): readonly DraftFile[] {
  return renderArtefacts(spec, componentOf(spec), DEFAULT_SETTINGS.output, []);
}

export function artefact(spec: Spec, role: DraftRole): string {
  const file = artefactsOf(spec).find((one) => one.role === role);
  if (file === undefined) throw new Error(`no ${role} was made`);
  return file.content;
}
