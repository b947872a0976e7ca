/** Puts a further import where a person would: below the last of its group. */

import type { Edit } from '../../flow.js';
import { isStandard, type Statement } from '../../python/index.js';
import type { Reading } from './check.js';

/** `from __future__`, Python's own library, everything else. */
type Group = 0 | 1 | 2;

/**
 * The edit that adds `lines`, one import or a guarded pair, to the imports at the top; undefined where a line there holds more than
 * one statement.
 */
export function insertion(lines: readonly string[], reading: Reading): readonly Edit[] | undefined {
  const { body } = reading.module.tree;
  const text = lines.join(reading.newline);
  const group = groupOf(/^(?:from|import) ([\w.]+)/.exec(text)?.[1] ?? 'airflow');
  const first = body.findIndex((statement) => !isPreamble(statement));
  const top = body.slice(0, first === -1 ? body.length : first);
  const imports = top.flatMap((statement) => {
    const of = groupOfStatement(statement);
    return of === undefined ? [] : [{ statement, group: of }];
  });
  const before = imports.findLast((one) => one.group <= group);
  if (before !== undefined) return below(before.statement, text, before.group === group ? 1 : 2, reading);
  const after = imports[0]?.statement;
  if (after !== undefined) return above(after, text, reading);
  const [docstring] = body;
  if (docstring !== undefined && isDocstring(docstring)) return below(docstring, text, 2, reading);
  return docstring === undefined ? undefined : above(docstring, text, reading);
}

/** What may stand among the imports at the top of a module. */
function isPreamble(statement: Statement): boolean {
  return isDocstring(statement) || groupOfStatement(statement) !== undefined || statement.nodeType === 'If';
}

function isDocstring(statement: Statement): boolean {
  return (
    statement.nodeType === 'Expr' &&
    statement.value.nodeType === 'Constant' &&
    typeof statement.value.value === 'string'
  );
}

function groupOfStatement(statement: Statement): Group | undefined {
  if (statement.nodeType === 'Import') return groupOf(statement.names[0]?.name ?? '');
  if (statement.nodeType === 'ImportFrom')
    return (statement.level ?? 0) > 0 ? 2 : groupOf(statement.module ?? '');
  if (statement.nodeType !== 'Try') return undefined;
  return statement.body.some((inner) => groupOfStatement(inner) !== undefined) ? 2 : undefined;
}

function groupOf(module: string): Group {
  if (module === '__future__') return 0;
  return isStandard(module) ? 1 : 2;
}

function below(
  statement: Statement,
  text: string,
  breaks: number,
  { module, lines, newline }: Reading,
): readonly Edit[] | undefined {
  const span = module.span(statement);
  const last = span && lines[span.endLine - 1];
  if (span === undefined || last === undefined || !/^\s*(#.*)?$/.test(last.slice(span.endColumn - 1)))
    return undefined;
  const place = { line: span.endLine, column: last.length + 1 };
  return [{ start: place, end: place, text: newline.repeat(breaks) + text }];
}

function above(
  statement: Statement,
  text: string,
  { module, lines, newline }: Reading,
): readonly Edit[] | undefined {
  const decorators = 'decorator_list' in statement ? statement.decorator_list : [];
  const spans = [statement, ...decorators].flatMap((node) => module.span(node) ?? []);
  const line = Math.min(...spans.map((span) => span.line));
  if (!Number.isFinite(line) || /^\s/.test(lines[line - 1] ?? '')) return undefined;
  const place = { line, column: 1 };
  return [{ start: place, end: place, text: text + newline.repeat(2) }];
}
