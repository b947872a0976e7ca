/** Where a line of an edited file stood before the edits. Pure. */

import { diffLines } from 'diff';

/** For a line of `after` the line of `before` that it is, or that it took the place of, or before which it was put. */
export function lineBefore(before: string, after: string): (line: number) => number {
  if (last?.before !== before || last.after !== after) last = { before, after, map: mapped(before, after) };
  return last.map;
}

/** Every trial of a round and every mistake that is left asks for the same: comparing large files is slow. */
let last:
  | { readonly before: string; readonly after: string; readonly map: (line: number) => number }
  | undefined;

function mapped(before: string, after: string): (line: number) => number {
  if (before === after) return (line) => line;
  const lines: number[] = [];
  let [next, replaced] = [1, 0];
  for (const { added, removed, count } of diffLines(before, after)) {
    if (removed) {
      replaced = count;
      next += count;
      continue;
    }
    for (let index = 0; index < count; index += 1) {
      const instead = replaced > 0 ? next - replaced + Math.min(index, replaced - 1) : next;
      lines.push(added ? instead : next + index);
    }
    if (!added) next += count;
    replaced = 0;
  }
  // What is put behind the last line stands where that ends.
  const end = before.split('\n').length;
  return (line) => Math.min(lines[line - 1] ?? next, end);
}
