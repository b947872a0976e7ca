/** Python string literals. Every character that cannot be seen, or that could reorder what is seen, is escaped. */

import { columns } from './text.js';

const NAMED: { readonly [character: string]: string } = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
};

/** Everything but visible characters and the ordinary blank; lone surrogates included. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Zs}\p{DI}]/u;

/** One Python literal with the value `text`, on one line. Double quotes, unless single ones need fewer escapes. */
export function quote(text: string): string {
  const mark = count(text, '"') > count(text, "'") ? "'" : '"';
  return mark + [...text].map((character) => escaped(character, mark)).join('') + mark;
}

/**
 * Literals of at most `width` columns that Python joins to `text`: one where that is enough, else cut behind line ends,
 * then at blanks, then anywhere.
 */
export function chunks(text: string, width: number): string[] {
  if (columns(quote(text)) <= width) return [quote(text)];
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return lines.flatMap((line) => pack(line, width)).map(quote);
}

function pack(line: string, width: number): string[] {
  if (columns(quote(line)) <= width) return [line];
  const pieces: string[] = [];
  let piece = '';
  for (const word of line.match(/[^ ]* +|[^ ]+$/g) ?? [line]) {
    for (const part of columns(quote(word)) <= width ? [word] : [...word]) {
      if (piece !== '' && columns(quote(piece + part)) > width) {
        pieces.push(piece);
        piece = '';
      }
      piece += part;
    }
  }
  return piece === '' ? pieces : [...pieces, piece];
}

function escaped(character: string, mark: string): string {
  const named = NAMED[character];
  if (named !== undefined) return named;
  if (character === mark) return `\\${mark}`;
  if (character === ' ' || !HIDDEN.test(character)) return character;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
