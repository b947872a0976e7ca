/** What is done where something is raised, what is always done afterwards, and what is checked in one line. */

import {
  catchesImportError,
  dotted,
  type FunctionNode,
  format,
  type NodeOf,
  type PythonFunction,
  type Statement,
  walk,
} from '../../../python/index.js';
import { abstracted, ELLIPSIS, indented } from '../../abstraction.js';
import { type Component, scopesOf } from '../../component.js';
import { exceptionName } from '../checks.js';
import type { Sighting } from '../sighting.js';
import { withImport } from './fields.js';

const LONGEST = 12;
const LONGEST_TEST = 120;

/** Every way of `component` to handle errors. */
export function sharedHandlers(component: Component): readonly Sighting[] {
  return scopesOf(component).flatMap((scope) =>
    walk(scope.node).flatMap((node): readonly Sighting[] => {
      if (node.nodeType === 'Try' && !catchesImportError(node))
        return [...handled(node, scope.node, component), ...cleaned(node, scope.node, component)];
      if (node.nodeType === 'If') return checked(node, scope, component);
      return node.nodeType === 'Raise' ? raised(node, component) : [];
    }),
  );
}

function handled(node: NodeOf<'Try'>, scope: FunctionNode, component: Component): readonly Sighting[] {
  return node.handlers.flatMap((handler): readonly Sighting[] => {
    if (!handler.type) return [];
    const body = outline(handler.body);
    const alone = { ...node, body: [ELLIPSIS], handlers: [{ ...handler, body }], orelse: [], finalbody: [] };
    const code = abstracted([alone], component, scope);
    if (code.split('\n').length > LONGEST || !/raise|return|continue|pass|log\./.test(code)) return [];
    const caught = format(handler.type);
    return [
      {
        type: 'error_handling',
        title: `Where ${caught} is raised: ${inWords(body)}`,
        when: `a call can raise ${caught}, and the task knows what that means`,
        notWhen: 'nobody would learn of the error, or the task would go on with half of its work',
        code,
      },
    ];
  });
}

/** What a handler does for others: it raises, returns, logs; anything else is its own business. */
function outline(body: readonly Statement[]): Statement[] {
  const kept = body.map((statement): Statement => {
    if (['Raise', 'Continue', 'Pass', 'Break'].includes(statement.nodeType)) return statement;
    if (statement.nodeType === 'Return' && (!statement.value || statement.value.nodeType === 'Constant'))
      return statement;
    return isLog(statement) ? bareLog(statement) : ELLIPSIS;
  });
  return kept.filter((statement, index) => statement !== ELLIPSIS || kept[index - 1] !== ELLIPSIS);
}

function isLog(statement: Statement): statement is NodeOf<'Expr'> {
  return (
    statement.nodeType === 'Expr' &&
    statement.value.nodeType === 'Call' &&
    /^self\.log\.\w+$/.test(dotted(statement.value.func) ?? '')
  );
}

/** That something is logged, and at which level. */
function bareLog(statement: NodeOf<'Expr'>): Statement {
  const call = statement.value as NodeOf<'Call'>;
  const [message] = call.args;
  return message ? { ...statement, value: { ...call, args: [prose(message)], keywords: [] } } : statement;
}

function prose(at: NodeOf<'Call'>['args'][number]): NodeOf<'Constant'> {
  return {
    nodeType: 'Constant',
    value: '…',
    lineno: at.lineno,
    col_offset: at.col_offset,
  } as NodeOf<'Constant'>;
}

function inWords(body: readonly Statement[]): string {
  const words = body.map((statement) => {
    if (isLog(statement))
      return `log (${dotted((statement.value as NodeOf<'Call'>).func)
        ?.split('.')
        .at(-1)})`;
    if (statement.nodeType === 'Raise')
      return statement.exc ? `raise ${exceptionName(statement.exc) ?? 'another'}` : 'raise it again';
    if (statement.nodeType === 'Return')
      return `return ${statement.value ? format(statement.value).slice(0, 20) : 'nothing'}`;
    return statement === ELLIPSIS ? 'act' : statement.nodeType.toLowerCase();
  });
  return words.join(', ');
}

/** `finally`: one or two calls that give back what was taken. */
function cleaned(node: NodeOf<'Try'>, scope: FunctionNode, component: Component): readonly Sighting[] {
  if (node.finalbody.length === 0 || node.finalbody.length > 2) return [];
  const alone = { ...node, body: [ELLIPSIS], handlers: [], orelse: [] };
  const code = abstracted([alone], component, scope);
  if (code.split('\n').length > LONGEST) return [];
  return [
    {
      type: 'error_handling',
      title: 'Give back what was taken, whatever happened',
      when: 'something was opened, created or set that has to go even if the work fails',
      notWhen: 'a with statement does it',
      code,
    },
  ];
}

/** `if …: raise X(…)`: of what was given in the constructor, of what came back elsewhere. */
function checked(
  node: NodeOf<'If'>,
  { name, node: scope }: PythonFunction,
  component: Component,
): readonly Sighting[] {
  const [only] = node.body;
  if (node.body.length !== 1 || node.orelse.length > 0 || only?.nodeType !== 'Raise' || !only.exc) return [];
  const exception = exceptionName(only.exc);
  if (exception === undefined || format(node.test).length > LONGEST_TEST) return [];
  const code = abstracted([node], component, scope);
  const tested = (code.split('\n')[0] ?? '').replace(/^if (.*):$/, '$1');
  if (name === '__init__')
    return [
      {
        type: 'validation',
        title: `Refuse arguments in the constructor with ${exception} where ${tested}`,
        when: 'arguments that cannot work together should break the DAG when it is parsed',
        notWhen: 'one of them is templated: its text is only known when the task runs',
        code: `def __init__(self, *, value=None, value_2=None, **kwargs):\n${indented(code)}`,
      },
    ];
  return [
    {
      type: 'error_handling',
      title: `Before going on, raise ${exception} where ${tested}`,
      when: 'what follows would fail later, or do harm, with a message that explains less',
      notWhen: 'the call that follows says the same itself',
      code,
    },
  ];
}

/** Which exception: imported, so that everybody who catches it knows it. */
function raised(node: NodeOf<'Raise'>, component: Component): readonly Sighting[] {
  const name = node.exc ? exceptionName(node.exc) : undefined;
  if (name === undefined || !component.vocabulary.imported.has(name.split('.')[0] ?? '')) return [];
  if (!/(Exception|Error|Skip|Warning|Timeout)\w*$/.test(name)) return [];
  return [
    {
      type: 'error_handling',
      title: `Fail with ${name}`,
      when: `the task cannot go on, and ${name} is what Airflow or the callers know for it`,
      notWhen: 'a more special exception of the same kind says it better',
      code: withImport(name, component, `raise ${name}("…")`),
    },
  ];
}
