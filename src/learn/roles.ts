/** What the local names of a function stand for, from how they are bound. */

import { dotted, type Expression, type FunctionNode, type Node, walk } from '../python/index.js';
import { argumentNames, isFrameworkName, type Vocabulary } from './component.js';

const REQUESTS = new Set([
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'head',
  'request',
  'run',
  'send',
  'urlopen',
]);
const BY_CALL: ReadonlyMap<string, string> = new Map([
  ['get_connection', 'connection'],
  ['get_conn', 'conn'],
  ['cursor', 'cursor'],
  ['json', 'payload'],
  ['get_first', 'row'],
  ['fetchone', 'row'],
  ['get_records', 'rows'],
  ['fetchall', 'rows'],
  ['open', 'file'],
  ['Session', 'session'],
  ['ClientSession', 'session'],
]);

/** A function is looked at once for each idea that it might hold. */
const known = new WeakMap<FunctionNode, ReadonlyMap<string, string>>();

/** Role of each local name of `scope`, the framework's names left out. The first binding decides. */
export function localRoles(scope: FunctionNode, vocabulary: Vocabulary): ReadonlyMap<string, string> {
  const roles = known.get(scope) ?? rolesIn(scope, vocabulary);
  known.set(scope, roles);
  return roles;
}

function rolesIn(scope: FunctionNode, { imported }: Vocabulary): ReadonlyMap<string, string> {
  const roles = new Map<string, string>([...responses(scope)].map((name) => [name, 'response']));
  const bind = (target: Node | undefined, role: string) => {
    for (const node of target ? walk(target) : []) {
      if (node.nodeType !== 'Name' || isFrameworkName(node.id) || roles.has(node.id)) continue;
      if (node.ctx.nodeType === 'Store' && !imported.has(node.id)) roles.set(node.id, role);
    }
  };
  for (const name of argumentNames(scope)) if (!roles.has(name)) roles.set(name, 'value');
  for (const node of walk(scope)) {
    if (node.nodeType === 'Assign') for (const target of node.targets) bind(target, valueRole(node.value));
    else if (node.nodeType === 'AnnAssign') bind(node.target, node.value ? valueRole(node.value) : 'result');
    else if (node.nodeType === 'NamedExpr') bind(node.target, valueRole(node.value));
    else if (node.nodeType === 'AugAssign') bind(node.target, 'result');
    else if (node.nodeType === 'For' || node.nodeType === 'AsyncFor' || node.nodeType === 'Comprehension')
      bind(node.target, 'item');
    else if (node.nodeType === 'WithItem') bind(node.optional_vars, resourceRole(node.context_expr));
    else if (node.nodeType === 'ExceptHandler' && node.name !== undefined && !roles.has(node.name))
      roles.set(node.name, 'error');
    else if (node.nodeType === 'Lambda') for (const { arg } of node.args.args) roles.set(arg, 'item');
  }
  return roles;
}

const OF_RESPONSES = new Set(['status_code', 'raise_for_status']);

/** Whatever has a status is a response, even where the component's own method made it. */
function responses(scope: FunctionNode): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of walk(scope)) {
    if (node.nodeType === 'Attribute' && OF_RESPONSES.has(node.attr) && node.value.nodeType === 'Name')
      names.add(node.value.id);
  }
  return names;
}

/** `closing(x.cursor())` and `session.get(…)` are what their inner call gives. */
function resourceRole(value: Expression): string {
  const role = valueRole(value);
  if (role !== 'result') return role;
  const inner = value.nodeType === 'Call' ? value.args[0] : undefined;
  const wrapped = inner ? valueRole(inner) : 'result';
  return wrapped === 'result' ? 'resource' : wrapped;
}

function valueRole(value: Expression): string {
  const call = value.nodeType === 'Await' ? value.value : value;
  if (call.nodeType === 'Dict' && says(call, 'Authorization')) return 'headers';
  if ((call.nodeType === 'JoinedStr' || call.nodeType === 'BinOp') && reads(call, 'host')) return 'base_url';
  if (call.nodeType !== 'Call') return 'result';
  const { func } = call;
  const method = func.nodeType === 'Attribute' ? func.attr : (dotted(func) ?? '');
  const known = BY_CALL.get(method);
  if (known !== undefined) return known;
  // `payload.get("key")` reads a dict; `requests.get(url, timeout=…)` asks a server.
  return REQUESTS.has(method) && call.keywords.length > 0 ? 'response' : 'result';
}

function says(node: Node, text: string): boolean {
  return walk(node).some((inner) => inner.nodeType === 'Constant' && inner.value === text);
}

function reads(node: Node, attribute: string): boolean {
  return walk(node).some((inner) => inner.nodeType === 'Attribute' && inner.attr === attribute);
}
