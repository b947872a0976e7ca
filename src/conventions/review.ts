/** What people changed before they merged: a proposed component beside what stands on the main branch. By syntax, not by spelling. */

import { diffArrays } from 'diff';
import {
  children,
  type Expression,
  format,
  type Node,
  parseTree,
  quoted,
  type Tree,
  transform,
  walk,
} from '../python/index.js';
import { textShape } from './shapes.js';

/** Empty where something was added, or taken out. */
interface Sides {
  readonly before: string;
  readonly after: string;
}

/** One change, with names of the one component taken out, so that the same change of two components is one. */
export interface Change extends Sides {
  /** The same with texts taken out as well. */
  readonly loose: Sides;
}

export type Review =
  | { readonly kind: 'unchanged' }
  /** `distance`: changed lines of canonical code, in per mille of all. */
  | { readonly kind: 'changed'; readonly distance: number; readonly changes: readonly Change[] }
  /** One side cannot be read, so nothing can be said. */
  | { readonly kind: 'unreadable' };

export interface Reviewed {
  readonly name: string;
  readonly review: Review;
}

/** A change that people made to several components. */
export interface Habit extends Sides {
  readonly count: number;
  /** Components that were reviewed at all. */
  readonly of: number;
}

const LONGEST_CHANGE = 160;
const LEAST_REVIEWS = 3;
/** Share of reviews in which a change has to be made to be a habit. */
const SHARE = 0.3;
/** Share of them in which texts are the same to the letter, to be told as they are. */
const SAME = 0.8;

/** Holds a proposed component against what was merged in its place. */
export function review(proposed: string, merged: string): Review {
  const [before, after] = [parseTree(proposed), parseTree(merged)];
  if (!before.ok || !after.ok) return { kind: 'unreadable' };
  const [old, now] = [linesOf(before.tree), linesOf(after.tree)];
  const parts = diffArrays(old, now);
  const changed = parts.filter(({ added, removed }) => added || removed);
  if (changed.length === 0) return { kind: 'unchanged' };
  const own = new Set([...ownNames(before.tree), ...ownNames(after.tree)]);
  const count = (which: 'added' | 'removed') =>
    changed.reduce((sum, part) => sum + (part[which] ? part.value.length : 0), 0);
  const distance = Math.round(
    (1000 * Math.max(count('added'), count('removed'))) / Math.max(old.length, now.length, 1),
  );
  const changes: Change[] = [];
  for (let at = 0; at < parts.length; at += 1) {
    const [part, next] = [parts[at], parts[at + 1]];
    if (!part || !(part.added || part.removed)) continue;
    const paired = next !== undefined && (next.added || next.removed);
    const removed = part.removed ? part.value : paired && next.removed ? next.value : [];
    const added = part.added ? part.value : paired && next.added ? next.value : [];
    if (paired) at += 1;
    changes.push(...changesIn(removed, added, own));
  }
  return { kind: 'changed', distance, changes };
}

