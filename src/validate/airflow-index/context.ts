/** Keys of the task context that went with Airflow 3. */

import { type GoneKey, goneKey } from '../../context-keys.js';
import type { Edit } from '../../flow.js';
import { children, type Node, type NodeOf, walk } from '../../python/index.js';
import type { Found, Reading } from './check.js';
import { runDate } from './run-date.js';

/**
 * Reads of `context["…"]` in a method that is given a `context`: for certain where nothing decides whether they happen, with a warning
 * where something does that asks neither for the Airflow nor for the context.
 */
export function checkContext(reading: Reading): readonly Found[] {
  const { module } = reading;
  const methods = module.classes.flatMap(({ methods: own }) => own.map(({ node }) => node));
  return methods.flatMap((method) => {
    if (!method.args.args.some(({ arg }) => arg === 'context')) return [];
    const nodes = walk(method);
    const changed = nodes.some(
      (node) =>
        (node.nodeType === 'Name' && node.id === 'context' && node.ctx.nodeType !== 'Load') ||
        (node.nodeType === 'Subscript' && node.ctx.nodeType !== 'Load' && isContext(node.value)) ||
        (node.nodeType === 'Attribute' &&
          isContext(node.value) &&
          ['update', 'setdefault'].includes(node.attr)),
    );
    if (changed) return [];
    const sure = new Set(certain(method.body));
    const likely = possible(method.body, reading).filter((node) => !sure.has(node));
    return [
      ...[...sure].flatMap((node) => gone(node, 'error', reading)),
      ...likely.flatMap((node) => gone(node, 'warning', reading)),
      ...[...sure].flatMap((node) => runDate(node, 'error', nodes, reading)),
      ...likely.flatMap((node) => runDate(node, 'warning', nodes, reading)),
      ...[...sure, ...likely].flatMap((node) => gotNothing(node, nodes, reading)),
    ];
  });
}

const DECIDES = new Set([
  'If',
  'IfExp',
  'BoolOp',
  'Try',
  'TryStar',
  'With',
  'Match',
  'FunctionDef',
  'AsyncFunctionDef',
  'Lambda',
  'ClassDef',
]);

/**
 * Nodes that may run without anybody having asked for the Airflow or the context: of what a guard holds, and of what comes after one
 * that leaves, nothing is said, for it may be there for this very key.
 */
function possible(body: readonly Node[], reading: Reading): readonly Node[] {
  const found: Node[] = [];
  for (const node of body) {
    if (isInner(node)) continue;
    if (isGuard(node, reading)) {
      if (leaves(node)) break;
      continue;
    }
    found.push(node, ...possible(children(node), reading));
  }
  return found;
}

const ASKS = /airflow|version|context/i;
/** What a failed look at the context, or at what only one Airflow has, ends with. */
const MISSES =
  /^(KeyError|LookupError|Exception|BaseException|ImportError|ModuleNotFoundError|AttributeError|UndefinedError)$/;

function isGuard(node: Node, reading: Reading): boolean {
  const { module } = reading;
  const asks = (part: Node) => ASKS.test(module.slice(part)) || walk(part).some(isFlag(reading));
  if (node.nodeType === 'If' || node.nodeType === 'IfExp') return asks(node.test);
  if (node.nodeType === 'While') return asks(node.test);
  if (node.nodeType === 'BoolOp')
    return node.values.some((value) => asks(value) && value.nodeType !== 'Subscript');
  if (node.nodeType === 'Match') return true;
  if (node.nodeType === 'With' || node.nodeType === 'AsyncWith')
    return node.items.some(({ context_expr }) => /suppress|raises/.test(module.slice(context_expr)));
  if (node.nodeType !== 'Try' && node.nodeType !== 'TryStar') return false;
  return node.handlers.some(({ type }) => {
    const caught = type?.nodeType === 'Tuple' ? type.elts : [type];
    return caught.some((one) => !one || MISSES.test(module.slice(one).split('.').at(-1) ?? ''));
  });
}

/** Whether a name or an attribute was given, or a function gives, what was found out of the Airflow or the context. */
function isFlag({ module }: Reading): (node: Node) => boolean {
  const flags = new Set<string>();
  for (const node of walk(module.tree)) {
    if (node.nodeType === 'Assign' && ASKS.test(module.slice(node.value)))
      for (const target of node.targets) flags.add(module.slice(target));
    if (node.nodeType === 'FunctionDef' && /version/i.test(module.slice(node))) flags.add(node.name);
    if (node.nodeType === 'ImportFrom' && /compat|version/i.test(node.module ?? ''))
      for (const { name, asname } of node.names) flags.add(asname ?? name);
  }
  return (node) => flags.has(module.slice(node));
}

