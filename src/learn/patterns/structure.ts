/** The shape of a component: its class, its constructor, what Jinja renders. */

import { type FunctionNode, format, type PythonParameter, type Statement, walk } from '../../python/index.js';
import { abstracted, indented, isConnection } from '../abstraction.js';
import { type Component, isFrameworkMethod, isFrameworkName } from '../component.js';
import type { Sighting } from './sighting.js';

const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ['template_fields', '("value",)'],
  ['template_ext', '(".sql",)'],
  ['template_fields_renderers', '{"value": "json"}'],
  ['conn_name_attr', '"conn_id"'],
  ['default_conn_name', '"example_default"'],
  ['conn_type', '"example"'],
  ['hook_name', '"Example"'],
]);

/** Every idea about the shape of `component`. */
export function structurePatterns(component: Component): readonly Sighting[] {
  return [
    ...shape(component),
    ...colours(component),
    ...templateFields(component),
    ...parameterOrder(component),
    ...constructorBody(component),
    ...freshDefaults(component),
    ...lazyMembers(component),
  ];
}

function header({ main, spec, vocabulary }: Component): string {
  const bases = main.bases.map((base) => vocabulary.classes.get(base) ?? base).join(', ');
  return `class ${vocabulary.classes.get(main.name) ?? spec.name}(${bases}):`;
}

function shape(component: Component): readonly Sighting[] {
  const { main, spec } = component;
  if (main.bases.length === 0) return [];
  const attributes = [...ATTRIBUTES]
    .filter(([name]) => main.attributes.has(name))
    .map(([name, value]) => `${name} = ${value}`);
  const own = main.methods.filter(({ name }) => isFrameworkMethod(name)).map(({ node }) => signature(node));
  const offers =
    spec.kind === 'hook' &&
    main.methods.some(({ name }) => !isFrameworkMethod(name) && !name.startsWith('_'));
  const members = [...attributes, ...own, ...(offers ? ['def method(self, value): ...'] : [])];
  const names = main.methods
    .map(({ name }) => name)
    .filter((name) => isFrameworkMethod(name) && name !== '__init__');
  const doing = names.length > 0 ? ` with ${names.join(', ')}` : '';
  return [
    {
      type: 'structural',
      title: `${article(spec.kind).replace('a', 'A')} on ${main.bases.join(' and ')}${doing}`,
      when: `${article(spec.kind)} has no closer base class among the providers that are installed`,
      notWhen: `a provider’s own ${spec.kind} already does most of the work`,
      code: `${header(component)}\n${indented(members.join('\n'))}`,
    },
  ];
}

/** `def execute(self, context): ...`: the arguments that Airflow passes, and one that stands for the component's own. */
function signature(node: FunctionNode): string {
  const { args } = node;
  const word = node.nodeType === 'AsyncFunctionDef' ? 'async def' : 'def';
  const plain = args.args.map(({ arg }) => arg).filter(isFrameworkName);
  const own = [...args.args, ...args.kwonlyargs].some(({ arg }) => !isFrameworkName(arg));
  const star = args.kwonlyargs.length > 0 && own ? ['*'] : [];
  const rest = args.kwarg ? [`**${args.kwarg.arg}`] : [];
  return `${word} ${node.name}(${[...plain, ...star, ...(own ? ['value'] : []), ...rest].join(', ')}): ...`;
}

function templateFields(component: Component): readonly Sighting[] {
  const { main } = component;
  const declared = main.node.body.find((statement) => assigns(statement, 'template_fields'));
  if (!declared || (main.templateFields ?? []).length === 0) return [];
  const annotation = declared.nodeType === 'AnnAssign' ? `: ${format(declared.annotation)}` : '';
  const list = main.attributes.get('template_fields')?.nodeType === 'List';
  return [
    {
      type: 'template_fields',
      title: `Name the templated arguments in a ${list ? 'list' : 'tuple'}`,
      when: 'an argument may hold Jinja; each name is an attribute that the constructor sets unchanged',
      notWhen: 'no input is templated',
      code: `template_fields${annotation} = ${list ? '["value"]' : '("value",)'}`,
    },
  ];
}

function colours({ main }: Component): readonly Sighting[] {
  if (!main.attributes.has('ui_color')) return [];
  return [
    {
      type: 'structural',
      title: 'Give a task its colour in the graph',
      when: 'the spec names a colour',
      notWhen: 'the component is a hook, which no graph shows',
      code: 'ui_color = "#e8f4fd"',
    },
  ];
}

function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function assigns(statement: Statement, name: string): boolean {
  if (statement.nodeType === 'AnnAssign')
    return statement.target.nodeType === 'Name' && statement.target.id === name;
  return (
    statement.nodeType === 'Assign' &&
    statement.targets.some((target) => target.nodeType === 'Name' && target.id === name)
  );
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
