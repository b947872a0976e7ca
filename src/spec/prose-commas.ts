/**
 * Commas in prose. `{when: a, b or c is missing, exception: ValueError}` reads, to a person, as a condition with a comma.
 * YAML reads a key `b or c is missing` without a value. In fields that hold prose such keys are given back to the text.
 */

import { type Document, isMap, isScalar, isSeq, type Node, type Pair, Scalar } from 'yaml';

/** Maps of a spec, with the keys that hold prose there. Test data of examples is left as YAML reads it. */
const PROSE: readonly [RegExp, readonly string[]][] = [
  [/^$/, ['summary', 'description', 'returns']],
  [/^\/(?:inputs|params|config_params|runtime_params|outputs|methods\/\d+\/inputs)\/\d+$/, ['description']],
  [/^\/methods\/\d+$/, ['returns']],
  [/^\/raises\/\d+$/, ['when']],
  [/^\/examples\/\d+\/raises$/, ['message']],
];

/** Joins split prose in the tree, in place. `text` is what the tree was parsed from. */
export function joinProse(document: Document, text: string): void {
  const open: { readonly node: unknown; readonly pointer: string }[] = [
    { node: document.contents, pointer: '' },
  ];
  while (open.length > 0) {
    const { node, pointer } = open.pop() ?? { node: undefined, pointer: '' };
    if (isSeq(node))
      open.push(...node.items.map((item, index) => ({ node: item, pointer: `${pointer}/${index}` })));
    if (!isMap(node)) continue;
    const keys = PROSE.find(([place]) => place.test(pointer))?.[1];
    if (node.flow && keys) node.items = joinPairs(node.items as Pair<Node, Node | null>[], keys, text);
    for (const { key, value } of node.items) {
      open.push({ node: value, pointer: `${pointer}/${isScalar(key) ? String(key.value) : ''}` });
    }
  }
}

function joinPairs(
  pairs: readonly Pair<Node, Node | null>[],
  keys: readonly string[],
  text: string,
): Pair<Node, Node | null>[] {
  const joined: Pair<Node, Node | null>[] = [];
  for (const pair of pairs) {
    const before = joined.at(-1);
    const value = before?.value;
    if (before && isOneOf(before.key, keys) && isPlain(value) && pair.value === null && isPlain(pair.key)) {
      before.value = extend(value, pair.key, text);
    } else joined.push(pair);
  }
  return joined;
}

function isOneOf(key: Node, keys: readonly string[]): boolean {
  return isScalar(key) && typeof key.value === 'string' && keys.includes(key.value);
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
