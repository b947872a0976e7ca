/** Calls of what the index describes, and the class that a component derives from. */

import { nearest } from '../../nearest.js';
import { dotted, type Node, type NodeOf } from '../../python/index.js';
import type { Found, Reading } from './check.js';
import type { ClassEntry, Signature } from './classes.js';
import { baseOf, classOf, constructorOf, entryOf, methodOf } from './names.js';

type Call = NodeOf<'Call'>;

/** Wrong keywords and too many positional arguments, in calls whose target is certain; bases that are no classes. */
export function checkCalls(reading: Reading): readonly Found[] {
  const nodes = reading.walk(reading.module.tree);
  const classes = reading.module.classes.map(({ node }) => node);
  return [
    ...classes.flatMap((node) => checkBases(node, reading)),
    ...nodes.flatMap((node) => (node.nodeType === 'Call' ? checkDirect(node, reading) : [])),
    ...classes.flatMap((node) => checkInherited(node, reading)),
  ];
}

function checkBases(node: NodeOf<'ClassDef'>, reading: Reading): readonly Found[] {
  return node.bases.flatMap((base) => {
    const kind = entryOf(base, reading)?.kind;
    if (kind !== 'function' && kind !== 'module') return [];
    const message = `\`${dotted(base)}\` is a ${kind} on Airflow ${reading.index.airflow}, so ${node.name} cannot derive from it`;
    const remedy =
      'derive from the class of that kind: BaseOperator, BaseSensorOperator, BaseHook or BaseTrigger';
    return [{ finding: { code: 'AS4506', severity: 'error' as const, message, remedy }, node: base }];
  });
}

/** `TriggerEvent(…)`, `BaseHook.get_connection(…)`, `Variable.get(…)`. */
function checkDirect(call: Call, reading: Reading): readonly Found[] {
  const cls = classOf(call.func, reading);
  if (cls !== undefined) return against(call, constructorOf(cls, reading), dotted(call.func) ?? '', reading);
  const { func } = call;
  if (func.nodeType !== 'Attribute') return [];
  const owner = classOf(func.value, reading);
  const method = owner && methodOf(owner, func.attr, reading);
  if (method === undefined || method.bound === 'instance') return [];
  return against(call, method, dotted(func) ?? '', reading);
}

/** `super().__init__(…)` and `self.defer(…)` in a class that derives from one class of Airflow. */
function checkInherited(node: NodeOf<'ClassDef'>, reading: Reading): readonly Found[] {
  const base = baseOf(node, reading);
  if (base === undefined) return [];
  const own = ownNames(node, reading);
  return node.body.flatMap((statement) => {
    if (statement.nodeType !== 'FunctionDef' && statement.nodeType !== 'AsyncFunctionDef') return [];
    const self = statement.decorator_list.length === 0 ? statement.args.args[0]?.arg : undefined;
    if (self === undefined) return [];
    const calls = reading.walk(statement).filter((inner): inner is Call => inner.nodeType === 'Call');
    return calls.flatMap((call) => {
      const target = inherited(call, self, base, own, reading);
      return target ? against(call, target.signature, target.what, reading) : [];
    });
  });
}

function inherited(
  call: Call,
  self: string,
  base: ClassEntry,
  own: ReadonlySet<string>,
  reading: Reading,
): { readonly signature: Signature | undefined; readonly what: string } | undefined {
  const { func } = call;
  if (func.nodeType !== 'Attribute') return undefined;
  const { value, attr } = func;
  const isSuper = value.nodeType === 'Call' && dotted(value.func) === 'super' && value.args.length === 0;
  if (isSuper && attr === '__init__')
    return { signature: constructorOf(base, reading), what: `${last(base.name)}.__init__` };
  const isSelf = value.nodeType === 'Name' && value.id === self;
  if ((!isSelf && !isSuper) || (isSelf && own.has(attr)) || attr.startsWith('_')) return undefined;
  return { signature: methodOf(base, attr, reading), what: `${last(base.name)}.${attr}` };
}

/** What the class itself defines or assigns, on the class or on any object. */
function ownNames(node: NodeOf<'ClassDef'>, reading: Reading): ReadonlySet<string> {
  return new Set(
    reading.walk(node).flatMap((inner) => {
      if (inner.nodeType === 'Attribute' && inner.ctx.nodeType !== 'Load') return [inner.attr];
      if (inner.nodeType === 'Name' && inner.ctx.nodeType !== 'Load') return [inner.id];
      return inner.nodeType === 'FunctionDef' || inner.nodeType === 'AsyncFunctionDef' ? [inner.name] : [];
    }),
  );
}

/** Holds a call against a signature. With `*args` or `**kwargs` in the call, only what is written out is judged. */
function against(
  call: Call,
  signature: Signature | undefined,
  what: string,
  reading: Reading,
): readonly Found[] {
  if (signature === undefined) return [];
  const { parameters } = signature;
  const on = `on Airflow ${reading.index.airflow}`;
  const found: Found[] = [];
  const places = parameters.filter(({ kind }) => kind === 'positional' || kind === 'positional-only').length;
  const open = parameters.some(({ kind }) => kind === 'var-positional');
  const surplus = call.args.find((argument, index) => index >= places && argument.nodeType !== 'Starred');
  if (!open && surplus !== undefined && !call.args.some(({ nodeType }) => nodeType === 'Starred')) {
    const message = `\`${what}\` takes ${places === 0 ? 'no positional arguments' : `${places} positional argument${places === 1 ? '' : 's'}`} ${on}, and here are ${call.args.length}`;
    const remedy = `pass by name what it takes: ${named(parameters)}`;
    found.push({ finding: { code: 'AS4508', severity: 'error', message, remedy }, node: surplus });
  }
  if (parameters.some(({ kind }) => kind === 'var-keyword')) return found;
  const names = parameters.flatMap(({ name, kind }) =>
    kind === 'positional' || kind === 'keyword' ? [name] : [],
  );
  for (const keyword of call.keywords) {
    if (!keyword.arg || keyword.arg.startsWith('_') || names.includes(keyword.arg)) continue;
    const near = nearest(keyword.arg, names);
    const message = `\`${what}\` takes no \`${keyword.arg}\` ${on}`;
    const remedy =
      near === undefined ? `leave it out; it takes ${named(parameters)}` : `did you mean \`${near}\`?`;
    found.push({ finding: { code: 'AS4507', severity: 'error', message, remedy }, node: keyword as Node });
  }
  return found;
}

function named(parameters: Signature['parameters']): string {
  const names = parameters.slice(0, 8).map(({ name }) => `\`${name}\``);
  return names.length === 0 ? 'nothing' : `${names.join(', ')}${parameters.length > 8 ? ' …' : ''}`;
}

function last(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
