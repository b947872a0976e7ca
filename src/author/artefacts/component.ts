/** What the artefacts need to know of the component and of the places where everything stands. */

import { posix } from 'node:path';
import type { OutputPaths } from '../../config.js';
import type { Input, Json, Spec } from '../../flow.js';
import { type Expression, floatLiteral, literal } from './python.js';
import { oneLine } from './text.js';
import { formType } from './types.js';

/** The component as it stands in a draft. */
export interface Component {
  /** Path in the repository: `plugins/operators/open_meteo_forecast_operator.py`. */
  readonly path: string;
  readonly content: string;
  /** What Airflow imports: `operators.open_meteo_forecast_operator`. */
  readonly module: string;
  /** Folder that is on the Python path: `plugins`. */
  readonly pythonRoot: string;
}

/** Repository paths of the files for one component. */
export interface Places {
  readonly component: string;
  readonly test: string;
  readonly dag: string;
  readonly page: string;
  readonly pythonRoot: string;
}

/** Fills `{kind}` and `{file}` of the output settings; `{file}` is the name of the component's file. */
export function placesOf(spec: Spec, component: Component, paths: OutputPaths): Places {
  const file = posix.basename(component.path, '.py');
  const fill = (template: string) => template.replaceAll('{kind}', spec.kind).replaceAll('{file}', file);
  return {
    component: component.path,
    test: fill(paths.test),
    dag: fill(paths.dag),
    page: fill(paths.page),
    pythonRoot: component.pythonRoot,
  };
}

/** `open_meteo_forecast_operator`: names the DAG, the tests and the page. */
export function fileStem(component: Component): string {
  return posix.basename(component.path, '.py');
}

export function importLine(spec: Spec, component: Component): string {
  return `from ${component.module} import ${spec.name}`;
}

/** A value for an input, in the notation of the input's type: `10.0` for a float. */
export function inputLiteral(input: Input | undefined, value: Json): Expression {
  return input !== undefined && formType(input.type)?.type === 'number'
    ? floatLiteral(value)
    : literal(value);
}

/** Where the file comes from and that it is no place for edits, as the last paragraph of a docstring. */
export function provenance(spec: Spec): string {
  return `Made by airsmith from ${oneLine(spec.path)}; it is written anew when the spec changes.`;
}
