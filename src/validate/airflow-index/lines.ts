/** Takes whole lines out of a component. */

import type { Edit } from '../../flow.js';
import type { Node } from '../../python/index.js';
import type { Reading } from './check.js';

/**
 * Takes out the lines of an import or a decorator, which no other statement may share. A comment behind it stays, on a line of its own;
 * undefined where there is one inside, or where a line would be left without its end.
 */
export function withoutLine(node: Node, { module, lines }: Reading): Edit | undefined {
  const span = module.span(node);
  if (span === undefined || span.endLine >= lines.length || module.slice(node).includes('#'))
    return undefined;
  const before = (lines[span.line - 1] ?? '').slice(0, span.column - 1);
  const behind = (lines[span.endLine - 1] ?? '').slice(span.endColumn - 1);
  const [, indent] = /^(\s*)@?\s*$/.exec(before) ?? [];
  const [, blanks, comment] = /^(\s*)(#.*)?$/.exec(behind) ?? [];
  if (indent === undefined || blanks === undefined) return undefined;
  if (comment === undefined)
    return { start: { line: span.line, column: 1 }, end: { line: span.endLine + 1, column: 1 }, text: '' };
  const start = { line: span.line, column: indent.length + 1 };
  return { start, end: { line: span.endLine, column: span.endColumn + blanks.length }, text: '' };
}
