/** Work on templated inputs, moved from the constructor to the method that runs. */

import type { Edit, Input } from '../../flow.js';
import {
  atStart,
  cutting,
  type Node,
  type PythonFunction,
  replacement,
  type Statement,
} from '../../python/index.js';
import type { Fix } from './fix.js';
import {
  type Attempt,
  allOf,
  assignmentsIn,
  type ClassSite,
  classFix,
  holdsLine,
  namesAs,
  usesOf,
} from './site.js';

export const RAW_TEMPLATE: Fix = classFix(
  {
    id: 'raw-template',
    classes: ['template.constructor', 'value.conversion', 'construct.value', 'example.rendered'],
    title: 'Convert and check a templated input when the task runs',
    prompt: 'Assign templated inputs raw in the constructor; convert and check them in `execute` or `poke`.',
  },
  (finding, site) => {
    const { module, main, spec } = site;
    const { init } = main;
    const line = finding.position?.line;
    if (init === undefined) return undefined;
    const templated = spec.inputs.filter(({ template }) => template);
    const concerned = init.node.body.filter(
      (node) => line === undefined || !holdsLine(module, init.node, line) || holdsLine(module, node, line),
    );
    for (const statement of concerned) {
      const used = templated.filter(
        ({ name }) => namesAs(statement, name).length + usesOf(statement, name).length > 0,
      );
      const [input] = used;
      if (input === undefined || used.length > 1) continue;
      const attempt = converted(statement, input, init, site) ?? checked(statement, input, init, site);
      if (attempt) return attempt;
    }
    return undefined;
  },
);

/** `self.x = int(x)`: raw here, converted where it is used. */
function converted(
  statement: Statement,
  { name, type }: Input,
  init: PythonFunction,
  { module, main }: ClassSite,
): Attempt {
  const own = assignmentsIn(init).find((one) => one.statement === statement && one.name === name);
  const value = own?.statement.value;
  if (value === undefined || value.nodeType === 'Name' || usesOf(init.node, name).length !== 1)
    return undefined;
  if (!dependsOnlyOn(value, name, init)) return undefined;
  const raw = replacement(module, value, name);
  if (isIdle(value, type)) return [raw];
  const text = withSelf(module.slice(value), value, [name], { module });
  const others = main.methods.filter(({ name: method }) => method !== '__init__');
  const edits: (Edit | undefined)[] = [raw];
  for (const { node } of others) {
    const uses = usesOf(node, name);
    if (uses.length === 0) continue;
    if (namesAs(node, name).length > 0 || uses.some(({ ctx }) => ctx.nodeType !== 'Load')) return undefined;
    if (text.includes('\n')) return undefined;
    edits.push(
      atStart(module, node, [`${name} = ${text}`]),
      ...uses.map((use) => replacement(module, use, name)),
    );
  }
  return edits;
}

/** A conversion that gives what was given, or that can never work on a text and is none of the spec's. */
function isIdle(value: Node, type: string): boolean {
  if (value.nodeType !== 'Call' || value.func.nodeType !== 'Name' || value.args.length !== 1) return false;
  const wanted = /^\w+/.exec(type)?.[0] ?? '';
  const given = value.func.id;
  if (value.args[0]?.nodeType !== 'Name') return false;
  if (['str', 'list', 'dict'].includes(given) && given === wanted) return true;
  return given === 'dict' && ['str', 'int', 'float', 'bool'].includes(wanted);
}

/** A check that raises: it comes first in the method that runs. */
function checked(
  statement: Statement,
  { name }: Input,
  init: PythonFunction,
  { module, main, spec }: ClassSite,
): Attempt {
  if (statement.nodeType !== 'If' || !dependsOnlyOn(statement, name, init)) return undefined;
  const raises = [...statement.body, ...statement.orelse].every(({ nodeType }) => nodeType === 'Raise');
  const assigned = assignmentsIn(init).some(
    (one) => one.name === name && one.statement.value.nodeType === 'Name',
  );
  const method = main.methods.find((one) => one.name === (spec.kind === 'sensor' ? 'poke' : 'execute'));
  if (!raises || !assigned || method === undefined) return undefined;
  const cut = cutting(module, init.node.body, statement);
  if (cut === undefined) return undefined;
  return [
    cut.edit,
    atStart(module, method.node, withSelf(cut.lines.join('\n'), statement, [name], { module }).split('\n')),
  ];
}

/** Nothing of the constructor but this input, neither another argument nor a local name. */
function dependsOnlyOn(node: Node, name: string, init: PythonFunction): boolean {
  const bound = new Set(
    allOf(init.node, 'Name').flatMap(({ id, ctx }) => (ctx.nodeType === 'Store' ? [id] : [])),
  );
  for (const parameter of init.parameters) bound.add(parameter.name);
  return allOf(node, 'Name').every(({ id }) => id === name || id === 'self' || !bound.has(id));
}

/**
 * `text`, which is the source of `node` without indentation, with the argument read from the object. Words in texts and names of keywords
 * stay: as many words change as the tree has uses, or none does.
 */
export function withSelf(
  text: string,
  node: Node,
  names: readonly string[],
  { module }: Pick<ClassSite, 'module'>,
): string {
  const span = module.span(node);
  const lines = text.split('\n');
  const source = module.slice(node).split('\n');
  const places = names
    .flatMap((name) => namesAs(node, name))
    .flatMap((use) => {
      const at = module.span(use);
      if (at === undefined || span === undefined) return [];
      const row = at.line - span.line;
      // Every line lost the same blanks, the first one those before the node.
      const lost = row === 0 ? span.column - 1 : shift(source[row] ?? '', lines[row] ?? '');
      return [{ row, column: at.column - 1 - lost, name: use.id }];
    });
  for (const { row, column, name } of places.sort((a, b) => b.column - a.column)) {
    const line = lines[row] ?? '';
    if (line.startsWith(name, column)) lines[row] = `${line.slice(0, column)}self.${line.slice(column)}`;
  }
  return lines.join('\n');
}

function shift(before: string, after: string): number {
  return before.search(/\S|$/) - after.search(/\S|$/);
}
