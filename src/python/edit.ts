/** Edits of source text: what they leave alone stays as it is, to the byte. */

import type { Edit } from '../flow.js';

/**
 * `source` with `edits` applied. Their places are those of `source` without a byte order mark, which stays; a line break in their
 * text becomes the one that the source uses. Throws when two edits overlap or one lies outside of the source.
 */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  const mark = source.startsWith('\ufeff') ? '\ufeff' : '';
  const text = source.slice(mark.length);
  const starts = lineStarts(text);
  const newline = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  const offset = ({ line, column }: Edit['start']): number => {
    const start = starts[line - 1];
    if (start === undefined || column < 1 || start + column - 1 > text.length)
      throw new RangeError(`line ${line}, column ${column} is outside of the source`);
    return start + column - 1;
  };
  const placed = edits
    .map(({ start, end, text: put }) => ({ from: offset(start), to: offset(end), put }))
    .sort((a, b) => a.from - b.from || a.to - b.to);
  let done = 0;
  let result = mark;
  for (const { from, to, put } of placed) {
    if (from < done || to < from) throw new RangeError('two edits overlap, or one ends before it starts');
    result += text.slice(done, from) + put.replace(/\r\n|\r|\n/g, newline);
    done = to;
  }
  return result + text.slice(done);
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((found) => found.index + found[0].length)];
}
