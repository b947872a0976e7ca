/** Edits of whole statements: where they stand, put beside another, taken out with their comments kept. */

import type { Edit } from '../flow.js';
import { insertion } from './edit.js';
import type { PythonModule } from './module.js';
import { linesOf, type Span } from './positions.js';
import { type FunctionNode, type Node, type Statement, walk } from './syntax.js';
import { commentsIn, tokensOf } from './tokens.js';

const split = new WeakMap<PythonModule, readonly string[]>();

/** Lines of a module without its byte order mark, as spans count them. */
export function linesIn(module: PythonModule): readonly string[] {
  const lines = split.get(module) ?? linesOf(module.source.replace(/^\ufeff/, ''));
  split.set(module, lines);
  return lines;
}

export function startOf({ line, column }: Span): Edit['start'] {
  return { line, column };
}

export function endOf({ endLine, endColumn }: Span): Edit['end'] {
  return { line: endLine, column: endColumn };
}

/** The edit that writes `text` in place of a node; undefined for one without a place. */
export function replacement(module: PythonModule, node: Node, text: string): Edit | undefined {
  const span = module.span(node);
  return span && { start: startOf(span), end: endOf(span), text };
}

/** What stands before a statement on its line, where that is nothing but blanks. */
export function indentOf(module: PythonModule, statement: Node): string | undefined {
  const span = firstSpan(module, statement);
  const before = linesIn(module)[(span?.line ?? 0) - 1]?.slice(0, (span?.column ?? 1) - 1);
  return before !== undefined && before.trim() === '' ? before : undefined;
}

/** Where a statement begins, decorators included. */
function firstSpan(module: PythonModule, statement: Node): Span | undefined {
  const own = module.span(statement);
  const decorators = 'decorator_list' in statement ? statement.decorator_list : [];
  const first = decorators[0] && module.span(decorators[0]);
  return own && first ? { ...own, line: first.line, column: first.column - 1 } : own;
}

/** What follows a statement on its last line. */
function restOf(module: PythonModule, span: Span): string {
  return (linesIn(module)[span.endLine - 1] ?? '').slice(span.endColumn - 1);
}

/** The edit that puts lines before a statement that begins its line; they are indented as it is. */
export function before(module: PythonModule, statement: Node, lines: readonly string[]): Edit | undefined {
  const indent = indentOf(module, statement);
  const span = firstSpan(module, statement);
  if (indent === undefined || span === undefined) return undefined;
  return insertion({ line: span.line, column: 1 }, lines.map((line) => indented(line, indent)).join(''));
}

