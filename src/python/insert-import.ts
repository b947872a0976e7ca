/** Edits that import one name more, in the place where a reader looks for it. */

import type { Edit } from '../flow.js';
import { insertion } from './edit.js';
import type { PythonModule } from './module.js';
import { indentOf, isDocstring, linesIn, replacement } from './statements.js';
import { isStandard } from './stdlib.js';
import type { NodeOf, Statement } from './syntax.js';

/** `import json` without a name, else `from pathlib import Path`. */
export interface Wanted {
  readonly module: string;
  readonly name?: string;
}

type ImportNode = NodeOf<'Import'> | NodeOf<'ImportFrom'>;

/**
 * Edits that bind what is wanted under its own name at the top of the module; none where that is so already, undefined where the name
 * stands for something else.
 */
export function importing(module: PythonModule, wanted: Wanted): readonly Edit[] | undefined {
  const bound = wanted.name ?? wanted.module.split('.')[0] ?? wanted.module;
  const known = module.imports.filter((one) => one.topLevel && one.bound === bound);
  if (known.some((one) => one.guard !== 'types' && isSame(one, wanted))) return [];
  if (known.length > 0 || isDefined(module, bound)) return undefined;
  const beside = extended(module, wanted);
  return [beside ?? insertion(placeFor(module, wanted), textFor(module, wanted))];
}

function isSame(one: { readonly module: string; readonly name?: string }, wanted: Wanted): boolean {
  return one.name === wanted.name && (one.module === wanted.module || wanted.name === undefined);
}

function isDefined({ classes, functions, tree }: PythonModule, bound: string): boolean {
  const assigned = tree.body.some(
    (node) =>
      node.nodeType === 'Assign' &&
      node.targets.some((target) => target.nodeType === 'Name' && target.id === bound),
  );
  return assigned || [...classes, ...functions].some(({ name }) => name === bound);
}

/** One name more on the line that imports from there already. */
function extended(module: PythonModule, { module: from, name }: Wanted): Edit | undefined {
  if (name === undefined) return undefined;
  const node = module.tree.body.find(
    (one): one is NodeOf<'ImportFrom'> =>
      one.nodeType === 'ImportFrom' && one.module === from && (one.level ?? 0) === 0,
  );
  const text = node ? module.slice(node) : '';
  if (node === undefined || /[(#*\\\n]/.test(text)) return undefined;
  const names = node.names.map((one) => (one.asname ? `${one.name} as ${one.asname}` : one.name));
  const place = names.findIndex((one) => one.toLowerCase() > name.toLowerCase());
  names.splice(place < 0 ? names.length : place, 0, name);
  return replacement(module, node, `from ${from} import ${names.join(', ')}`);
}

function lineFor({ module, name }: Wanted): string {
  return name === undefined ? `import ${module}` : `from ${module} import ${name}`;
}

function importsAt({ tree }: PythonModule): readonly ImportNode[] {
  return tree.body.filter(
    (node): node is ImportNode =>
      node.nodeType === 'Import' || (node.nodeType === 'ImportFrom' && node.module !== '__future__'),
  );
}

function moduleOf(node: ImportNode): string {
  return node.nodeType === 'Import' ? (node.names[0]?.name ?? '') : (node.module ?? '');
}

/** Python's own come first, then what is installed, Airflow last, as its style has it. */
function groupOf(module: string): number {
  return isStandard(module) ? 0 : module.split('.')[0] === 'airflow' ? 2 : 1;
}

function orderOf(module: string, plain: boolean): string {
  return `${groupOf(module)} ${plain ? 0 : 1} ${module}`;
}

/** The start of the line before which the import belongs. */
function placeFor(module: PythonModule, wanted: Wanted): Edit['start'] {
  const order = orderOf(wanted.module, wanted.name === undefined);
  const all = importsAt(module).filter((node) => indentOf(module, node) !== undefined);
  const later = all.find((node) => orderOf(moduleOf(node), node.nodeType === 'Import') > order);
  if (later) return { line: module.span(later)?.line ?? 1, column: 1 };
  const last = all.at(-1) ?? headOf(module).at(-1);
  const blocks = module.tree.body.filter((node) => node.nodeType === 'Try');
  const first = blocks[0] && module.span(blocks[0])?.line;
  const end = last ? (module.span(last)?.endLine ?? 0) + 1 : 1;
  // Behind a header without imports, but before a `try` that imports in one way or another.
  if (all.length === 0 && first !== undefined && first > end) return { line: first, column: 1 };
  return within(module, end);
}

/** Docstring and `__future__` imports, before which nothing may stand. */
function headOf({ tree }: PythonModule): readonly Statement[] {
  const rest = tree.body.findIndex(
    (node, index) =>
      !(index === 0 && isDocstring(node)) &&
      !(node.nodeType === 'ImportFrom' && node.module === '__future__'),
  );
  return rest < 0 ? tree.body : tree.body.slice(0, rest);
}

function within(module: PythonModule, line: number): Edit['start'] {
  const lines = linesIn(module);
  if (line <= lines.length) return { line, column: 1 };
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

function textFor(module: PythonModule, wanted: Wanted): string {
  const { line, column } = placeFor(module, wanted);
  const lines = linesIn(module);
  const own = groupOf(wanted.module);
  const all = importsAt(module);
  const at = all.find((node) => module.span(node)?.line === line);
  const previous = all.findLast((node) => (module.span(node)?.endLine ?? 0) < line);
  const text = `${lineFor(wanted)}\n`;
  const opens = column > 1 ? '\n' : '';
  // A group of its own stands apart from what is above and below it.
  const above = previous === undefined || groupOf(moduleOf(previous)) !== own;
  const apart = above && line > 1 && lines[line - 2]?.trim() !== '' ? '\n' : '';
  const below = at !== undefined && groupOf(moduleOf(at)) !== own && above ? '\n' : '';
  const next = at === undefined && above && (lines[line - 1] ?? '').trim() !== '' ? '\n' : '';
  return `${opens}${apart}${text}${below}${next}`;
}
