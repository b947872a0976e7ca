/**
 * Takes a component's own names and words out of its code, so that the same idea from two components is the same bytes.
 * Names become what they are (`value`, `conn_id`, `response`), prose becomes `...`, formatting becomes canonical.
 */

import {
  type Expression,
  type FunctionNode,
  format,
  type Node,
  type NodeOf,
  parseTree,
  type Statement,
  transform,
} from '../python/index.js';
import { type Component, isFrameworkName } from './component.js';
import { abstractLiteral } from './literals.js';
import { localRoles } from './roles.js';
import { plain, withCanonicalMessage } from './spelling.js';

/** A body whose content is not the point. */
export const ELLIPSIS: Statement = statementsOf('...')[0] as Statement;

/** Gives placeholders to names, numbered in the order in which they first appear in one pattern. */
class Placeholders {
  readonly #given = new Map<string, string>();
  readonly #taken = new Map<string, number>();

  of(name: string, role: string): string {
    const known = this.#given.get(name);
    if (known !== undefined) return known;
    const count = (this.#taken.get(role) ?? 0) + 1;
    this.#taken.set(role, count);
    const placeholder = count === 1 ? role : `${role}_${count}`;
    this.#given.set(name, placeholder);
    return placeholder;
  }
}

/**
 * Canonical source of `nodes` (statements or one expression) as they stand in `scope`, with everything that is
 * particular to the component replaced.
 */
export function abstracted(nodes: readonly Node[], component: Component, scope?: FunctionNode): string {
  const placeholders = new Placeholders();
  const locals = scope ? localRoles(scope, component.vocabulary) : new Map<string, string>();
  const visit = (node: Node) => abstractNode(node, component, placeholders, locals);
  return nodes.map((node) => format(plain(transform(node, visit), ELLIPSIS))).join('\n');
}

/** The statements of a snippet; empty when it does not parse. */
export function statementsOf(code: string): readonly Statement[] {
  const parsed = parseTree(code);
  return parsed.ok ? parsed.tree.body : [];
}

/** `code` indented by one level, as the body of something. */
export function indented(code: string): string {
  return code.replace(/^(?=.)/gm, '    ');
}

function abstractNode(
  node: Node,
  component: Component,
  placeholders: Placeholders,
  locals: ReadonlyMap<string, string>,
): Node | undefined {
  const { vocabulary } = component;
  switch (node.nodeType) {
    case 'Name': {
      const role = nameRole(node.id, component, locals);
      return role ? { ...node, id: role.fixed ? role.name : placeholders.of(node.id, role.name) } : undefined;
    }
    case 'Arg': {
      const role = nameRole(node.arg, component, locals);
      return role
        ? { ...node, arg: role.fixed ? role.name : placeholders.of(node.arg, role.name) }
        : undefined;
    }
    case 'Attribute': {
      if (node.value.nodeType !== 'Name' || node.value.id !== 'self') return undefined;
      const role = attributeRole(node.attr, component);
      return role
        ? {
            ...node,
            attr: placeholders.of(vocabulary.methods.has(node.attr) ? `${node.attr}()` : node.attr, role),
          }
        : undefined;
    }
    case 'Call':
      return callsOwn(node, component) ? { ...node, keywords: ownKeywords(node, placeholders) } : undefined;
    case 'Raise':
      return { ...node, ...(node.exc ? { exc: withCanonicalMessage(node.exc) } : {}) };
    case 'ExceptHandler':
      return node.name === undefined ? undefined : { ...node, name: placeholders.of(node.name, 'error') };
    case 'ClassDef':
      return { ...node, name: vocabulary.classes.get(node.name) ?? node.name };
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return { ...node, name: functionName(node.name, component, placeholders) };
    case 'Constant':
    case 'FormattedValue':
    case 'Dict':
    case 'List':
    case 'Tuple':
    case 'Set':
      return abstractLiteral(node, vocabulary);
    default:
      return undefined;
  }
}

interface Role {
  readonly name: string;
  /** Not numbered: the name is the same wherever it appears. */
  readonly fixed?: boolean;
}

function nameRole(
  name: string,
  { vocabulary }: Component,
  locals: ReadonlyMap<string, string>,
): Role | undefined {
  if (isFrameworkName(name)) return undefined;
  const local = locals.get(name);
  if (isConnection(name)) return { name: 'conn_id' };
  if (local !== undefined) return { name: local };
  const own = vocabulary.classes.get(name);
  if (own !== undefined) return { name: own, fixed: true };
  if (vocabulary.imported.has(name)) return undefined;
  if (vocabulary.functions.has(name)) return { name: 'helper' };
  if (vocabulary.parameters.has(name) && locals.size === 0) return { name: 'value' };
  if (!vocabulary.constants.has(name)) return undefined;
  if (/^_?HAS_|_AVAILABLE$|^_?IS_.*INSTALLED/.test(name)) return { name: 'HAS_LIBRARY', fixed: true };
  return { name: 'CONSTANT' };
}

function attributeRole(name: string, { vocabulary }: Component): string | undefined {
  if (isFrameworkName(name)) return undefined;
  if (isConnection(name)) return 'conn_id';
  if (vocabulary.methods.has(name)) return methodRole(name);
  if (vocabulary.parameters.has(name)) return 'value';
  return vocabulary.attributes.has(name) ? 'attribute' : undefined;
}

function functionName(name: string, { vocabulary }: Component, placeholders: Placeholders): string {
  if (vocabulary.methods.has(name)) return placeholders.of(`${name}()`, methodRole(name));
  return vocabulary.functions.has(name) ? placeholders.of(name, 'helper') : name;
}

/** The component's own methods, by what they are for. */
function methodRole(name: string): string {
  if (/mock|fake|fallback/i.test(name)) return '_mock_execute';
  if (/valid|check|ensure/i.test(name)) return '_validate';
  if (/hook/i.test(name)) return 'hook';
  return name.startsWith('_') ? '_step' : 'method';
}

/** True for a call of the component's own class, function or method: its keywords are the component's own names. */
function callsOwn({ func }: NodeOf<'Call'>, { vocabulary }: Component): boolean {
  if (func.nodeType === 'Name') return [...vocabulary.classes.values(), 'helper'].includes(func.id);
  return func.nodeType === 'Attribute' && /^(_step|_validate|_mock_execute|method)(_\d+)?$/.test(func.attr);
}

function ownKeywords({ keywords }: NodeOf<'Call'>, placeholders: Placeholders): NodeOf<'Call'>['keywords'] {
  return keywords.map((keyword) => {
    const { arg } = keyword;
    if (arg === undefined || isFrameworkName(arg)) return keyword;
    return { ...keyword, arg: isConnection(arg) ? 'conn_id' : placeholders.of(arg, 'value') };
  });
}

export function isConnection(name: string): boolean {
  return name === 'conn_id' || name.endsWith('_conn_id');
}

/** The expression as a statement of its own. */
export function asStatement(value: Expression): Statement {
  return { ...(ELLIPSIS as NodeOf<'Expr'>), value };
}
