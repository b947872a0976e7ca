/** What a component suggests that others do as well. Whether they do is counted afterwards. */

import { dotted, walk } from '../python/index.js';
import type { Claim } from './claim.js';
import { definitionOf, type Estate, type HouseModule } from './estate.js';
import {
  argumentShape,
  attributeShapes,
  calleeOf,
  constructorCode,
  enumerationsIn,
  familyOf,
  isGiven,
  membersIn,
  mentions,
  publicMethods,
  topShape,
} from './keep.js';
import { ANY, ending } from './shapes.js';
import type { Studied } from './study.js';

/** What Airflow starts a component by: a base class that has it does not want it to be written again. */
const ENTRIES = ['execute', 'poke', 'execute_complete', 'get_conn', 'pre_execute', 'post_execute', 'on_kill'];
/** Attributes that every component may have; only a value of the repository's own says anything. */
const COMMON_ATTRIBUTES = new Set([
  'template_fields',
  'template_ext',
  'ui_color',
  'ui_fgcolor',
  'template_fields_renderers',
]);
/** Shapes that anybody's argument has. */
const PLAIN = new Set([ANY, "'…'", 'None', 'True', 'False']);
/** What is found in components everywhere, so that it says something where none has it. */
const USUAL: readonly Claim[] = [
  { of: 'never-reads', name: 'self.log' },
  { of: 'never-calls', name: 'print' },
  { of: 'never-calls', name: 'float' },
  { of: 'never-calls', name: 'round' },
  { of: 'never-imports', module: 'logging' },
  { of: 'never-imports', module: 'airflow' },
];
/** What everybody imports, whatever they do. */
const NEUTRAL =
  /^(__future__|typing|typing_extensions|dataclasses|collections|functools|enum|abc|contextlib|re|itertools)$/;

/** Claims that the component keeps, and that are more than what any component does. */
export function proposals(component: Studied, estate: Pick<Estate, 'define'>): readonly Claim[] {
  return [...shape(component), ...conduct(component), ...failure(component), ...values(component, estate)];
}

function shape(component: Studied): readonly Claim[] {
  const { class: one, ancestors, module } = component;
  const claims: Claim[] = [];
  if (ancestors.length > 0) claims.push({ of: 'bases', bases: one.bases });
  const inherited = new Map(
    ancestors.flatMap(({ class: base }) => base.methods.map(({ name }) => [name, base.name])),
  );
  for (const { name, parameters } of one.methods) {
    if (name === '__init__' || !inherited.has(name)) continue;
    claims.push({ of: 'implements', method: name, parameters: parameters.map((each) => each.name) });
  }
  for (const method of ENTRIES) {
    const to = inherited.get(method);
    if (to !== undefined && !one.methods.some(({ name }) => name === method))
      claims.push({ of: 'leaves', method, to });
  }
  const declared = new Set(ancestors.flatMap(({ class: base }) => [...base.attributes.keys()]));
  for (const [name, value] of one.attributes) {
    const ours = walk(value).some((node) => node.nodeType === 'Name' && component.shapes.of(node) !== ANY);
    for (const each of attributeShapes(value, component)) {
      const plain = PLAIN.has(each) || /^a (string|number|boolean|value)$/.test(each);
      if (ours ? !plain : !COMMON_ATTRIBUTES.has(name) && (declared.has(name) || !plain))
        claims.push({ of: 'attribute', name, shape: each });
    }
  }
  for (const statement of module.tree.body) {
    const target = statement.nodeType === 'Assign' ? statement.targets[0] : undefined;
    const name = target?.nodeType === 'Name' ? target.id : undefined;
    const found = name === undefined ? undefined : topShape(name, component);
    if (name !== undefined && found !== undefined && !PLAIN.has(found))
      claims.push({ of: 'top', name, shape: found });
  }
  if (ancestors.length > 0)
    for (const code of constructorCode(component))
      if (code.includes('super()') && !/\(\*\*kwargs\)$/.test(code)) claims.push({ of: 'statement', code });
  return claims;
}

function conduct(component: Studied): readonly Claim[] {
  const claims: Claim[] = [];
  const written = new Set(
    component.ancestors.flatMap(({ class: base }) => base.methods.map(({ name }) => name)),
  );
  const ours = component.calls.filter(({ own }) => own);
  for (const call of ours) {
    const { callee, node, method } = call;
    if (isOffered(callee, component)) claims.push({ of: 'calls', callee });
    const places = [...node.args.keys(), ...node.keywords.flatMap(({ arg }) => arg ?? [])];
    for (const at of places) {
      const found = argumentShape(call, at, component);
      if (found === undefined || PLAIN.has(found)) continue;
      for (const each of [callee, familyOf(callee) ?? []].flat())
        claims.push({ of: 'argument', callee: each, at, shape: found });
    }
    const last = ending(node.args[0]);
    if (last !== undefined && isGiven(callee)) {
      claims.push({ of: 'word', callee, ending: last });
      const [first] = component.calls.filter(
        (each) => each.own && isGiven(each.callee) && each.method === method,
      );
      if (first === call && written.has(method)) claims.push({ of: 'opens', method, callee, ending: last });
    }
  }
  for (const [method, given] of component.returns) {
    const callees = given.map((value) => calleeOf(value));
    const known = callees.every(
      (callee) => callee !== undefined && component.calls.some((each) => each.own && each.callee === callee),
    );
    if (written.has(method) && known)
      claims.push({ of: 'returns', method, callees: [...new Set(callees)].sort() as string[] });
  }
  for (const { decorators } of publicMethods(component))
    for (const decorator of decorators)
      if (isOurs(decorator, component)) claims.push({ of: 'decorated', decorator });
  return claims;
}

