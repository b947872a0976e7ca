/** The pytest file: one function for each acceptance example, and tests of what the spec promises without any. */

import type { Example, Spec } from '../../flow.js';
import { type Component, importLine, type Places, provenance } from './component.js';
import { testNames } from './names.js';
import { atom, call, literal, statement } from './python.js';
import { quote } from './python-string.js';
import { sampleArguments } from './sample.js';
import type { Need } from './test-function.js';
import { BASES, generalTests, type PythonKind } from './test-general.js';
import { docstring } from './text.js';

/** Python source that plain pytest runs from the repository's root, with `airsmith_world` beside it. */
export function renderTest(spec: Spec, kind: PythonKind, component: Component, places: Places): string {
  const general = generalTests(spec, kind, places, sampleArguments(spec));
  const names = testNames(
    spec.examples.map((example) => example.name),
    general.map((test) => test.name),
  );
  const examples = spec.examples.map((example, index) =>
    exampleTest(spec, kind, names[index] ?? `test_example_${index + 1}`, example),
  );
  const needs = new Set(general.flatMap((test) => test.needs));
  const blocks = [...general.map((test) => test.source), ...examples];
  return `${[
    docstring(introduction(spec)),
    '',
    imports(spec, kind, component, places, needs),
    ...blocks.flatMap((block) => ['', '', block]),
  ].join('\n')}\n`;
}

function introduction(spec: Spec): string[] {
  const world =
    'Each acceptance example of the spec plays in a world of its own: its own HTTP server, folder and database.';
  return [
    `Tests of ${spec.name}. Run them with pytest.`,
    ...(spec.examples.length > 0 ? [world] : []),
    provenance(spec),
  ];
}

function imports(
  spec: Spec,
  kind: PythonKind,
  component: Component,
  places: Places,
  needs: ReadonlySet<Need>,
): string {
  const world = spec.examples.length > 0;
  const standard = (['inspect', 'runpy'] as const).filter((name) => needs.has(name));
  const here = 'Path(__file__).resolve()';
  const root = `${here}.parents[${places.test.split('/').length - 1}]`;
  const pythonRoot = /^\.?$/.test(places.pythonRoot) ? root : `${root} / ${quote(places.pythonRoot)}`;
  const own = [...(world ? ['from airsmith_world import check_example'] : []), importLine(spec, component)];
  return [
    ...standard.map((name) => `import ${name}`),
    'import sys',
    'from pathlib import Path',
    '',
    ...(needs.has('pytest') ? ['import pytest'] : []),
    ...(needs.has('AirflowException') ? ['from airflow.exceptions import AirflowException'] : []),
    ...(needs.has('pytest') || needs.has('AirflowException') ? [''] : []),
    ...(world ? [`sys.path.insert(0, str(${here}.parent))`] : []),
    `sys.path.insert(0, str(${pythonRoot}))`,
    '',
    ...own.sort(),
    '',
    ...airflowImports(kind, needs.has('DAG')),
    '',
    `ROOT = ${root}`,
    ...(world && spec.connection !== undefined ? [connectionConstant(spec.connection)] : []),
  ].join('\n');
}

/** The base classes moved to `airflow.sdk` with Airflow 3. */
function airflowImports(kind: PythonKind, dag: boolean): string[] {
  const before = {
    operator: 'from airflow.models import BaseOperator',
    sensor: 'from airflow.sensors.base import BaseSensorOperator',
    hook: 'from airflow.hooks.base import BaseHook',
  };
  return [
    'try:',
    `    from airflow.sdk import ${dag ? 'DAG, ' : ''}${BASES[kind]}`,
    'except ImportError:  # Airflow 2',
    ...(dag ? ['    from airflow import DAG'] : []),
    `    ${before[kind]}`,
  ];
}

function connectionConstant(connection: NonNullable<Spec['connection']>): string {
  const { type, default_id, input } = connection;
  return statement(0, 'CONNECTION = ', literal({ type, default_id, input }));
}

function exampleTest(spec: Spec, kind: PythonKind, name: string, example: Example): string {
  const check = call(
    'check_example',
    [atom(spec.name), atom('example')],
    [
      ['kind', literal(kind)],
      ...(spec.connection === undefined ? [] : [['connection', atom('CONNECTION')] as const]),
    ],
  );
  return [`def ${name}():`, statement(4, 'example = ', literal(example)), statement(4, '', check)].join('\n');
}
