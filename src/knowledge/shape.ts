/** Records against the published schemas. The validator is loaded when it is first needed. */

import type { Ajv as AjvClass, ErrorObject, ValidateFunction } from 'ajv';
import type { Schema } from './cells.js';

const DEFINITIONS = new Set(['pattern/1', 'error/1', 'fix/1', 'library/1', 'fallback/1']);

export interface Shapes {
  /** First complaint about a record that says it is `name`, embedded definitions included; `unknown` for no known kind. */
  complaint(name: string, value: object): string | undefined;
  knows(name: string): boolean;
  /** The schema of `name`, for readers that check part by part. */
  schema(name: string): Schema;
  /** First complaint about the definitions in `introduces`. */
  embedded(value: object): string | undefined;
  /** First complaint about the first line of a pack of this version; `unknown` for no known version. */
  header(version: string, value: unknown): string | undefined;
  /** First complaint of one part of a schema. Compiled once for equal parts. */
  part(schema: Schema): (value: unknown) => string | undefined;
}

/** Compiling the schemas takes longer than checking a thousand records. */
let opened: Promise<Shapes> | undefined;

/** The schemas of this process. */
export function openShapes(): Promise<Shapes> {
  opened ??= makeShapes();
  return opened;
}

async function makeShapes(): Promise<Shapes> {
  const { default: imported } = await import('ajv');
  // Under ncc the class arrives one `default` deeper.
  const Ajv = (imported as { default?: typeof AjvClass }).default ?? imported;
  const { PACK_HEADERS, RECORD_SCHEMAS } = await import('./schemas.js');
  const ajv = new (Ajv as typeof AjvClass)({ allErrors: false, strict: true, allowUnionTypes: true });
  const compiled = new Map<string, ValidateFunction>();
  const validator = (key: string, schema: Schema) => {
    const known = compiled.get(key) ?? ajv.compile(schema);
    compiled.set(key, known);
    return known;
  };
  const part = (schema: Schema) => {
    // A whole schema has a name, which the validator takes once only.
    const { description: _, $id: _id, ...rules } = schema;
    const digits = digitsOf(rules);
    if (digits !== undefined)
      return (value: unknown) => (isHex(value, digits) ? undefined : `must be ${digits} hex digits`);
    const validate = validator(JSON.stringify(rules), rules);
    return (value: unknown) => (validate(value) ? undefined : complaint(validate.errors?.[0]));
  };
  const named = (name: string, value: unknown) => {
    const schema = RECORD_SCHEMAS.get(name);
    if (!schema) return 'unknown';
    const validate = validator(name, schema);
    return validate(value) ? undefined : complaint(validate.errors?.[0]);
  };
  // What packed records share is one object: it is checked once.
  const known = new WeakMap<object, { readonly misfit: string | undefined }>();
  const embedded = (value: object) => {
    const list = 'introduces' in value ? value.introduces : undefined;
    if (!Array.isArray(list) || list.length === 0) return undefined;
    const found = known.get(list) ?? { misfit: firstMisfit(list) };
    known.set(list, found);
    return found.misfit;
  };
  const firstMisfit = (list: readonly { readonly schema: string }[]) => {
    for (const [index, record] of list.entries()) {
      if (!DEFINITIONS.has(record?.schema)) return `/introduces/${index} is no definition`;
      const misfit = named(record.schema, record);
      if (misfit) return `/introduces/${index}${misfit.startsWith('/') ? '' : ' '}${misfit}`;
    }
    return undefined;
  };
  return {
    complaint: (name, value) => named(name, value) ?? embedded(value),
    knows: (name) => RECORD_SCHEMAS.has(name),
    schema: (name) => RECORD_SCHEMAS.get(name) ?? {},
    embedded,
    header: (version, value) => {
      const schema = PACK_HEADERS.get(version);
      if (!schema) return 'unknown';
      const validate = validator(version, schema);
      if (validate(value)) return undefined;
      const [error] = validate.errors ?? [];
      // A layout may have several forms, and the first that it is not says nothing.
      return error?.instancePath.startsWith('/layout') ? 'its layout is of no known form' : complaint(error);
    },
    part,
  };
}

/** How many digits a schema asks for that asks for hex digits alone. Most values of a pack are such, and a loop reads them faster. */
function digitsOf({ type, pattern, ...more }: Schema): number | undefined {
  const found = typeof pattern === 'string' ? /^\^\[0-9a-f\]\{([0-9]+)\}\$$/.exec(pattern) : undefined;
  return found && type === 'string' && Object.keys(more).length === 0 ? Number(found[1]) : undefined;
}

/** True for a text of so many lower-case hex digits. */
export function isHex(value: unknown, digits: number): value is string {
  if (typeof value !== 'string' || value.length !== digits) return false;
  for (let index = 0; index < digits; index += 1) {
    const code = value.charCodeAt(index);
    if (code < 48 || code > 102 || (code > 57 && code < 97)) return false;
  }
  return true;
}

function complaint(error: ErrorObject | undefined): string {
  if (!error) return 'unknown';
  const extra =
    'additionalProperty' in error.params ? ` (${JSON.stringify(error.params['additionalProperty'])})` : '';
  return `${error.instancePath} ${error.message ?? ''}${extra}`.trim().slice(0, 300);
}
