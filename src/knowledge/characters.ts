/** Characters that could make a record read differently from what it is. */

/**
 * Controls (tab and line feed aside), the bidirectional controls of "Trojan Source", and the invisible byte order mark.
 * Built from code points, so that this file holds none of them.
 */
const RANGES: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0x061c, 0x061c],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x2069],
  [0xfeff, 0xfeff],
];

const hex = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`;
const FORBIDDEN = new RegExp(`[${RANGES.map(([from, to]) => `${hex(from)}-${hex(to)}`).join('')}]`);
const EVERY = new RegExp(FORBIDDEN.source, 'g');

/** Name of the first forbidden character in `text`, such as `U+202E`; undefined when there is none. */
export function forbiddenCharacter(text: string): string | undefined {
  const found = FORBIDDEN.exec(text)?.[0];
  if (found === undefined) return undefined;
  return `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** As JSON writes them: escaped. A backslash in code looks the same, so a match is only a reason to look closer. */
const SUSPECT = new RegExp(`${FORBIDDEN.source}|\\\\[ubfr]`);

/** False when no string in the JSON `text` can hold a forbidden character; true is only a suspicion. */
export function isSuspect(text: string): boolean {
  return SUSPECT.test(text);
}

/** Name of the first forbidden character in a string of `value`. */
export function hiddenCharacter(value: unknown): string | undefined {
  if (typeof value === 'string') return forbiddenCharacter(value);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const item of Object.values(value)) {
    const found = hiddenCharacter(item);
    if (found) return found;
  }
  return undefined;
}

/** `text` without forbidden characters and lone surrogates, at most `limit` UTF-16 units long. */
export function tame(text: string, limit: number): string {
  const clean = withoutSurrogates(text).normalize('NFC').replace(EVERY, '').trim();
  return clean.length <= limit ? clean : `${withoutSurrogates(clean.slice(0, limit - 1))}…`;
}

function withoutSurrogates(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '');
}
