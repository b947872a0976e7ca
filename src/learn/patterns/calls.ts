/** Calls of libraries and of Airflow's hooks, with the keywords that each needs. */

import {
  dotted,
  type Node,
  type NodeOf,
  type PythonFunction,
  type Statement,
  walk,
} from '../../python/index.js';
import { abstracted, asStatement } from '../abstraction.js';
import { type Component, externalName, scopesOf } from '../component.js';
import { importStatement, libraryOf } from './imports.js';
import type { Sighting } from './sighting.js';

/** Every call in `component` that is worth knowing. */
export function callPatterns(component: Component): readonly Sighting[] {
  return scopesOf(component).flatMap((scope) => libraryCalls(scope, component));
}

/** A call of a library with the keywords that this one needs. */
function libraryCalls(scope: PythonFunction, component: Component): readonly Sighting[] {
  const receivers = receiversOf(scope, component);
  return walk(scope.node).flatMap((node) => {
    if (node.nodeType !== 'Call' || !node.keywords.some(({ arg }) => arg !== undefined)) return [];
    const name = externalName(node.func, component.vocabulary) ?? receiverName(node, receivers);
    if (name === undefined || !isWorthCalling(name)) return [];
    const keywords = node.keywords.flatMap(({ arg }) => (arg === undefined ? [] : [arg]));
    const library = libraryOf({
      module: name,
      bound: name,
      level: 0,
      guard: 'none',
      topLevel: true,
      line: 1,
    });
    return [
      {
        type: 'execution' as const,
        title: `Call ${name} with ${[...keywords].sort().join(', ')}`,
        when:
          library.length > 0
            ? `the component works through ${library[0]}`
            : `the component works through ${name.split('.').at(-1)}`,
        notWhen: 'a hook of the repository already wraps this call',
        code: withOrigin(node, scope, component, receivers),
        libraries: library,
      },
    ];
  });
}

/** The call with the import that its name comes from, and the object that it is called on. */
function withOrigin(
  node: NodeOf<'Call'>,
  scope: PythonFunction,
  component: Component,
  receivers: ReadonlyMap<string, Receiver>,
): string {
  const call = abstracted([shallow(node)], component, scope.node);
  const receiver = receivers.get(headOf(node.func) ?? '');
  const root = receiver ? receiver.written.split('.')[0] : headOf(node.func);
  const origin = component.module.imports.find(({ bound, guard }) => bound === root && guard !== 'fallback');
  const made = receiver ? [`${call.split('.')[0]} = ${receiver.written}()`] : [];
  return [...(origin ? [importStatement(origin)] : []), ...made, `result = ${call}`].join('\n');
}

function headOf(node: Node): string | undefined {
  return dotted(node)?.split('.')[0];
}

/** Exceptions, types and what every component calls are no ideas. */
function isWorthCalling(name: string): boolean {
  const last = name.split('.').at(-1) ?? name;
  if (/(Exception|Error|Warning)$/.test(last) || name.startsWith('typing.')) return false;
  if (name.startsWith('airflow.'))
    return /hooks?|Hook|sensors?\.base|PokeReturnValue|TriggerEvent|xcom/i.test(name);
  return (
    libraryOf({ module: name, bound: name, level: 0, guard: 'none', topLevel: true, line: 1 }).length > 0
  );
}

/** The class of an object, as Python knows it and as the component writes it. */
interface Receiver {
  readonly name: string;
  readonly written: string;
}

/** Locals that hold an object of a library: `session = requests.Session()`. */
function receiversOf(scope: PythonFunction, { vocabulary }: Component): ReadonlyMap<string, Receiver> {
  const receivers = new Map<string, Receiver>();
  for (const node of walk(scope.node)) {
    const [target, value] =
      node.nodeType === 'Assign'
        ? [node.targets[0], node.value]
        : node.nodeType === 'WithItem'
          ? [node.optional_vars, node.context_expr]
          : [];
    if (target?.nodeType !== 'Name' || value?.nodeType !== 'Call') continue;
    const name = externalName(value.func, vocabulary);
    if (name !== undefined && /\.[A-Z][A-Za-z]*$/.test(name))
      receivers.set(target.id, { name, written: dotted(value.func) ?? name });
  }
  return receivers;
}

function receiverName(
  { func }: NodeOf<'Call'>,
  receivers: ReadonlyMap<string, Receiver>,
): string | undefined {
  if (func.nodeType !== 'Attribute' || func.value.nodeType !== 'Name') return undefined;
  const receiver = receivers.get(func.value.id);
  return receiver === undefined ? undefined : `${receiver.name}.${func.attr}`;
}

/** Arguments as `value`: which ones there are is the idea, not what is in them. Keywords in one order. */
function shallow(node: NodeOf<'Call'>): NodeOf<'Call'> {
  const value = (asStatementOf('value') as NodeOf<'Expr'>).value;
  const keywords = node.keywords
    .map((keyword) => (keyword.value.nodeType === 'Constant' ? keyword : { ...keyword, value }))
    .sort((a, b) => ((a.arg ?? '~') < (b.arg ?? '~') ? -1 : 1));
  return { ...node, args: node.args.map(() => value), keywords };
}

function asStatementOf(name: string): Statement {
  return asStatement({ nodeType: 'Name', id: name, ctx: { nodeType: 'Load' }, lineno: 1, col_offset: 0 });
}
