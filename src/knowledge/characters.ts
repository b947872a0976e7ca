/** Characters that could make a record read differently from what it is. */

/**
 * Controls (tab and line feed aside); everything that Unicode calls default-ignorable, which is drawn as nothing: the soft
 * hyphen, Hangul fillers, joiners, the bidirectional controls of "Trojan Source", variation selectors, the tags that can carry
 * a whole hidden sentence; the line and paragraph separators; and the marks of interlinear annotations.
 * Built from code points and properties, so that this file holds none of them.
 */
const HIDDEN = '(?![\\t\\n])[\\p{Cc}\\p{Default_Ignorable_Code_Point}\\u2028\\u2029\\ufff9-\\ufffb]';
const FORBIDDEN = new RegExp(HIDDEN, 'u');
const EVERY = new RegExp(HIDDEN, 'gu');

/** Name of the first forbidden character in `text`, such as `U+202E`; undefined when there is none. */
export function forbiddenCharacter(text: string): string | undefined {
  const found = FORBIDDEN.exec(text)?.[0];
  if (found === undefined) return undefined;
  return `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** As JSON writes them: escaped. A backslash in code looks the same, so a match is only a reason to look closer. */
const SUSPECT = new RegExp(`${HIDDEN}|\\\\[ubfr]`, 'u');

/** Anything but the characters of plain text: found in a fraction of the time, and absent from most records. */
const UNUSUAL = /[^\n\t\x20-\x7e]|\\[ubfr]/;

/** False when no string in the JSON `text` can hold a forbidden character; true is only a suspicion. */
export function isSuspect(text: string): boolean {
  return UNUSUAL.test(text) && SUSPECT.test(text);
}

/**
 * What makes several characters one emoji: the selector of its coloured form, and joiners between two. Only as a part of a whole
 * one: a person sees that something stands there.
 */
const EMOJI =
  /[#*0-9]\ufe0f\u20e3|\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?(?:\u200d\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]?)*/gu;

/**
 * Name of the first forbidden character in a string of `value`. The source of a component, and no other text, may hold emoji
 * made of several characters: it is what somebody's users see, and stands in the record as it is in its file.
 */
export function hiddenCharacter(value: unknown): string | undefined {
  if (typeof value === 'string') return forbiddenCharacter(value);
  if (typeof value !== 'object' || value === null) return undefined;
  const component = 'schema' in value && value.schema === 'component/1';
  for (const [key, item] of Object.entries(value)) {
    const plain = component && key === 'source' && typeof item === 'string' ? item.replace(EMOJI, '') : item;
    const found = hiddenCharacter(plain);
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
