/** One component under study: what it calls, raises, returns and hands on, as far as conventions ask for it. */

import type { Kind } from '../flow.js';
import {
  dotted,
  type Expression,
  isFunction,
  type Node,
  type NodeOf,
  type PythonClass,
  type PythonFunction,
  type PythonModule,
  type Statement,
  walk,
} from '../python/index.js';
import { type Definition, definitionOf, type Estate, lineage } from './estate.js';
import { type Shapes, shapesIn } from './shapes.js';
import { subjectOf, type Use, useOf } from './uses.js';

/** A call, by what is called. */
export interface Call {
  /** `waybill`, `Money.of`, `self.quill.create`, `run.key`. */
  readonly callee: string;
  /** Whether that is the repository's own: imported from it, or given by a base class of it. */
  readonly own: boolean;
  readonly node: NodeOf<'Call'>;
  /** Exceptions that are handled around it, by name. */
  readonly guards: readonly string[];
  readonly method: string;
}

export interface Handler {
  readonly exceptions: readonly string[];
  readonly node: NodeOf<'ExceptHandler'>;
}

/** A value that the repository's own code made, and the name that it is kept or handed on by. */
export interface Naming {
  readonly maker: string;
  readonly name: string;
  readonly text: string;
}

export interface Studied {
  readonly name: string;
  readonly kind: Kind;
  readonly module: PythonModule;
  readonly class: PythonClass;
  readonly ancestors: readonly (Definition & { what: 'class' })[];
  readonly shapes: Shapes;
  readonly calls: readonly Call[];
  /** What stands after `raise`; undefined where it is raised again. */
  readonly raises: readonly (Call | { readonly callee: string; readonly own: boolean })[];
  readonly handlers: readonly Handler[];
  /** Values that methods give, by the method's name. */
  readonly returns: ReadonlyMap<string, readonly (Expression | undefined)[]>;
  readonly uses: readonly Use[];
  readonly namings: readonly Naming[];
  /** Whole modules, and names in them, that are imported. */
  readonly imported: ReadonlySet<string>;
  /** Last parts of everything that is called, and dotted names that are read: `self.log`. */
  readonly called: ReadonlySet<string>;
  readonly read: ReadonlySet<string>;
  /** Dict entries and keyword arguments, by name. */
  readonly entries: readonly { readonly name: string; readonly value: Expression }[];
}

