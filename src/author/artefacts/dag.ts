/** The example DAG: shows how the component is used, and can be triggered from Airflow's form. */

import type { Spec } from '../../flow.js';
import { type Component, fileStem, importLine, provenance } from './component.js';
import { dagParams } from './params.js';
import { atom, call, dict, type Expression, list, literal, statement } from './python.js';
import { sampleArguments } from './sample.js';
import { docstring, oneLine } from './text.js';
import { hookTask, operatorTask, wiredInputs } from './usage.js';

/** Python source of a DAG file that parses on Airflow 2.8 and later without touching the network. */
export function renderDag(spec: Spec, component: Component): string {
  const sample = sampleArguments(spec);
  const params = dagParams(spec, sample);
  const open = withDag(spec, component, params);
  const stem = fileStem(component);
  const task = spec.kind === 'hook' ? hookTask(spec, stem, sample, 4) : operatorTask(spec, stem, sample, 4);
  return `${[
    docstring([`Example of ${spec.name}: ${spec.summary}`, provenance(spec)]),
    '',
    'from datetime import datetime, timezone',
    '',
    importLine(spec, component),
    '',
    ...airflowImports(spec, params.length > 0),
    '',
    open,
    task,
  ].join('\n')}\n`;
}

/** Airflow 3 keeps the names that DAG files use in `airflow.sdk`; Airflow 2 spreads them. */
function airflowImports(spec: Spec, hasParams: boolean): string[] {
  const hook = spec.kind === 'hook';
  const names = ['DAG', ...(hasParams ? ['Param'] : []), ...(hook ? ['task'] : [])];
  return [
    'try:',
    `    from airflow.sdk import ${names.join(', ')}`,
    'except ImportError:  # Airflow 2',
    '    from airflow import DAG',
    ...(hook ? ['    from airflow.decorators import task'] : []),
    ...(hasParams ? ['    from airflow.models.param import Param'] : []),
  ];
}

function withDag(
  spec: Spec,
  component: Component,
  params: readonly (readonly [string, Expression])[],
): string {
  // Params that are not text reach a templated input as they are, not as their text.
  const native = spec.kind !== 'hook' && wiredInputs(spec).some((input) => !/\bstr\b/.test(input.type));
  const expression = call(
    'DAG',
    [],
    [
      ['dag_id', literal(`${fileStem(component)}_example`)],
      ['description', literal(oneLine(spec.summary))],
      ['schedule', atom('None')],
      ['start_date', atom('datetime(2024, 1, 1, tzinfo=timezone.utc)')],
      ['catchup', atom('False')],
      ['tags', list([literal('airsmith'), literal(oneLine(spec.category).slice(0, 100))])],
      ['doc_md', atom('__doc__')],
      ...(native ? [['render_template_as_native_obj', atom('True')] as const] : []),
      ...(params.length > 0 ? [['params', dict(params)] as const] : []),
    ],
  );
  return `${statement(0, 'with ', expression)} as dag:`;
}
