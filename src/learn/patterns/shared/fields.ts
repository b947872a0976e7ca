/** What classes declare for Airflow: rendered fields, links, hook classes, decorated methods. */

import {
  dotted,
  type Expression,
  format,
  type NodeOf,
  type PythonImport,
  walk,
} from '../../../python/index.js';
import type { Component } from '../../component.js';
import { importStatement } from '../imports.js';
import type { Sighting } from '../sighting.js';

/** Every declaration of `component` that others may have too. */
export function sharedFields(component: Component): readonly Sighting[] {
  const { main } = component;
  const fields = main.attributes.get('template_fields');
  return [
    ...(fields ? extended(fields, component) : []),
    ...extensions(component),
    ...renderers(component),
    ...links(component),
    ...hookClass(component),
    ...decorators(component),
  ];
}

/** `(*BaseOperator.template_fields, "value")`, `aws_template_fields("value")`: what is templated above stays so. */
function extended(fields: Expression, component: Component): readonly Sighting[] {
  const from = walk(fields).find(
    (node) => (node.nodeType === 'Attribute' && node.attr === 'template_fields') || node.nodeType === 'Call',
  );
  const source =
    from?.nodeType === 'Call' ? from.func : from?.nodeType === 'Attribute' ? from.value : undefined;
  const name = source ? dotted(source) : undefined;
  if (from === undefined || name === undefined || name.includes('super')) return [];
  const called = from.nodeType === 'Call';
  const shown = component.vocabulary.classes.has(name) ? 'ExampleOperator' : name;
  return [
    {
      type: 'template_fields',
      title: called
        ? `Name the templated arguments through ${shown}`
        : `Add to the templated arguments of ${shown}`,
      when: called
        ? `${shown} adds those that all components of the provider template`
        : `the base class templates arguments of its own, which must stay templated`,
      notWhen: 'the base class templates nothing',
      code: withImport(
        name,
        component,
        called
          ? `template_fields = ${shown}("value")`
          : `template_fields = (*${shown}.template_fields, "value")`,
      ),
    },
  ];
}

function extensions({ main }: Component): readonly Sighting[] {
  const value = main.attributes.get('template_ext');
  if (value?.nodeType !== 'Tuple' && value?.nodeType !== 'List') return [];
  return value.elts.flatMap((element): readonly Sighting[] => {
    if (element.nodeType !== 'Constant' || typeof element.value !== 'string') return [];
    if (!/^\.[a-z0-9.]{1,12}$/.test(element.value)) return [];
    return [
      {
        type: 'template_fields',
        title: `Read a templated argument that ends in ${element.value} from its file`,
        when: 'an argument may be long: users keep it in a file beside the DAG and give its name',
        notWhen: `an argument can end in ${element.value} and be meant as it stands`,
        code: `template_fields = ("value",)\ntemplate_ext = ("${element.value}",)`,
      },
    ];
  });
}

function renderers({ main }: Component): readonly Sighting[] {
  const value = main.attributes.get('template_fields_renderers');
  if (value?.nodeType !== 'Dict') return [];
  const kinds = new Set(
    value.values.flatMap((one) =>
      one.nodeType === 'Constant' && typeof one.value === 'string' && /^[a-z_]{1,12}$/.test(one.value)
        ? [one.value]
        : [],
    ),
  );
  return [...kinds].map((kind) => ({
    type: 'template_fields',
    title: `Show a rendered argument as ${kind}`,
    when: `a templated argument is ${kind}: the page of the task shows it with colours`,
    notWhen: 'it is a short text',
    code: `template_fields = ("value",)\ntemplate_fields_renderers = {"value": "${kind}"}`,
  }));
}

function links(component: Component): readonly Sighting[] {
  const value = component.main.attributes.get('operator_extra_links');
  if (value?.nodeType !== 'Tuple' && value?.nodeType !== 'List') return [];
  return value.elts.flatMap((element): readonly Sighting[] => {
    const name = element.nodeType === 'Call' ? dotted(element.func) : undefined;
    if (name === undefined || component.vocabulary.classes.has(name)) return [];
    return [
      {
        type: 'structural',
        title: `Show a link of ${name} on the task's page`,
        when: 'what the task made has a page of its own elsewhere',
        notWhen: 'nothing stores what the link needs',
        code: withImport(name, component, `operator_extra_links = (${name}(),)`),
      },
    ];
  });
}

/** `aws_hook_class = S3Hook`: the base class makes the hook. */
function hookClass({ main }: Component): readonly Sighting[] {
  return [...main.attributes].flatMap(([name, value]): readonly Sighting[] => {
    if (value.nodeType !== 'Name' || !/Hook$/.test(value.id) || !/^[a-z_]+$/.test(name)) return [];
    return [
      {
        type: 'structural',
        title: `Name the hook's class in ${name}`,
        when: 'the base class makes the hook from the class named here',
        notWhen: 'the base class has no such attribute',
        code: `${name} = ExampleHook`,
      },
    ];
  });
}

const PLAIN =
  /^(property|staticmethod|classmethod|abstractmethod|overload|override|(functools\.)?(cached_property|wraps|lru_cache|cache)|.*\.setter)$/;

function decorators(component: Component): readonly Sighting[] {
  return component.main.methods.flatMap(({ node, async }) =>
    node.decorator_list.flatMap((decorator): readonly Sighting[] => {
      const name = dotted(decorator.nodeType === 'Call' ? decorator.func : decorator);
      if (name === undefined || PLAIN.test(name)) return [];
      const called = decorator.nodeType === 'Call' ? shallowCall(decorator) : name;
      return [
        {
          type: 'structural',
          title: `Decorate a method with ${called}`.replaceAll("'", '"'),
          when: `a method is to have what ${name} gives: it is done in one place for all methods`,
          notWhen: 'the method is called by another one that has it already',
          code: withImport(
            name,
            component,
            `@${called}\n${async ? 'async ' : ''}def method(self, value): ...`,
          ),
        },
      ];
    }),
  );
}

function shallowCall(call: NodeOf<'Call'>): string {
  const keywords = call.keywords.flatMap(({ arg }) => (arg === undefined ? ['**value'] : [`${arg}=value`]));
  return `${format(call.func)}(${[...call.args.map(() => 'value'), ...keywords.sort()].join(', ')})`;
}

/** `code` below the import that `name` comes from. */
export function withImport(name: string, { module }: Component, code: string): string {
  const root = name.split('.')[0];
  const origin: PythonImport | undefined = module.imports.find(
    ({ bound, guard, level, topLevel }) => bound === root && guard === 'none' && level === 0 && topLevel,
  );
  return origin ? `${importStatement(origin)}\n${code}` : code;
}
