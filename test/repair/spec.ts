import type { Example, Input, Spec } from '../../src/flow.js';

/** A spec of an operator, with what matters here. */
export function specOf(examples: readonly Example[] = [], inputs: readonly Input[] = []): Spec {
  return {
    path: 'specs/forecast.airsmith.yaml',
    fingerprint: '0'.repeat(64),
    name: 'ForecastOperator',
    kind: 'operator',
    language: 'python',
    category: 'http',
    summary: 'Forecast.',
    description: '',
    airflow: '>=2.8,<4',
    dependencies: [],
    inputs,
    methods: [],
    deferrable: false,
    raises: [],
    hints: [],
    params: [],
    examples,
    positions: {},
  };
}
