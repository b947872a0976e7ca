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
  const before = sideOf(failed, spec);
  const after = sideOf(better, spec);
  if (!before || !after) return undefined;
  const gone: string[] = [];
  const come: string[] = [];
  compare(before, after, gone, come);
  const lines = [...gone, ...come].join('\n').split('\n').length;
  if (gone.length + come.length === 0 || lines > LONGEST_CONTRAST) return undefined;
  return { before: text(gone), after: text(come) };
}

/** Statements of one source, with what is needed to abstract them. */
interface Side {
  readonly body: readonly Statement[];
  readonly component: Component;
  readonly scope?: FunctionNode;
}

function sideOf(source: string, spec: Spec): Side | undefined {
  const parsed = parseModule(source);
  const component = parsed.ok ? openComponent(parsed.module, spec) : undefined;
  return parsed.ok && component ? { body: parsed.module.tree.body, component } : undefined;
}

/** Statements that only one side has, whole; of those that both have with another content, what is inside. */
function compare(before: Side, after: Side, gone: string[], come: string[]): void {
  const left = unmatched(before, after);
  const right = unmatched(after, before);
  for (const statement of left) {
    const index = right.findIndex((other) => sameHead(statement, other, before, after));
    const [twin] = index < 0 ? [] : right.splice(index, 1);
    if (!twin) gone.push(shown(statement, before));
    else compareBlocks(statement, twin, before, after, gone, come);
  }
  for (const statement of right) come.push(shown(statement, after));
}

function compareBlocks(
  statement: Statement,
  twin: Statement,
  before: Side,
  after: Side,
  gone: string[],
  come: string[],
): void {
  const heads = [shown(head(statement), before), shown(head(twin), after)] as const;
  if (heads[0] !== heads[1]) {
    gone.push(heads[0]);
    come.push(heads[1]);
  }
  const [left, right] = [blocksOf(statement), blocksOf(twin)];
  const within = (side: Side, of: Statement, body: readonly Statement[] = []): Side => ({
    ...side,
    body,
    ...(isFunction(of) ? { scope: of } : {}),
  });
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    compare(within(before, statement, left[index]), within(after, twin, right[index]), gone, come);
  }
}

function unmatched(side: Side, other: Side): Statement[] {
  const texts = other.body.map((statement) => shown(statement, other));
  return side.body.filter((statement) => {
    const index = texts.indexOf(shown(statement, side));
    if (index >= 0) texts.splice(index, 1);
    return index < 0;
  });
}

/** Two versions of one thing: a class or function of the same name, or a block under the same condition. */
function sameHead(statement: Statement, other: Statement, before: Side, after: Side): boolean {
  if (statement.nodeType !== other.nodeType || blocksOf(statement).length === 0) return false;
  if ('name' in statement && 'name' in other) return statement.name === other.name;
  return shown(head(statement), before) === shown(head(other), after);
}

function shown(node: Node, { component, scope }: Side): string {
  return abstracted([node], component, scope);
}

function text(statements: readonly string[]): string {
  return statements.length === 0 ? '' : `${statements.join('\n')}\n`;
}

/** Blocks of statements in a statement: bodies, handlers, `else` and `finally`. */
export function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  if (!('body' in statement) || !Array.isArray(statement.body)) return [];
  const handlers = 'handlers' in statement ? statement.handlers.map(({ body }) => body) : [];
  const rest = ['orelse', 'finalbody'].flatMap((key) => {
    const block = (statement as unknown as Record<string, unknown>)[key];
    return Array.isArray(block) && block.length > 0 ? [block as Statement[]] : [];
  });
  return [statement.body as Statement[], ...handlers, ...rest];
}

/** A statement with nothing in its blocks. */
export function head(statement: Statement): Node {
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

/** What a piece of code is about, in a line: a bare `try:` says nothing. */
function firstLine(code: string): string {
  const [first = '', ...rest] = code.split('\n').map((line) => line.trim());
  if (first !== 'try:') return first;
  const handler = rest.find((line) => line.startsWith('except'))?.replace(/:$/, '') ?? 'finally';
  return `try … ${handler}`;
}
