/** One file of `learning/` against everything a record must be. Forgiving to nobody, and silent about nothing. */

import type { ValidateFunction } from 'ajv';
import type { Problem } from '../flow.js';
import { canonical, hash16, NotCanonical } from './canonical.js';
import { forbiddenCharacter } from './characters.js';
import { folderOf } from './layout.js';
import { catalogue } from './problems.js';
import type { LearningRecord, Stored } from './records.js';

/** No record that airsmith writes comes near; a larger one is an accident or an attack. */
const MAX_BYTES = 1024 * 1024;
const DEFINITIONS = new Set(['pattern/1', 'error/1', 'fix/1', 'library/1']);

type Code = keyof typeof catalogue & `AS6${number}`;
type Checked =
  | { readonly ok: true; readonly stored: Stored }
  | { readonly ok: false; readonly problem: Problem };

/** Checks records one after another; the schemas are compiled once, each when it is first needed. */
export interface Checker {
  /** `path` is the file's path as shown to people, `inner` the same below `learning/`. Undefined text: no plain file. */
  check(path: string, inner: string, text: string | undefined): Checked;
}

/** Compiling the schemas takes longer than checking a thousand records. */
let opened: Promise<Checker> | undefined;

/** The checker of this process; loads the schema validator when it is first needed. */
export function openChecker(): Promise<Checker> {
  opened ??= makeChecker();
  return opened;
}

async function makeChecker(): Promise<Checker> {
  const { default: imported } = await import('ajv');
  // Under ncc the class arrives one `default` deeper.
  const Ajv = (imported as { default?: typeof imported.Ajv }).default ?? imported.Ajv;
  const { RECORD_SCHEMAS } = await import('./schemas.js');
  const ajv = new Ajv({ allErrors: false, strict: true, allowUnionTypes: true });
  const compiled = new Map<string, ValidateFunction>();
  const validator = (name: string) => {
    const schema = RECORD_SCHEMAS.get(name);
    if (!schema) return undefined;
    const known = compiled.get(name) ?? ajv.compile(schema);
    compiled.set(name, known);
    return known;
  };
  return { check: (path, inner, text) => check(path, inner, text, validator) };
}

function check(
  path: string,
  inner: string,
  text: string | undefined,
  validator: (name: string) => ValidateFunction | undefined,
): Checked {
  const wrong = (code: Code, message: string, line = 1): Checked => ({
    ok: false,
    problem: problem(path, code, message, line),
  });
  if (text === undefined) return wrong('AS6006', `${path} is no plain file, or too large`);
  if (Buffer.byteLength(text) > MAX_BYTES) return wrong('AS6006', `${path} is larger than 1 MiB`);
  const marker = markerLine(text);
  if (marker !== undefined) return wrong('AS6003', `${path} holds merge markers`, marker);

  const parsed = parse(text);
  if (!parsed.ok) return wrong('AS6002', `${path} is not JSON: ${parsed.message}`, lineCount(text));
  const value = parsed.value;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return wrong('AS6002', `${path} is no JSON object`);

  const hash = hash16(text);
  if (!inner.endsWith(`${hash}.json`))
    return wrong('AS6001', `${path} was changed: ${hashComplaint(inner, text, hash)}`);

  const name = 'schema' in value && typeof value.schema === 'string' ? value.schema : '';
  const validate = validator(name);
  if (!validate)
    return wrong(
      'AS6005',
      `${path} says it is ${JSON.stringify(name.slice(0, 40))}, which this airsmith does not know`,
    );
  const form = canonicalForm(value);
  if (form.text !== text) return wrong('AS6009', `${path} is not canonical: ${form.why}`);
  const misfit = firstMisfit(value, validate, validator);
  if (misfit) return wrong('AS6004', `${path} does not fit its schema: ${misfit}`);

  const record = value as LearningRecord;
  const hidden = hiddenCharacter(value);
  if (hidden) return wrong('AS6008', `${path} holds ${hidden}`);
  const folder = folderOf(record);
  const stands = inner.slice(0, Math.max(0, inner.lastIndexOf('/')));
  if (stands !== folder) return wrong('AS6007', `${path} belongs in ${folder}/`);
  return { ok: true, stored: { hash, record } };
}

/** The problem `code` at `path`, with the cause and remedy of the catalogue. */
export function problem(path: string, code: Code, message: string, line = 1): Problem {
  const entry = catalogue[code];
  return {
    code,
    severity: 'error',
    message,
    cause: entry?.why ?? '',
    remedy: entry?.next ?? '',
    position: { path, line, column: 1 },
  };
}

function parse(text: string): { ok: true; value: unknown } | { ok: false; message: string } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, message: (message.split('\n')[0] ?? '').slice(0, 120) };
  }
}

function hashComplaint(inner: string, text: string, hash: string): string {
  const unix = hash16(text.replaceAll('\r\n', '\n'));
  if (text.includes('\r\n') && inner.endsWith(`${unix}.json`)) return 'its line ends were turned into CRLF';
  if (!/[0-9a-f]{16}\.json$/.test(inner)) return 'its name does not end in the hash of its bytes';
  return `its bytes hash to ${hash}`;
}

function canonicalForm(value: unknown): { text?: string; why: string } {
  try {
    return { text: canonical(value), why: 'keys, spaces or line ends differ from the canonical form' };
  } catch (error) {
    if (error instanceof NotCanonical) return { why: error.message };
    throw error;
  }
}

/** First complaint of the schema, also about the definitions that evidence embeds. */
function firstMisfit(
  value: object,
  validate: ValidateFunction,
  validator: (name: string) => ValidateFunction | undefined,
): string | undefined {
  if (!validate(value)) return complaint(validate);
  if (!('introduces' in value) || !Array.isArray(value.introduces)) return undefined;
  for (const [index, embedded] of value.introduces.entries()) {
    const inner = DEFINITIONS.has(embedded.schema) ? validator(embedded.schema) : undefined;
    if (!inner) return `/introduces/${index} is no definition`;
    if (!inner(embedded)) return `/introduces/${index}${complaint(inner)}`;
  }
  return undefined;
}

function complaint(validate: ValidateFunction): string {
  const error = validate.errors?.[0];
  if (!error) return 'unknown';
  const extra =
    'additionalProperty' in error.params ? ` (${JSON.stringify(error.params['additionalProperty'])})` : '';
  return `${error.instancePath} ${error.message ?? ''}${extra}`.trim().slice(0, 300);
}

function hiddenCharacter(value: unknown): string | undefined {
  if (typeof value === 'string') return forbiddenCharacter(value);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const item of Object.values(value)) {
    const found = hiddenCharacter(item);
    if (found) return found;
  }
  return undefined;
}

function markerLine(text: string): number | undefined {
  const found = /^(<{7} |={7}$|>{7} )/m.exec(text);
  return found ? lineCount(text.slice(0, found.index)) : undefined;
}

function lineCount(text: string): number {
  return text.split('\n').length;
}
