/** Which expressions hold a secret, by simple flow inside a class: what comes from a connection, and what is made of that. */

import type { FunctionNode, Node } from '../../../python/index.js';
import { type Call, type Code, dotted, ownNodes, type RoledClass, selfAttribute, textOf } from '../code.js';

/** Names under which an extra of a connection, or an argument, is a secret. */
const SECRET_NAME =
  /^(.*_)?(password|passwd|secret|api_?key|access_?token|auth_?token|bearer_?token|refresh_?token|secret_?key|private_?key|client_secret|secret_access_key)$/i;
const SECRET_KEY = new RegExp(`${SECRET_NAME.source}|^(.*_)?token$|^authorization$`, 'i');

/** Calls whose value still holds what their arguments hold. */
const KEEPS =
  /(^|\.)(str|repr|dict|list|tuple|format|quote|quote_plus|urlencode|b64encode|standard_b64encode|dumps|encode|decode|strip|join|copy|deepcopy|get_uri|lower|upper|removeprefix|rstrip|lstrip)$/;

export class SecretFlow {
  readonly #code: Code;
  /** Attributes of `self` and own methods that hold or give a secret. */
  readonly #attributes = new Set<string>();
  readonly #methods = new Set<string>();

  constructor(code: Code, of: RoledClass | undefined) {
    this.#code = code;
    const methods = of?.methods ?? [];
    // Twice: a method may use what one further down assigns or returns.
    for (let round = 0; round < 2; round += 1) for (const { node } of methods) this.#learn(node);
  }

  /** Names of `fn` that hold a secret where it ends; `connections` are those that hold a connection. */
  locals(fn: FunctionNode): Locals {
    const locals: Locals = { secrets: new Set(), connections: new Set() };
    for (const node of ownNodes(fn)) {
      const value = 'value' in node ? (node.value as Node | null | undefined) : undefined;
      if (!value || !['Assign', 'AnnAssign', 'NamedExpr', 'AugAssign'].includes(node.nodeType)) continue;
      const secret = this.holds(value, locals);
      const connection = this.#isConnection(value, locals);
      for (const target of targetsOf(node)) {
        const place = target.nodeType === 'Subscript' ? target.value : target;
        if (place.nodeType !== 'Name') continue;
        if (secret) locals.secrets.add(place.id);
        if (connection) locals.connections.add(place.id);
      }
    }
    return locals;
  }

  /** Whether the value of `node` holds a secret. */
  holds(node: Node, locals: Locals): boolean {
    const inside = (inner: Node | null | undefined) => !!inner && this.holds(inner, locals);
    switch (node.nodeType) {
      case 'Name':
        return locals.secrets.has(node.id);
      case 'Attribute':
        return this.#attributeHolds(node, locals);
      case 'JoinedStr':
      case 'BoolOp':
        return node.values.some(inside);
      case 'FormattedValue':
      case 'Starred':
      case 'Await':
        return inside(node.value);
      case 'BinOp':
        return inside(node.left) || inside(node.right);
      case 'Dict':
        return node.values.some(inside);
      case 'List':
      case 'Tuple':
      case 'Set':
        return node.elts.some(inside);
      case 'IfExp':
        return inside(node.body) || inside(node.orelse);
      case 'Subscript':
        return this.#itemHolds(node.value, textOf(node.slice), locals);
      case 'Call':
        return this.#callHolds(node, locals);
      default:
        return false;
    }
  }

  #learn(fn: FunctionNode): void {
    const locals = this.locals(fn);
    for (const node of ownNodes(fn)) {
      if (node.nodeType === 'Return' && node.value && this.holds(node.value, locals))
        this.#methods.add(fn.name);
      if (node.nodeType !== 'Assign' || !this.holds(node.value, locals)) continue;
      for (const target of node.targets) {
        const name = selfAttribute(target);
        if (name !== undefined) this.#attributes.add(name);
      }
    }
  }

  #attributeHolds(node: Extract<Node, { nodeType: 'Attribute' }>, locals: Locals): boolean {
    const own = selfAttribute(node);
    if (own !== undefined)
      return this.#attributes.has(own) || (this.#methods.has(own) && !this.#isMethod(own));
    const secret = ['password', 'extra', 'extra_dejson', 'get_password', 'get_extra'].includes(node.attr);
    return secret && this.#isConnection(node.value, locals);
  }

  /** A property is read without a call. */
  #isMethod(name: string): boolean {
    return !this.#code.classes.some(({ methods }) =>
      methods.some((one) => one.name === name && one.decorators.some((text) => /property$/.test(text))),
    );
  }

  #itemHolds(container: Node, key: string | undefined, locals: Locals): boolean {
    const extras = this.#isExtras(container, locals);
    if (extras) return key !== undefined && SECRET_KEY.test(key);
    return this.holds(container, locals) && (key === undefined || SECRET_KEY.test(key));
  }

  #callHolds(call: Call, locals: Locals): boolean {
    const { func } = call;
    if (func.nodeType === 'Attribute') {
      const own = selfAttribute(func);
      if (own !== undefined) return this.#methods.has(own);
      if (func.attr === 'get' || func.attr === 'pop')
        return this.#itemHolds(func.value, textOf(call.args[0]), locals);
      if (
        ['get_uri', 'get_password', 'get_extra', 'as_json'].includes(func.attr) &&
        this.#isConnection(func.value, locals)
      )
        return true;
      if (KEEPS.test(`.${func.attr}`) && this.holds(func.value, locals)) return true;
    }
    if (!KEEPS.test(this.#code.nameOf(func) ?? (func.nodeType === 'Attribute' ? func.attr : '')))
      return false;
    return [...call.args, ...call.keywords.map(({ value }) => value)].some((argument) =>
      this.holds(argument, locals),
    );
  }

  #isExtras(node: Node, locals: Locals): boolean {
    return (
      node.nodeType === 'Attribute' &&
      /^extra(_dejson)?$/.test(node.attr) &&
      this.#isConnection(node.value, locals)
    );
  }

  #isConnection(node: Node, locals: Locals): boolean {
    if (node.nodeType === 'Name') return locals.connections.has(node.id);
    if (node.nodeType !== 'Call') return false;
    return /(^|\.)get_connection$/.test(dotted(node.func) ?? '');
  }
}

export interface Locals {
  readonly secrets: Set<string>;
  readonly connections: Set<string>;
}

function targetsOf(node: Node): readonly Node[] {
  if (node.nodeType === 'Assign') return node.targets;
  return 'target' in node ? [node.target as Node] : [];
}

/** Whether a name says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}
