/** A tree against its JSON Schema, in words: each of ajv's errors becomes a problem with a place and a remedy. */

import type { ErrorObject, ValidateFunction } from 'ajv';
import { SETTINGS_SCHEMA, SPEC_SCHEMA } from '../generated/schemas.js';
import { nearest } from '../nearest.js';
import type { Report } from './report.js';
import { inWords } from './schema-words.js';

const SCHEMAS = { spec: SPEC_SCHEMA, settings: SETTINGS_SCHEMA };
const compiled = new Map<keyof typeof SCHEMAS, Promise<ValidateFunction>>();

/** Reports every place where the tree does not fit the schema. */
export async function checkSchema(name: keyof typeof SCHEMAS, report: Report): Promise<void> {
  const validate = await validator(name);
  if (validate(report.tree.value)) return;
  for (const error of distinct(validate.errors ?? [])) {
    const { pointer, onKey, code, message, details } = inWords(error, report.tree);
    if (onKey) report.atKey(pointer, code, message, details);
    else report.at(pointer, code, message, details);
  }
}

function validator(name: keyof typeof SCHEMAS): Promise<ValidateFunction> {
  const known = compiled.get(name);
  if (known) return known;
  const fresh = compile(name);
  compiled.set(name, fresh);
  return fresh;
}

async function compile(name: keyof typeof SCHEMAS): Promise<ValidateFunction> {
  const imported: unknown = await import('ajv');
  const Ajv = ajvClass(imported);
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: true,
    allowUnionTypes: true,
    strictTypes: false,
  });
  return ajv.compile(SCHEMAS[name]);
}

type AjvClass = typeof import('ajv').Ajv;

/** A bundler may wrap the class in `default` once more than Node does. */
function ajvClass(imported: unknown): AjvClass {
  let candidate = imported;
  for (let level = 0; level < 3; level++) {
    if (typeof candidate === 'function') return candidate as AjvClass;
    candidate = (candidate as { default?: unknown }).default;
  }
  return candidate as AjvClass;
}

/** One problem for one mistake: a wrong type breaks other rules too, and a misspelt field is missing under its name. */
function distinct(errors: readonly ErrorObject[]): ErrorObject[] {
  const wrongType = new Set(errors.filter((e) => e.keyword === 'type').map((e) => e.instancePath));
  const misspelt = new Set(errors.filter((e) => e.keyword === 'additionalProperties').map(meantField));
  return errors.filter((error) => {
    if (error.keyword === 'type') return true;
    if (error.keyword === 'required')
      return !misspelt.has(`${error.instancePath}/${error.params['missingProperty']}`);
    return !wrongType.has(error.instancePath);
  });
}

/** Pointer of the field that an unknown one was probably meant to be. */
function meantField(error: ErrorObject): string {
  const known = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {});
  return `${error.instancePath}/${nearest(String(error.params['additionalProperty']), known)}`;
}
