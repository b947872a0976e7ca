/** How a component is constructed: the order of its arguments, what it stores, what it makes later. */

import { type FunctionNode, format, type PythonParameter, type Statement, walk } from '../../python/index.js';
import { abstracted, indented, isConnection } from '../abstraction.js';
import { type Component, isFrameworkName } from '../component.js';
import type { Sighting } from './sighting.js';

/** Every idea about the construction of `component`. */
export function constructorPatterns(component: Component): readonly Sighting[] {
  return [
    ...parameterOrder(component),
    ...constructorBody(component),
    ...freshDefaults(component),
    ...lazyMembers(component),
  ];
}

type Group = 'required' | 'connection' | 'optional';
const SAMPLES: Readonly<Record<Group, string>> = {
  required: 'required',
  connection: 'conn_id="example_default"',
  optional: 'optional=1',
};

function parameterOrder({ main }: Component): readonly Sighting[] {
  const parameters = main.init?.parameters.filter(({ name }) => name !== 'self') ?? [];
  const own = parameters.filter(({ kind, name }) => !kind.startsWith('var-') && !isFrameworkName(name));
  if (own.length < 2) return [];
  const keyword = own.every(({ kind }) => kind === 'keyword');
  const groups = [...new Set(own.map(groupOf))];
  const kwargs = parameters.some(({ kind }) => kind === 'var-keyword');
  const list = [
    'self',
    ...(keyword ? ['*'] : []),
    ...groups.map((group) => SAMPLES[group]),
    ...(kwargs ? ['**kwargs'] : []),
  ];
  const says = groups.join(', then ');
  return [
    {
      type: 'parameter_ordering',
      title: `Constructor arguments: ${keyword ? 'keywords only, ' : ''}${says}`,
      when: keyword
        ? 'a constructor has arguments of its own: keywords let required and optional ones stand in any order'
        : 'arguments may be given by position: required ones must then stand first',
      notWhen: 'a base class fixes the order of its positional arguments',
      code: `def __init__(${list.join(', ')}) -> None:\n    ...`,
    },
  ];
}

function groupOf({ name, default: value }: PythonParameter): Group {
  if (isConnection(name)) return 'connection';
  return value === undefined ? 'required' : 'optional';
}

/** Where `super().__init__` stands, and that each argument is stored unchanged: what templating and cloning rely on. */
function constructorBody({ main }: Component): readonly Sighting[] {
  const body = main.init?.node.body ?? [];
  const superAt = body.findIndex(isSuperCall);
  const stores = body.flatMap((statement, index) => (isPlainStore(statement) ? [index] : []));
  const call = body[superAt];
  const firstStore = stores[0];
  if (!call || firstStore === undefined) return [];
  const superFirst = superAt < firstStore;
  const line = format(call).replaceAll("'", '"');
  const store = 'self.value = value';
  const kwargs = line.includes('**kwargs') ? ', **kwargs' : '';
  return [
    {
      type: 'initialization',
      title: `Store each argument under its own name ${superFirst ? 'after' : 'before'} ${line}`,
      when: 'a constructor takes arguments: Airflow renders, copies and serializes the attributes of the same names',
      notWhen: 'an argument belongs to the base class, which stores it itself',
      code: `def __init__(self, *, value${kwargs}):\n${indented((superFirst ? [line, store] : [store, line]).join('\n'))}`,
    },
  ];
}

function isSuperCall(statement: Statement): boolean {
  return (
    statement.nodeType === 'Expr' &&
    /^super\(\)\.__init__\((\*args, )?(\*\*kwargs)?\)$/.test(format(statement))
  );
}

function isPlainStore(statement: Statement): boolean {
  if (statement.nodeType !== 'Assign' && statement.nodeType !== 'AnnAssign') return false;
  const target = statement.nodeType === 'Assign' ? statement.targets[0] : statement.target;
  const { value } = statement;
  return target?.nodeType === 'Attribute' && value?.nodeType === 'Name' && target.attr === value.id;
}

/** `self.x = x if x is not None else {}` and its kin. */
function freshDefaults(component: Component): readonly Sighting[] {
  const init = component.main.init;
  return (init?.node.body ?? []).filter(isFreshDefault).map((statement) => ({
    type: 'initialization',
    title: `Make a fresh container where None was given: ${abstracted([statement], component, init?.node)}`,
    when: 'an input is a list or dict with an empty default',
    notWhen: 'the input is templated and may arrive as Jinja text that must stay as it is',
    code: `def __init__(self, *, value=None, **kwargs):\n    super().__init__(**kwargs)\n${indented(abstracted([statement], component, init?.node))}`,
  }));
}

function isFreshDefault(statement: Statement): boolean {
  if (statement.nodeType !== 'Assign' || !statement.value || statement.targets[0]?.nodeType !== 'Attribute')
    return false;
  const { value } = statement;
  if (value.nodeType !== 'IfExp' && value.nodeType !== 'BoolOp' && value.nodeType !== 'Call') return false;
  if (walk(value).some((node) => node.nodeType === 'Attribute')) return false;
  return walk(value).some(
    (node) =>
      (node.nodeType === 'Dict' && node.keys.length === 0) ||
      (node.nodeType === 'List' && node.elts.length === 0),
  );
}

/** One statement that returns what a call gives; anything more is the component's own affair. */
function makesClient({ body }: FunctionNode): boolean {
  const last = body.at(-1);
  const documented = body[0]?.nodeType === 'Expr' ? 1 : 0;
  return body.length === 1 + documented && last?.nodeType === 'Return' && last.value?.nodeType === 'Call';
}

function lazyMembers(component: Component): readonly Sighting[] {
  return component.main.methods
    .filter(({ decorators }) => decorators.some((name) => /(^|\.)cached_property$/.test(name)))
    .filter(({ node }) => makesClient(node))
    .map(({ node }) => ({
      type: 'initialization',
      title: 'Make a client when it is first needed, and keep it',
      when: 'several methods need the same hook or client',
      notWhen: 'it would have to be serialized with the task',
      code: abstracted([node], component, node),
    }));
}
