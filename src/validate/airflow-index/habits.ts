/** What older Airflows wanted or allowed, and what people take the context for. */

import type { Edit } from '../../flow.js';
import { dotted, type FunctionNode, isFunction, type Node, type NodeOf, walk } from '../../python/index.js';
import type { Found, Reading } from './check.js';
import { withoutLine } from './lines.js';
import { baseOf } from './names.js';

/** What is read from the running task, and not from the context. */
const OF_THE_TASK = new Set(['xcom_pull', 'xcom_push']);

export function checkHabits(reading: Reading): readonly Found[] {
  return [...applyDefaults(reading), ...reading.module.classes.flatMap(({ node }) => ofClass(node, reading))];
}

/** `@apply_defaults`, which has done nothing since Airflow 2.0 and cannot be imported from 3.0 on. */
function applyDefaults(reading: Reading): readonly Found[] {
  const { index, module, imports } = reading;
  return imports.flatMap((one): readonly Found[] => {
    if (one.name !== 'apply_defaults' || one.module !== 'airflow.utils.decorators' || one.caught) return [];
    const edit = one.bound === 'apply_defaults' ? withoutDecorator(one.node, reading) : undefined;
    const fails = one.verdict.state === 'fails';
    const message = fails
      ? `\`apply_defaults\` is gone on Airflow ${index.airflow}`
      : `\`apply_defaults\` does nothing on Airflow ${index.airflow}`;
    const finding = {
      code: 'AS4513',
      severity: 'warning' as const,
      message,
      remedy: 'leave out the decorator and its import: every operator applies the defaults of its DAG',
      ...(edit ? { edit } : {}),
    };
    return module.span(one.node) ? [{ finding, node: one.node }] : [];
  });
}

/** Without the import and every use as a decorator; undefined where anything else uses it, or shares a line with it. */
function withoutDecorator(node: Node, reading: Reading): readonly Edit[] | undefined {
  const nodes = walk(reading.module.tree);
  const decorators = nodes.flatMap((inner) =>
    isDecorated(inner) ? inner.decorator_list.filter((one) => dotted(one) === 'apply_defaults') : [],
  );
  const uses = nodes.filter((inner) => inner.nodeType === 'Name' && inner.id === 'apply_defaults');
  const isAlone = node.nodeType === 'ImportFrom' && node.names.length === 1;
  const isTop = (reading.module.tree.body as readonly Node[]).includes(node);
  if (!isAlone || !isTop || uses.length !== decorators.length) return undefined;
  const edits = [node, ...decorators].map((one) => withoutLine(one, reading));
  return edits.every((edit) => edit !== undefined) ? edits : undefined;
}

function isDecorated(node: Node): node is FunctionNode | NodeOf<'ClassDef'> {
  return 'decorator_list' in node;
}

function ofClass(node: NodeOf<'ClassDef'>, reading: Reading): readonly Found[] {
  const base = baseOf(node, reading);
  const inherits =
    base !== undefined &&
    [base.name, ...base.mro].some((name) => reading.index.class(name)?.methods.has('xcom_pull'));
  const isTask = base?.kind === 'operator' || base?.kind === 'sensor';
  return node.body.flatMap((method) => {
    if (!isFunction(method) || !method.args.args.some(({ arg }) => arg === 'context')) return [];
    const self = method.args.args[0]?.arg ?? '';
    const nodes = walk(method);
    const isRebound = nodes.some(
      (inner) => inner.nodeType === 'Name' && inner.id === 'context' && inner.ctx.nodeType !== 'Load',
    );
    if (isRebound) return [];
    return nodes.flatMap((inner) => {
      if (inner.nodeType !== 'Attribute' || inner.value.nodeType !== 'Name') return [];
      if (inner.value.id === 'context') return ofContext(inner, reading);
      const gone = isTask && !inherits && inner.value.id === self && OF_THE_TASK.has(inner.attr);
      return gone ? ofSelf(inner, nodes, reading) : [];
    });
  });
}

/** `context.ti` and `context.xcom_pull(…)`: the context is a mapping. */
function ofContext(node: NodeOf<'Attribute'>, reading: Reading): readonly Found[] {
  const { index } = reading;
  const isKey = index.context.has(node.attr) && !/^(get|items|keys|values|copy|update|pop)$/.test(node.attr);
  const instead = OF_THE_TASK.has(node.attr)
    ? `context["ti"].${node.attr}`
    : isKey
      ? `context["${node.attr}"]`
      : undefined;
  if (instead === undefined) return [];
  const suits = OF_THE_TASK.has(node.attr) || reading.all.every(({ context }) => context.has(node.attr));
  const message = `the context is a mapping and has no attribute \`${node.attr}\``;
  return [misuse(message, instead, suits ? replaced(node, instead, reading) : undefined, node)];
}

/** `self.xcom_pull(context, …)`, which the operators of Airflow 2 had. */
function ofSelf(node: NodeOf<'Attribute'>, nodes: readonly Node[], reading: Reading): readonly Found[] {
  const { index, module } = reading;
  const call = nodes.find((inner) => inner.nodeType === 'Call' && inner.func === node);
  const instead = `context["ti"].${node.attr}`;
  const message = `an operator has no \`${node.attr}\` on Airflow ${index.airflow}: the running task has`;
  const [first, second] = call?.nodeType === 'Call' ? call.args : [];
  const start = module.span(node);
  const taken = first && module.span(first);
  const next = second ?? (call?.nodeType === 'Call' ? call.keywords[0] : undefined);
  const end = next && module.span(next as Node);
  const isPlain = first?.nodeType === 'Name' && first.id === 'context' && second?.nodeType !== 'Starred';
  if (!isPlain || start === undefined || taken === undefined || end === undefined || start.line !== end.line)
    return [misuse(message, instead, undefined, node)];
  const between = (reading.lines[start.line - 1] ?? '').slice(taken.endColumn - 1, end.column - 1);
  if (!/^\s*,\s*$/.test(between)) return [misuse(message, instead, undefined, node)];
  const edit = {
    start: { line: start.line, column: start.column },
    end: { line: end.line, column: end.column },
    text: `${instead}(`,
  };
  return [misuse(message, instead, [edit], node)];
}

function replaced(node: Node, text: string, { module }: Reading): readonly Edit[] | undefined {
  const span = module.span(node);
  if (span === undefined || span.line !== span.endLine || module.slice(node).includes('#')) return undefined;
  return [
    {
      start: { line: span.line, column: span.column },
      end: { line: span.line, column: span.endColumn },
      text,
    },
  ];
}

function misuse(message: string, instead: string, edit: readonly Edit[] | undefined, node: Node): Found {
  const severity = 'error' as const;
  const remedy = `write \`${instead}\`${edit ? '; the edit writes it' : ''}`;
  return { finding: { code: 'AS4514', severity, message, remedy, ...(edit ? { edit } : {}) }, node };
}
