/** The shape of a component: its class, its constructor, what Jinja renders. */

import { type FunctionNode, format, type Statement } from '../../python/index.js';
import { indented } from '../abstraction.js';
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
  return [...shape(component), ...colours(component), ...templateFields(component)];
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
