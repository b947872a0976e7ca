/** Conditions that raise: of what was given (validation), and of what came back (error handling). */

import {
  dotted,
  type Expression,
  type FunctionNode,
  format,
  type NodeOf,
  type PythonFunction,
  type Statement,
  walk,
} from '../../python/index.js';
import { abstracted, ELLIPSIS, indented } from '../abstraction.js';
import { argumentNames, type Component, isFrameworkMethod, scopesOf } from '../component.js';
import type { Sighting } from './sighting.js';

const LONGEST_TEST = 90;
/** A condition that only its component understands. */
const NO_SHAPE = 'a value';

/** What is wrong with an answer in a way that other answers can be wrong too. */
const ANSWER_SHAPES = new Set(['a type', 'a length', 'for None']);

/** Every `if …: raise …` of `component` that is short enough to be an idea. */
export function checkPatterns(component: Component): readonly Sighting[] {
  return scopesOf(component).flatMap((scope) =>
    walk(scope.node).flatMap((node) => (node.nodeType === 'If' ? check(node, scope, component) : [])),
  );
}

function check(node: NodeOf<'If'>, scope: PythonFunction, component: Component): readonly Sighting[] {
  const last = node.body.at(-1);
  if (!last || node.orelse.length > 0 || node.body.length > 2 || format(node.test).length > LONGEST_TEST)
    return [];
  if (node.test.nodeType === 'Compare' && isStatusTest(node.test))
    return statusCheck(node, last, scope, component);
  if (last.nodeType !== 'Raise' || !last.exc || last.cause) return [];
  const exception = exceptionName(last.exc);
  if (testShape(node.test) === NO_SHAPE) return [];
  const subject = subjectOf(node.test, scope.node, component);
  if (exception === undefined || subject === 'unclear' || ownNames(node.test, scope.node).size > 1) return [];
  if (subject === 'result' && !ANSWER_SHAPES.has(testShape(node.test))) return [];
  if (subject === 'result') return [answerCheck(node, exception, scope, component)];
  const found = validation(node, exception, scope, component);
  // An argument that was bound anew is no longer what the caller gave.
  return found.code.split('\n')[1]?.includes('value') ? [found] : [];
}

function validation(
  node: NodeOf<'If'>,
  exception: string,
  { name, node: scope }: PythonFunction,
  component: Component,
): Sighting {
  const early = name === '__init__';
  const helper = !isFrameworkMethod(name);
  const what = testShape(node.test);
  const place = early ? 'in the constructor' : 'when the task runs';
  const definition = early
    ? 'def __init__(self, *, value, **kwargs):'
    : helper
      ? 'def _validate(self, value):'
      : 'def execute(self, context):';
  return {
    type: 'validation',
    title: `Check ${what} ${place} and raise ${exception}`,
    when: early
      ? 'an input that is not templated must meet a rule: a broken DAG should fail when it is parsed'
      : 'a templated input must meet a rule: its text is only known after rendering',
    notWhen: early
      ? 'the input is templated, since Jinja text would be refused'
      : 'the input is not templated and can be checked earlier',
    code: `${definition}\n${indented(abstracted([shortMessage(node)], component, scope))}`,
  };
}

function answerCheck(
  node: NodeOf<'If'>,
  exception: string,
  scope: PythonFunction,
  component: Component,
): Sighting {
  return {
    type: 'error_handling',
    title: `Check the answer ${testShape(node.test).replace(/^a /, 'for its ')} and raise ${exception}`,
    when: 'an answer can be complete and still not usable',
    notWhen: 'the caller must see the answer as it is',
    code: abstracted([shortMessage(node)], component, scope.node),
  };
}

