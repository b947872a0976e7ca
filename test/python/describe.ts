/** What `oracle.py` says of a module with CPython, said with the parser of `src/python`. */

import { readFileSync } from 'node:fs';
import { parseModule } from '../../src/python/index.js';

export const ORACLE = new URL('oracle.py', import.meta.url).pathname;

export interface Description {
  readonly path: string;
  readonly imports: readonly (readonly [string, string | null, number, number])[];
  readonly classes?: readonly unknown[];
  readonly functions: readonly string[];
}

/** The same shape as a line of the oracle; `failed` where it does not parse. */
export function describeModule(path: string): unknown {
  const result = parseModule(readFileSync(path, 'utf8').replaceAll('\r\n', '\n'));
  if (!result.ok) return { path, failed: result.message };
  const { module } = result;
  const span = (node: Parameters<typeof module.span>[0]) => {
    const found = module.span(node);
    return found && [found.line, found.column, found.endLine, found.endColumn];
  };
  return {
    path,
    imports: module.imports
      .map(({ module: from, name, level, line }) => [from, name ?? null, level, line] as const)
      .sort((a, b) => a[3] - b[3] || compare(a[0], b[0]) || compare(a[1] ?? '', b[1] ?? '')),
    classes: module.classes.map((found) => ({
      name: found.name,
      span: span(found.node),
      bases: found.bases.map((base) => base.replaceAll('"', "'")),
      templateFields: found.templateFields ?? null,
      attributes: [...found.attributes.keys()].sort(compare),
      methods: found.methods.map((method) => [
        method.name,
        method.async,
        method.parameters.map(({ name, kind, default: value }) => [name, kind, value !== undefined]),
        span(method.node),
      ]),
    })),
    functions: module.functions.map(({ name }) => name),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
