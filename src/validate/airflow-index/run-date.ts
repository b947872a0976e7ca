/** `execution_date` of the running task and of its run, which Airflow 3 calls `logical_date` alone. */

import type { Edit } from '../../flow.js';
import { type Node, type NodeOf, walk } from '../../python/index.js';
import type { Found, Reading } from './check.js';
import { bindings } from './names.js';

type Holder = 'ti' | 'dag_run';

const HOLDERS: { readonly [key: string]: Holder } = {
  ti: 'ti',
  task_instance: 'ti',
  dag_run: 'dag_run',
};

/** A finding for `context["ti"].execution_date`, `context["dag_run"].execution_date`, and the same of a name that was given either. */
export function runDate(
  node: Node,
  severity: 'error' | 'warning',
  method: readonly Node[],
  reading: Reading,
): readonly Found[] {
  const { index } = reading;
  if (node.nodeType !== 'Attribute' || node.attr !== 'execution_date' || node.ctx.nodeType !== 'Load')
    return [];
  if (index.context.size === 0 || index.context.has('execution_date')) return [];
  const holder = heldBy(node.value) ?? heldByName(node.value, method);
  if (holder === undefined) return [];
  const what = holder === 'ti' ? 'the running task' : 'the run';
  // A running task of Airflow 2.8 has no `logical_date` of its own.
  const instead =
    holder === 'ti' ? '`context["logical_date"]`' : `\`${reading.module.slice(node.value)}.logical_date\``;
  const edit = editOf(node, holder, method, reading);
  const finding = {
    code: 'AS4516',
    severity,
    message: `${what} has no \`execution_date\` on Airflow ${index.airflow}`,
    exception: 'AttributeError',
    remedy: `read ${instead}${edit ? '; the edit writes it' : ''}`,
    ...(edit ? { edit } : {}),
  };
  return [{ finding, node }];
}

/** `context["ti"]`, in whatever way it is read. */
function heldBy(node: Node): Holder | undefined {
  const key = keyOf(node);
  return key?.nodeType === 'Constant' && typeof key.value === 'string' && Object.hasOwn(HOLDERS, key.value)
    ? HOLDERS[key.value]
    : undefined;
}

function keyOf(node: Node): Node | undefined {
  const isContext = (one: Node) => one.nodeType === 'Name' && one.id === 'context';
  if (node.nodeType === 'Subscript' && isContext(node.value)) return node.slice;
  if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute') return undefined;
  return node.func.attr === 'get' && isContext(node.func.value) ? node.args[0] : undefined;
}

/** Of a name that the method binds once, to either. */
function heldByName(node: Node, method: readonly Node[]): Holder | undefined {
  if (node.nodeType !== 'Name') return undefined;
  const bound = method.filter((one) => bindings(one).includes(node.id));
  const given = method.flatMap((one) => {
    if (one.nodeType !== 'Assign' || one.targets.length !== 1) return [];
    const [target] = one.targets;
    const holder = target?.nodeType === 'Name' && target.id === node.id ? heldBy(one.value) : undefined;
    return holder ? [holder] : [];
  });
  return bound.length === 1 && given.length === 1 ? given[0] : undefined;
}

function editOf(
  node: NodeOf<'Attribute'>,
  holder: Holder,
  method: readonly Node[],
  { module, all }: Reading,
): readonly Edit[] | undefined {
  const span = module.span(node);
  if (span === undefined || span.line !== span.endLine) return undefined;
  if (!all.every(({ context }) => context.has('logical_date'))) return undefined;
  const end = { line: span.endLine, column: span.endColumn };
  if (holder === 'dag_run') {
    const start = { line: span.endLine, column: span.endColumn - node.attr.length };
    return [{ start, end, text: 'logical_date' }];
  }
  // Within an f-string the quotes are those that stand there, or it would end.
  const key = keyOf(node.value);
  const quote = key ? module.slice(key).charAt(0) : '"';
  const inText = method.some((one) => one.nodeType === 'JoinedStr' && walk(one).includes(node));
  if (!/["']/.test(quote) || (key === undefined && inText)) return undefined;
  const start = { line: span.line, column: span.column };
  return [{ start, end, text: `context[${quote}logical_date${quote}]` }];
}
