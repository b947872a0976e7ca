/** Where a node stands. The tree counts columns in UTF-8 bytes as CPython does; people and editors count characters. */

import type { Node } from './syntax.js';

/** Lines and columns start at 1; columns count UTF-16 units; the end is exclusive. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Lines of `source` as Python counts them. */
export function linesOf(source: string): readonly string[] {
  return source.split(/\r\n|\r|\n/);
}

/** Span of `node` in `lines`; undefined for nodes without a place, such as operators. */
export function spanOf(lines: readonly string[], node: Node): Span | undefined {
  if (!('lineno' in node) || typeof node.lineno !== 'number' || typeof node.col_offset !== 'number')
    return undefined;
  const endLine = node.end_lineno ?? node.lineno;
  return {
    line: node.lineno,
    column: unitsBefore(lines[node.lineno - 1] ?? '', node.col_offset) + 1,
    endLine,
    endColumn: unitsBefore(lines[endLine - 1] ?? '', node.end_col_offset ?? node.col_offset) + 1,
  };
}

/** The source text between the ends of `span`. */
export function sliceOf(lines: readonly string[], span: Span): string {
  const text = lines.slice(span.line - 1, span.endLine);
  const last = text.length - 1;
  const end = last === 0 ? span.endColumn - 1 : undefined;
  return text
    .map((line, index) =>
      index === 0
        ? line.slice(span.column - 1, end)
        : index === last
          ? line.slice(0, span.endColumn - 1)
          : line,
    )
    .join('\n');
}

function unitsBefore(line: string, bytes: number): number {
  let units = 0;
  let seen = 0;
  for (const character of line) {
    if (seen >= bytes) break;
    seen += Buffer.byteLength(character);
    units += character.length;
  }
  return units;
}
