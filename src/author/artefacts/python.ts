/** Python source for values and calls, laid out as `ruff format --line-length 100` would lay it out. */

import type { Json } from '../../flow.js';
import { chunks, quote } from './python-string.js';
import { columns } from './text.js';

export const LINE_WIDTH = 100;
const INDENT = 4;

/** A Python expression that can be written on one line or spread over several. */
export type Expression =
  | { readonly kind: 'atom'; readonly source: string }
  | { readonly kind: 'string'; readonly value: string }
  | {
      readonly kind: 'group';
      readonly open: string;
      readonly close: string;
      readonly items: readonly Item[];
    };

/** `key` and `between` stand before the value: `"days"` and `: ` in a dict, `days` and `=` in a call. */
interface Item {
  readonly key?: Expression;
  readonly between?: string;
  readonly value: Expression;
}

/** Source that is already Python: a name, `None`, an attribute. One line. */
export function atom(source: string): Expression {
  return { kind: 'atom', source };
}

/** Any JSON value as a Python literal. Key order is kept; numbers keep their exact value. */
export function literal(value: Json): Expression {
  if (value === null) return atom('None');
  if (typeof value === 'boolean') return atom(value ? 'True' : 'False');
  if (typeof value === 'number') return atom(number(value));
  if (typeof value === 'string') return { kind: 'string', value };
  if (Array.isArray(value)) return list(value.map((item: Json) => literal(item)));
  return dict(Object.entries(value).map(([key, item]) => [key, literal(item)] as const));
}

export function list(items: readonly Expression[]): Expression {
  return { kind: 'group', open: '[', close: ']', items: items.map((value) => ({ value })) };
}

export function tuple(items: readonly Expression[]): Expression {
  return { kind: 'group', open: '(', close: ')', items: items.map((value) => ({ value })) };
}

export function dict(entries: readonly (readonly [string, Expression])[]): Expression {
  const items = entries.map(
    ([key, value]): Item => ({ key: { kind: 'string', value: key }, between: ': ', value }),
  );
  return { kind: 'group', open: '{', close: '}', items };
}

/** `name(positional, key=value)`. Keys must be Python identifiers. */
export function call(
  name: string,
  positional: readonly Expression[],
  named: readonly (readonly [string, Expression])[],
): Expression {
  const items = [
    ...positional.map((value): Item => ({ value })),
    ...named.map(([key, value]): Item => ({ key: atom(key), between: '=', value })),
  ];
  return { kind: 'group', open: `${name}(`, close: ')', items };
}

/** Source of `expression` after `before` at `indent` columns: `    example = {…}`. Includes the indent, no line end. */
export function statement(indent: number, before: string, expression: Expression): string {
  const lead = ' '.repeat(indent) + before;
  return lead + layout(expression, indent, columns(lead), 0);
}

function layout(expression: Expression, indent: number, used: number, after: number): string {
  const flat = oneLiner(expression);
  if (used + columns(flat) + after <= LINE_WIDTH || expression.kind === 'atom') return flat;
  const inner = ' '.repeat(indent + INDENT);
  const close = ' '.repeat(indent);
  if (expression.kind === 'string') {
    const pieces = chunks(expression.value, LINE_WIDTH - inner.length);
    return `(\n${pieces.map((piece) => `${inner}${piece}\n`).join('')}${close})`;
  }
  if (expression.items.length === 0) return flat;
  const lines = expression.items.map((item) => `${inner}${spread(item, indent + INDENT)},\n`);
  return `${expression.open}\n${lines.join('')}${close}${expression.close}`;
}

/** An item on a line of its own, a comma behind it. */
function spread(item: Item, indent: number): string {
  if (item.key === undefined) return layout(item.value, indent, indent, 1);
  const between = item.between ?? '';
  const key = layout(item.key, indent, indent, between.length + leastWidth(item.value));
  const used = key.includes('\n') ? indent + 1 : indent + columns(key);
  return key + between + layout(item.value, indent, used + between.length, 1);
}

/** What of a value must stand on the line of its key: its bracket where it can be spread, else all of it and the comma. */
function leastWidth(value: Expression): number {
  if (value.kind === 'group' && value.items.length > 0) return columns(value.open);
  const whole = columns(oneLiner(value));
  // A text of more columns than one escaped character has can be cut.
  return value.kind === 'string' && whole > '"\\U00000000"'.length ? 1 : whole + 1;
}

/** Source of `expression` on one line, however long. */
export function oneLiner(expression: Expression): string {
  if (expression.kind === 'atom') return expression.source;
  if (expression.kind === 'string') return quote(expression.value);
  const items = expression.items.map(
    ({ key, between, value }) => (key === undefined ? '' : oneLiner(key) + between) + oneLiner(value),
  );
  // A tuple of one needs its comma.
  const comma = expression.open === '(' && items.length === 1 ? ',' : '';
  return expression.open + items.join(', ') + comma + expression.close;
}

function number(value: number): string {
  if (Number.isNaN(value)) return 'float("nan")';
  if (!Number.isFinite(value)) return value > 0 ? 'float("inf")' : 'float("-inf")';
  if (Object.is(value, -0)) return '-0.0';
  // Beyond 2^53 JavaScript prints rounded digits, which as a Python int would be another number.
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return BigInt(value).toString();
  return String(value).replace('e+', 'e');
}

/** A number as a Python float: `10` is `10.0`. Other values as `literal`. */
export function floatLiteral(value: Json): Expression {
  if (typeof value !== 'number') return literal(value);
  const source = number(value);
  return atom(/^-?\d+$/.test(source) ? `${source}.0` : source);
}
