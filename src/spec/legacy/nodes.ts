/** Moving and making YAML nodes, so that comments stay and every new node keeps a place in the file. */

import { type Document, isMap, isPair, isScalar, isSeq, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Json } from '../../flow.js';

export type Entry = Pair<Scalar<string>, unknown>;
export type FieldMap = YAMLMap<Scalar<string>, unknown>;

type Ranged = { range?: [number, number, number] | null | undefined };

/** The range that a new node takes over, so that problems of it point somewhere. */
function rangeOf(node: unknown): [number, number, number] | undefined {
  return (node as Ranged | null)?.range ?? undefined;
}

/** A new node for a JSON value, placed where `from` stands. */
export function makeNode(document: Document, value: Json, from: unknown): unknown {
  const node = document.createNode(value);
  place(node, rangeOf(from));
  if (isScalar(node) && typeof value === 'string' && value.includes('\n')) node.type = Scalar.BLOCK_LITERAL;
  return node;
}

function place(node: unknown, range: [number, number, number] | undefined): void {
  if (!range || node === null || typeof node !== 'object') return;
  (node as Ranged).range = range;
  if (isPair(node)) {
    place(node.key, range);
    place(node.value, range);
  } else if (isMap(node) || isSeq(node)) {
    for (const item of node.items) place(item, range);
  }
}

/** A new `key: value`, placed where `from` stands. */
export function makeEntry(key: string, value: unknown, from: unknown): Entry {
  const scalar = new Scalar(key);
  const range = rangeOf(from);
  if (range) scalar.range = range;
  return new Pair(scalar, value);
}

/** Removes and gives the entry of a key. */
export function take(map: FieldMap, key: string): Entry | undefined {
  const index = map.items.findIndex((entry) => entry.key.value === key);
  return index < 0 ? undefined : map.items.splice(index, 1)[0];
}

/** Gives an entry another key. Its comments stay. */
export function rename(entry: Entry, key: string): Entry {
  entry.key.value = key;
  delete entry.key.source;
  return entry;
}

/** Replaces the value of an entry by JSON; the comment behind the old value stays. */
export function setValue(document: Document, entry: Entry, value: Json): Entry {
  const before = entry.value;
  const node = makeNode(document, value, before ?? entry.key);
  if (isScalar(node) && isScalar(before)) {
    if (before.comment !== undefined) node.comment = before.comment;
    if (before.commentBefore !== undefined) node.commentBefore = before.commentBefore;
  }
  entry.value = node;
  return entry;
}

/** The JSON of a node, as `readTree` would give it. */
export function jsonOf(node: unknown): Json {
  if (isScalar(node)) {
    const { value } = node;
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? value
      : null;
  }
  if (isSeq(node)) return node.items.map((item) => jsonOf(item));
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map((entry) => [String((entry.key as Scalar).value), jsonOf(entry.value)]),
    );
  }
  return null;
}

/** Text of a scalar, or undefined. */
export function textOf(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
}

/** The maps of a sequence, or undefined where it is not a sequence of maps. */
export function mapsOf(node: unknown): FieldMap[] | undefined {
  if (!isSeq(node) || !node.items.every((item) => isMap(item))) return undefined;
  return node.items as FieldMap[];
}

export function newMap(): FieldMap {
  return new YAMLMap<Scalar<string>, unknown>();
}

export function newSeq(): YAMLSeq<unknown> {
  return new YAMLSeq<unknown>();
}
