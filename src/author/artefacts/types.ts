/** What a declared type means for a form, for a sample value, and for a check. */

import type { Json } from '../../flow.js';

/** A JSON Schema type, with that of list items where it is known. */
export interface FormType {
  readonly type: string;
  readonly items?: string;
  readonly nullable: boolean;
}

const SCHEMA_TYPES: { readonly [name: string]: string } = {
  str: 'string',
  string: 'string',
  int: 'integer',
  integer: 'integer',
  float: 'number',
  number: 'number',
  bool: 'boolean',
  boolean: 'boolean',
  list: 'array',
  tuple: 'array',
  set: 'array',
  array: 'array',
  dict: 'object',
  object: 'object',
};

/** Reads `list[str] | None`, `Optional[int]`, `string`; undefined for anything else, such as `str | int`. */
export function formType(declared: string): FormType | undefined {
  const optional = /^Optional\[(.*)\]$/.exec(declared.trim());
  const parts = (optional?.[1] ?? declared).split('|').map((part) => part.trim());
  const named = parts.filter((part) => part !== 'None');
  const match = /^(\w+)(?:\[(\w+).*\])?$/.exec(named.join('|'));
  const type = match?.[1] === undefined ? undefined : SCHEMA_TYPES[match[1].toLowerCase()];
  if (named.length !== 1 || type === undefined) return undefined;
  const items = type === 'array' ? SCHEMA_TYPES[match?.[2] ?? ''] : undefined;
  const nullable = optional !== null || parts.length > named.length;
  return { type, nullable, ...(items === undefined ? {} : { items }) };
}

/** The form type of a value. */
export function formTypeOf(value: Json): FormType | undefined {
  if (value === null) return undefined;
  if (Array.isArray(value)) return { type: 'array', nullable: false };
  if (typeof value === 'number')
    return { type: Number.isInteger(value) ? 'integer' : 'number', nullable: false };
  return { type: typeof value, nullable: false };
}

/** Whether a value is of a declared type; types we do not know take anything. */
export function isOfType(value: Json, declared: string): boolean {
  const form = formType(declared);
  if (form === undefined) return true;
  if (value === null) return form.nullable;
  const actual = formTypeOf(value)?.type;
  return actual === form.type || (form.type === 'number' && actual === 'integer');
}
