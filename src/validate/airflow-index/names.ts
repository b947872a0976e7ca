/** What a name in a component certainly stands for. */

import { dotted, type Node, type NodeOf, walk } from '../../python/index.js';
import type { Reading } from './check.js';
import type { ClassEntry, Signature } from './classes.js';
import type { AirflowIndex, NameEntry } from './read.js';

/** The class that a name or dotted name is; undefined unless that is certain and the index describes it. */
export function classOf(node: Node, reading: Reading): ClassEntry | undefined {
  const entry = entryOf(node, reading);
  return entry && reading.index.class(`${entry.home}.${entry.homeName}`);
}

/** What an imported name is, where it is imported in one way and bound in no other. */
export function entryOf(node: Node, reading: Reading): NameEntry | undefined {
  const path = dotted(node)?.split('.');
  const [head, ...attributes] = path ?? [];
  if (head === undefined || attributes.length > 1 || isRebound(head, reading)) return undefined;
  const imports = reading.imports.filter(({ bound }) => bound === head);
  const [first, ...others] = imports.filter(({ verdict }) => verdict.state !== 'fails');
  // One branch of a `try` is left over on each Airflow; where it is not certain which, nothing is.
  if (first === undefined || others.length > 0 || first.when !== 'runs' || first.verdict.state !== 'fine')
    return undefined;
  const { entry } = first.verdict;
  const [attribute] = attributes;
  if (attribute === undefined) return entry;
  const module =
    first.name === undefined
      ? moduleBehind(first.module, head)
      : entry?.kind === 'module'
        ? entry.home
        : undefined;
  return module === undefined ? undefined : reading.index.module(module)?.names.get(attribute);
}

function moduleBehind(module: string, bound: string): string | undefined {
  return module.includes('.') && module.split('.')[0] === bound ? undefined : module;
}

/** Names that anything but an import binds, anywhere in the module: who would know which one is meant. */
const rebound = new WeakMap<object, ReadonlySet<string>>();

function isRebound(name: string, { module }: Reading): boolean {
  const known = rebound.get(module);
  if (known !== undefined) return known.has(name);
  const names = new Set(walk(module.tree).flatMap(bindings));
  rebound.set(module, names);
  return names.has(name);
}

/** Names that a node itself binds, imports aside. */
export function bindings(node: Node): readonly string[] {
  switch (node.nodeType) {
    case 'Name':
      return node.ctx.nodeType === 'Load' ? [] : [node.id];
    case 'ClassDef':
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return [node.name];
    case 'Arg':
      return [node.arg];
    case 'Global':
    case 'Nonlocal':
      return node.names;
    case 'ExceptHandler':
      return node.name ? [node.name] : [];
    case 'MatchAs':
    case 'MatchStar':
      return node.name ? [node.name] : [];
    default:
      return [];
  }
}

/** The class that `node` derives from, where it has this one base and no metaclass. */
export function baseOf(node: NodeOf<'ClassDef'>, reading: Reading): ClassEntry | undefined {
  const [base, ...others] = node.bases;
  if (base === undefined || others.length > 0 || node.keywords.length > 0 || node.decorator_list.length > 0)
    return undefined;
  return classOf(base, reading);
}

/** A method by the order of resolution; undefined where a class that is not in the index comes before it. */
export function methodOf(cls: ClassEntry, name: string, index: AirflowIndex): Signature | undefined {
  for (const one of [cls.name, ...cls.mro]) {
    const entry = index.class(one);
    if (entry === undefined) return undefined;
    const method = entry.methods.get(name);
    if (method !== undefined) return method;
  }
  return undefined;
}

/** The constructor, with what the constructors behind a `**kwargs` take, where they are known to refuse the rest. */
export function constructorOf(cls: ClassEntry, index: AirflowIndex): Signature | undefined {
  const own = methodOf(cls, '__init__', index);
  if (own === undefined || !cls.strict) return own;
  const behind = cls.mro.flatMap((base) => index.class(base)?.methods.get('__init__')?.parameters ?? []);
  const all = [...own.parameters, ...behind];
  return { ...own, parameters: all.filter(({ kind }) => kind !== 'var-keyword') };
}
