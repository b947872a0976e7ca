/** Calls in a component whose target is certain, by the index. */

import { dotted, type Node, type NodeOf, walk } from '../../python/index.js';
import type { Reading } from './check.js';
import type { ClassEntry, Signature } from './classes.js';
import { baseOf, bindings, classOf, constructorOf, methodOf } from './names.js';

type Call = NodeOf<'Call'>;

/** A call whose target is certain. */
export interface Target {
  readonly call: Call;
  /** The class that has the method, or one that inherits it. */
  readonly cls: ClassEntry;
  readonly method: string;
  readonly signature: Signature;
  /** As a person would write it. */
  readonly what: string;
}

/** Every call in a component that the index can judge. */
export function targetsOf(reading: Reading): readonly Target[] {
  const nodes = walk(reading.module.tree);
  const tasks = namesOfTask(nodes);
  return [
    ...nodes.flatMap((node) => (node.nodeType === 'Call' ? (directTarget(node, reading) ?? []) : [])),
    ...nodes.flatMap((node) =>
      node.nodeType === 'Call' ? (instanceTarget(node, tasks, reading) ?? []) : [],
    ),
    ...reading.module.classes.flatMap(({ node }) => inheritedTargets(node, reading)),
  ];
}

/** `TriggerEvent(…)`, `BaseHook.get_connection(…)`, `Variable.get(…)`. */
function directTarget(call: Call, reading: Reading): Target | undefined {
  const what = dotted(call.func) ?? '';
  const cls = classOf(call.func, reading);
  if (cls !== undefined) return targetOf(call, cls, '__init__', what, reading);
  const { func } = call;
  if (func.nodeType !== 'Attribute') return undefined;
  const owner = classOf(func.value, reading);
  const target = owner && targetOf(call, owner, func.attr, what, reading);
  return target?.signature.bound === 'instance' ? undefined : target;
}

/** `context["ti"].xcom_pull(…)`: the running task, which has a class of its own from Airflow 3 on. */
function instanceTarget(call: Call, tasks: ReadonlySet<string>, reading: Reading): Target | undefined {
  const { func } = call;
  if (func.nodeType !== 'Attribute') return undefined;
  const { value } = func;
  if (!isTask(value) && !(value.nodeType === 'Name' && tasks.has(value.id))) return undefined;
  const cls = taskClass(reading);
  return cls && targetOf(call, cls, func.attr, `${reading.module.slice(value)}.${func.attr}`, reading);
}

/** The class of the running task. */
export function taskClass({ index }: Pick<Reading, 'index'>): ClassEntry | undefined {
  return index.classNamed('RuntimeTaskInstance') ?? index.class('airflow.models.taskinstance.TaskInstance');
}

/** `context["ti"]`. */
export function isTask(node: Node): boolean {
  if (node.nodeType !== 'Subscript' || node.value.nodeType !== 'Name' || node.value.id !== 'context')
    return false;
  const { slice } = node;
  return slice.nodeType === 'Constant' && (slice.value === 'ti' || slice.value === 'task_instance');
}

/** Names that stand for the running task wherever they are bound: `ti = context["ti"]`. */
export function namesOfTask(nodes: readonly Node[]): ReadonlySet<string> {
  const bound = nodes.flatMap((node) => {
    if (node.nodeType !== 'Assign' || node.targets.length !== 1 || !isTask(node.value)) return [];
    const [target] = node.targets;
    return target?.nodeType === 'Name' ? [target.id] : [];
  });
  if (bound.length === 0) return new Set();
  const all = nodes.flatMap((node) =>
    node.nodeType === 'Import' || node.nodeType === 'ImportFrom'
      ? node.names.map(({ name, asname }) => asname ?? name)
      : bindings(node),
  );
  const count = (names: readonly string[], name: string) => names.filter((one) => one === name).length;
  return new Set(bound.filter((name) => count(all, name) === count(bound, name)));
}

function targetOf(
  call: Call,
  cls: ClassEntry,
  method: string,
  what: string,
  { index }: Reading,
): Target | undefined {
  const signature = method === '__init__' ? constructorOf(cls, index) : methodOf(cls, method, index);
  return signature && { call, cls, method, signature, what };
}

/** `super().__init__(…)` and `self.defer(…)` in a class that derives from one class of Airflow. */
function inheritedTargets(node: NodeOf<'ClassDef'>, reading: Reading): readonly Target[] {
  const base = baseOf(node, reading);
  if (base === undefined) return [];
  const own = ownNames(node);
  return node.body.flatMap((statement) => {
    if (statement.nodeType !== 'FunctionDef' && statement.nodeType !== 'AsyncFunctionDef') return [];
    const self = statement.decorator_list.length === 0 ? statement.args.args[0]?.arg : undefined;
    if (self === undefined) return [];
    const calls = walk(statement).filter((inner): inner is Call => inner.nodeType === 'Call');
    return calls.flatMap((call) => {
      const method = inheritedMethod(call, self, own);
      if (method === undefined) return [];
      return targetOf(call, base, method, `${last(base.name)}.${method}`, reading) ?? [];
    });
  });
}

/** The method of the base class that a call through `self` or `super()` reaches. */
function inheritedMethod({ func }: Call, self: string, own: ReadonlySet<string>): string | undefined {
  if (func.nodeType !== 'Attribute') return undefined;
  const { value, attr } = func;
  const isSuper = value.nodeType === 'Call' && dotted(value.func) === 'super' && value.args.length === 0;
  if (isSuper && attr === '__init__') return attr;
  const isSelf = value.nodeType === 'Name' && value.id === self;
  if ((!isSelf && !isSuper) || (isSelf && own.has(attr)) || attr.startsWith('_')) return undefined;
  return attr;
}

/** What the class itself defines or assigns, on the class or on any object. */
export function ownNames(node: NodeOf<'ClassDef'>): ReadonlySet<string> {
  return new Set(
    walk(node).flatMap((inner) => {
      if (inner.nodeType === 'Attribute' && inner.ctx.nodeType !== 'Load') return [inner.attr];
      if (inner.nodeType === 'Name' && inner.ctx.nodeType !== 'Load') return [inner.id];
      return inner.nodeType === 'FunctionDef' || inner.nodeType === 'AsyncFunctionDef' ? [inner.name] : [];
    }),
  );
}

function last(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
