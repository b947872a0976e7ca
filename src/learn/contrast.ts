/** What changed between a failed attempt and the next better one, place by place. */

import type { Spec } from '../flow.js';
import type { FixRecord } from '../knowledge/index.js';
import {
  type FunctionNode,
  isFunction,
  type Node,
  type NodeOf,
  type PythonModule,
  parseModule,
  type Statement,
} from '../python/index.js';
import { abstracted, ELLIPSIS } from './abstraction.js';
import { type Component, openComponent } from './component.js';
import { withoutShared } from './parameters.js';

export type Contrast = Pick<FixRecord, 'before' | 'after'>;

/** Statements of one place that went and those that came there, names abstracted. */
export interface Change {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Lines of the failed source that went. */
  readonly lines: readonly Lines[];
  /** Both sides as they are written. */
  readonly raw: string;
}

interface Lines {
  readonly from: number;
  readonly to: number;
}

/** The changes between two sources of one component, in order; undefined where one of them cannot be read. */
export function changesBetween(failed: string, better: string, spec: Spec): readonly Change[] | undefined {
  const before = sideOf(failed, spec);
  const after = sideOf(better, spec);
  if (!before || !after) return undefined;
  const changes: Change[] = [];
  compare(before, after, changes);
  return changes;
}

/** Statements of one source, with what is needed to abstract them. */
interface Side {
  readonly body: readonly Statement[];
  readonly module: PythonModule;
  readonly component: Component;
  readonly scope?: FunctionNode;
}

function sideOf(source: string, spec: Spec): Side | undefined {
  const parsed = parseModule(source);
  const component = parsed.ok ? openComponent(parsed.module, spec) : undefined;
  if (!parsed.ok || !component) return undefined;
  return { body: parsed.module.tree.body, module: parsed.module, component };
}

/** A statement that the other side lacks, and how many before it the other side has: neighbours that changed have one number. */
interface Loose {
  readonly statement: Statement;
  readonly place: number;
}

/** Statements that only one side has, whole; of those that both have with another content, what is inside. */
function compare(before: Side, after: Side, changes: Change[]): void {
  const right = [...unmatched(after, before)];
  const gone: Loose[] = [];
  for (const loose of unmatched(before, after)) {
    const index = right.findIndex((other) => sameHead(loose.statement, other.statement, before, after));
    const [twin] = index < 0 ? [] : right.splice(index, 1);
    if (!twin) gone.push(loose);
    else compareBlocks(loose.statement, twin.statement, before, after, changes);
  }
  const places = new Set([...gone, ...right].map(({ place }) => place));
  for (const place of [...places].sort((a, b) => a - b)) {
    const at = (side: readonly Loose[]) =>
      side.filter((loose) => loose.place === place).map(({ statement }) => statement);
    changes.push(changeOf(at(gone), at(right), before, after));
  }
}

function changeOf(gone: readonly Node[], come: readonly Node[], before: Side, after: Side): Change {
  return {
    before: gone.map((node) => shown(node, before)),
    after: come.map((node) => shown(node, after)),
    lines: gone.flatMap((node) => linesOf(node, before.module)),
    raw: [
      ...gone.map((node) => before.module.slice(node)),
      ...come.map((node) => after.module.slice(node)),
    ].join('\n'),
  };
}

function linesOf(node: Node, module: PythonModule): readonly Lines[] {
  const span = module.span(node);
  return span ? [{ from: span.line, to: span.endLine }] : [];
}

function compareBlocks(
  statement: Statement,
  twin: Statement,
  before: Side,
  after: Side,
  changes: Change[],
): void {
  const heads = [head(statement), head(twin)] as const;
  if (shown(heads[0], before) !== shown(heads[1], after))
    changes.push(headChange(statement, twin, before, after));
  const [left, right] = [blocksOf(statement), blocksOf(twin)];
  const within = (side: Side, of: Statement, body: readonly Statement[] = []): Side => ({
    ...side,
    body,
    ...(isFunction(of) ? { scope: of } : {}),
  });
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    compare(within(before, statement, left[index]), within(after, twin, right[index]), changes);
  }
}

/** Of a signature only the arguments that changed: the rest is the component's own, and would make each of its mistakes a new one. */
function headChange(statement: Statement, twin: Statement, before: Side, after: Side): Change {
  const [left, right]: readonly [Node, Node] = [head(statement), head(twin)];
  const bare: readonly Node[] =
    isDefinition(left) && isDefinition(right) ? withoutShared(left, right) : [left, right];
  const [was, is] = [headLines(statement, before), headLines(twin, after)];
  return {
    before: bare.slice(0, 1).map((node) => shown(node, before)),
    after: bare.slice(1).map((node) => shown(node, after)),
    lines: [was.lines],
    raw: `${was.raw}\n${is.raw}`,
  };
}

function isDefinition(node: Node): node is FunctionNode {
  return node.nodeType === 'FunctionDef' || node.nodeType === 'AsyncFunctionDef';
}

/** What stands above the first statement inside. */
function headLines(statement: Statement, { module }: Side): { readonly lines: Lines; readonly raw: string } {
  const first = blocksOf(statement)[0]?.[0];
  const from = module.span(statement)?.line ?? 1;
  const inside = (first && module.span(first)?.line) ?? from + 1;
  const to = Math.max(from, inside - 1);
  const raw = module
    .slice(statement)
    .split('\n')
    .slice(0, to - from + 1);
  return { lines: { from, to }, raw: raw.join('\n') };
}

function unmatched(side: Side, other: Side): readonly Loose[] {
  const left = new Map<string, number>();
  for (const statement of other.body) {
    const text = shown(statement, other);
    left.set(text, (left.get(text) ?? 0) + 1);
  }
  const loose: Loose[] = [];
  let place = 0;
  for (const statement of side.body) {
    const text = shown(statement, side);
    const count = left.get(text) ?? 0;
    if (count === 0) {
      loose.push({ statement, place });
      continue;
    }
    left.set(text, count - 1);
    place += 1;
  }
  return loose;
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
