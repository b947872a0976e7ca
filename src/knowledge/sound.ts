/** Columns against a schema: each value is checked, what many records share once. */

import { type Check, fieldsOf, listOf, type Schema } from './cells.js';
import { hiddenCharacter } from './characters.js';
import { type Column, valuesOf } from './columns.js';

type Complain = (value: unknown) => string | undefined;

/** First complaint about a value of `column`; undefined when every value fits `schema`. Throws `BadCell` for wrong keys. */
export function columnMisfit(column: Column, schema: Schema | undefined, check: Check): string | undefined {
  if (!schema) return undefined;
  switch (column.form) {
    case 'plain':
      return firstMisfit(column.values, complainOf(schema, check));
    case 'shared':
      return firstMisfit(column.table, check(schema));
    case 'sparse':
      return columnMisfit(column.present, schema, check);
    case 'lists': {
      const inner = listOf(schema);
      if (!inner) break;
      const { starts } = column;
      for (let index = 0; index < column.size; index += 1)
        if ((starts[index + 1] as number) - (starts[index] as number) > inner.most)
          return 'has a list that is too long';
      return columnMisfit(column.items, inner.items, check);
    }
    case 'fields': {
      const inner = fieldsOf(schema, column.keys);
      if (!inner) break;
      for (const [index, key] of column.keys.entries()) {
        const part = column.columns[index] as Column;
        if (inner.required.has(key) && part.form === 'sparse' && part.places.includes(-1))
          return `lacks ${key}`;
        const misfit = columnMisfit(part, inner.properties[key], check);
        if (misfit) return misfit;
      }
      return undefined;
    }
  }
  return firstMisfit(valuesOf(column), check(schema));
}

function firstMisfit(values: readonly unknown[], complain: Complain): string | undefined {
  for (const value of values) {
    const misfit = complain(value);
    if (misfit) return misfit;
  }
  return undefined;
}

/** The two plainest rules, which most columns have, in a loop of their own; whatever they leave open is for the validator. */
function complainOf(schema: Schema, check: Check): Complain {
  const complain = check(schema);
  const { description: _, type, minimum, maximum, minLength, maxLength, ...more } = schema;
  if (Object.keys(more).length > 0) return complain;
  if (type === 'integer' && typeof minimum === 'number' && typeof maximum === 'number')
    return (value) =>
      typeof value === 'number' && value >= minimum && value <= maximum && value % 1 === 0
        ? undefined
        : complain(value);
  // A text has no more code points, which the schema counts, than units; and one at least when it has a unit.
  if (type === 'string' && minLength === 1 && typeof maxLength === 'number')
    return (value) =>
      typeof value === 'string' && value.length > 0 && value.length <= maxLength
        ? undefined
        : complain(value);
  return complain;
}

/** True when some string in `column` holds a forbidden character. What many records share is looked at once. */
export function hidesSomething(column: Column): boolean {
  switch (column.form) {
    case 'plain':
      return column.values.some((value) => hiddenCharacter(value) !== undefined);
    case 'shared':
      return column.table.some((value) => hiddenCharacter(value) !== undefined);
    case 'sparse':
      return hidesSomething(column.present);
    case 'lists':
      return hidesSomething(column.items);
    case 'fields':
      return column.columns.some(hidesSomething);
  }
}
