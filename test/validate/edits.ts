import type { Edit } from '../../src/flow.js';

/** The source after the edits of one finding, which do not overlap. */
export function applied(source: string, edits: readonly Edit[]): string {
  const starts = [0];
  for (const match of source.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  const offset = ({ line, column }: Edit['start']) => (starts[line - 1] ?? source.length) + column - 1;
  const lastFirst = [...edits].sort((a, b) => offset(b.start) - offset(a.start));
  return lastFirst.reduce(
    (now, { start, end, text }) => now.slice(0, offset(start)) + text + now.slice(offset(end)),
    source,
  );
}
