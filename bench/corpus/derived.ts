/** What the spec of a shipped class would say, read from the class itself. */

import type { Input, Json, Kind, Spec } from '../../src/flow.js';
import type { PythonParameter } from '../../src/python/index.js';
import type { RoledClass } from '../../src/validate/rules/code.js';

const OWN = new Set(['self', 'args', 'kwargs', 'context']);

/** A spec that the class fulfils by definition: its inputs, their order and defaults, its template fields. */
export function derivedSpec(one: RoledClass, path: string): Spec {
  const templated = new Set(one.templateFields ?? []);
  const inputs = (one.init?.parameters ?? [])
    .filter(({ name, kind }) => !OWN.has(name) && !kind.startsWith('var-'))
    .map((parameter) => inputOf(parameter, templated));
  return {
    path,
    fingerprint: '',
    name: one.name,
    kind: (one.role === 'trigger' ? 'hook' : one.role) as Kind,
    language: 'python',
    category: 'shipped',
    summary: '',
    description: '',
    airflow: '>=2.8,<4',
    dependencies: [],
    inputs,
    methods: [],
    deferrable: inputs.some(({ name }) => name === 'deferrable'),
    raises: raisedBy(one),
    hints: [],
    params: [],
    examples: [],
    positions: {},
  };
}

function inputOf(
  { name, annotation, default: value }: PythonParameter,
  templated: ReadonlySet<string>,
): Input {
  const plain = { name, type: annotation ?? 'str', description: '', template: templated.has(name) };
  return value === undefined ? plain : { ...plain, default: jsonOf(value) };
}

/** Only literals can stand in a spec; anything else is a default all the same. */
function jsonOf(source: string): Json {
  const named: { readonly [source: string]: Json } = { None: null, True: true, False: false };
  if (source in named) return named[source] ?? null;
  const number = Number(source);
  return Number.isFinite(number) && source.trim() !== '' ? number : source;
}

/** `:raises AirflowException:` of the docstrings. */
function raisedBy(one: RoledClass): Spec['raises'] {
  const texts = [one.node.body, ...one.methods.map(({ node }) => node.body)].flatMap(([first]) =>
    first?.nodeType === 'Expr' && first.value.nodeType === 'Constant' ? [String(first.value.value)] : [],
  );
  const named = texts.flatMap((text) =>
    [...text.matchAll(/:raises?\s+([A-Za-z]\w*)\s*:/g)].map(([, name]) => name),
  );
  return [...new Set(named)].map((exception) => ({ when: '', exception: exception ?? '' }));
}