/** What a base class hands to every component is there to be used by each; what is imported is for those that need it. */
function isOffered(callee: string, { module }: Studied): boolean {
  const head = callee.split('.')[0] ?? '';
  return !module.imports.some(({ bound }) => bound === head);
}

function isOurs(decorator: string, { shapes, module }: Studied): boolean {
  const head = /^[A-Za-z_][\w]*/.exec(decorator)?.[0] ?? '';
  const found = module.imports.find(({ bound }) => bound === head);
  return (
    found !== undefined &&
    shapes.of({ nodeType: 'Name', id: head, ctx: { nodeType: 'Load' } } as never) !== ANY
  );
}

function failure(component: Studied): readonly Claim[] {
  const claims: Claim[] = [];
  if (component.raises.length > 0 && component.raises.every(({ own }) => own)) claims.push({ of: 'raises' });
  for (const { exceptions, node } of component.handlers)
    for (const exception of exceptions)
      if (isOurs(exception, component))
        claims.push({ of: 'handles', exception, body: component.shapes.body(node.body) });
  for (const { callee, own, guards } of component.calls)
    if (own)
      for (const exception of guards)
        if (isOurs(exception, component)) claims.push({ of: 'guarded', callee, exception });
  return claims;
}

function values(component: Studied, estate: Pick<Estate, 'define'>): readonly Claim[] {
  const claims: Claim[] = [];
  for (const { subject, as } of component.uses)
    if (as !== 'raw' && as !== 'asked' && isFunctional(as, component, estate))
      claims.push({ of: 'through', subject, helper: as });
  for (const { maker, name } of component.namings) {
    const last = /[a-z](_[a-z]+)$/.exec(name)?.[1];
    if (last !== undefined) claims.push({ of: 'named', helper: maker, ending: last });
  }
  for (const enumeration of enumerationsIn(component, estate)) {
    claims.push({ of: 'compared', enumeration });
    const members = membersIn(component, enumeration);
    for (const { name, value } of component.entries)
      if (mentions(value, members)) claims.push({ of: 'member', entry: name, enumeration });
  }
  return claims;
}

/** Functions and class methods make values of values; exceptions and enumerations do not. */
function isFunctional(helper: string, { module }: Studied, estate: Pick<Estate, 'define'>): boolean {
  const found = definitionOf(helper.split('.')[0] ?? '', module, estate);
  if (found?.what === 'function') return !/(Error|Exception)$/.test(helper);
  return found?.what === 'class' && helper.includes('.');
}

/**
 * What the repository's own modules do so that components need not: what they import from outside, what they ask of Airflow, which
 * of their classes they make themselves. Only of modules that components build on.
 */
export function absences(components: readonly Studied[], estate: Estate): readonly Claim[] {
  const claims = [...USUAL];
  for (const { python } of foundations(components, estate)) {
    for (const { module, level } of python.imports) {
      const [top = ''] = module.split('.');
      if (level === 0 && !NEUTRAL.test(top) && estate.define(module) === undefined)
        claims.push({ of: 'never-imports', module: top });
    }
    const raised = new Set(
      walk(python.tree).flatMap((node) => (node.nodeType === 'Raise' && node.exc ? [node.exc] : [])),
    );
    for (const node of walk(python.tree)) {
      if (raised.has(node as never)) continue;
      const callee = node.nodeType === 'Call' ? dotted(node.func) : undefined;
      if (callee === undefined) continue;
      const [head = '', ...rest] = callee.split('.');
      if (rest.length > 0 && isAirflows(head, python.imports))
        claims.push({ of: 'never-calls', name: rest.at(-1) ?? '' });
      const made = rest.length === 0 ? definitionOf(callee, python, estate) : undefined;
      if (made?.what === 'class') claims.push({ of: 'never-calls', name: made.name });
    }
  }
  return claims;
}

function isAirflows(name: string, imports: HouseModule['python']['imports']): boolean {
  return imports.some(({ bound, module }) => bound === name && module.split('.')[0] === 'airflow');
}

/** Modules of the repository that components import, and those that these import. */
export function foundations(components: readonly Studied[], estate: Estate): readonly HouseModule[] {
  const found = new Set<HouseModule>();
  const follow = (imports: HouseModule['python']['imports']): void => {
    for (const { module, name } of imports) {
      const known =
        estate.modules.get(module) ??
        (name === undefined ? undefined : estate.modules.get(`${module}.${name}`));
      if (!known || found.has(known)) continue;
      found.add(known);
      follow(known.python.imports);
    }
  };
  const own = new Set(components.map(({ module }) => module));
  for (const module of own) follow(module.imports);
  return [...found].filter(({ python }) => !own.has(python)).sort((a, b) => (a.path < b.path ? -1 : 1));
}
