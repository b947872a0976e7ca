/** What the repository's own modules offer to components, as short Python: signatures, members, one-line bodies, one use of each. */

import type { Kind } from '../flow.js';
import {
  type Expression,
  type FunctionNode,
  format,
  isDocstring,
  type PythonFunction,
  type Statement,
  walk,
} from '../python/index.js';
import { type Definition, definitionOf, type Estate } from './estate.js';
import type { Ways } from './mine.js';
import { isEnum } from './shapes.js';
import type { Studied } from './study.js';

const LONGEST_BODY = 110;
const LONGEST_VALUE = 60;
/** More have no room in any prompt. */
const MOST_OFFERS = 200;
/** Of a large class only what components call is shown. */
const MANY_METHODS = 8;

/** A definition as components of one kind see it. */
export interface Offer {
  readonly text: string;
  /** Share of the components that need it. */
  readonly need: number;
}

/** What the repository's modules offer to components of a kind. */
export function offersTo(
  kind: Kind,
  { estate, components }: Pick<Ways, 'estate' | 'components'>,
): readonly Offer[] {
  const own = components.filter((one) => one.kind === kind);
  const needs = new Map<string, { readonly definition: Definition; by: number }>();
  const need = (definition: Definition, by: number) => {
    if (definition.what === 'module') return;
    const key = `${definition.module.name}.${definition.name}`;
    const known = needs.get(key);
    if (known) known.by += by;
    else needs.set(key, { definition, by });
  };
  for (const one of own) {
    const met = new Map<string, Definition>(one.ancestors.map((ancestor) => [ancestor.name, ancestor]));
    for (const { bound } of one.module.imports) {
      const found = definitionOf(bound, one.module, estate);
      if (found) met.set(found.name, found);
    }
    for (const definition of met.values()) need(definition, 1);
  }
  // What a base class gives is as needed as the class itself.
  for (const { definition, by } of [...needs.values()])
    if (definition.what === 'class') for (const given of givenTypes(definition, estate)) need(given, by);
  const called = new Set(
    own.flatMap(({ calls }) => calls.map(({ callee }) => callee.split('.').at(-1) ?? callee)),
  );
  return [...needs]
    .sort(([a, { by: m }], [b, { by: n }]) => n - m || (a < b ? -1 : 1))
    .slice(0, MOST_OFFERS)
    .map(([, { definition, by }]) => ({
      text: outlineOf(definition, called, sampleFor(definition, own)),
      need: Math.min(1, by / own.length),
    }));
}

/** Offers with the most needed first; of those that some need, what is near to the spec. */
export function nearestOffers(offers: readonly Offer[], near: (text: string) => number): readonly string[] {
  return offers
    .map(({ text, need }) => ({ text, weight: need + near(text) }))
    .sort((a, b) => b.weight - a.weight || (a.text < b.text ? -1 : 1))
    .map(({ text }) => text);
}

/** Classes that properties and methods of a class give, or take as what components work with. */
function givenTypes(
  { class: one, module }: Definition & { what: 'class' },
  estate: Estate,
): readonly Definition[] {
  return one.methods.flatMap((method) => {
    const named = [
      ...(method.node.returns ? [method.node.returns] : []),
      ...(isAbstract(method) ? method.node.args.args.flatMap(({ annotation }) => annotation ?? []) : []),
    ];
    return named.flatMap((annotation) => {
      const found = definitionOf(format(annotation), module.python, estate, module);
      return found?.what === 'class' && found.class !== one ? [found] : [];
    });
  });
}

function isAbstract({ node, decorators }: PythonFunction): boolean {
  const last = node.body.at(-1);
  return (
    decorators.some((name) => name.endsWith('abstractmethod')) ||
    (last?.nodeType === 'Raise' && /NotImplemented/.test(format(last)))
  );
}

function outlineOf(definition: Definition, called: ReadonlySet<string>, sample: string | undefined): string {
  const from = `# ${definition.module.name}${definition.what === 'class' && definition.name.startsWith('_') ? ' (inherited)' : ''}`;
  switch (definition.what) {
    case 'class':
      return `${from}\n${classOutline(definition, called)}`;
    case 'function': {
      const use = sample === undefined ? '' : `  # ${sample}`;
      return `${from}\n${functionOutline(definition.function)}${use}`;
    }
    case 'value': {
      const written = format(definition.value);
      return `${from}\n${definition.name}${written.length <= LONGEST_VALUE ? ` = ${written}` : ''}`;
    }
    case 'module':
      return from;
  }
}

