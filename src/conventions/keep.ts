/** Whether a component keeps to a claim. `silent`: it does not do what the claim is about. */

import { dotted, type Expression, format, type Node, walk } from '../python/index.js';
import type { Claim, ClaimOf } from './claim.js';
import { definitionOf, type Estate } from './estate.js';
import { ending, isEnum } from './shapes.js';
import type { Call, Studied } from './study.js';

export type Keeping = 'kept' | 'broken' | 'silent';

/** Names that Airflow or Python calls; all other public methods are a component's own interface. */
const FRAMEWORK = new Set([
  'execute',
  'poke',
  'get_conn',
  'run',
  'on_kill',
  'execute_complete',
  'test_connection',
]);

/** Holds `claim` against `component`. */
export function keeps(claim: Claim, component: Studied, estate: Pick<Estate, 'define'>): Keeping {
  switch (claim.of) {
    case 'bases':
      return said(claim.bases.join() === component.class.bases.join());
    case 'implements':
      return said(
        component.class.methods.some(
          ({ name, parameters }) =>
            name === claim.method && parameters.map((one) => one.name).join() === claim.parameters.join(),
        ),
      );
    case 'leaves':
      if (!component.ancestors.some(({ name }) => name === claim.to)) return 'silent';
      return said(!component.class.methods.some(({ name }) => name === claim.method));
    case 'attribute': {
      const value = component.class.attributes.get(claim.name);
      return said(value !== undefined && attributeShapes(value, component).includes(claim.shape));
    }
    case 'top':
      return said(topShape(claim.name, component) === claim.shape);
    case 'statement':
      return said(constructorCode(component).includes(claim.code));
    case 'calls':
      return said(callsOf(claim.callee, component).length > 0);
    case 'argument':
      return every(
        callsOf(claim.callee, component),
        (call) => argumentShape(call, claim.at, component) === claim.shape,
      );
    case 'word':
      return said(callsOf(claim.callee, component).some(({ node }) => ending(node.args[0]) === claim.ending));
    case 'opens': {
      const [first] = component.calls.filter(
        ({ own, callee, method }) => own && isGiven(callee) && method === claim.method,
      );
      return first === undefined
        ? 'silent'
        : said(first.callee === claim.callee && ending(first.node.args[0]) === claim.ending);
    }
    case 'guarded':
      return every(callsOf(claim.callee, component), ({ guards }) => guards.includes(claim.exception));
    case 'handles':
      return every(
        component.handlers.filter(({ exceptions }) => exceptions.includes(claim.exception)),
        ({ node }) => component.shapes.body(node.body) === claim.body,
      );
    case 'raises':
      return every(component.raises, ({ own }) => own);
    case 'returns':
      return every(component.returns.get(claim.method) ?? [], (value) =>
        claim.callees.includes(calleeOf(value) ?? ''),
      );
    case 'decorated':
      return every(publicMethods(component), ({ decorators }) => decorators.includes(claim.decorator));
    case 'through': {
      const used = component.uses.filter(({ subject, as }) => subject === claim.subject && as !== 'asked');
      return every(used, ({ as }) => as === claim.helper);
    }
    case 'named':
      return every(
        component.namings.filter(({ maker, name }) => maker === claim.helper && /[a-z]_[a-z]+$/.test(name)),
        ({ name }) => name.endsWith(claim.ending),
      );
    case 'member':
      return every(
        component.entries.filter(({ name }) => name === claim.entry),
        ({ value }) => mentions(value, membersIn(component, claim.enumeration)),
      );
    case 'compared':
      return compared(claim, component);
    case 'never-imports':
      return said(![...component.imported].some((name) => `${name}.`.startsWith(`${claim.module}.`)));
    case 'never-calls':
      return said(!component.called.has(claim.name) || isDefined(claim.name, component, estate));
    case 'never-reads':
      return said(!component.read.has(claim.name));
  }
}

function said(holds: boolean): Keeping {
  return holds ? 'kept' : 'broken';
}

function every<Item>(items: readonly Item[], holds: (item: Item) => boolean): Keeping {
  return items.length === 0 ? 'silent' : said(items.every(holds));
}

/** A function of the component's own that happens to have the name. */
function isDefined(name: string, { module, class: one }: Studied, estate: Pick<Estate, 'define'>): boolean {
  if (definitionOf(name, module, estate)) return false;
  return [...module.functions, ...one.methods].some((found) => found.name === name);
}

/** `self.ledger.*` is any method of what the base class gives. */
export function callsOf(callee: string, { calls }: Studied): readonly Call[] {
  if (!callee.endsWith('.*')) return calls.filter((call) => call.callee === callee);
  return calls.filter((call) => call.own && familyOf(call.callee) === callee);
}

/** `self.ledger.rows` is one of `self.ledger.*`. */
export function familyOf(callee: string): string | undefined {
  const parts = callee.split('.');
  return parts.length === 3 && parts[0] === 'self' ? `${parts[0]}.${parts[1]}.*` : undefined;
}

