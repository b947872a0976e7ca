/** Text of a spec is untrusted: these make it safe for a Python comment or docstring. */

/** What has no place in a line of text: controls, bidi overrides, lone surrogates, fillers, and every kind of blank. */
const BREAKS = /[\p{C}\p{Z}\p{DI}]+/gu;

/** One line of visible text. Line ends of any script, controls, bidi marks and lone surrogates become one blank. */
export function oneLine(text: string): string {
  return text.replace(BREAKS, ' ').trim();
}

/** Characters that take two columns, for line lengths as linters count them. Near enough, not all of Unicode's table. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu;
const ZERO_WIDTH = /\p{M}/gu;

/** Columns that one line of text takes in a fixed-width font. */
export function columns(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  const visible = text.replace(ZERO_WIDTH, '');
  return [...visible].length + (visible.match(WIDE)?.length ?? 0);
}

/** Words of `text` in lines of at most `width` columns; a longer word is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text)
    .split(' ')
    .flatMap((whole) => cut(whole, width))) {
    if (line !== '' && columns(line) + 1 + columns(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** A Python docstring that closes where we close it, whatever the paragraphs hold. Not indented: for modules. */
export function docstring(paragraphs: readonly string[]): string {
  const wrapped = paragraphs
    .map((paragraph) => wrap(inert(paragraph), 96))
    .filter((lines) => lines.length > 0);
  const [first, ...rest] = wrapped;
  if (first === undefined) return '"""No description."""';
  if (rest.length === 0 && first.length === 1) return `"""${first[0]}"""`;
  return `"""${wrapped.map((lines) => lines.join('\n')).join('\n\n')}\n"""`;
}

/** Backslashes doubled, and no quotes at the edges or in runs, so that neither an escape nor the end can be forged. */
function inert(paragraph: string): string {
  const line = oneLine(paragraph).replace(/"{2,}|^"|"$/g, (quotes) => "'".repeat(quotes.length));
  return line.replaceAll('\\', '\\\\');
}

function cut(word: string, width: number): string[] {
  if (columns(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (columns(piece + character) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}