function statusCheck(
  node: NodeOf<'If'>,
  last: Statement,
  scope: PythonFunction,
  component: Component,
): readonly Sighting[] {
  const code = abstracted([shortMessage(node)], component, scope.node);
  const tested = abstracted([node.test], component, scope.node);
  if (last.nodeType === 'Raise' && last.exc) {
    return [
      {
        type: 'error_handling',
        title: `Raise ${exceptionName(last.exc) ?? 'an error'} where ${tested}`,
        when: 'a service answers with a status that means failure, and the task must fail with the status in its message',
        notWhen: 'the client raises by itself, or the status has a meaning of its own for the caller',
        code,
      },
    ];
  }
  if (last.nodeType !== 'Return') return [];
  const returned = !last.value || format(last.value) === 'None' ? 'None' : 'a value';
  return [
    {
      type: 'error_handling',
      title: `Return ${returned} where ${tested}`,
      when: 'a status such as 404 is an answer and no failure',
      notWhen: 'absence must stop the task',
      code,
    },
  ];
}

/** What the condition looks at: an input, a result, or both in a way that teaches nothing. */
function subjectOf(
  test: Expression,
  scope: FunctionNode,
  { main, vocabulary }: Component,
): 'input' | 'result' | 'unclear' {
  const inputs = new Set([...argumentNames(scope), ...(main.init?.parameters.map(({ name }) => name) ?? [])]);
  let seen: 'input' | 'result' | 'unclear' = 'unclear';
  for (const node of walk(test)) {
    if (node.nodeType === 'Attribute' && node.value.nodeType === 'Name' && node.value.id === 'self') {
      if (vocabulary.attributes.has(node.attr) && inputs.has(node.attr))
        seen = seen === 'result' ? seen : 'input';
    } else if (node.nodeType === 'Name' && node.id !== 'self') {
      if (inputs.has(node.id)) seen = seen === 'result' ? seen : 'input';
      else if (isLocal(node.id, scope)) seen = 'result';
    }
  }
  return seen;
}

/** Inputs and locals in a condition: one that weighs several of them is the component's own rule. */
function ownNames(test: Expression, scope: FunctionNode): ReadonlySet<string> {
  const inputs = new Set(argumentNames(scope));
  const names = walk(test).flatMap((node) => {
    if (node.nodeType === 'Attribute' && dotted(node.value) === 'self') return [`self.${node.attr}`];
    if (node.nodeType !== 'Name' || node.id === 'self') return [];
    return inputs.has(node.id) || isLocal(node.id, scope) ? [node.id] : [];
  });
  return new Set(names);
}

function isLocal(name: string, scope: FunctionNode): boolean {
  return walk(scope).some(
    (node) => node.nodeType === 'Name' && node.id === name && node.ctx.nodeType === 'Store',
  );
}

function isStatusTest(test: Expression): boolean {
  return walk(test).some(
    (node) => node.nodeType === 'Attribute' && /^(status_code|status|ok)$/.test(node.attr),
  );
}

/** What is looked at, as the object of "check". */
function testShape(test: Expression): string {
  const nodes = walk(test);
  const calls = nodes.flatMap((node) => (node.nodeType === 'Call' ? [calledName(node)] : []));
  if (calls.some((name) => /^(full)?match$|^search$/.test(name))) return 'a pattern';
  if (calls.includes('isinstance')) return 'a type';
  if (nodes.some(({ nodeType }) => nodeType === 'NotIn' || nodeType === 'In'))
    return 'against allowed values';
  if (calls.includes('len')) return 'a length';
  if (nodes.some(({ nodeType }) => ['Lt', 'LtE', 'Gt', 'GtE'].includes(nodeType))) return 'a range';
  if (nodes.some(({ nodeType }) => nodeType === 'Is' || nodeType === 'IsNot')) return 'for None';
  if (calls.includes('strip')) return 'for blank text';
  return nodes.some(({ nodeType }) => nodeType === 'Not') ? 'for emptiness' : NO_SHAPE;
}

function calledName({ func }: NodeOf<'Call'>): string {
  return func.nodeType === 'Attribute' ? func.attr : (dotted(func) ?? '');
}

export function exceptionName(raised: Expression): string | undefined {
  return dotted(raised.nodeType === 'Call' ? raised.func : raised);
}

/** The last statement alone, its message being the component's own business. */
function shortMessage(node: NodeOf<'If'>): NodeOf<'If'> {
  const last = node.body.at(-1);
  const body =
    last === undefined ? [ELLIPSIS] : node.body.length > 1 && last.nodeType === 'Raise' ? [last] : node.body;
  return { ...node, body };
}
