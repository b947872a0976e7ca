/** What mended a mistake: the statements that went and those that came between a failed attempt and the next better one. */

import type { Spec } from '../flow.js';
import type { FixRecord } from '../knowledge/index.js';
import {
  type FunctionNode,
  isFunction,
  type Node,
  type NodeOf,
  parseModule,
  type Statement,
} from '../python/index.js';
import { abstracted, ELLIPSIS } from './abstraction.js';
import { type Component, openComponent } from './component.js';

/** A wider change is a rewrite: what in it mended the mistake cannot be told. */
const LONGEST_CONTRAST = 12;

export type Contrast = Pick<FixRecord, 'before' | 'after'>;

/** The contrast of two sources of one component, names abstracted; undefined when there is none or it is too wide. */
export function contrastOf(failed: string, better: string, spec: Spec): Contrast | undefined {
  const before = linesOf(failed, spec);
  const after = linesOf(better, spec);
  if (!before || !after) return undefined;
  const gone = without(before, after);
  const come = without(after, before);
  if (gone.length + come.length === 0 || gone.length + come.length > LONGEST_CONTRAST) return undefined;
  return { before: text(gone), after: text(come) };
}

function text(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function without(lines: readonly string[], other: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of other) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}

/** Each simple statement, and the head of each compound one, abstracted by itself so that a change stays local. */
function linesOf(source: string, spec: Spec): readonly string[] | undefined {
  const parsed = parseModule(source);
  if (!parsed.ok) return undefined;
  const component = openComponent(parsed.module, spec);
  return component ? [...flattened(parsed.module.tree.body, component, undefined)] : undefined;
}

function* flattened(
  body: readonly Statement[],
  component: Component,
  scope: FunctionNode | undefined,
): Generator<string> {
  for (const statement of body) {
    const inner = blocksOf(statement);
    const within = isFunction(statement) ? statement : scope;
    yield abstracted([inner.length > 0 ? head(statement) : statement], component, within);
    for (const block of inner) yield* flattened(block, component, within);
  }
}

function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  if (!('body' in statement) || !Array.isArray(statement.body)) return [];
  const handlers = 'handlers' in statement ? statement.handlers.map(({ body }) => body) : [];
  const rest = ['orelse', 'finalbody'].flatMap((key) => {
    const block = (statement as unknown as Record<string, unknown>)[key];
    return Array.isArray(block) && block.length > 0 ? [block as Statement[]] : [];
  });
  return [statement.body as Statement[], ...handlers, ...rest];
}

function head(statement: Statement): Node {
  const bare: Record<string, unknown> = { ...statement, body: [ELLIPSIS] };
  if ('orelse' in bare) bare['orelse'] = [];
  if ('finalbody' in bare) bare['finalbody'] = [];
  if ('handlers' in statement) {
    bare['handlers'] = statement.handlers.map((handler: NodeOf<'ExceptHandler'>) => ({
      ...handler,
      body: [ELLIPSIS],
    }));
  }
  return bare as unknown as Node;
}

/** One line that says what a contrast does. */
export function contrastTitle(errorClass: string, { before, after }: Contrast): string {
  const gone = firstLine(before);
  const come = firstLine(after);
  if (gone === '') return `${errorClass}: add ${come}`;
  return come === '' ? `${errorClass}: leave out ${gone}` : `${errorClass}: ${come} instead of ${gone}`;
}

function firstLine(code: string): string {
  return (code.split('\n')[0] ?? '').trim();
}
