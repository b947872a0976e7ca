/** Holds a component's source against the indexes of the Airflows that it has to run on. No Python is started. */

import type { Finding } from '../../flow.js';
import type { Node, PythonModule } from '../../python/index.js';
import { checkCalls } from './calls.js';
import { checkContext } from './context.js';
import { checkHabits } from './habits.js';
import { checkImports } from './imports.js';
import { checkMethods } from './methods.js';
import { checkMissing } from './missing.js';
import type { AirflowIndex } from './read.js';
import { type TracedImport, traceImports } from './trace.js';

/** One component on one Airflow, read. */
export interface Reading {
  readonly module: PythonModule;
  /** Lines of the source as positions count them. */
  readonly lines: readonly string[];
  readonly newline: string;
  readonly index: AirflowIndex;
  /** Of every Airflow that is looked at, this one too: an edit has to suit them all. */
  readonly all: readonly AirflowIndex[];
  readonly imports: readonly TracedImport[];
  /** Dependencies of the spec. */
  readonly requirements: readonly string[];
}

/** A finding before it has a place. */
export interface Found {
  readonly finding: Omit<Finding, 'tier' | 'position'>;
  readonly node: Node;
}

export interface Checked {
  readonly path: string;
  readonly module: PythonModule;
  /** Dependencies of the spec. */
  readonly requirements: readonly string[];
}

/**
 * What is certain to be wrong with a module on the Airflow of `index`. `all` holds the index of every Airflow in question, `index`
 * among them.
 */
export function checkAgainstIndex(
  { path, module, requirements }: Checked,
  index: AirflowIndex,
  all: readonly AirflowIndex[],
): readonly Finding[] {
  const reading = readingOf(module, requirements, index, all);
  const found = [
    ...checkImports(reading),
    ...checkCalls(reading),
    ...checkMethods(reading),
    ...checkContext(reading),
    ...checkMissing(reading),
    ...checkHabits(reading),
  ];
  return found.map(({ finding, node }) => {
    const span = module.span(node);
    const oneLine = span !== undefined && span.line === span.endLine;
    return {
      ...finding,
      tier: 'index',
      ...(span
        ? {
            position: {
              path,
              line: span.line,
              column: span.column,
              ...(oneLine ? { endColumn: span.endColumn } : {}),
            },
          }
        : {}),
    };
  });
}

/** How the index of one Airflow reads a component. */
export function readingOf(
  module: PythonModule,
  requirements: readonly string[],
  index: AirflowIndex,
  all: readonly AirflowIndex[],
): Reading {
  const plain = module.source.replace(/^\ufeff/, '');
  return {
    module,
    lines: plain.split(/\r\n|\r|\n/),
    newline: plain.includes('\r\n') ? '\r\n' : '\n',
    index,
    all,
    imports: traceImports(module.tree, index),
    requirements,
  };
}
