/**
 * Commas in prose. `{when: a, b or c is missing, exception: ValueError}` reads, to a person, as a condition with a comma.
 * YAML reads a key `b or c is missing` without a value. In fields that hold prose such keys are given back to the text.
 */

import { type Document, isMap, isScalar, isSeq, type Node, type Pair, Scalar } from 'yaml';

const PROSE: ReadonlySet<string> = new Set(['description', 'when', 'summary', 'returns', 'message']);

/** Joins split prose in the tree, in place. `text` is what the tree was parsed from. */
export function joinProse(document: Document, text: string): void {
  const open: unknown[] = [document.contents];
  while (open.length > 0) {
    const node = open.pop();
    if (isSeq(node)) open.push(...node.items);
    if (!isMap(node)) continue;
    if (node.flow) node.items = joinPairs(node.items as Pair<Node, Node | null>[], text);
    for (const pair of node.items) open.push(pair.value);
  }
}

function joinPairs(pairs: readonly Pair<Node, Node | null>[], text: string): Pair<Node, Node | null>[] {
  const joined: Pair<Node, Node | null>[] = [];
  for (const pair of pairs) {
    const before = joined.at(-1);
    const value = before?.value;
    if (before && isProse(before.key) && isPlain(value) && pair.value === null && isPlain(pair.key)) {
      before.value = extend(value, pair.key, text);
    } else joined.push(pair);
  }
  return joined;
}

function isProse(key: Node): boolean {
  return isScalar(key) && typeof key.value === 'string' && PROSE.has(key.value);
}

/** An unquoted scalar without anchor or tag, which are refused later and must not vanish here. */
function isPlain(node: unknown): node is Scalar {
  return isScalar(node) && node.type === 'PLAIN' && !node.anchor && !node.tag && Boolean(node.range);
}

function extend(value: Scalar, tail: Scalar, text: string): Scalar {
  const start = value.range?.[0] ?? 0;
  const end = tail.range?.[1] ?? start;
  const whole = new Scalar(text.slice(start, end).replace(/\s*\n\s*/g, ' '));
  whole.type = Scalar.PLAIN;
  whole.source = whole.value as string;
  whole.range = [start, end, end];
  return whole;
}