function isInner({ nodeType }: Node): boolean {
  return ['FunctionDef', 'AsyncFunctionDef', 'Lambda', 'ClassDef'].includes(nodeType);
}

/** Nodes that run whenever the method does, up to a `return` or `raise` that something decides on: after it nothing is certain. */
function certain(body: readonly Node[]): readonly Node[] {
  const found: Node[] = [];
  for (const node of body) {
    if (DECIDES.has(node.nodeType)) {
      if (!isInner(node) && leaves(node)) break;
      continue;
    }
    found.push(node, ...certain(children(node)));
  }
  return found;
}

function leaves(node: Node): boolean {
  return node.nodeType === 'Return' || node.nodeType === 'Raise' || children(node).some(leaves);
}

function isContext(node: Node): boolean {
  return node.nodeType === 'Name' && node.id === 'context';
}

function gone(node: Node, severity: 'error' | 'warning', reading: Reading): readonly Found[] {
  if (node.nodeType !== 'Subscript' || !isContext(node.value) || node.slice.nodeType !== 'Constant')
    return [];
  const key = node.slice.value;
  const { index } = reading;
  const known = typeof key === 'string' ? goneKey(key) : undefined;
  if (known === undefined || typeof key !== 'string' || index.context.size === 0 || index.context.has(key))
    return [];
  const message = `the context has no \`${key}\` on Airflow ${index.airflow}`;
  return [keyFinding(known, node.slice, severity, message, reading)];
}

/**
 * `context.get("execution_date")` gives None there, or its default, without a word. Nothing is said where the method reads the newer key
 * too, or where the read is itself what another falls back on.
 */
function gotNothing(node: Node, nodes: readonly Node[], reading: Reading): readonly Found[] {
  const { index } = reading;
  const constant = gotKey(node);
  const key = constant?.value;
  const known = typeof key === 'string' ? goneKey(key) : undefined;
  if (constant === undefined || known === undefined || typeof key !== 'string') return [];
  if (index.context.size === 0 || index.context.has(key)) return [];
  const newer = [known.exact?.key, known.advised?.key, ...(known.instead.match(/(?<=")\w+(?=")/g) ?? [])];
  const isRead = nodes.some((one) => one.nodeType === 'Constant' && newer.includes(one.value as string));
  const isDefault = nodes.some((one) => one !== node && gotKey(one) && children(one).includes(node as never));
  if (isRead || isDefault) return [];
  const message = `the context has no \`${key}\` on Airflow ${index.airflow}, so \`get\` gives None or its default`;
  return [keyFinding(known, constant, 'warning', message, reading)];
}

function gotKey(node: Node): NodeOf<'Constant'> | undefined {
  if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute') return undefined;
  const [key] = node.args;
  return node.func.attr === 'get' && isContext(node.func.value) && key?.nodeType === 'Constant'
    ? key
    : undefined;
}

function keyFinding(
  { instead, exact }: GoneKey,
  key: NodeOf<'Constant'>,
  severity: 'error' | 'warning',
  message: string,
  reading: Reading,
): Found {
  // What is more than another key takes imports: a fix of ours writes it, and runs it.
  const isPlain = exact !== undefined && exact.format === undefined;
  const edit = isPlain ? substituted(key, exact.key, reading) : undefined;
  const remedy = `read ${instead}`;
  return { finding: { code: 'AS4509', severity, message, remedy, ...(edit ? { edit } : {}) }, node: key };
}

/** Another key, in the quotes that stand there, where every Airflow in question has it. */
function substituted(
  constant: NodeOf<'Constant'>,
  key: string,
  { module, all }: Reading,
): readonly Edit[] | undefined {
  const span = module.span(constant);
  const [, quote] = /^(["'])\w+\1$/.exec(module.slice(constant)) ?? [];
  if (span === undefined || quote === undefined || !all.every(({ context }) => context.has(key)))
    return undefined;
  const start = { line: span.line, column: span.column };
  return [{ start, end: { line: span.endLine, column: span.endColumn }, text: `${quote}${key}${quote}` }];
}