function classOutline(definition: Definition & { what: 'class' }, called: ReadonlySet<string>): string {
  const { class: one } = definition;
  const head = `class ${one.name}(${one.bases.join(', ')}):`.replace('():', ':');
  if (isEnum(definition))
    return `${head} ${[...one.attributes].map(([name, value]) => `${name} = ${format(value)}`).join('; ')}`;
  const said = docOf(one.node.body);
  const fields = one.node.body.flatMap((statement) => field(statement));
  const open = one.methods.filter(({ name }) => name === '__init__' || !name.startsWith('_'));
  const shown =
    open.length <= MANY_METHODS
      ? open
      : open.filter((method) => called.has(method.name) || isAbstract(method) || method.name === '__init__');
  const methods = shown
    .filter((method) => method.name !== '__init__' || tellsMore(method))
    .map((method) => functionOutline(method));
  const body = [...(said ? [`# ${said}`] : []), ...fields, ...methods].map((line) => `  ${line}`);
  return body.length === 0 ? `${head} ...` : `${head}\n${body.join('\n')}`;
}

/** A constructor that only keeps `conn_id` for itself is called by nobody but the base. */
function tellsMore({ parameters }: PythonFunction): boolean {
  return parameters.some(({ name }) => name !== 'self');
}

function field(statement: Statement): readonly string[] {
  if (statement.nodeType === 'AnnAssign' && statement.target.nodeType === 'Name')
    return [`${statement.target.id}: ${format(statement.annotation)}${short(statement.value)}`];
  if (statement.nodeType !== 'Assign') return [];
  return statement.targets.flatMap((target) =>
    target.nodeType === 'Name' ? [`${target.id}${short(statement.value)}`] : [],
  );
}

function short(value: Expression | null | undefined): string {
  const written = value ? format(value) : '';
  return written === '' || written.length > LONGEST_VALUE || written.includes('\n') ? '' : ` = ${written}`;
}

function functionOutline(method: PythonFunction): string {
  const { node, decorators, name } = method;
  if (decorators.includes('property')) return `${name}${returned(node)}  # property`;
  const marks = decorators
    .filter((each) => each === 'classmethod' || each === 'staticmethod')
    .map((each) => `@${each} `);
  const head = `${marks.join('')}${node.nodeType === 'AsyncFunctionDef' ? 'async ' : ''}def ${name}(${parameters(method)})${returned(node)}`;
  const body = node.body.filter((statement) => !isDocstring(statement));
  const [only] = body;
  const line =
    body.length === 1 && only && ['Return', 'Raise', 'Expr'].includes(only.nodeType)
      ? format(only)
      : undefined;
  const said = docOf(node.body);
  if (line !== undefined && line.length <= LONGEST_BODY && !line.includes('\n') && !isTrivial(only))
    return `${head}: ${line}`;
  return `${head}: ...${said ? `  # ${said}` : ''}`;
}

function isTrivial(statement: Statement | undefined): boolean {
  return statement?.nodeType === 'Expr' && statement.value.nodeType === 'Constant';
}

function parameters({ parameters: all }: PythonFunction): string {
  const parts: string[] = [];
  for (const { name, kind, annotation, default: value } of all) {
    if (kind === 'keyword' && !parts.some((part) => part.startsWith('*'))) parts.push('*');
    const stars = kind === 'var-positional' ? '*' : kind === 'var-keyword' ? '**' : '';
    const typed = annotation && annotation !== 'Any' && stars === '' ? `: ${annotation}` : '';
    parts.push(`${stars}${name}${typed}${value === undefined ? '' : ` = ${value}`}`);
  }
  return parts.join(', ');
}

function returned({ returns }: FunctionNode): string {
  return returns ? ` -> ${format(returns)}` : '';
}

function docOf(body: readonly Statement[]): string | undefined {
  const [first] = body;
  if (first?.nodeType !== 'Expr' || !isDocstring(first) || first.value.nodeType !== 'Constant')
    return undefined;
  const line = String(first.value.value).trim().split('\n')[0]?.trim() ?? '';
  return line.length > 0 && line.length <= LONGEST_BODY ? line : undefined;
}

/** One use of a function, with the name that its result gets: `iban=masked(self.iban)`. */
function sampleFor(definition: Definition, components: readonly Studied[]): string | undefined {
  const uses = new Set(
    components.flatMap(({ namings, module, class: one }) => {
      const kept = namings
        .filter(({ maker }) => maker === definition.name)
        .map(({ name, text }) => `${name} = ${text}`);
      if (kept.length > 0) return kept;
      return walk(one.node).flatMap((node) =>
        node.nodeType === 'Call' && node.func.nodeType === 'Name' && node.func.id === definition.name
          ? [module.slice(node)]
          : [],
      );
    }),
  );
  return [...uses]
    .filter((use) => !use.includes('\n'))
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0];
}
