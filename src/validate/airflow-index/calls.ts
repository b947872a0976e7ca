/** Calls of what the index describes, and the class that a component derives from. */

import { nearest } from '../../nearest.js';
import { dotted, type Node, type NodeOf, walk } from '../../python/index.js';
import type { Found, Reading } from './check.js';
import type { ClassEntry, Signature } from './classes.js';
import { isOutdated, keywordEdit, keywordsOf, substituteFor } from './keywords.js';
import { baseOf, classOf, constructorOf, entryOf, methodOf } from './names.js';

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

/** Wrong keywords and too many positional arguments, in calls whose target is certain; bases that are no classes. */
export function checkCalls(reading: Reading): readonly Found[] {
  return [
    ...reading.module.classes.flatMap(({ node }) => checkBases(node, reading)),
    ...targetsOf(reading).flatMap((target) => against(target, reading)),
  ];
}

/** Every call in a component that the index can judge. */
export function targetsOf(reading: Reading): readonly Target[] {
  const nodes = walk(reading.module.tree);
  return [
    ...nodes.flatMap((node) => (node.nodeType === 'Call' ? (directTarget(node, reading) ?? []) : [])),
    ...nodes.flatMap((node) => (node.nodeType === 'Call' ? (instanceTarget(node, reading) ?? []) : [])),
    ...reading.module.classes.flatMap(({ node }) => inheritedTargets(node, reading)),
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
function instanceTarget(call: Call, reading: Reading): Target | undefined {
  const { func } = call;
  if (func.nodeType !== 'Attribute' || func.value.nodeType !== 'Subscript') return undefined;
  const { value, slice } = func.value;
  const isTask = slice.nodeType === 'Constant' && (slice.value === 'ti' || slice.value === 'task_instance');
  if (!isTask || value.nodeType !== 'Name' || value.id !== 'context') return undefined;
  const cls =
    reading.index.classNamed('RuntimeTaskInstance') ??
    reading.index.class('airflow.models.taskinstance.TaskInstance');
  return cls && targetOf(call, cls, func.attr, `context["${slice.value}"].${func.attr}`, reading);
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
function ownNames(node: NodeOf<'ClassDef'>): ReadonlySet<string> {
  return new Set(
    walk(node).flatMap((inner) => {
      if (inner.nodeType === 'Attribute' && inner.ctx.nodeType !== 'Load') return [inner.attr];
      if (inner.nodeType === 'Name' && inner.ctx.nodeType !== 'Load') return [inner.id];
      return inner.nodeType === 'FunctionDef' || inner.nodeType === 'AsyncFunctionDef' ? [inner.name] : [];
    }),
  );
}

/** What a signature refuses of a call. */
export interface Refusal {
  /** The keywords that it does not take. */
  readonly keywords: readonly string[];
  /** How many positional arguments it takes, where there are more. */
  readonly places?: number;
}

/** Holds what is written out of a call against a signature: the number of positional arguments, and the keywords. */
export function refusalOf(signature: Signature, positional: number, keywords: readonly string[]): Refusal {
  const { parameters } = signature;
  const places = parameters.filter(({ kind }) => kind === 'positional' || kind === 'positional-only').length;
  const open = parameters.some(({ kind }) => kind === 'var-positional');
  const names = keywordsOf(signature);
  const any = parameters.some(({ kind }) => kind === 'var-keyword');
  return {
    keywords: any ? [] : keywords.filter((name) => !names.includes(name)),
    ...(!open && positional > places ? { places } : {}),
  };
}

/** With `*args` or `**kwargs` in the call, only what is written out is judged. */
function against(target: Target, reading: Reading): readonly Found[] {
  const { call, signature, what } = target;
  const { parameters } = signature;
  const on = `on Airflow ${reading.index.airflow}`;
  const found: Found[] = [];
  const written = call.keywords.flatMap(({ arg }) => (arg && !arg.startsWith('_') ? [arg] : []));
  const spread = call.args.some(({ nodeType }) => nodeType === 'Starred');
  const { keywords, places } = refusalOf(signature, spread ? 0 : call.args.length, written);
  const surplus = places === undefined ? undefined : call.args[places];
  if (surplus !== undefined) {
    const message = `\`${what}\` takes ${places === 0 ? 'no positional arguments' : `${places} positional argument${places === 1 ? '' : 's'}`} ${on}, and here are ${call.args.length}`;
    const remedy = `pass by name what it takes: ${named(parameters)}`;
    found.push({ finding: { code: 'AS4508', severity: 'error', message, remedy }, node: surplus });
  }
  for (const keyword of call.keywords) {
    if (!keyword.arg) continue;
    const refused = keywords.includes(keyword.arg);
    const taken = keywordsOf(signature);
    if (!refused && !(taken.includes(keyword.arg) && isOutdated(keyword.arg, taken))) continue;
    const substitute = substituteFor(keyword.arg, taken);
    const edit =
      substitute === undefined ? undefined : keywordEdit(call, keyword, substitute, target, reading);
    const instead = substitute || (refused ? nearest(keyword.arg, taken) : undefined);
    const remedy = instead ? `write \`${instead}\`` : `leave it out; it takes ${named(parameters)}`;
    const message = refused
      ? `\`${what}\` takes no \`${keyword.arg}\` ${on}`
      : `\`${keyword.arg}\` of \`${what}\` is only for old code ${on}`;
    const judged = refused
      ? { code: 'AS4507', severity: 'error' as const }
      : { code: 'AS4512', severity: 'warning' as const };
    found.push({
      finding: { ...judged, message, remedy, ...(edit ? { edit } : {}) },
      node: keyword as Node,
    });
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