/** Studies the class `name` of `module`. */
export function study(
  one: PythonClass,
  kind: Kind,
  module: PythonModule,
  estate: Pick<Estate, 'define'>,
): Studied {
  const ancestors = lineage(one, module, estate).own;
  const given = givenBy(ancestors);
  const own = { calls: [] as Call[], handlers: [] as Handler[], uses: [] as Use[], namings: [] as Naming[] };
  const raises: Studied['raises'][number][] = [];
  const entries: { name: string; value: Expression }[] = [];
  const returns = new Map<string, (Expression | undefined)[]>();

  const isOwn = (name: string, method: PythonFunction | undefined): boolean => {
    const [head = '', second = ''] = name.split('.');
    if (head === 'self') return given.members.has(second);
    if (definitionOf(name.split('.').slice(0, 1).join('.'), module, estate) !== undefined) return true;
    const declared = method && given.methods.get(method.name);
    return declared?.some((parameter) => parameter === head) === true;
  };
  const shapes = shapesIn(module, (name) => definitionOf(name, module, estate));

  const visit = (node: Node, at: Place): void => {
    const next = { ...at, parents: [node, ...at.parents] };
    switch (node.nodeType) {
      case 'Call': {
        const callee = dotted(node.func);
        if (callee !== undefined)
          own.calls.push({
            callee,
            own: isOwn(callee, at.method),
            node,
            guards: at.guards,
            method: at.method?.name ?? '',
          });
        for (const { arg, value } of node.keywords) if (arg) entries.push({ name: arg, value });
        break;
      }
      case 'Raise': {
        if (node.exc) {
          const name = dotted(node.exc.nodeType === 'Call' ? node.exc.func : node.exc);
          if (name !== undefined) raises.push({ callee: name, own: isOwn(name, at.method) });
        }
        break;
      }
      case 'Return': {
        const method = at.method?.name ?? '';
        returns.set(method, [...(returns.get(method) ?? []), node.value ?? undefined]);
        break;
      }
      case 'Dict':
        node.keys.forEach((key, index) => {
          const value = node.values[index];
          if (key?.nodeType === 'Constant' && typeof key.value === 'string' && value)
            entries.push({ name: key.value, value });
        });
        break;
      case 'Name':
      case 'Attribute':
      case 'Subscript': {
        const subject = subjectOf(node, at.method);
        if (subject !== undefined) {
          const as = useOf(node, at.parents, (name) =>
            definitionOf(name.split('.')[0] ?? '', module, estate),
          );
          if (as !== undefined) own.uses.push({ subject, as });
        }
        break;
      }
    }
    if (node.nodeType === 'Try') {
      const guards = node.handlers.flatMap((handler) => exceptionsOf(handler));
      for (const handler of node.handlers)
        own.handlers.push({ exceptions: exceptionsOf(handler), node: handler });
      for (const inner of node.body) visit(inner, { ...next, guards: [...guards, ...at.guards] });
      for (const inner of [...node.handlers, ...node.orelse, ...node.finalbody]) visit(inner, next);
      return;
    }
    for (const inner of below(node)) {
      const method = isFunction(inner as Statement) && at.method === undefined;
      visit(inner, method ? { ...next, method: methodNamed(inner, one) } : next);
    }
  };
  for (const statement of one.node.body)
    visit(statement, {
      parents: [],
      guards: [],
      method: isFunction(statement) ? methodNamed(statement, one) : undefined,
    });

  for (const { name, value } of [...entries, ...assigned(one.node)]) {
    if (value.nodeType !== 'Call') continue;
    const maker = dotted(value.func);
    if (maker === undefined || definitionOf(maker.split('.')[0] ?? '', module, estate) === undefined)
      continue;
    own.namings.push({ maker, name, text: module.slice(value) });
  }
  const everything = walk(one.node);
  return {
    name: one.name,
    kind,
    module,
    class: one,
    ancestors,
    shapes,
    ...own,
    raises,
    returns,
    entries,
    imported: importedBy(module),
    called: new Set(
      own.calls.map(({ callee }) => callee.split('.').at(-1) ?? callee).concat(innerCalls(everything)),
    ),
    read: new Set(everything.flatMap((node) => (node.nodeType === 'Attribute' ? (dotted(node) ?? []) : []))),
  };
}

interface Place {
  /** Nearest first. */
  readonly parents: readonly Node[];
  readonly guards: readonly string[];
  readonly method: PythonFunction | undefined;
}

function methodNamed(node: Node, one: PythonClass): PythonFunction | undefined {
  return one.methods.find((method) => method.node === node);
}

/** What base classes of the repository give: members by name, and methods that are to be written, with their arguments. */
function givenBy(ancestors: Studied['ancestors']) {
  const members = new Set<string>();
  const methods = new Map<string, readonly string[]>();
  for (const { class: one } of ancestors) {
    for (const { name, parameters } of one.methods) {
      members.add(name);
      if (!methods.has(name)) methods.set(name, parameters.map((parameter) => parameter.name).slice(1));
    }
    for (const name of one.attributes.keys()) members.add(name);
  }
  members.delete('__init__');
  return { members, methods };
}

function below(node: Node): readonly Node[] {
  return Object.values(node).flatMap((value) =>
    (Array.isArray(value) ? value : [value]).filter(
      (item): item is Node => typeof item === 'object' && item !== null && 'nodeType' in item,
    ),
  );
}

export function exceptionsOf({ type }: NodeOf<'ExceptHandler'>): readonly string[] {
  if (!type) return [];
  const named = type.nodeType === 'Tuple' ? type.elts : [type];
  return named.flatMap((one) => dotted(one) ?? []);
}

function assigned(node: Node): readonly { readonly name: string; readonly value: Expression }[] {
  return walk(node).flatMap((inner) => {
    if (inner.nodeType !== 'Assign') return [];
    const [target] = inner.targets;
    return target?.nodeType === 'Name' ? [{ name: target.id, value: inner.value }] : [];
  });
}

function innerCalls(nodes: readonly Node[]): readonly string[] {
  return nodes.flatMap((node) =>
    node.nodeType === 'Call' && node.func.nodeType === 'Attribute' ? [node.func.attr] : [],
  );
}

function importedBy({ imports }: PythonModule): ReadonlySet<string> {
  return new Set(
    imports.flatMap(({ module, name }) => (name === undefined ? [module] : [module, `${module}.${name}`])),
  );
}
