/**
 * Columns: what many records hold, field by field. To read a column is to parse one list, where a row would be parsed and
 * put together by itself, and what nobody asks of a record is never made.
 */

import type { ColumnsHeader } from '../generated/pack-columns.js';
import { BadCell } from './cells.js';

export type Layout = ColumnsHeader['layout'];
type Value = unknown;

/** Values of one kind of place in records, by the number of the record or of the list item: one of five forms. */
export type Column = Plain | Shared | Lists | Fields | Sparse;

interface Plain {
  readonly form: 'plain';
  readonly size: number;
  readonly values: readonly Value[];
}

/** Values that stand in a list once, where many records have the same. */
interface Shared {
  readonly form: 'shared';
  readonly size: number;
  readonly table: readonly Value[];
  readonly places: readonly number[];
}

/** Lists: number `n` holds the items from `starts[n]` up to `starts[n + 1]`. */
export interface Lists {
  readonly form: 'lists';
  readonly size: number;
  readonly starts: Int32Array;
  readonly items: Column;
}

interface Fields {
  readonly form: 'fields';
  readonly size: number;
  readonly keys: readonly string[];
  readonly columns: readonly Column[];
}

/** Values of a key that is not always there; -1 stands for its absence. */
interface Sparse {
  readonly form: 'sparse';
  readonly size: number;
  readonly places: Int32Array;
  readonly present: Column;
}

/** `values` as they are. */
export function plainColumn(values: readonly Value[]): Column {
  return { form: 'plain', size: values.length, values };
}

/**
 * The column of `size` values that `layout` tells of, from the lists that `next` gives one by one. Every value is backed
 * by text, so that a small file cannot come to more than a machine holds. Throws `BadCell` for what is no such list.
 */
export function openColumn(layout: Layout, size: number, next: () => readonly unknown[]): Column {
  const list = (): readonly unknown[] => {
    const values = next();
    if (values.length !== size) throw new BadCell(`has ${values.length} values where ${size} belong`);
    return values;
  };
  if (layout === 'plain') return { form: 'plain', size, values: list() };
  if ('shared' in layout) {
    const places = numbersBelow(list(), layout.shared.length);
    return { form: 'shared', size, table: layout.shared, places };
  }
  if ('array' in layout) {
    const lengths = numbersBelow(list(), Number.MAX_SAFE_INTEGER);
    const starts = startsOf(lengths);
    return { form: 'lists', size, starts, items: openColumn(layout.array, starts[size] as number, next) };
  }
  const { keys, cells, optional } = layout;
  if (new Set(keys).size < keys.length || cells.length !== keys.length)
    throw new BadCell('has keys without a layout');
  const columns = keys.map((key, index) => {
    const cell = cells[index] as Layout;
    return optional.includes(key)
      ? openSparse(cell, numbersBelow(list(), 2), next)
      : openColumn(cell, size, next);
  });
  return { form: 'fields', size, keys, columns };
}

function openSparse(layout: Layout, marks: readonly number[], next: () => readonly unknown[]): Column {
  let count = 0;
  const places = Int32Array.from(marks, (mark) => (mark === 1 ? count++ : -1));
  return { form: 'sparse', size: marks.length, places, present: openColumn(layout, count, next) };
}

function numbersBelow(values: readonly unknown[], end: number): readonly number[] {
  for (const value of values)
    if (typeof value !== 'number' || (value | 0) !== value || value < 0 || value >= end)
      throw new BadCell('refers to a value that is not there');
  return values as readonly number[];
}

/** More than the text of a pack can hold. */
const MOST_ITEMS = 4 * 1024 * 1024;

function startsOf(lengths: readonly number[]): Int32Array {
  const starts = new Int32Array(lengths.length + 1);
  let sum = 0;
  for (let index = 0; index < lengths.length; index += 1) {
    sum += lengths[index] as number;
    if (sum > MOST_ITEMS) throw new BadCell('has lists without end');
    starts[index + 1] = sum;
  }
  return starts;
}

/** One value; undefined for one that is absent. What is shared is one object, and must not be changed. */
export function valueAt(column: Column, place: number): Value {
  switch (column.form) {
    case 'plain':
      return column.values[place];
    case 'shared':
      return column.table[column.places[place] as number];
    case 'sparse': {
      const there = column.places[place] as number;
      return there < 0 ? undefined : valueAt(column.present, there);
    }
    case 'lists': {
      const list: Value[] = [];
      const end = column.starts[place + 1] as number;
      for (let at = column.starts[place] as number; at < end; at += 1) list.push(valueAt(column.items, at));
      return list;
    }
    case 'fields': {
      const value: Record<string, Value> = {};
      for (let index = 0; index < column.keys.length; index += 1) {
        const part = valueAt(column.columns[index] as Column, place);
        if (part !== undefined) value[column.keys[index] as string] = part;
      }
      return value;
    }
  }
}

/** All values of a column. */
export function valuesOf(column: Column): readonly Value[] {
  if (column.form === 'plain') return column.values;
  if (column.form === 'shared') {
    const { table, places } = column;
    return places.map((place) => table[place]);
  }
  return Array.from({ length: column.size }, (_, place) => valueAt(column, place));
}

/** The values of one key; `column` holds objects. */
export function fieldOf(column: Column, key: string): Column {
  const { size } = column;
  switch (column.form) {
    case 'plain':
      return plainColumn(column.values.map((value) => partOf(value, key)));
    case 'shared':
      return { ...column, table: column.table.map((value) => partOf(value, key)) };
    case 'sparse':
      return { ...column, present: fieldOf(column.present, key) };
    case 'fields':
      return (
        column.columns[column.keys.indexOf(key)] ?? {
          form: 'shared',
          size,
          table: [undefined],
          places: new Array<number>(size).fill(0),
        }
      );
    case 'lists':
      throw new BadCell(`has a list where ${key} belongs`);
  }
}

function partOf(value: Value, key: string): Value {
  return (value as Readonly<Record<string, Value>> | undefined)?.[key];
}

/** The items of a column of lists; an absent list has none. What lists share stays shared. */
export function listsOf(column: Column): Lists {
  if (column.form === 'lists') return column;
  if (column.form !== 'shared') {
    const lists = valuesOf(column).map((list) => (list ?? []) as readonly Value[]);
    const starts = startsOf(lists.map(({ length }) => length));
    return { form: 'lists', size: column.size, starts, items: plainColumn(lists.flat()) };
  }
  const inner = listsOf(plainColumn(column.table));
  const starts = startsOf(column.places.map((at) => lengthOf(inner, at)));
  const places: number[] = [];
  for (const at of column.places)
    for (let item = inner.starts[at] as number; item < (inner.starts[at + 1] as number); item += 1)
      places.push(item);
  const items: Column = { form: 'shared', size: places.length, table: valuesOf(inner.items), places };
  return { form: 'lists', size: column.size, starts, items };
}

function lengthOf({ starts }: Lists, place: number): number {
  return (starts[place + 1] as number) - (starts[place] as number);
}

/** A number for each value, which `numberOf` is asked for once for what is shared. */
export function numbersOf(column: Column, numberOf: (value: Value) => number): Int32Array {
  if (column.form !== 'shared') return Int32Array.from(valuesOf(column), numberOf);
  const known = column.table.map(numberOf);
  return Int32Array.from(column.places, (place) => known[place] as number);
}
