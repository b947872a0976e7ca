/** Keyword arguments that were renamed or that went, and what to write instead. */

import type { Edit } from '../../flow.js';
import { nearest } from '../../nearest.js';
import type { NodeOf } from '../../python/index.js';
import type { Reading } from './check.js';
import type { ClassEntry, Signature } from './classes.js';
import { constructorOf, methodOf } from './names.js';
import type { AirflowIndex } from './read.js';

type Call = NodeOf<'Call'>;
type Keyword = Call['keywords'][number];

/** Renamed ones that mean the same; by themselves, for no two classes of Airflow disagree on them. */
const RENAMED: { readonly [keyword: string]: string } = {
  concurrency: 'max_active_tasks',
  default_var: 'default',
  fail_stop: 'fail_fast',
  schedule_interval: 'schedule',
  task_concurrency: 'max_active_tis_per_dag',
};

/** Those that do nothing any more: leaving them out changes nothing on an Airflow that refuses them. */
const USELESS = new Set(['default_view', 'orientation', 'provide_context', 'sla_miss_callback']);

/** Those of a DAG. A task never took them: they did nothing even where Airflow 1 let them pass. */
const OF_DAGS = new Set(['schedule_interval', 'schedule', 'catchup', 'max_active_runs', 'dagrun_timeout']);

/** Whether what takes `names` is a task, and the keyword is for its DAG. */
export function isOfDag(keyword: string, names: readonly string[]): boolean {
  return OF_DAGS.has(keyword) && names.includes('task_id') && !names.includes(keyword);
}

/** Names that begin as a keyword does: `retries` and `retry_delay` for `retry`. */
export function beginningAs(keyword: string, names: readonly string[]): readonly string[] {
  const start = keyword.slice(0, Math.max(4, keyword.length - 1));
  return keyword.length < 4 ? [] : names.filter((name) => name.startsWith(start)).slice(0, 3);
}

/** What replaces a keyword: its new name, the one that is nearly spelt so, or nothing; undefined where that is not certain. */
export function substituteFor(keyword: string, names: readonly string[]): string | undefined {
  const renamed = Object.hasOwn(RENAMED, keyword) ? RENAMED[keyword] : undefined;
  if (isOfDag(keyword, names)) return '';
  if (renamed !== undefined) return names.includes(renamed) ? renamed : undefined;
  if (USELESS.has(keyword)) return '';
  const near = nearest(keyword, names);
  const other =
    near &&
    nearest(
      keyword,
      names.filter((name) => name !== near),
    );
  return other === undefined ? near : undefined;
}

/** Whether a keyword that is still taken is only there for old code. */
export function isOutdated(keyword: string, names: readonly string[]): boolean {
  const renamed = Object.hasOwn(RENAMED, keyword) ? RENAMED[keyword] : undefined;
  return renamed !== undefined && names.includes(renamed);
}

/**
 * The edit of one keyword that suits every Airflow in question: renamed, or left out where the substitute is empty. Undefined where an
 * Airflow does not take it, where the call has it already, or where a comment would be lost.
 */
export function keywordEdit(
  call: Call,
  keyword: Keyword,
  substitute: string,
  target: { readonly cls: ClassEntry; readonly method: string },
  reading: Reading,
): readonly Edit[] | undefined {
  const span = reading.module.span(keyword as never);
  if (span === undefined || !keyword.arg) return undefined;
  if (substitute === '') return removal(call, keyword, reading);
  if (call.keywords.some(({ arg }) => arg === substitute)) return undefined;
  if (!reading.all.every((index) => takes(index, target, substitute))) return undefined;
  const { line, column } = span;
  return [{ start: { line, column }, end: { line, column: column + keyword.arg.length }, text: substitute }];
}