export function isGiven(callee: string): boolean {
  return callee.startsWith('self.');
}

export function calleeOf(value: Expression | undefined): string | undefined {
  return value?.nodeType === 'Call' ? dotted(value.func) : undefined;
}

export function argumentShape({ node }: Call, at: number | string, { shapes }: Studied): string | undefined {
  const value = typeof at === 'number' ? node.args[at] : node.keywords.find(({ arg }) => arg === at)?.value;
  return value && shapes.of(value);
}

/** As it is written where that is short, and as a shape. */
export function attributeShapes(value: Expression, { shapes, module }: Studied): readonly string[] {
  const written = module.slice(value);
  return [
    ...new Set([
      ...(written.length <= 60 && !written.includes('\n') ? [written] : []),
      shapes.of(value),
      valueType(value),
    ]),
  ];
}

/** Where even the shape differs: that there is a text, a number. */
function valueType(value: Expression): string {
  return value.nodeType === 'Constant' ? `a ${typeof value.value}` : 'a value';
}

export function topShape(wanted: string, { module, shapes }: Studied): string | undefined {
  for (const statement of module.tree.body) {
    if (statement.nodeType !== 'Assign') continue;
    const [target] = statement.targets;
    if (target?.nodeType !== 'Name' || target.id !== wanted) continue;
    return (
      named(
        statement.value,
        module.classes.map(({ name }) => name),
      ) ?? shapes.of(statement.value)
    );
  }
  return undefined;
}

/** `["MakeOperator"]` names the component's own class. */
function named(value: Expression, classes: readonly string[]): string | undefined {
  if (value.nodeType !== 'List' && value.nodeType !== 'Tuple') return undefined;
  const names = value.elts.flatMap((one) => (one.nodeType === 'Constant' ? String(one.value) : []));
  return names.length > 0 && names.every((name) => classes.includes(name)) ? '[its own class]' : undefined;
}

const codes = new WeakMap<Studied, readonly string[]>();

/** Statements of the constructor in canonical spelling. */
export function constructorCode(component: Studied): readonly string[] {
  const known = codes.get(component);
  if (known) return known;
  const code = (component.class.init?.node.body ?? []).map((statement) => format(statement));
  codes.set(component, code);
  return code;
}

/** Methods that others call: of no base class, and not what Airflow calls. */
export function publicMethods({ class: one, ancestors }: Studied) {
  const inherited = new Set(ancestors.flatMap(({ class: base }) => base.methods.map(({ name }) => name)));
  return one.methods.filter(
    ({ name, decorators }) =>
      !name.startsWith('_') &&
      !inherited.has(name) &&
      !FRAMEWORK.has(name) &&
      !decorators.includes('property'),
  );
}

/** The enumeration, and local names that hold its members. */
export function membersIn({ class: one }: Studied, enumeration: string): ReadonlySet<string> {
  const names = new Set([enumeration]);
  for (const node of walk(one.node)) {
    const [target, value] =
      node.nodeType === 'Assign'
        ? [node.targets[0], node.value]
        : node.nodeType === 'For' || node.nodeType === 'Comprehension'
          ? [node.target, node.iter]
          : [];
    if (target?.nodeType === 'Name' && value && gives(value, names)) names.add(target.id);
  }
  return names;
}

/** Whether an expression is a member, or a collection of them: not something that was found by one. */
function gives(value: Expression, members: ReadonlySet<string>): boolean {
  if (value.nodeType === 'Call') return gives(value.func, members);
  if (value.nodeType === 'ListComp' || value.nodeType === 'SetComp') return gives(value.elt, members);
  if (value.nodeType === 'List' || value.nodeType === 'Tuple' || value.nodeType === 'Set')
    return value.elts.some((one) => gives(one, members));
  return members.has((dotted(value) ?? '').split('.')[0] ?? '');
}

function compared({ enumeration }: ClaimOf<'compared'>, component: Studied): Keeping {
  const members = membersIn(component, enumeration);
  const pairs = walk(component.class.node).flatMap((node) => {
    if (node.nodeType !== 'Compare') return [];
    const sides = [node.left, ...node.comparators];
    return sides.some((side) => dotted(side) !== undefined && gives(side, members)) ? [sides] : [];
  });
  return every(pairs, (sides) => sides.every((side) => mentions(side, members)));
}

export function mentions(node: Node, names: ReadonlySet<string>): boolean {
  return walk(node).some((inner) => inner.nodeType === 'Name' && names.has(inner.id));
}

/** Enumerations of the repository that a component imports. */
export function enumerationsIn({ module }: Studied, estate: Pick<Estate, 'define'>): readonly string[] {
  return module.imports.flatMap(({ bound }) => {
    const found = definitionOf(bound, module, estate);
    return found && isEnum(found) ? [bound] : [];
  });
}
