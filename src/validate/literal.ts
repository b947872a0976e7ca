import type { Json } from '../flow.js';

type Parsed = { readonly nodeType: string; readonly [key: string]: unknown };

/**
 * The JSON value of a Python literal as `repr` writes it; tuples are lists. Undefined for anything that is no literal of
 * JSON's kinds: a function, a sentinel, a text that was cut off.
 */
export async function literalOf(repr: string): Promise<Json | undefined> {
  // The parser reads bytes as text.
  if (/^[bB]['"]/.test(repr)) return undefined;
  const { parseTree } = await import('../python/index.js');
  const parsed = parseTree(`${repr}\n`);
  if (!parsed.ok || parsed.tree.body.length !== 1) return undefined;
  const statement = parsed.tree.body[0];
  return statement?.nodeType === 'Expr' ? jsonOf(statement.value as unknown as Parsed) : undefined;
}

function jsonOf(node: Parsed): Json | undefined {
  if (node.nodeType === 'Constant') return constant(node['value']);
  if (node.nodeType === 'UnaryOp') return negative(node);
  if (node.nodeType === 'List' || node.nodeType === 'Tuple') return all(node['elts'] as readonly Parsed[]);
  if (node.nodeType !== 'Dict') return undefined;
  const keys = all(node['keys'] as readonly Parsed[]);
  const values = all(node['values'] as readonly Parsed[]);
  if (!keys?.every((key) => typeof key === 'string') || values === undefined) return undefined;
  return Object.fromEntries(keys.map((key, index) => [key, values[index] ?? null]));
}

function constant(value: unknown): Json | undefined {
  const kind = typeof value;
  if (kind === 'bigint') return Number(value);
  if (value === null || kind === 'string' || kind === 'number' || kind === 'boolean') return value as Json;
  return undefined;
}

function negative(node: Parsed): Json | undefined {
  const operator = (node['op'] as Parsed | undefined)?.nodeType;
  const value = jsonOf(node['operand'] as Parsed);
  return operator === 'USub' && typeof value === 'number' ? -value : undefined;
}

function all(nodes: readonly Parsed[]): readonly Json[] | undefined {
  const values = nodes.map((node) => jsonOf(node));
  return values.every((value) => value !== undefined) ? (values as readonly Json[]) : undefined;
}

/** Equal as SPEC-FORMAT compares: numbers by value, `1` and `true` differ, the order of keys is free. */
export function sameJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => sameJson(item, b[index] as Json))
    );
  }
  const [left, right] = [a as { [key: string]: Json }, b as { [key: string]: Json }];
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => key in right && sameJson(left[key] as Json, right[key] as Json))
  );
}
