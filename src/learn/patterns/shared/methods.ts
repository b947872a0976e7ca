/** Whole methods that are short enough to be one idea, and the ways of deferring. */

import type { PatternType } from '../../../knowledge/index.js';
import {
  dotted,
  type Expression,
  type FunctionNode,
  format,
  type Node,
  type NodeOf,
  type PythonFunction,
  transform,
  walk,
} from '../../../python/index.js';
import { abstracted, indented } from '../../abstraction.js';
import { type Component, isFrameworkMethod, scopesOf } from '../../component.js';
import type { Sighting } from '../sighting.js';

const LONGEST_SOURCE = 40;
const LONGEST = 10;

/** Every short method of `component`, and each statement in which it defers, is resumed, or fires. */
export function sharedMethods(component: Component): readonly Sighting[] {
  return [
    ...component.main.methods.flatMap((method) => whole(method, component)),
    ...scopesOf(component).flatMap((scope) =>
      walk(scope.node).flatMap((node): readonly Sighting[] => {
        if (node.nodeType === 'Call' && dotted(node.func) === 'self.defer')
          return [deferring(node, scope, component)];
        if (node.nodeType === 'Call' && dotted(node.func) === 'TriggerEvent')
          return [firing(node, scope, component)];
        return node.nodeType === 'If' && asksEvent(node, scope) ? judging(node, scope, component) : [];
      }),
    ),
  ];
}

function whole({ name, node, decorators }: PythonFunction, component: Component): readonly Sighting[] {
  if (name === '__init__' || lengthOf(node) > LONGEST_SOURCE) return [];
  const cached = decorators.some((decorator) => /(^|\.)(cached_property|property)$/.test(decorator));
  if (!cached && !isFrameworkMethod(name)) return [];
  const code = abstracted([bare(node)], component, node);
  const lines = code.split('\n');
  if (lines.length > LONGEST || lines.length < 2 || /^ +\.\.\.$/.test(lines.at(-1) ?? '')) return [];
  const { type, title, when, notWhen } = meaning(name, cached);
  return [{ type, title, when, notWhen, code }];
}

function meaning(
  name: string,
  cached: boolean,
): Pick<Sighting, 'title' | 'when' | 'notWhen'> & { type: PatternType } {
  if (cached)
    return {
      type: 'initialization',
      title: `Make ${/hook/i.test(name) ? 'the hook' : 'what several methods need'} in a property`,
      when: 'several methods need the same object, and parsing a DAG file must not make it',
      notWhen: 'it would have to be serialized with the task',
    };
  if (/^(execute_complete|resume_execution|serialize|run|cleanup)$/.test(name))
    return {
      type: 'deferral',
      title: `The whole of ${name}`,
      when: 'a component waits in a trigger, and this part has nothing of its own to do',
      notWhen: 'the event or the state needs a look of its own',
    };
  if (/^get_(ui_field_behaviour|connection_form_widgets)$/.test(name))
    return {
      type: 'structural',
      title: `Say what the form of the connection shows: ${name}`,
      when: 'a hook has a connection type of its own, which people fill in by a form',
      notWhen: 'the hook uses a connection type that another hook declares',
    };
  if (name === 'get_conn' || name === 'test_connection')
    return {
      type: 'initialization',
      title: `The whole of ${name}`,
      when: 'a hook makes its client from the connection',
      notWhen: 'the base class does it',
    };
  return {
    type: 'execution',
    title: `The whole of ${name}`,
    when: 'a hook or a base class does the work, and the component only calls it',
    notWhen: 'the spec asks for more than the call',
  };
}

/** Without annotations, whose spelling differs where the idea does not. */
function bare(node: FunctionNode): FunctionNode {
  const { returns: _, ...rest } = node;
  return transform(rest as FunctionNode, (inner: Node) => {
    if (inner.nodeType === 'Arg') {
      const { annotation: __, ...arg } = inner;
      return arg as Node;
    }
    return inner.nodeType === 'AnnAssign' && inner.value ? plainAssign(inner, inner.value) : undefined;
  });
}

function plainAssign({ target, lineno, col_offset }: NodeOf<'AnnAssign'>, value: Expression): Node {
  return { nodeType: 'Assign', targets: [target], value, lineno, col_offset } as Node;
}

/** Which arguments `self.defer` is given; those of the trigger are the component's own. */
function deferring(node: NodeOf<'Call'>, scope: PythonFunction, component: Component): Sighting {
  const words = node.keywords.map(({ arg, value }) => {
    if (arg === 'trigger') return 'trigger=ExampleTrigger(value=self.value)';
    if (arg === 'method_name') return `method_name=${methodName(value)}`;
    return arg === undefined ? '**value' : `${arg}=${abstracted([value], component, scope.node)}`;
  });
  return {
    type: 'deferral',
    title: `Defer with ${node.keywords.map(({ arg }) => arg ?? 'more').join(', ')}`,
    when: 'the task waits for something outside and needs no worker while it waits',
    notWhen: 'the wait is shorter than the trip through the triggerer',
    code: `def execute(self, context):\n${indented(`self.defer(${words.sort().join(', ')})`)}`,
  };
}

function methodName(value: Expression): string {
  const text = format(value).replaceAll("'", '"');
  return /^"execute_complete"$|__name__/.test(text) ? text : '"execute_complete"';
}

function firing(node: NodeOf<'Call'>, scope: PythonFunction, component: Component): Sighting {
  const event = abstracted([node], component, scope.node);
  return {
    type: 'deferral',
    title: `Fire a trigger with ${event.replace(/^TriggerEvent\((.*)\)$/s, '$1')}`,
    when: 'a trigger is done: the event is stored in the database, so it is small, plain and without secrets',
    notWhen: 'the task can ask for it itself',
    code: `async def run(self):\n${indented(`yield ${event}`)}`,
  };
}

function asksEvent({ test }: NodeOf<'If'>, scope: PythonFunction): boolean {
  if (!scope.parameters.some(({ name }) => name === 'event')) return false;
  return walk(test).some((node) => node.nodeType === 'Name' && node.id === 'event');
}

function judging(node: NodeOf<'If'>, scope: PythonFunction, component: Component): readonly Sighting[] {
  if (lengthOf(node) > LONGEST_SOURCE) return [];
  const code = abstracted([{ ...node, orelse: [] }], component, scope.node);
  if (code.split('\n').length > LONGEST) return [];
  return [
    {
      type: 'deferral',
      title: `Judge the event of a trigger: ${(code.split('\n')[0] ?? '').replace(/:$/, '')}`,
      when: 'a deferred task is resumed: the event is data from outside and may be an error, or missing',
      notWhen: 'the trigger cannot fail and carries nothing',
      code: `def execute_complete(self, context, event=None):\n${indented(code)}`,
    },
  ];
}

function lengthOf(node: Node): number {
  const { lineno = 0, end_lineno: end = lineno } = node as { lineno?: number; end_lineno?: number };
  return end - lineno + 1;
}
