/** A YAML document to plain JSON, with the place of every key and value. Refuses what specs may not use. */

import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair } from 'yaml';
import type { Json, Problem } from '../flow.js';
import { problem } from './problems.js';
import { hiddenCharacter, placeAt, type Source } from './source.js';

/** Where a value stands, by offsets into the source. */
export interface Place {
  readonly start: number;
  readonly end: number;
  readonly key?: { readonly start: number; readonly end: number };
  /** A key without a colon: `b` of `{a: 1, b}`. */
  readonly bare?: true;
  /** An unquoted scalar as it is written: `1.10`, `yes`. */
  readonly plain?: string;
}

export interface Tree {
  readonly source: Source;
  readonly value: Json;
  /** By JSON pointer; the root is the empty one. */
  readonly places: ReadonlyMap<string, Place>;
}

export type TreeResult =
  | { readonly ok: true; readonly tree: Tree }
  | { readonly ok: false; readonly problems: Problem[] };

/** Appends a key or an index to a JSON pointer. */
export function pointerTo(parent: string, key: string | number): string {
  return `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Reads a document whose text begins at `base` in the source. */
export function readTree(source: Source, base: number, document: Document): TreeResult {
  const reader = new TreeReader(source, base);
  const value = reader.read(document.contents as Node | null, '', { start: 0, end: 0 });
  const { problems, places } = reader;
  return problems.length > 0 ? { ok: false, problems } : { ok: true, tree: { source, value, places } };
}

const LONE_SURROGATE = /\p{Cs}/u;

interface Stretch {
  readonly start: number;
  readonly end: number;
}

class TreeReader {
  readonly problems: Problem[] = [];
  readonly places = new Map<string, Place>();
  readonly #source: Source;
  readonly #base: number;

  constructor(source: Source, base: number) {
    this.#source = source;
    this.#base = base;
  }

  /** `fallback` is the place of a node that the upgrade made, and that therefore has none of its own. */
  read(node: Node | null, pointer: string, fallback: Stretch, key?: Stretch): Json {
    const own = node ? this.#stretch(node, fallback) : fallback;
    const plain =
      isScalar(node) && node.type === 'PLAIN' && node.source !== undefined ? node.source : undefined;
    this.places.set(pointer, { ...own, ...(key ? { key } : {}), ...(plain === undefined ? {} : { plain }) });
    if (node === null) return null;
    this.#refuseFeatures(node, own);
    if (isMap(node)) return this.#readMap(node.items as Pair<Node, Node | null>[], pointer, own);
    if (isSeq(node)) {
      return node.items.map((item, index) =>
        this.read((isPair(item) ? item.key : item) as Node | null, pointerTo(pointer, index), own),
      );
    }
    return isScalar(node) ? this.#readScalar(node.value, pointer, own, plain) : null;
  }

  #readMap(pairs: readonly Pair<Node, Node | null>[], pointer: string, own: Stretch): Json {
    const map: { [key: string]: Json } = {};
    for (const pair of pairs) {
      const keyStretch = this.#stretch(pair.key, own);
      const key = this.#readKey(pair.key, keyStretch);
      if (key === undefined) continue;
      if (Object.hasOwn(map, key)) {
        this.#report('AS1008', keyStretch, `\`${key}\` is given twice`, {
          cause: 'Of two values one would be lost without a word.',
          remedy: 'Delete one of them.',
        });
        continue;
      }
      const at = pointerTo(pointer, key);
      map[key] = this.read(pair.value, at, keyStretch, keyStretch);
      const place = this.places.get(at);
      if (pair.value === null && place) this.places.set(at, { ...place, bare: true });
    }
    return map;
  }

  #readKey(node: Node | null, stretch: Stretch): string | undefined {
    if (isScalar(node) && typeof node.value === 'string') {
      this.#refuseFeatures(node, stretch);
      if (node.value === '<<') {
        this.#report('AS1005', stretch, 'the merge key `<<` is not allowed', {
          remedy: 'Write the fields out.',
        });
        return undefined;
      }
      if (node.value === '__proto__') {
        this.#report('AS1005', stretch, 'the key `__proto__` is not allowed', {
          remedy: 'Choose another key.',
        });
        return undefined;
      }
      this.#refuseSurrogates(node.value, stretch);
      return node.value;
    }
    if (isMap(node) || isSeq(node)) {
      this.#report('AS1013', stretch, 'a map or a list stands where a key belongs', {
        cause: 'YAML takes `{{` for the begin of a map.',
        remedy: 'Put Jinja in quotes, for example "{{ ds }}".',
      });
      return undefined;
    }
    const written = isScalar(node) ? String(node.source ?? node.value) : '';
    this.#report('AS1013', stretch, written === '' ? 'a key is empty' : `the key \`${written}\` is no text`, {
      remedy: written === '' ? 'Write `key: value`.' : `Put it in quotes: "${written}".`,
    });
    return undefined;
  }

  #readScalar(value: unknown, pointer: string, own: Stretch, plain: string | undefined): Json {
    if (typeof value === 'string') {
      this.#refuseSurrogates(value, own);
      if (!/^\/(examples|inputs|methods|params)\//.test(pointer)) this.#refuseHidden(value, own);
      return value;
    }
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value !== 'number') return null;
    const written = plain ?? String(value);
    if (!Number.isFinite(value)) {
      this.#report('AS1013', own, `\`${written}\` is no number that JSON can hold`, {
        remedy: 'Write a finite number, or put the text in quotes.',
      });
      return null;
    }
    if (Number.isInteger(value) && !Number.isSafeInteger(value) && !/[.eE]/.test(written)) {
      this.#report('AS1013', own, `the number ${written} is too large to be kept exactly`, {
        cause: `It would become ${value}.`,
        remedy: `Put it in quotes: "${written}".`,
      });
    }
    if (/^[-+]?0[0-9]/.test(written)) {
      this.#report(
        'AS1013',
        own,
        `\`${written}\` is read as ${value}, and as an octal number by other tools`,
        {
          remedy: `Write ${value}, or "${written}" in quotes where it is a text.`,
        },
      );
    }
    return Object.is(value, -0) ? 0 : value;
  }

  #refuseFeatures(node: Node, stretch: Stretch): void {
    if (isAlias(node)) {
      this.#report('AS1005', stretch, `the alias \`*${node.source}\` is not allowed`, {
        remedy: 'Write the value out. If it is a text that begins with `*`, put it in quotes.',
      });
      return;
    }
    if ('anchor' in node && node.anchor) {
      this.#report(
        'AS1005',
        this.#before(`&${node.anchor}`, stretch),
        `the anchor \`&${node.anchor}\` is not allowed`,
        {
          remedy: 'Remove it. If it is a text that begins with `&`, put it in quotes.',
        },
      );
    }
    if (node.tag && node.range) {
      this.#report(
        'AS1005',
        this.#before('!', stretch),
        `the tag \`${node.tag.replace('tag:yaml.org,2002:', '!!')}\` is not allowed`,
        {
          remedy: 'Remove it. If it is a text that begins with `!`, put it in quotes.',
        },
      );
    }
  }

  /** An anchor and a tag stand before what they belong to. */
  #before(mark: string, stretch: Stretch): Stretch {
    let start = this.#source.text.lastIndexOf(mark, stretch.start);
    while (mark === '!' && this.#source.text.charAt(start - 1) === '!') start--;
    const end = start + (/^\S+/.exec(this.#source.text.slice(start, stretch.start + 1))?.[0].length ?? 1);
    return start < this.#base ? stretch : { start, end };
  }

  /** Half of a surrogate pair cannot be written to any file. */
  #refuseSurrogates(text: string, stretch: Stretch): void {
    if (!LONE_SURROGATE.test(text)) return;
    this.#report('AS1003', stretch, 'an escape gives half of a character (a lone surrogate)', {
      remedy: 'Write the character itself, or both halves of the escape.',
    });
  }

  /** Escapes may put any character into test data; into names and prose for people they have no business to. */
  #refuseHidden(text: string, stretch: Stretch): void {
    const hidden = hiddenCharacter(text.replaceAll('\r\n', '\n').replaceAll('\r', '\n'));
    if (!hidden || LONE_SURROGATE.test(text)) return;
    this.#report('AS1003', stretch, `an escape gives the invisible character ${hidden.name}`, {
      remedy: 'Delete the escape.',
    });
  }

  #stretch(node: Node | null, fallback: Stretch): Stretch {
    if (!node?.range) return fallback;
    const [start, end] = node.range;
    return { start: this.#base + start, end: this.#base + Math.max(start, end) };
  }

  #report(
    code: Parameters<typeof problem>[0],
    stretch: Stretch,
    message: string,
    details: { cause?: string; remedy: string },
  ): void {
    // A file can hold thousands of aliases; nobody reads thousands of problems.
    if (this.problems.length >= 50) return;
    this.problems.push(
      problem(code, message, { ...details, ...placeAt(this.#source, stretch.start, stretch.end) }),
    );
  }
}