/** Whether the class of that name takes a keyword on another Airflow, where it may live somewhere else. */
function takes(
  index: AirflowIndex,
  { cls, method }: { readonly cls: ClassEntry; readonly method: string },
  keyword: string,
): boolean {
  const name = cls.name.slice(cls.name.lastIndexOf('.') + 1);
  const there = index.class(cls.name) ?? index.classNamed(name);
  const signature =
    there && (method === '__init__' ? constructorOf(there, index) : methodOf(there, method, index));
  return signature !== undefined && keywordsOf(signature).includes(keyword);
}

/** Keywords that a signature names. */
export function keywordsOf({ parameters }: Signature): readonly string[] {
  return parameters.flatMap(({ name, kind }) => (kind === 'positional' || kind === 'keyword' ? [name] : []));
}

/** Takes an argument out, with the comma and the space to the next one, or to the one before. */
export function removal(
  call: Call,
  argument: Keyword | Call['args'][number],
  { module, lines }: Reading,
): readonly Edit[] | undefined {
  const ahead = withComma(argument, { module, lines });
  if (ahead !== undefined) return [ahead];
  const places = [...call.args, ...call.keywords].flatMap((node) => module.span(node as never) ?? []);
  const own = module.span(argument as never);
  const whole = module.span(call);
  // `**kwargs` has no place of its own in every tree.
  if (own === undefined || whole === undefined || places.length !== call.args.length + call.keywords.length)
    return undefined;
  const inOrder = places.sort((a, b) => a.line - b.line || a.column - b.column);
  const at = inOrder.findIndex(({ line, column }) => line === own.line && column === own.column);
  const next = inOrder[at + 1];
  const before = inOrder[at - 1];
  const edit =
    next !== undefined
      ? { start: place(own.line, own.column), end: place(next.line, next.column), text: '' }
      : before !== undefined
        ? { start: place(before.endLine, before.endColumn), end: place(own.endLine, own.endColumn), text: '' }
        : { start: place(own.line, own.column), end: place(own.endLine, own.endColumn), text: '' };
  const taken = textBetween(lines, edit);
  // Parentheses and stars round an argument are outside its place.
  const rest = next !== undefined ? taken.slice(module.slice(argument as never).length) : '';
  if (taken.includes('#') || /[(*]/.test(rest)) return undefined;
  // With nothing left, a comma behind it would be a mistake.
  const behind = (lines[own.endLine - 1] ?? '').slice(own.endColumn - 1);
  return inOrder.length === 1 && /^\s*,/.test(behind) ? undefined : [edit];
}

/** An argument with the comma and the blanks up to the next, whatever that is: `*args` and `**kwargs` have no place of their own. */
function withComma(
  argument: Keyword | Call['args'][number],
  { module, lines }: Pick<Reading, 'module' | 'lines'>,
): Edit | undefined {
  const own = module.span(argument as never);
  if (own === undefined || module.slice(argument as never).includes('#')) return undefined;
  const rest = [(lines[own.endLine - 1] ?? '').slice(own.endColumn - 1), ...lines.slice(own.endLine)];
  const [gap] = /^[ \t]*,\s*(?=[^\s)#])/.exec(rest.slice(0, 3).join('\n')) ?? [];
  if (gap === undefined) return undefined;
  const rows = gap.split('\n');
  const width = rows.at(-1)?.length ?? 0;
  const column = rows.length === 1 ? own.endColumn + width : 1 + width;
  const end = place(own.endLine + rows.length - 1, column);
  return { start: place(own.line, own.column), end, text: '' };
}

function place(line: number, column: number): Edit['start'] {
  return { line, column };
}

function textBetween(lines: readonly string[], { start, end }: Edit): string {
  if (start.line === end.line) return (lines[start.line - 1] ?? '').slice(start.column - 1, end.column - 1);
  const inner = lines.slice(start.line, end.line - 1);
  return [
    (lines[start.line - 1] ?? '').slice(start.column - 1),
    ...inner,
    (lines[end.line - 1] ?? '').slice(0, end.column - 1),
  ].join('\n');
}
