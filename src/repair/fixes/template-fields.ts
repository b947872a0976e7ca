/** Template fields that differ from the spec, or from what the class has. */

import { nearest } from '../../nearest.js';
import {
  after,
  type Expression,
  indentOf,
  isDocstring,
  type PythonClass,
  type PythonFunction,
  type PythonModule,
  replacement,
} from '../../python/index.js';
import type { Fix } from './fix.js';
import { assigned } from './parameters.js';
import {
  type Attempt,
  allOf,
  assignmentsIn,
  type ClassSite,
  classFix,
  literalText,
  ownAttribute,
  quotedName,
  usesOf,
} from './site.js';

interface Fields {
  readonly node: Expression;
  readonly names: readonly string[];
  readonly elements: readonly Expression[];
}

/** The declaration of the fields, where it is a plain list of names without comments in it. */
function fieldsOf({ module, main }: ClassSite): Fields | undefined {
  const node = main.attributes.get('template_fields');
  if (node === undefined || module.slice(node).includes('#')) return undefined;
  // A tuple of one that lost its comma is a text.
  const text = literalText(node);
  if (text !== undefined) return { node, names: [text], elements: [node] };
  if ((node.nodeType !== 'Tuple' && node.nodeType !== 'List') || main.templateFields === undefined)
    return undefined;
  return { node, names: main.templateFields, elements: node.elts };
}

function wantedOf({ spec }: ClassSite): readonly string[] {
  return spec.inputs.filter(({ template }) => template).map(({ name }) => name);
}

/** A list or tuple of these names, with the brackets and quotes that stand there. */
function written(module: PythonModule, { node, elements }: Fields, names: readonly string[]): string {
  const old = module.slice(node);
  const quote = elements[0] && module.slice(elements[0]).startsWith("'") ? "'" : '"';
  const inner = names.map((name) => `${quote}${name}${quote}`);
  if (node.nodeType === 'List') return `[${inner.join(', ')}]`;
  const text = names.length === 1 ? `${inner[0]},` : inner.join(', ');
  return old.startsWith('(') || names.length === 0 ? `(${text})` : text;
}

/** A field that names neither an input nor an attribute, and is most likely this one. */
function misspelt(site: ClassSite, { names }: Fields, wanted: string): string | undefined {
  const known = new Set([...wantedOf(site), ...attributesOf(site.main)]);
  const strange = names.filter((name) => !known.has(name));
  const alike = strange.filter(
    (name) => name.startsWith(`${wanted}_`) || nearest(wanted, [name]) !== undefined,
  );
  return alike.length === 1 ? alike[0] : undefined;
}

function attributesOf({ methods, attributes }: PythonClass): readonly string[] {
  const assigned = methods.flatMap(({ node }) =>
    allOf(node, 'Attribute').flatMap((inner) =>
      inner.ctx.nodeType === 'Store' ? [ownAttribute(inner) ?? ''] : [],
    ),
  );
  return [...assigned, ...attributes.keys(), ...methods.map(({ name }) => name)];
}

export const TEMPLATE_FIELD: Fix = classFix(
  {
    id: 'template-field',
    classes: ['template.field', 'template.attribute'],
    title: 'Name the templated inputs of the spec in `template_fields`',
    prompt: 'Name every input with `template: true` in `template_fields`, exactly as the spec does.',
  },
  (finding, site) => {
    const { module, main } = site;
    const name =
      quotedName(finding) ?? /'(\w+)' is configured as a template field/.exec(finding.message)?.[1];
    const wanted = wantedOf(site);
    if (name === undefined) return undefined;
    const fields = fieldsOf(site);
    if (fields === undefined)
      return main.attributes.has('template_fields') || !wanted.includes(name)
        ? undefined
        : [declared(site, wanted)];
    const missing = wanted.filter((one) => !fields.names.includes(one));
    const pairs = missing.map((one) => [one, misspelt(site, fields, one)] as const);
    const renamed = fields.names.map((one) => pairs.find(([, old]) => old === one)?.[0] ?? one);
    const added = wanted.includes(name) && !renamed.includes(name) ? inOrder(renamed, name, wanted) : renamed;
    return added.join() === fields.names.join()
      ? undefined
      : [replacement(module, fields.node, written(module, fields, added))];
  },
);

function inOrder(names: readonly string[], name: string, wanted: readonly string[]): readonly string[] {
  const later = wanted.slice(wanted.indexOf(name) + 1);
  const at = names.findIndex((one) => later.includes(one));
  return at < 0 ? [...names, name] : [...names.slice(0, at), name, ...names.slice(at)];
}

/** A declaration at the head of the class. */
function declared({ module, main }: ClassSite, names: readonly string[]) {
  const [first] = main.node.body;
  const text = `template_fields = (${names.map((name) => `"${name}"`).join(', ')}${names.length === 1 ? ',' : ''})`;
  if (first === undefined || indentOf(module, first) === undefined) return undefined;
  if (isDocstring(first)) return after(module, first, ['', text]);
  const start = { line: module.span(first)?.line ?? 1, column: 1 };
  // Decorators of a method stand above it.
  if ('decorator_list' in first && first.decorator_list.length > 0) return undefined;
  return { start, end: start, text: `${indentOf(module, first) ?? ''}${text}\n\n` };
}

