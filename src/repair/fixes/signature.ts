/** The arguments of a function as places in its source. */

import type { Edit, Input, Json } from '../../flow.js';
import {
  type Expression,
  endOf,
  insertion,
  linesIn,
  type PythonFunction,
  type PythonModule,
} from '../../python/index.js';

/** One argument with its annotation and its default. */
export interface Slot {
  readonly name: string;
  readonly kind: PythonFunction['parameters'][number]['kind'];
  /** Of the name with its annotation; the stars are not part of it. */
  readonly start: Edit['start'];
  readonly nameEnd: Edit['end'];
  /** With the default. */
  readonly end: Edit['end'];
  readonly value?: Expression;
}

/** The arguments in the order of the source, `self` included. */
export function slotsOf(module: PythonModule, { node, parameters }: PythonFunction): readonly Slot[] {
  const { args } = node;
  const plain = [...args.posonlyargs, ...args.args];
  const all = [
    ...plain.map(
      (arg, index) => [arg, args.defaults[index - (plain.length - args.defaults.length)]] as const,
    ),
    ...(args.vararg ? [[args.vararg, undefined] as const] : []),
    ...args.kwonlyargs.map((arg, index) => [arg, args.kw_defaults[index] ?? undefined] as const),
    ...(args.kwarg ? [[args.kwarg, undefined] as const] : []),
  ];
  return all.flatMap(([arg, value], index): readonly Slot[] => {
    const span = module.span(arg);
    const kind = parameters[index]?.kind;
    if (span === undefined || kind === undefined) return [];
    const end = value && module.span(value);
    const stars = kind === 'var-keyword' ? 2 : kind === 'var-positional' ? 1 : 0;
    return [
      {
        name: arg.arg,
        kind,
        start: { line: span.line, column: span.column - stars },
        nameEnd: endOf(span),
        end: endOf(end ?? span),
        ...(value ? { value } : {}),
      },
    ];
  });
}

/** The edit that puts an argument before another, on a line of its own where that one has one. */
export function beforeSlot(module: PythonModule, slot: Slot, text: string): Edit {
  const head = (linesIn(module)[slot.start.line - 1] ?? '').slice(0, slot.start.column - 1);
  return insertion(slot.start, head.trim() === '' ? `${text},\n${head}` : `${text}, `);
}

/** The edit that puts an argument behind another. */
export function afterSlot(module: PythonModule, slot: Slot, text: string): Edit {
  const head = (linesIn(module)[slot.start.line - 1] ?? '').slice(0, slot.start.column - 1);
  return insertion(slot.end, head.trim() === '' ? `,\n${head}${text}` : `, ${text}`);
}

/** The edit that takes an argument out, with its comma; undefined where comments stand between. */
export function withoutSlot(module: PythonModule, slots: readonly Slot[], slot: Slot): Edit | undefined {
  const index = slots.indexOf(slot);
  const [previous, next] = [slots[index - 1], slots[index + 1]];
  // Stars and slashes between two arguments stay where they are.
  const from = next && between(module, slot.end, next.start).trim() === ',' ? slot.start : previous?.end;
  const to = from === slot.start && next ? next.start : slot.end;
  if (from === undefined) return undefined;
  const text = between(module, from, to);
  const rest =
    from === slot.start ? text : text.slice(0, text.length - between(module, slot.start, slot.end).length);
  if (rest.includes('#') || (from !== slot.start && rest.trim() !== ',')) return undefined;
  return { start: from, end: to, text: '' };
}

/** The source between two places. */
export function between(module: PythonModule, start: Edit['start'], end: Edit['end']): string {
  const lines = linesIn(module).slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return lines
    .map((line, index) =>
      line.slice(index === 0 ? start.column - 1 : 0, index === last ? end.column - 1 : undefined),
    )
    .join('\n');
}

/** A JSON value as Python writes it; lists and dicts only where they are empty, for those are made anew. */
export function defaultText(value: Json): string | undefined {
  if (value === null || isEmpty(value)) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? JSON.stringify(value) : undefined;
}

function isEmpty(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** Types that every module knows without an import. */
const PLAIN_TYPE = /^((str|int|float|bool|bytes|list|dict|tuple|set|None|object)|[[\], |])+$/;

/** `days: int = 3`, as the spec has it. */
export function parameterText(input: Input): string | undefined {
  const name = input.name;
  const type = PLAIN_TYPE.test(input.type) ? input.type : undefined;
  if (input.default === undefined) return type ? `${name}: ${type}` : name;
  const value = defaultText(input.default);
  if (value === undefined) return undefined;
  const open = value === 'None' && type !== undefined && !/\b(None|Any|Optional)\b/.test(type);
  return type ? `${name}: ${type}${open ? ' | None' : ''} = ${value}` : `${name}=${value}`;
}