/** Changes that were made in at least three reviews, and in three of ten, most often first. With their texts where these are the same. */
export function habitsOf(reviewed: readonly Reviewed[]): readonly Habit[] {
  const of = reviewed.filter(({ review: { kind } }) => kind !== 'unreadable').length;
  const counts = new Map<
    string,
    { readonly sides: Sides; readonly exact: Map<string, number>; count: number }
  >();
  for (const { review: one } of reviewed) {
    if (one.kind !== 'changed') continue;
    const seen = new Set<string>();
    for (const { before, after, loose } of one.changes) {
      const key = JSON.stringify(loose);
      const exact = JSON.stringify({ before, after });
      const known = counts.get(key) ?? { sides: loose, exact: new Map<string, number>(), count: 0 };
      counts.set(key, known);
      if (!seen.has(key)) known.count += 1;
      if (!seen.has(exact + key)) known.exact.set(exact, (known.exact.get(exact) ?? 0) + 1);
      seen.add(key).add(exact + key);
    }
  }
  return [...counts.values()]
    .filter(({ count }) => count >= LEAST_REVIEWS && count >= of * SHARE)
    .map(({ sides, exact, count }): Habit => {
      const same = [...exact].find(([, times]) => times >= count * SAME);
      return same ? { ...(JSON.parse(same[0]) as Sides), count: same[1], of } : { ...sides, count, of };
    })
    .sort((a, b) => b.count - a.count || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** The habit in words, for an author. */
export function habitLine({ before, after, count, of }: Habit): string {
  const code = (text: string) => `\`${text.replaceAll('"', "'").replaceAll('`', "'")}\``;
  const said =
    before === ''
      ? `added ${code(after)}`
      : after === ''
        ? `took out ${code(before)}`
        : `replaced ${code(before)} by ${code(after)}`;
  return `reviewers ${said} (${count} of ${of})`;
}

function linesOf(tree: Tree): string[] {
  return format(quoted(tree))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Lines that changed into one another, the likest first; what is left over was added or taken out. */
function changesIn(
  removed: readonly string[],
  added: readonly string[],
  own: ReadonlySet<string>,
): readonly Change[] {
  const changes: Change[] = [];
  const left = [...added];
  for (const line of removed) {
    const best = left
      .map((other, index) => ({ index, alike: likeness(line, other) }))
      .sort((a, b) => b.alike - a.alike || a.index - b.index)[0];
    const partner = best && best.alike >= 0.3 ? left.splice(best.index, 1)[0] : undefined;
    changes.push(partner === undefined ? change(nodeOr(line), undefined, own) : between(line, partner, own));
  }
  for (const line of left) changes.push(change(undefined, nodeOr(line), own));
  return changes.filter(
    ({ before, after }) =>
      before !== after && before.length <= LONGEST_CHANGE && after.length <= LONGEST_CHANGE,
  );
}

function likeness(a: string, b: string): number {
  const words = (line: string) => new Set(line.match(/\w+/g) ?? []);
  const [one, other] = [words(a), words(b)];
  const shared = [...one].filter((word) => other.has(word)).length;
  return shared / Math.max(one.size + other.size - shared, 1);
}

/** The smallest parts of two lines that differ and can be understood alone. */
function between(before: string, after: string, own: ReadonlySet<string>): Change {
  const [old, now] = [nodeOr(before), nodeOr(after)];
  if (typeof old === 'string' || typeof now === 'string') return change(old, now, own);
  return change(...narrowed(old, now), own);
}

/** A line that is no statement, such as the middle of a text, stays as it is. */
type Part = Node | string | undefined;

function change(before: Part, after: Part, own: ReadonlySet<string>): Change {
  const side = (part: Part, texts: boolean) =>
    part === undefined ? '' : typeof part === 'string' ? part : abstracted(part, own, texts);
  return {
    before: side(before, true),
    after: side(after, true),
    loose: { before: side(before, false), after: side(after, false) },
  };
}

function nodeOr(line: string): Node | string {
  return nodeOf(line) ?? line;
}

/** What still says what it is about without what stands around it. */
const UNDERSTOOD = new Set([
  'Call',
  'Keyword',
  'Raise',
  'Return',
  'Assign',
  'AnnAssign',
  'Arg',
  'Compare',
  'ExceptHandler',
]);

function narrowed(a: Node, b: Node): readonly [Node, Node] {
  const [left, right] = [children(a), children(b)];
  if (a.nodeType !== b.nodeType || left.length !== right.length) return [a, b];
  const differing = left.flatMap((child, index) => {
    const other = right[index];
    return other && written(child) !== written(other) ? [[child, other] as const] : [];
  });
  const [only] = differing;
  if (differing.length !== 1 || !only) return [a, b];
  const inner = narrowed(...only);
  return UNDERSTOOD.has(inner[0].nodeType) && inner[0].nodeType === inner[1].nodeType ? inner : [a, b];
}

function written(node: Node): string {
  return JSON.stringify(node, (key, value) =>
    /^(lineno|col_offset|end_lineno|end_col_offset)$/.test(key) ? undefined : value,
  );
}

function nodeOf(line: string): Node | undefined {
  for (const text of [line, `${line} pass`, `try:\n    pass\n${line}\n    pass`, `${line}\ndef f(): pass`]) {
    const parsed = parseTree(text);
    if (parsed.ok) return parsed.tree.body[0];
  }
  return undefined;
}

/** Names of the one component become `x`; texts stay, or become their form. */
function abstracted(node: Node, own: ReadonlySet<string>, texts: boolean): string {
  const bare = transform(node, (inner) => {
    if (inner.nodeType === 'Name' && own.has(inner.id)) return { ...inner, id: 'x' };
    if (inner.nodeType === 'Arg' && own.has(inner.arg)) return { ...inner, arg: 'x' };
    if (inner.nodeType === 'Attribute' && own.has(inner.attr) && isSelf(inner.value))
      return { ...inner, value: inner.value, attr: 'x' };
    if (!texts && inner.nodeType === 'Constant' && typeof inner.value === 'string')
      return { ...inner, value: textShape(inner.value).slice(1, -1) } as Expression;
    if (inner.nodeType === 'JoinedStr') return { nodeType: 'Constant', value: '…' } as Expression;
    return undefined;
  });
  const text = bare.nodeType === 'Keyword' ? `${bare.arg ?? '**'}=${format(bare.value)}` : format(bare);
  return text.replace(/:\s*pass$/, ':').replace(/\s*\n\s*/g, ' ');
}

function isSelf(node: Node): boolean {
  return node.nodeType === 'Name' && (node.id === 'self' || node.id === 'x');
}

/** Names that a component gives: its classes, arguments, variables, attributes of itself. Those of its class others know as well. */
function ownNames(tree: Tree): readonly string[] {
  const inside = walk(tree).filter(
    (node) => node.nodeType === 'FunctionDef' || node.nodeType === 'AsyncFunctionDef',
  );
  return [
    ...walk(tree).flatMap((node) => (node.nodeType === 'ClassDef' ? [node.name] : [])),
    ...inside.flatMap(walk).flatMap((node) => {
      if (node.nodeType === 'Arg') return COMMON.has(node.arg) ? [] : [node.arg];
      if (node.nodeType === 'Name' && node.ctx.nodeType === 'Store') return [node.id];
      return node.nodeType === 'Attribute' && node.ctx.nodeType === 'Store' ? [node.attr] : [];
    }),
  ];
}

const COMMON = new Set(['self', 'cls', 'context', 'kwargs', 'args']);