export const TEMPLATE_EXTRA: Fix = classFix(
  {
    id: 'template-extra',
    classes: ['template.extra', 'template.attribute'],
    title: 'Take what the spec does not template out of `template_fields`',
    prompt: 'Name only the templated inputs in `template_fields`.',
  },
  (finding, site, { errorClass }) => {
    const fields = fieldsOf(site);
    const name = errorClass === 'template.extra' ? quotedName(finding) : attributeIn(finding.message);
    // A field that the class has under its name may be somebody's wish; one that it has not can never be rendered.
    if (errorClass !== 'template.extra' && name !== undefined && isKnown(name, site)) return undefined;
    if (fields === undefined || name === undefined || !fields.names.includes(name)) return undefined;
    const kept = fields.names.filter((one) => one !== name);
    return [replacement(site.module, fields.node, written(site.module, fields, kept))];
  },
);

/** An input of the spec, or something that the class has. */
function isKnown(name: string, { spec, main }: ClassSite): boolean {
  return spec.inputs.some((input) => input.name === name) || attributesOf(main).includes(name);
}

export const TEMPLATE_ATTRIBUTE: Fix = classFix(
  {
    id: 'template-attribute',
    classes: ['template.attribute', 'attribute.missing', 'construct.value', 'serialization.value'],
    title: 'Keep an input in the attribute of its name',
    prompt: 'Assign each input, raw, to the attribute of exactly its name.',
  },
  (finding, site) => {
    const { module, main } = site;
    const { init } = main;
    const name = attributeIn(finding.message);
    if (init === undefined || name === undefined) return undefined;
    if (!init.parameters.some((parameter) => parameter.name === name)) return undefined;
    if (attributesOf(main).includes(name)) return undefined;
    return elsewhere(name, init, site) ?? assigned(module, init, name);
  },
);

function attributeIn(message: string): string | undefined {
  return (
    /'(\w+)' is configured as a template field/.exec(message)?.[1] ??
    /object has no attribute '(\w+)'/.exec(message)?.[1] ??
    /no attribute `(\w+)` is ever assigned/.exec(message)?.[1]
  );
}

/** `self._source = source` becomes `self.source = source`, wherever the attribute is used: else it would stay unrendered there. */
function elsewhere(name: string, init: PythonFunction, { module, main }: ClassSite): Attempt {
  const kept = assignmentsIn(init).filter(
    ({ statement }) => statement.value.nodeType === 'Name' && statement.value.id === name,
  );
  const [one] = kept;
  if (kept.length !== 1 || one === undefined) return undefined;
  const uses = main.methods.flatMap(({ node }) => usesOf(node, one.name));
  return uses.map((node) => replacement(module, node, `self.${name}`));
}

export const MISSPELT_ATTRIBUTE: Fix = classFix(
  {
    id: 'attribute-name',
    classes: ['attribute.missing'],
    title: 'Write an attribute as it is assigned',
    prompt: 'Use each attribute under the name under which the constructor assigns it.',
  },
  (finding, { module, main }) => {
    const found = /'(\w+)' object has no attribute '(\w+)'/.exec(finding.message);
    const [, owner, name] = found ?? [];
    if (name === undefined || owner !== main.name) return undefined;
    const known = [...new Set(attributesOf(main))].filter((one) => one !== name);
    const uses = main.methods.flatMap(({ node }) => usesOf(node, name));
    const near = nearest(name, known);
    const alike = known.filter((one) => nearest(name, [one]) !== undefined);
    if (near === undefined || alike.length !== 1 || uses.some(({ ctx }) => ctx.nodeType === 'Store'))
      return undefined;
    return uses.map((node) => replacement(module, node, `self.${near}`));
  },
);

export const RAW_ASSIGNMENT: Fix = classFix(
  {
    id: 'forgotten-input',
    classes: [
      'attribute.none',
      'connection.missing',
      'type.mismatch',
      'example.rendered',
      'example.returns',
      'key.missing',
      'sql.error',
      'file.missing',
    ],
    title: 'Assign the input instead of a constant',
    prompt: 'Assign every input of the spec to `self`, as it came.',
  },
  (_finding, { module, main }) => {
    const { init } = main;
    if (init === undefined) return undefined;
    const forgotten = assignmentsIn(init).filter(
      ({ name, statement }) =>
        statement.value.nodeType === 'Constant' &&
        statement.value.value === null &&
        init.parameters.some((parameter) => parameter.name === name) &&
        allOf(init.node, 'Name').every(({ id, ctx }) => id !== name || ctx.nodeType !== 'Load'),
    );
    return forgotten.map(({ name, statement }) => replacement(module, statement.value, name));
  },
);