/** The edit that puts lines behind a statement, after the comment on its last line, indented as it is. */
export function after(module: PythonModule, statement: Node, lines: readonly string[]): Edit | undefined {
  const indent = indentOf(module, statement);
  const span = module.span(statement);
  if (indent === undefined || span === undefined) return undefined;
  const rest = restOf(module, span);
  if (!/^\s*(#.*)?$/.test(rest)) return undefined;
  const text = lines.map((line) => `\n${line === '' ? '' : indent + line}`).join('');
  return insertion({ line: span.endLine, column: span.endColumn + rest.length }, text);
}

function indented(line: string, indent: string): string {
  return line === '' ? '\n' : `${indent}${line}\n`;
}

/** One more level than the statement itself, in the manner of the file. */
export function bodyIndent(
  module: PythonModule,
  node: Node & { readonly body: readonly Statement[] },
): string {
  const [first] = node.body;
  const own = indentOf(module, node) ?? '';
  const inner = first && indentOf(module, first);
  return inner !== undefined && inner.length > own.length ? inner : `${own}${levelIn(module)}`;
}

/** One level of indentation as the file has it first; four spaces where it has none. */
export function levelIn(module: PythonModule): string {
  for (const node of walk(module.tree)) {
    if (!('body' in node) || !Array.isArray(node.body)) continue;
    const [first] = node.body as readonly Node[];
    const [own, inner] = [indentOf(module, node), first && indentOf(module, first)];
    if (own === undefined || inner === undefined) continue;
    if (inner.length > own.length && inner.startsWith(own)) return inner.slice(own.length);
  }
  return '    ';
}

export function isDocstring(statement: Statement | undefined): boolean {
  return (
    statement?.nodeType === 'Expr' &&
    statement.value.nodeType === 'Constant' &&
    typeof statement.value.value === 'string'
  );
}

/** The edit that makes lines the first of a body, behind its docstring; also where the body stands on the line of its head. */
export function atStart(
  module: PythonModule,
  node: FunctionNode,
  lines: readonly string[],
): Edit | undefined {
  const [first, second] = node.body;
  if (first === undefined) return undefined;
  if (isDocstring(first) && indentOf(module, first) !== undefined) {
    if (second === undefined || indentOf(module, second) !== undefined) return after(module, first, lines);
    return undefined;
  }
  if (indentOf(module, first) !== undefined) return before(module, first, lines);
  const [span, indent] = [module.span(first), bodyIndent(module, node)];
  if (span === undefined || indentOf(module, node) === undefined) return undefined;
  const head = (linesIn(module)[span.line - 1] ?? '').slice(0, span.column - 1);
  const start = { line: span.line, column: head.trimEnd().length + 1 };
  const text = lines.map((line) => `\n${indent}${line}`).join('');
  return { start, end: startOf(span), text: `${text}\n${indent}` };
}

/**
 * The edit that takes a statement of `body` out. Its comments stay where it was; what would leave an empty body becomes `pass`.
 */
export function removal(
  module: PythonModule,
  body: readonly Statement[],
  statement: Statement,
): Edit | undefined {
  const span = firstSpan(module, statement);
  const indent = indentOf(module, statement);
  if (span === undefined) return undefined;
  const rest = restOf(module, span);
  const alone = indent !== undefined && /^\s*(#.*)?$/.test(rest);
  if (!alone || body.length === 1) {
    const comments = commentsIn(module.slice(statement));
    return comments.length > 0 ? undefined : { start: startOf(span), end: endOf(span), text: 'pass' };
  }
  const lines = linesIn(module);
  const text = lines.slice(span.line - 1, span.endLine).join('\n');
  const kept = commentsIn(text)
    .map((comment) => `${indent}${comment}\n`)
    .join('');
  if (span.endLine < lines.length)
    return { start: { line: span.line, column: 1 }, end: { line: span.endLine + 1, column: 1 }, text: kept };
  const last = (lines[span.endLine - 1] ?? '').length + 1;
  return { start: { line: span.line, column: 1 }, end: { line: span.endLine, column: last }, text: kept };
}

/** A statement cut out of its body, to be put elsewhere. */
export interface Cutting {
  readonly edit: Edit;
  /** Its lines without the indentation of the first, comments included. */
  readonly lines: readonly string[];
}

/** Cuts a statement that stands alone on its lines; undefined where a text over several lines would change with its indentation. */
export function cutting(
  module: PythonModule,
  body: readonly Statement[],
  statement: Statement,
): Cutting | undefined {
  const span = firstSpan(module, statement);
  const indent = indentOf(module, statement);
  if (span === undefined || indent === undefined) return undefined;
  const rest = restOf(module, span);
  const all = linesIn(module);
  const own = all.slice(span.line - 1, span.endLine);
  const text = own.join('\n');
  if (!/^\s*(#.*)?$/.test(rest) || severalLines(text)) return undefined;
  const lines = own.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.trimStart()));
  const start = { line: span.line, column: 1 };
  const left = body.length === 1 ? `${indent}pass` : '';
  if (span.endLine >= all.length) {
    const last = (all[span.endLine - 1] ?? '').length + 1;
    return { edit: { start, end: { line: span.endLine, column: last }, text: left }, lines };
  }
  const end = { line: span.endLine + 1, column: 1 };
  return { edit: { start, end, text: left === '' ? '' : `${left}\n` }, lines };
}

function severalLines(text: string): boolean {
  return tokensOf(text).some(
    ({ type, start, end }) => type === 'text' && text.slice(start, end).includes('\n'),
  );
}
