/** One file of `learning/` against everything a record must be. Forgiving to nobody, and silent about nothing. */

import type { Problem } from '../flow.js';
import { canonical, hash16, NotCanonical } from './canonical.js';
import { hiddenCharacter, isSuspect } from './characters.js';
import { folderOf } from './layout.js';
import { type Code, problem } from './problem.js';
import type { Stored } from './records.js';
import type { Shapes } from './shape.js';
import { lifted } from './versions.js';

/** No record that airsmith writes comes near; a larger one is an accident or an attack. */
export const MAX_RECORD_BYTES = 1024 * 1024;

type Checked =
  | { readonly ok: true; readonly stored: Stored }
  | { readonly ok: false; readonly problem: Problem };

/**
 * The record in a file of its own. `path` is the file's path as shown to people, `inner` the same below `learning/`.
 * Undefined `text`: no plain file.
 */
export function checkRecord(path: string, inner: string, text: string | undefined, shapes: Shapes): Checked {
  const wrong = (code: Code, message: string, line = 1): Checked => ({
    ok: false,
    problem: problem(path, code, message, line),
  });
  if (text === undefined) return wrong('AS6006', `${path} is no plain file, or too large`);
  if (Buffer.byteLength(text) > MAX_RECORD_BYTES) return wrong('AS6006', `${path} is larger than 1 MiB`);
  const marker = markerLine(text);
  if (marker !== undefined) return wrong('AS6003', `${path} holds merge markers`, marker);

  const parsed = parseJson(text);
  if (!parsed.ok) return wrong('AS6002', `${path} is not JSON: ${parsed.message}`, lineCount(text));
  const value = parsed.value;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return wrong('AS6002', `${path} is no JSON object`);

  const hash = hash16(text);
  if (!inner.endsWith(`${hash}.json`))
    return wrong('AS6001', `${path} was changed: ${hashComplaint(inner, text, hash)}`);

  const name = 'schema' in value && typeof value.schema === 'string' ? value.schema : '';
  if (!shapes.knows(name))
    return wrong(
      'AS6005',
      `${path} says it is ${JSON.stringify(name.slice(0, 40))}, which this airsmith does not know`,
    );
  const form = canonicalForm(value);
  if (form.text !== text) return wrong('AS6009', `${path} is not canonical: ${form.why}`);
  const misfit = shapes.complaint(name, value);
  if (misfit) return wrong('AS6004', `${path} does not fit its schema: ${misfit}`);
  const hidden = isSuspect(text) ? hiddenCharacter(value) : undefined;
  if (hidden) return wrong('AS6008', `${path} holds ${hidden}`);

  const found = lifted(value);
  const folder = folderOf(found.record);
  const stands = inner.slice(0, Math.max(0, inner.lastIndexOf('/')));
  if (stands !== folder) return wrong('AS6007', `${path} belongs in ${folder}/`);
  return { ok: true, stored: { hash, path, ...found } };
}

/** `text` parsed, or the engine's complaint in one line. */
export function parseJson(
  text: string,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string } {
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

/** Line of the first merge marker in `text`. */
export function markerLine(text: string): number | undefined {
  const found = /^(<{7} |={7}$|>{7} )/m.exec(text);
  return found ? lineCount(text.slice(0, found.index)) : undefined;
}

function lineCount(text: string): number {
  return text.split('\n').length;
}
