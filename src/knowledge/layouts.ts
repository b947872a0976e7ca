/** Values into columns. The layout is found from the values themselves, so that it serves records of any version. */

import { byCodeUnit, canonical } from './canonical.js';
import type { Layout } from './columns.js';

type Value = unknown;
type Fields = Readonly<Record<string, Value>>;

/** A list of values is shared when it is at most this part of the values that refer to it. */
const SHARED_TEXTS = 0.5;
const SHARED_PARTS = 0.25;

/** The layout that fits `values`; none of them may be or hold null. The same for every order of the values. */
export function layoutOf(values: readonly Value[]): Layout {
  if (values.length === 0) return 'plain';
  if (!values.every((value) => typeof value === 'string' || (typeof value === 'object' && value !== null)))
    return 'plain';
  const distinct = new Map(values.map((value) => [canonical(value), value]));
  const scarce = values.every((value) => typeof value === 'string') ? SHARED_TEXTS : SHARED_PARTS;
  if (distinct.size <= values.length * scarce)
    return { shared: [...distinct].sort(([a], [b]) => byCodeUnit(a, b)).map(([, value]) => value) };
  if (values.every(Array.isArray)) return { array: layoutOf(values.flat()) };
  if (!values.every(isFields)) return 'plain';
  const keys = [...new Set(values.flatMap((value) => Object.keys(value)))].sort(byCodeUnit);
  if (keys.length === 0) return 'plain';
  const parts = keys.map((key) => partsOf(values, key));
  return {
    keys,
    cells: parts.map(layoutOf),
    optional: keys.filter((_, index) => parts[index]?.length !== values.length),
  };
}

/** The lists that `openColumn` reads `values` from again. `layout` must have been made from them. */
export function* columnsOf(values: readonly Value[], layout: Layout): Generator<readonly Value[]> {
  if (layout === 'plain') {
    yield values;
  } else if ('shared' in layout) {
    const places = new Map(layout.shared.map((value, index) => [canonical(value), index]));
    yield values.map((value) => places.get(canonical(value)));
  } else if ('array' in layout) {
    yield values.map((value) => (value as readonly Value[]).length);
    yield* columnsOf(values.flat(), layout.array);
  } else
    for (const [index, key] of layout.keys.entries()) {
      const fields = values as readonly Fields[];
      if (layout.optional.includes(key)) yield fields.map((value) => (value[key] === undefined ? 0 : 1));
      yield* columnsOf(partsOf(fields, key), layout.cells[index] as Layout);
    }
}

function partsOf(values: readonly Fields[], key: string): readonly Value[] {
  return values.flatMap((value) => (value[key] === undefined ? [] : [value[key]]));
}

function isFields(value: Value): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
