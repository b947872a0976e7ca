/** A module as rules look at it: its Airflow classes, what names stand for, what runs when. */

import type { Kind } from '../../flow.js';
import {
  dotted,
  type Expression,
  type FunctionNode,
  isFunction,
  type Node,
  type NodeOf,
  type PythonClass,
  type PythonFunction,
  type PythonModule,
  walk,
} from '../../python/index.js';

export type Role = Exclude<Kind, 'task'> | 'trigger' | 'other';

/** A class with what Airflow takes it for. */
export interface RoledClass extends PythonClass {
  readonly role: Role;
  /** Classes of the same module that it derives from, nearest first. */
  readonly above: readonly PythonClass[];
  /** True when everything it derives from is one of Airflow's own base classes or stands in this module. */
  readonly known: boolean;
}

export interface Code {
  readonly module: PythonModule;
  readonly classes: readonly RoledClass[];
  /** Full dotted name of what an expression names, imports resolved: `requests.get`; undefined for anything else. */
  nameOf(node: Node): string | undefined;
}

export type Call = NodeOf<'Call'>;

const ROLES: readonly (readonly [RegExp, Role])[] = [
  [/Sensor(Operator|Base)?$|^BaseSensor/, 'sensor'],
  [/Operator(Base)?$|^BaseOperator/, 'operator'],
  [/Trigger$/, 'trigger'],
  [/Hook$/, 'hook'],
];

const AIRFLOWS_OWN =
  /^(BaseOperator|BaseSensorOperator|BaseHook|BaseTrigger|LoggingMixin|ABC|object|Generic.*|Protocol)$/;

export function codeOf(module: PythonModule): Code {
  const names = new Map<string, string>();
  for (const { module: from, name, bound, level } of module.imports) {
    if (level > 0) continue;
    names.set(bound, name === undefined ? (from.startsWith(`${bound}.`) ? bound : from) : `${from}.${name}`);
  }
  const byName = new Map(module.classes.map((one) => [one.name, one]));
  return {
    module,
    classes: module.classes.map((one) => roled(one, byName)),
    nameOf: (node) => {
      const name = dotted(node);
      if (name === undefined) return undefined;
      const [head = '', ...rest] = name.split('.');
      return [names.get(head) ?? head, ...rest].join('.');
    },
  };
}

function roled(one: PythonClass, byName: ReadonlyMap<string, PythonClass>): RoledClass {
  const above: PythonClass[] = [];
  const bases: string[] = [];
  const open = [...one.bases];
  for (let base = open.shift(); base !== undefined; base = open.shift()) {
    const here = byName.get(base);
    if (here === undefined || here === one || above.includes(here)) bases.push(lastOf(base));
    else {
      above.push(here);
      open.push(...here.bases);
    }
  }
  const role = roleOf(bases) ?? 'other';
  return { ...one, role, above, known: bases.every((base) => AIRFLOWS_OWN.test(base)) };
}

function roleOf(bases: readonly string[]): Role | undefined {
  for (const [pattern, role] of ROLES) if (bases.some((base) => pattern.test(base))) return role;
  return undefined;
}

/** `models.BaseOperator[str]` is a BaseOperator. */
function lastOf(base: string): string {
  return base.replace(/\[.*$/s, '').split('.').at(-1) ?? base;
}

/** Operators and sensors: what Airflow renders, serializes and executes. */
export function isTask({ role }: RoledClass): boolean {
  return role === 'operator' || role === 'sensor';
}

/** A method of the class, or of the classes of this module above it. */
export function methodOf(one: RoledClass, name: string): PythonFunction | undefined {
  for (const { methods } of [one, ...one.above]) {
    const found = methods.findLast((method) => method.name === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Nodes that run when `scope` runs: not the bodies of functions, lambdas and classes in it. */
export function ownNodes(scope: FunctionNode | NodeOf<'Lambda'>): readonly Node[] {
  const body: readonly Node[] = scope.nodeType === 'Lambda' ? [scope.body] : scope.body;
  return body.flatMap(reached);
}

/** What runs when `node` itself does. */
export function reached(node: Node): readonly Node[] {
  if (node.nodeType === 'Lambda') return [node];
  if (isFunctionNode(node)) return [node, ...whenDefined(node)];
  return [node, ...below(node).flatMap(reached)];
}

/** Decorators and defaults of a function run when it is defined. */
export function whenDefined(node: FunctionNode): readonly Node[] {
  const defaults = [...node.args.defaults, ...node.args.kw_defaults].filter((value) => value != null);
  return [...node.decorator_list, ...(defaults as readonly Expression[])].flatMap(reached);
}

function isFunctionNode(node: Node): node is FunctionNode {
  return node.nodeType === 'FunctionDef' || node.nodeType === 'AsyncFunctionDef';
}

function below(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (const [field, value] of Object.entries(node)) {
    // An annotation is text here; what it calls is nobody's business.
    if (field === 'annotation' || field === 'returns') continue;
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof item === 'object' && item !== null && 'nodeType' in item) found.push(item as Node);
    }
  }
  return found;
}

/** Calls that run when `scope` runs. */
export function callsIn(nodes: readonly Node[]): readonly Call[] {
  return nodes.filter((node): node is Call => node.nodeType === 'Call');
}

/** Every function of the module with the class it belongs to. Functions inside functions belong to their outermost one. */
export function functionsIn(
  code: Code,
): readonly { readonly fn: PythonFunction; readonly of?: RoledClass }[] {
  return [
    ...code.module.functions.map((fn) => ({ fn })),
    ...code.classes.flatMap((of) => of.methods.map((fn) => ({ fn, of }))),
  ];
}

/** Whether a call is `super().<method>(…)` or `super(X, self).<method>(…)`. */
export function isSuperCall({ func }: Call, method: string): boolean {
  if (func.nodeType !== 'Attribute' || func.attr !== method) return false;
  const { value } = func;
  return value.nodeType === 'Call' && value.func.nodeType === 'Name' && value.func.id === 'super';
}

/** The attribute that `self.name` means; undefined for anything else. */
export function selfAttribute(node: Node): string | undefined {
  if (node.nodeType !== 'Attribute' || node.value.nodeType !== 'Name' || node.value.id !== 'self')
    return undefined;
  return node.attr;
}

/** Text of a string literal; undefined for bytes and everything else. */
export function textOf(node: Node | null | undefined): string | undefined {
  if (node?.nodeType !== 'Constant' || typeof node.value !== 'string') return undefined;
  return isBytes(node) ? undefined : node.value;
}

export function isBytes(node: Node): boolean {
  const style = node.nodeType === 'Constant' ? (node as { quote_style?: string }).quote_style : undefined;
  return style !== undefined && /b/i.test(style.replace(/["'].*$/s, ''));
}

export function keyword(call: Call, name: string): Expression | undefined {
  return call.keywords.find(({ arg }) => arg === name)?.value;
}

export function isConstant(node: Node | undefined, value: unknown): boolean {
  return node?.nodeType === 'Constant' && node.value === value;
}

export { dotted, isFunction, walk };
