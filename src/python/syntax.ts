/** The syntax tree of Python source, with CPython's node names. The only file that knows the parser. */

import { type ASTNodeUnion, parse as parsePython, unparse } from 'py-ast';

export type Node = ASTNodeUnion;
export type NodeOf<Type extends Node['nodeType']> = Extract<Node, { nodeType: Type }>;
export type Tree = NodeOf<'Module'>;
export type Statement = Tree['body'][number];
export type Expression = NodeOf<'Expr'>['value'];
export type FunctionNode = NodeOf<'FunctionDef'> | NodeOf<'AsyncFunctionDef'>;

/** Real code nests a few dozen deep; more is an attack on the stack of everything that walks the tree. */
const MAX_DEPTH = 200;
const MAX_LENGTH = 2_000_000;

export type Parsed =
  | { readonly ok: true; readonly tree: Tree }
  /** `line` and `column` start at 1. CPython is the authority on syntax: it may refuse what passes here. */
  | { readonly ok: false; readonly line: number; readonly column: number; readonly message: string };

/** Parses a module. Never throws. */
export function parseTree(source: string): Parsed {
  if (source.length > MAX_LENGTH) return { ok: false, line: 1, column: 1, message: 'the file is too long' };
  try {
    const tree = parseAll(source);
    if (deeperThan(tree, MAX_DEPTH)) return { ok: false, line: 1, column: 1, message: 'nested too deeply' };
    return { ok: true, tree };
  } catch (error) {
    return failure(error);
  }
}

/** More asynchronous sets and dicts than any real file holds. */
const MOST_REPAIRS = 100;

/**
 * The parser does not know `{x async for x in y}`, a set or dict whose first clause is asynchronous. Where it stops at such an
 * `async` the word is blanked, so that every place stays what it was, and the clause is marked in the tree instead.
 */
function parseAll(source: string): Tree {
  let text = source;
  const blanked: { readonly line: number; readonly column: number }[] = [];
  for (;;) {
    try {
      const tree = parsePython(text);
      if (blanked.length > 0) markAsynchronous(tree, blanked);
      return tree;
    } catch (error) {
      const { line, column, message } = place(error);
      const lines = text.split('\n');
      const stopped = lines[line - 1] ?? '';
      const start = [column - 1, stopped.indexOf('async for')].find((at) =>
        stopped.startsWith('async for', at),
      );
      if (!/^Expected '}' after/.test(message) || start === undefined || start < 0) throw error;
      if (blanked.length >= MOST_REPAIRS) throw error;
      lines[line - 1] = `${stopped.slice(0, start)}     ${stopped.slice(start + 5)}`;
      blanked.push({ line, column: Buffer.byteLength(stopped.slice(0, start)) });
      text = lines.join('\n');
    }
  }
}

function markAsynchronous(
  tree: Tree,
  blanked: readonly { readonly line: number; readonly column: number }[],
) {
  const clauses = walk(tree).filter(
    (node): node is NodeOf<'Comprehension'> => node.nodeType === 'Comprehension',
  );
  const after = ({ target }: NodeOf<'Comprehension'>, line: number, column: number) => {
    const { lineno = 0, col_offset: offset = 0 } = target as { lineno?: number; col_offset?: number };
    return lineno > line || (lineno === line && offset > column)
      ? lineno * 1e6 + offset
      : Number.POSITIVE_INFINITY;
  };
  for (const { line, column } of blanked) {
    const nearest = clauses.reduce((a, b) => (after(b, line, column) < after(a, line, column) ? b : a));
    (nearest as { is_async: number }).is_async = 1;
  }
}

function failure(error: unknown): Parsed {
  if (error instanceof RangeError) return { ok: false, line: 1, column: 1, message: 'nested too deeply' };
  return { ok: false, ...place(error) };
}

function place(error: unknown): { readonly line: number; readonly column: number; readonly message: string } {
  const message = error instanceof Error ? error.message : String(error);
  const at = error as { lineno?: unknown; col_offset?: unknown };
  const line = typeof at.lineno === 'number' && at.lineno > 0 ? at.lineno : 1;
  const column = typeof at.col_offset === 'number' && at.col_offset >= 0 ? at.col_offset + 1 : 1;
  return { line, column, message: message.replace(/ at line \d+, column \d+$/, '') };
}

/** Nodes directly below `node`, in the order of the fields. */
export function children(node: Node): readonly Node[] {
  const found: Node[] = [];
  const fields = node as unknown as Readonly<Record<string, unknown>>;
  for (const key in fields) {
    const value = fields[key];
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) found.push(item);
    } else if (isNode(value)) found.push(value);
  }
  return found;
}

/** Trees are never changed here, and a function is walked once for each idea that it might hold. */
const walked = new WeakMap<Node, readonly Node[]>();
const KEPT = new Set(['Module', 'ClassDef', 'FunctionDef', 'AsyncFunctionDef']);

/** `node` and everything below it, parents first, in source order. */
export function walk(node: Node): readonly Node[] {
  const known = walked.get(node);
  if (known) return known;
  const found: Node[] = [];
  const open: Node[] = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    found.push(next);
    const below = children(next);
    for (let index = below.length - 1; index >= 0; index -= 1) open.push(below[index] as Node);
  }
  if (KEPT.has(node.nodeType)) walked.set(node, found);
  return found;
}

/** Source of `node` in one canonical spelling: four spaces, no comments, one statement a line. */
export function format(node: Node): string {
  return unparse(node, { indent: '    ' }).trimEnd();
}

/**
 * `node` with what `visit` gave in place of nodes, children first; undefined keeps a node. Trees are never changed: what stays the same
 * is shared with the original.
 */
export function transform<Type extends Node>(node: Type, visit: (node: Node) => Node | undefined): Type {
  const fields = node as unknown as Readonly<Record<string, unknown>>;
  let changed: Record<string, unknown> | undefined;
  for (const key in fields) {
    const value = fields[key];
    const now = Array.isArray(value)
      ? transformAll(value, visit)
      : isNode(value)
        ? transform(value, visit)
        : value;
    if (now === value) continue;
    changed ??= { ...fields };
    changed[key] = now;
  }
  const now = (changed ?? fields) as unknown as Type;
  return (visit(now) ?? now) as Type;
}

function transformAll(
  items: readonly unknown[],
  visit: (node: Node) => Node | undefined,
): readonly unknown[] {
  let changed: unknown[] | undefined;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    const now = isNode(item) ? transform(item, visit) : item;
    if (now === item) continue;
    changed ??= [...items];
    changed[index] = now;
  }
  return changed ?? items;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'nodeType' in value;
}

function deeperThan(tree: Node, limit: number): boolean {
  const open: Node[] = [tree];
  const depths: number[] = [0];
  for (let node = open.pop(); node; node = open.pop()) {
    const depth = depths.pop() ?? 0;
    if (depth > limit) return true;
    for (const below of children(node)) {
      open.push(below);
      depths.push(depth + 1);
    }
  }
  return false;
}
