/** Changes source text in places, and leaves everything else byte for byte as it is. */

import type { Edit } from '../flow.js';

type Place = Edit['start'];

/**
 * `source` with `edits` made. Places count as in `Edit`; a byte order mark is no column. Newlines in the texts become those of the source,
 * which keeps its mark and its last line as they are. Several insertions at one place come in the given order. Throws where edits
 * overlap or stand outside of the source: whoever made them was wrong.
 */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  const mark = source.startsWith('\ufeff') ? '\ufeff' : '';
  const text = source.slice(mark.length);
  const starts = lineStarts(text);
  const newline = newlineOf(text);
  const cuts = edits.map((edit, order) => {
    const [start, end] = [offsetOf(edit.start, starts, text), offsetOf(edit.end, starts, text)];
    if (end < start) throw new RangeError(`an edit ends before it begins, in line ${edit.start.line}`);
    return { start, end, order, text: edit.text.replace(/\r\n|\r|\n/g, newline) };
  });
  cuts.sort((a, b) => a.start - b.start || a.end - b.end || a.order - b.order);
  let result = mark;
  let at = 0;
  for (const cut of cuts) {
    if (cut.start < at) throw new RangeError('edits overlap');
    result += text.slice(at, cut.start) + cut.text;
    at = cut.end;
  }
  return result + text.slice(at);
}

/** The newline that `source` uses first; `\n` where it has none. */
function newlineOf(source: string): string {
  return /\r\n|\r|\n/.exec(source)?.[0] ?? '\n';
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const { index, 0: newline } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + newline.length);
  return starts;
}

function offsetOf({ line, column }: Place, starts: readonly number[], text: string): number {
  const start = starts[line - 1];
  const next = starts[line] ?? text.length;
  if (start === undefined || column < 1 || start + column - 1 > next)
    throw new RangeError(`line ${line}, column ${column} is outside of the source`);
  return start + column - 1;
}

/** The edit that puts `text` at a place. */
export function insertion(at: Place, text: string): Edit {
  return { start: at, end: at, text };
}
