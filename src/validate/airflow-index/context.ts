/** Keys of the task context that went with Airflow 3. */

import { goneKey } from '../../context-keys.js';
import type { Edit } from '../../flow.js';
import { children, type Node, type NodeOf, walk } from '../../python/index.js';
import type { Found, Reading } from './check.js';

/** Reads of `context["…"]` in a method that is given a `context`, where nothing decides whether they happen. */
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
    const { sure, likely } = reads(method.body, reading);
    return [
      ...sure.flatMap((node) => gone(node, 'error', reading)),
      ...likely.flatMap((node) => gone(node, 'warning', reading)),
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
 * Nodes of a body that run whenever the method does, and those behind a guard, which run unless it leaves. A guard that asks for the
 * Airflow or the context may be there for this very key: nothing is said of what comes after it.
 */
function reads(
  body: readonly Node[],
  { module }: Reading,
): { readonly sure: readonly Node[]; readonly likely: readonly Node[] } {
  const leaving = (node: Node) => DECIDES.has(node.nodeType) && !isInner(node) && leaves(node);
  const first = body.findIndex(leaving);
  const sure = certain(body);
  if (first < 0) return { sure, likely: [] };
  const likely: Node[] = [];
  for (const node of body.slice(first)) {
    if (!leaving(node)) likely.push(...certain([node]));
    else if (node.nodeType !== 'If' || /airflow|version|context/i.test(module.slice(node.test))) break;
  }
  return { sure, likely: likely.filter((node) => !sure.includes(node)) };
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
  const { instead, exact } = known;
  // What is more than another key takes imports: a fix of ours writes it, and runs it.
  const isPlain = exact !== undefined && exact.format === undefined;
  const edit = isPlain ? substituted(node.slice, exact.key, reading) : undefined;
  const message = `the context has no \`${key}\` on Airflow ${index.airflow}`;
  const finding = {
    code: 'AS4509',
    severity,
    message,
    remedy: `read ${instead}`,
    ...(edit ? { edit } : {}),
  };
  return [{ finding, node: node.slice }];
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
