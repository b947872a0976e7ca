/** Spelling that carries no idea: messages, quotes, docstrings. */

import { type Expression, type Node, quoted, type Statement, transform, walk } from '../python/index.js';
import { PROSE } from './literals.js';

/** `node` with one style of quotes and without docstrings; `empty` stands for a body that had nothing else. */
export function plain<Type extends Node>(node: Type, empty: Statement): Type {
  return quoted(withoutDocstrings(node, empty));
}

/**
 * What a message says is the component's own; which facts it carries is the idea: the cause, a status, or else the value
 * that was wrong.
 */
export function withCanonicalMessage(raised: Expression): Expression {
  if (raised.nodeType !== 'Call') return raised;
  const [message, ...rest] = raised.args;
  if (!message || message.nodeType === 'Constant' || message.nodeType === 'Starred') return raised;
  const values = walk(message).filter((node) => node.nodeType === 'FormattedValue');
  const facts = values.filter(({ value }) => isFact(value));
  const kept = facts.length > 0 ? facts : values.filter(({ value }) => isInput(value)).slice(0, 1);
  const prose = (text: string): Expression => ({
    nodeType: 'Constant',
    value: text,
    lineno: message.lineno,
    col_offset: message.col_offset,
  });
  const pieces = kept.flatMap((value) => [prose(`${PROSE} `), value]);
  const { lineno, col_offset } = message;
  const said: Expression =
    pieces.length === 0 ? prose(PROSE) : { nodeType: 'JoinedStr', values: pieces, lineno, col_offset };
  return { ...raised, args: [said, ...rest] };
}

function isFact(value: Expression): boolean {
  if (value.nodeType === 'Name') return /^error(_\d+)?$/.test(value.id);
  return value.nodeType === 'Attribute' && /^(status_code|status|reason)$/.test(value.attr);
}

function isInput(value: Expression): boolean {
  const name = value.nodeType === 'Attribute' ? value.attr : value.nodeType === 'Name' ? value.id : '';
  return /^value(_\d+)?$/.test(name);
}

function withoutDocstrings<Type extends Node>(node: Type, empty: Statement): Type {
  return transform(node, (inner) => {
    if (
      inner.nodeType !== 'FunctionDef' &&
      inner.nodeType !== 'AsyncFunctionDef' &&
      inner.nodeType !== 'ClassDef'
    )
      return undefined;
    const body = inner.body.filter((statement, index) => index > 0 || !isDocstring(statement));
    return { ...inner, body: body.length === 0 ? [empty] : body } as Node;
  });
}

function isDocstring(statement: Statement): boolean {
  return (
    statement.nodeType === 'Expr' &&
    statement.value.nodeType === 'Constant' &&
    typeof statement.value.value === 'string'
  );
}
