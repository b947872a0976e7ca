/** The one way to write a record as bytes: equal values give equal bytes on every machine, so that git sees one file. */

import { createHash } from 'node:crypto';

/** Deeper than any record; a file that nests deeper is an attack on the stack. */
const MAX_DEPTH = 32;
/** With the `u` flag a surrogate only matches when it is no half of a pair. */
const LONE_SURROGATE = /\p{Surrogate}/u;
const NOT_ASCII = /[^\0-\x7f]/;
const PLAIN_KEY = /^[a-z][a-z0-9_]*$/;

/** The value has no canonical form: a float, a lone surrogate, `undefined`, too deep. A bug when it is ours. */
export class NotCanonical extends Error {}

/**
 * Canonical JSON: keys sorted by code unit, two spaces, NFC, `\n`, a final newline; integers only, since floats print
 * differently across languages. Throws `NotCanonical`.
 */
export function canonical(value: unknown): string {
  // What was read from a record is in order already, and the engine's own writer takes a quarter of the time.
  return `${inOrder(value, 0) ? JSON.stringify(value, null, 2) : write(value, '', 0)}\n`;
}

/** First 16 hex digits of the SHA-256 of `text` as UTF-8. Eight collide at 100,000 names with 69%. */
export function hash16(text: string): string {
  return sha256(text).slice(0, 16);
}

/** SHA-256 of `text` as UTF-8, 64 hex digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** True when lists and objects in `value` are nested deeper than `most`. Looks no deeper, so that no value exhausts the stack. */
export function isDeep(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return most === 0 || Object.values(value).some((item) => isDeep(item, most - 1));
}

/** True for plain values whose keys stand in order and whose every string and number is already as it is to be written. */
function inOrder(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return isNormal(value);
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0);
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value !== 'object' || depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (const item of value) if (!inOrder(item, depth + 1)) return false;
    return true;
  }
  let last = '';
  // The engine lists keys that look like numbers first, so that a sorted list of them is no proof of the order written.
  for (const key of Object.keys(value)) {
    if (key <= last || !PLAIN_KEY.test(key)) return false;
    if (!inOrder((value as { readonly [key: string]: unknown })[key], depth + 1)) return false;
    last = key;
  }
  return true;
}

/**
 * True when writing `value` changes none of its texts and numbers: otherwise its canonical bytes, and so its id, are those of another
 * value, which reads alike and is not the same.
 */
export function isAsWritten(value: unknown): boolean {
  if (typeof value === 'string') return isNormal(value);
  if (typeof value === 'number') return !Object.is(value, -0);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isAsWritten);
  return Object.entries(value).every(([key, item]) => isAsWritten(key) && isAsWritten(item));
}

function isNormal(text: string): boolean {
  return !NOT_ASCII.test(text) || (!LONE_SURROGATE.test(text) && text.normalize('NFC') === text);
}

function write(value: unknown, indent: string, depth: number): string {
  if (depth > MAX_DEPTH) throw new NotCanonical(`nested deeper than ${MAX_DEPTH}`);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return integer(value);
  if (Array.isArray(value)) {
    const inner = `${indent}  `;
    const items = value.map((item) => inner + write(item, inner, depth + 1));
    return items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n${indent}]`;
  }
  if (typeof value === 'object') return writeObject(value, indent, depth);
  throw new NotCanonical(`${typeof value} has no canonical form`);
}

function writeObject(value: object, indent: string, depth: number): string {
  const inner = `${indent}  `;
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => [quote(key), item] as const)
    .sort(([a], [b]) => byCodeUnit(a, b));
  if (new Set(entries.map(([key]) => key)).size < entries.length)
    throw new NotCanonical('two keys are one in NFC');
  const lines = entries.map(([key, item]) => `${inner}${key}: ${write(item, inner, depth + 1)}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
}

function quote(text: string): string {
  if (LONE_SURROGATE.test(text)) throw new NotCanonical('a string holds half of a surrogate pair');
  return JSON.stringify(text.normalize('NFC'));
}

function integer(value: number): string {
  if (!Number.isSafeInteger(value)) throw new NotCanonical(`${value} is no safe integer`);
  return String(value === 0 ? 0 : value);
}

/** As JSON of ASCII alone, on one line: the engine keeps and reads such a text at half the cost, and all of it for one other letter. */
export function inAscii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Order of strings by UTF-16 code unit, independent of any locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
