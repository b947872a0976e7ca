/** Escapes of Python's regular expressions. */

import { type PatternCursor, PatternMistake } from './pattern-cursor.js';

/**
 * Reads the escape that begins at `start`. `groups` is the number of groups so far. Gives the code point, or undefined
 * for a class such as `\\d`.
 */
export function readEscape(
  cursor: PatternCursor,
  where: 'set' | 'text',
  start: number,
  groups: number,
): number | undefined {
  const letter = cursor.pattern.charAt(start + 1);
  if (letter === '') throw new PatternMistake('it ends with a single backslash', start);
  cursor.at = start + 2;
  if (/[0-9]/.test(letter)) return readNumber(cursor, where, start, groups);
  if (/[dDsSwW]/.test(letter)) return undefined;
  if (letter === 'N') return namedCharacter(cursor, start);
  const digits = ({ x: 2, u: 4, U: 8 } as Record<string, number>)[letter];
  if (digits !== undefined) {
    const code = new RegExp(`^[0-9a-fA-F]{${digits}}`).exec(cursor.pattern.slice(cursor.at))?.[0];
    if (!code) throw new PatternMistake(`\`\\${letter}\` needs ${digits} hexadecimal digits`, start);
    if (Number.parseInt(code, 16) > 0x10ffff) throw new PatternMistake('there is no such character', start);
    cursor.at += digits;
    return Number.parseInt(code, 16);
  }
  const control = 'abfnrtv'.indexOf(letter);
  if (control >= 0 && (where === 'set' || letter !== 'b')) return [7, 8, 12, 10, 13, 9, 11][control];
  if (where === 'text' && /[AbBZ]/.test(letter)) return undefined;
  if (/[A-Za-z]/.test(letter)) throw new PatternMistake(`Python knows no escape \`\\${letter}\``, start);
  const code = cursor.pattern.codePointAt(start + 1) ?? 0;
  if (code > 0xffff) cursor.at++;
  return code;
}

function namedCharacter(cursor: PatternCursor, start: number): number {
  if (!/^\{[^}]+\}/.test(cursor.pattern.slice(cursor.at))) {
    throw new PatternMistake('`\\N` needs the name of a character in braces', start);
  }
  cursor.at = cursor.pattern.indexOf('}', cursor.at) + 1;
  return 0;
}

/** Octal escapes and references to groups. */
function readNumber(cursor: PatternCursor, where: 'set' | 'text', start: number, groups: number): number {
  const rest = cursor.pattern.slice(start + 1);
  const octal =
    /^(?:0[0-7]{0,2}|[0-7]{3})/.exec(rest)?.[0] ??
    (where === 'set' ? /^[0-7]{1,3}/.exec(rest)?.[0] : undefined);
  if (octal !== undefined) {
    const code = Number.parseInt(octal, 8);
    if (code > 0o377) throw new PatternMistake(`\`\\${octal}\` is above \`\\377\``, start);
    cursor.at = start + 1 + octal.length;
    return code;
  }
  const reference = /^[0-9]{1,2}/.exec(rest)?.[0] ?? '';
  if (where === 'set' || Number(reference) > groups) {
    throw new PatternMistake(`there is no group ${reference} before`, start);
  }
  cursor.at = start + 1 + reference.length;
  return 0;
}
