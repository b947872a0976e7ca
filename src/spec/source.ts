/** A file's bytes become text with places, or a problem: size, encoding and characters are judged before any parser runs. */

import { createHash } from 'node:crypto';
import type { Position, Problem } from '../flow.js';
import { problem } from './problems.js';

/** A spec of 256 KiB is a hundred times the longest real one; more is an attack or a mistake. */
const MAX_BYTES = 256 * 1024;

/** Text of one file, and where its lines are. */
export interface Source {
  readonly path: string;
  /** Decoded text without a byte order mark. Offsets count UTF-16 units in it. */
  readonly text: string;
  /** SHA-256 of the bytes, 64 hex digits. */
  readonly fingerprint: string;
  readonly lineStarts: readonly number[];
}

export type SourceResult =
  | { readonly ok: true; readonly source: Source }
  | { readonly ok: false; readonly problems: Problem[] };

/** Decodes a file. Refuses what is too large, no UTF-8, or holds characters that hide what a reviewer sees. */
export function openSource(path: string, content: string | Uint8Array): SourceResult {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  if (bytes.byteLength > MAX_BYTES) {
    return refuse(
      problem('AS1001', `the file has ${bytes.byteLength} bytes, a spec has at most ${MAX_BYTES}`, {
        remedy: 'Shorten it; large answers in `given.http` can be cut down to what the example needs.',
        position: { path, line: 1, column: 1 },
      }),
    );
  }
  const decoded = decode(path, bytes);
  if (typeof decoded !== 'string') return refuse(decoded);
  const text = decoded.startsWith('\uFEFF') ? decoded.slice(1) : decoded;
  const source: Source = {
    path,
    text,
    fingerprint: createHash('sha256').update(bytes).digest('hex'),
    lineStarts: lineStartsOf(text),
  };
  const problems = findHiddenCharacters(source);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, source };
}

function refuse(found: Problem): SourceResult {
  return { ok: false, problems: [found] };
}

function decode(path: string, bytes: Uint8Array): string | Problem {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const lenient = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    const good = commonPrefix(bytes, Buffer.from(lenient, 'utf8'));
    const before = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, good));
    const lineStart = before.lastIndexOf('\n') + 1;
    return problem('AS1002', 'the file is not UTF-8 text', {
      cause: causeOf(bytes, good),
      remedy: 'Save it as UTF-8.',
      position: { path, line: before.split('\n').length, column: before.length - lineStart + 1 },
    });
  }
}

function causeOf(bytes: Uint8Array, wrong: number): string {
  if (looksLikeUtf16(bytes)) return 'It looks like UTF-16.';
  const byte = `The byte 0x${hexByte(bytes[wrong])} does not belong here`;
  return bytes.includes(0) ? `${byte}, and there are null bytes: it looks like no text at all.` : `${byte}.`;
}

/** By its byte order mark, or by the null bytes that stand in one half of most pairs. */
function looksLikeUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const begin = [...bytes.subarray(0, 64)];
  const nullsOf = (half: number) => begin.filter((byte, index) => byte === 0 && index % 2 === half).length;
  const [even, odd] = [nullsOf(0), nullsOf(1)];
  return Math.min(even, odd) === 0 && Math.max(even, odd) > begin.length / 4;
}

function hexByte(byte: number | undefined): string {
  return (byte ?? 0).toString(16).padStart(2, '0');
}

function commonPrefix(a: Uint8Array, b: Uint8Array): number {
  const limit = Math.min(a.byteLength, b.byteLength);
  for (let index = 0; index < limit; index++) if (a[index] !== b[index]) return index;
  return limit;
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/**
 * Control characters, and the bidirectional ones that show a line in another order than it is read (CVE-2021-42574).
 * Joiners and direction marks stay: Arabic, Hebrew, Persian and emoji need them.
 */
const HIDDEN = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\u202A-\u202E\u2066-\u2069\u2028\u2029\uFEFF]/u;

/** The first character of `text` that hides something, by offset and code point. */
export function hiddenCharacter(
  text: string,
): { readonly offset: number; readonly name: string } | undefined {
  const match = HIDDEN.exec(text);
  if (!match) return undefined;
  const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return { offset: match.index, name: `U+${code}` };
}

function findHiddenCharacters(source: Source): Problem[] {
  const hidden = hiddenCharacter(source.text);
  const offset = hidden?.offset ?? -1;
  const name = hidden?.name;
  const loneReturn = source.text.search(/\r(?!\n)/);
  if (loneReturn >= 0 && (offset < 0 || loneReturn < offset)) {
    return [hiddenProblem(source, loneReturn, 'a carriage return without a line feed (U+000D)')];
  }
  return offset < 0 ? [] : [hiddenProblem(source, offset, `the invisible character ${name}`)];
}

function hiddenProblem(source: Source, offset: number, what: string): Problem {
  return problem('AS1003', `the file holds ${what}`, {
    cause: 'Such a character makes a text look different from what it is.',
    remedy: 'Delete it. Where an example needs it, write its escape in double quotes, such as "\\u0007".',
    ...placeAt(source, offset, offset + 1),
  });
}

/** Position and excerpt of a stretch of the text. Always inside the file; `endColumn` only on one line. */
export function placeAt(
  source: Source,
  start: number,
  end: number,
): { readonly position: Position; readonly excerpt: string } {
  const offset = Math.max(0, Math.min(start, source.text.length));
  let line = lineOf(source.lineStarts, offset);
  // Behind the last line break there is no line that an annotation could stand on.
  if (line > 0 && source.lineStarts[line] === source.text.length) line -= 1;
  const lineStart = source.lineStarts[line] ?? 0;
  const nextStart = source.lineStarts[line + 1];
  const excerpt = source.text.slice(lineStart, nextStart).replace(/\r?\n$/, '');
  const column = Math.max(0, Math.min(offset - lineStart, excerpt.length));
  const endColumn = Math.min(Math.max(end - lineStart, column + 1), Math.max(excerpt.length, column + 1));
  return {
    position: { path: source.path, line: line + 1, column: column + 1, endColumn: endColumn + 1 },
    excerpt,
  };
}

function lineOf(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
