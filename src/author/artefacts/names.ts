/** Names in generated Python that come from free text. */

/**
 * Letters and digits that every supported CPython takes in an identifier. Whole blocks that Unicode had filled before
 * version 13 (Python 3.10), so that a letter which only a newer Python knows never becomes a syntax error.
 */
const LETTERS =
  /[^0-9a-z_\u00df-\u00f6\u00f8-\u024f\u0370-\u0373\u03ac-\u03ce\u0430-\u045f\u0561-\u0586\u05d0-\u05ea\u0620-\u064a\u0900-\u0963\u0966-\u096f\u0e01-\u0e3a\u0e40-\u0e4e\u3041-\u3096\u30a1-\u30fa\u3400-\u4db5\u4e00-\u9fef\uac00-\ud7a3]+/gu;

/** `Two days, rendered note` → `two_days_rendered_note`; empty where the text has no letter. At most 60 characters. */
export function slug(text: string): string {
  const plain = text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFKC');
  const words = plain.replace(LETTERS, '_').replace(/_+/g, '_').replace(/^_|_$/g, '');
  return [...words].slice(0, 60).join('').replace(/_$/, '');
}

/** A function name for each text, in order: unique among themselves and against `taken`. */
export function testNames(texts: readonly string[], taken: readonly string[]): string[] {
  const used = new Set(taken);
  return texts.map((text, index) => {
    const base = `test_${slug(text) || `example_${index + 1}`}`;
    let name = base;
    for (let number = 2; used.has(name); number += 1) name = `${base}_${number}`;
    used.add(name);
    return name;
  });
}
