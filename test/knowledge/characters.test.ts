/** Characters that nobody sees are refused in every text of a record; emoji are not, where a component's users see them. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forbiddenCharacter, hiddenCharacter, isSuspect, tame } from '../../src/knowledge/characters.js';

const INVISIBLE = [
  0x00ad, 0x034f, 0x061c, 0x115f, 0x1160, 0x17b4, 0x180b, 0x180e, 0x200b, 0x200d, 0x202e, 0x2028, 0x2060,
  0x2066, 0x206f, 0x3164, 0xfe0f, 0xfeff, 0xffa0, 0xfffa, 0x1bca0, 0x1d173, 0xe0001, 0xe0020, 0xe0041,
  0xe007f, 0xe0100,
];
const FAMILY = '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}';

describe('what nobody sees', () => {
  test.each(
    INVISIBLE.map((code) => [`U+${code.toString(16).toUpperCase().padStart(4, '0')}`, code] as const),
  )('%s is refused, named, and taken out of what airsmith writes', (name, code) => {
    const text = `a${String.fromCodePoint(code)}b`;
    expect(forbiddenCharacter(text)).toBe(name);
    expect(isSuspect(JSON.stringify({ text }))).toBe(true);
    expect(hiddenCharacter({ schema: 'pattern/1', code: text })).toBe(name);
    expect(hiddenCharacter({ schema: 'component/1', source: text, files: [] })).toBe(name);
    expect(tame(text, 10)).toBe('ab');
  });

  test('what is tamed holds none, and loses nothing else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = tame(text, 10_000);
        expect(forbiddenCharacter(clean)).toBeUndefined();
        const left = [...text.normalize('NFC')].filter((one) => !forbiddenCharacter(one)).join('');
        expect(clean.length).toBeLessThanOrEqual(left.normalize('NFC').length + text.length);
      }),
    );
  });

  test('letters of every script are text', () => {
    for (const text of ['naïve', 'שלום', 'مرحبا', 'ไทย', '한국어', '日本語', 'Ünïcödé', '🎉', 'a\tb\nc'])
      expect(forbiddenCharacter(text)).toBeUndefined();
  });
});

describe('emoji of several characters', () => {
  test.each([
    ['a joined family', FAMILY],
    ['a coloured heart', '\u2764\ufe0f'],
    ['a keycap', '1\ufe0f\u20e3'],
    ['a skin tone', '\u{1f44d}\u{1f3fd}'],
  ])('%s stands in the source of a component, and in no other text', (_, emoji) => {
    const source = `log.info("${emoji}")\n`;
    expect(hiddenCharacter({ schema: 'component/1', source })).toBeUndefined();
    const elsewhere = hiddenCharacter({ schema: 'pattern/1', code: source });
    expect(elsewhere).toBe(forbiddenCharacter(emoji));
    expect(hiddenCharacter({ schema: 'component/1', name: emoji, source: '' })).toBe(elsewhere);
  });

  test.each([
    ['a joiner at the end of one', `${FAMILY}\u200d`, 'U+200D'],
    ['a joiner between letters', 'pass\u200dword', 'U+200D'],
    ['a selector behind a letter', 'x\ufe0f', 'U+FE0F'],
    ['a flag that carries a sentence in tags', '\u{1f3f4}\u{e0068}\u{e0069}\u{e007f}', 'U+E0068'],
  ])('%s hides something there too', (_, text, name) => {
    expect(hiddenCharacter({ schema: 'component/1', source: text })).toBe(name);
  });
});
