/** Cells: what the rows of a pack of version 1 hold. A layout says how to read one. Nothing writes them any more. */

import type { PackHeader } from '../generated/pack-record.js';

type Layout = PackHeader['layout'];
type Value = unknown;
export type Schema = { readonly [rule: string]: unknown };
/** Gives the check of one schema, which answers with the first complaint about a value. */
export type Check = (schema: Schema) => (value: Value) => string | undefined;

/** A cell does not fit its layout: the pack was not made by airsmith. */
export class BadCell extends Error {}

/**
 * Reads cells of `layout`, each value checked against `schema` in passing: what cells share is checked once, here, and is
 * one object in memory, so it must not be changed. Throws `BadCell`, now or when called, for what is no cell of the
 * layout or does not fit the schema, whatever it is.
 */
export function cellReader(layout: Layout, schema: Schema | undefined, check: Check): (cell: Value) => Value {
  if (layout === 'plain') return checked((cell) => cell, schema, check);
  if ('shared' in layout) return sharedReader(layout.shared, schema, check);
  if ('array' in layout) {
    const inner = listOf(schema);
    const read = listReader(cellReader(layout.array, inner?.items, check), inner?.most ?? Number.MAX_VALUE);
    return inner ? read : checked(read, schema, check);
  }
  if (layout.keys.length !== layout.cells.length) throw new BadCell('has keys without a layout');
  const inner = fieldsOf(schema, layout.keys);
  const fields = layout.keys.map((key, index) => ({
    key,
    required: inner?.required.has(key) ?? false,
    read: cellReader(cellAt(layout.cells, index), inner?.properties[key], check),
  }));
  return inner ? fieldsReader(fields) : checked(fieldsReader(fields), schema, check);
}

function checked(
  read: (cell: Value) => Value,
  schema: Schema | undefined,
  check: Check,
): (cell: Value) => Value {
  if (!schema) return read;
  const complaint = check(schema);
  return (cell) => {
    const value = read(cell);
    const misfit = complaint(value);
    if (misfit) throw new BadCell(`does not fit its schema: ${misfit}`);
    return value;
  };
}

function sharedReader(
  shared: readonly Value[],
  schema: Schema | undefined,
  check: Check,
): (cell: Value) => Value {
  const sound = checked((value) => value, schema, check);
  for (const value of shared) sound(value);
  return (cell) => {
    const value = typeof cell === 'number' ? shared[cell] : undefined;
    if (value === undefined) throw new BadCell('refers to a value that is not there');
    return value;
  };
}

/** Reads in place: the cells were parsed for this alone. */
function listReader(read: (cell: Value) => Value, most: number): (cell: Value) => Value {
  return (cell) => {
    if (!Array.isArray(cell) || cell.length > most) throw new BadCell('has no list where one belongs');
    for (let index = 0; index < cell.length; index += 1) cell[index] = read(cell[index]);
    return cell;
  };
}

interface Field {
  readonly key: string;
  readonly required: boolean;
  readonly read: (cell: Value) => Value;
}

function fieldsReader(fields: readonly Field[]): (cell: Value) => Value {
  return (cell) => {
    if (!Array.isArray(cell) || cell.length !== fields.length) throw new BadCell('lacks a field');
    const value: Record<string, Value> = {};
    for (let index = 0; index < fields.length; index += 1) {
      const { key, required, read } = fields[index] as Field;
      const part = cell[index];
      if (part !== null) value[key] = read(part);
      else if (required) throw new BadCell(`lacks ${key}`);
    }
    return value;
  };
}

/** Rules that are followed item by item; undefined where a list has others, and is checked whole. */
export function listOf(
  schema: Schema | undefined,
): { readonly items: Schema; readonly most: number } | undefined {
  if (schema?.['type'] !== 'array' || !onlyHas(schema, ['type', 'items', 'maxItems'])) return undefined;
  return { items: schema['items'] as Schema, most: Number(schema['maxItems']) };
}

/** Rules that are followed field by field; undefined where an object has others, and is checked whole. */
export function fieldsOf(
  schema: Schema | undefined,
  keys: readonly string[],
):
  | { readonly properties: Readonly<Record<string, Schema>>; readonly required: ReadonlySet<string> }
  | undefined {
  const rules = ['type', 'additionalProperties', 'required', 'properties'];
  if (schema?.['additionalProperties'] !== false || !onlyHas(schema, rules)) return undefined;
  const properties = schema['properties'] as Readonly<Record<string, Schema>>;
  const required = new Set(schema['required'] as readonly string[]);
  if (new Set(keys).size < keys.length) throw new BadCell('has a key twice');
  for (const key of keys)
    if (!Object.hasOwn(properties, key)) throw new BadCell(`has the unknown key ${key}`);
  for (const key of required) if (!keys.includes(key)) throw new BadCell(`lacks ${key}`);
  return { properties, required };
}

/** True when `schema` says `required` rules and nothing beyond them and what describes it. */
function onlyHas(schema: Schema, rules: readonly string[]): boolean {
  const silent = ['$schema', '$id', 'title', 'description'];
  return (
    Object.keys(schema).every((key) => rules.includes(key) || silent.includes(key)) &&
    rules.every((rule) => rule in schema)
  );
}

function cellAt(cells: readonly Layout[], index: number): Layout {
  const cell = cells[index];
  if (cell === undefined) throw new BadCell('has a key without a layout');
  return cell;
}
