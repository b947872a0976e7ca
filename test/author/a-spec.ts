import type { Spec } from '../../src/flow.js';

/** A small valid spec, with `fields` instead of its own. */
export function aSpec(fields: Partial<Spec>): Spec {
  return {
    path: 'specs/echo.airsmith.yaml',
    fingerprint: '0'.repeat(64),
    name: 'EchoOperator',
    kind: 'operator',
    language: 'python',
    category: 'test',
    summary: 'Return the message.',
    description: '',
    airflow: '>=2.8,<4',
    dependencies: [],
    inputs: [{ name: 'message', type: 'str', description: 'Text.', template: true }],
    methods: [],
    deferrable: false,
    raises: [],
    hints: [],
    params: [],
    examples: [],
    positions: {},
    ...fields,
  };
}
