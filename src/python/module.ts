/** Python source as steps read it: imports, classes, functions, positions. Nothing is executed. */

import { classesOf, functionsOf, type PythonClass, type PythonFunction } from './classes.js';
import { importsOf, type PythonImport } from './imports.js';
import { linesOf, type Span, sliceOf, spanOf } from './positions.js';
import { type Node, parseTree, type Tree } from './syntax.js';

export interface PythonModule {
  readonly source: string;
  readonly tree: Tree;
  readonly imports: readonly PythonImport[];
  readonly classes: readonly PythonClass[];
  readonly functions: readonly PythonFunction[];
  /** Where a node of `tree` stands; undefined for nodes without a place. */
  span(node: Node): Span | undefined;
  /** Source text of a node of `tree`. */
  slice(node: Node): string;
}

export type ModuleResult =
  | { readonly ok: true; readonly module: PythonModule }
  | { readonly ok: false; readonly line: number; readonly column: number; readonly message: string };

/** A component, and what an edit makes of it: both are read for each of its mistakes. */
const MOST_REMEMBERED = 2;
const remembered = new Map<string, ModuleResult>();

/** Reads a module; one that was just read is given again, for nobody changes it. Never throws; CPython in the lab stays the authority on what is valid. */
export function parseModule(source: string): ModuleResult {
  const result = remembered.get(source) ?? read(source);
  remembered.delete(source);
  remembered.set(source, result);
  const [oldest] = remembered.keys();
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  return result;
}

function read(source: string): ModuleResult {
  const parsed = parseTree(source.replace(/^\ufeff/, ''));
  if (!parsed.ok) return parsed;
  const { tree } = parsed;
  const lines = linesOf(source.replace(/^\ufeff/, ''));
  return {
    ok: true,
    module: {
      source,
      tree,
      imports: importsOf(tree),
      classes: classesOf(tree),
      functions: functionsOf(tree),
      span: (node) => spanOf(lines, node),
      slice: (node) => {
        const span = spanOf(lines, node);
        return span ? sliceOf(lines, span) : '';
      },
    },
  };
}

/** `a.b.c` of nested attributes on a name; undefined for any other expression. */
export function dotted(node: Node): string | undefined {
  if (node.nodeType === 'Name') return node.id;
  if (node.nodeType !== 'Attribute') return undefined;
  const head = dotted(node.value);
  return head === undefined ? undefined : `${head}.${node.attr}`;
}
