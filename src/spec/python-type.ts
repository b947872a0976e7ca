/** The grammar of input types, and which JSON values fit one. */

import type { Json } from '../flow.js';
import { nearest } from '../nearest.js';

/** A parsed Python type. */
export type PythonType =
  | { readonly kind: 'atom'; readonly name: 'str' | 'int' | 'float' | 'bool' | 'None' | 'Any' }
  | { readonly kind: 'list' | 'set'; readonly item: PythonType }
  | { readonly kind: 'tuple'; readonly items: readonly PythonType[]; readonly open: boolean }
  | { readonly kind: 'dict'; readonly value: PythonType }
  | { readonly kind: 'union'; readonly options: readonly PythonType[] };

export type TypeResult =
  | { readonly ok: true; readonly type: PythonType }
  /** `better` is what was probably meant. */
  | { readonly ok: false; readonly reason: string; readonly better?: string };

const ATOMS = ['str', 'int', 'float', 'bool', 'None', 'Any'] as const;
const CONTAINERS = ['list', 'dict', 'tuple', 'set'] as const;
const ANY: PythonType = { kind: 'atom', name: 'Any' };
const MAX_DEPTH = 12;

/** Names from other languages, from `typing` and from JSON Schema. */
const FOREIGN: { readonly [name: string]: string } = {
  string: 'str',
  text: 'str',
  integer: 'int',
  number: 'float',
  double: 'float',
  boolean: 'bool',
  array: 'list[str]',
  object: 'dict[str, Any]',
  map: 'dict[str, str]',
  json: 'Any',
  any: 'Any',
  null: 'None',
  none: 'None',
  NoneType: 'None',
  List: 'list',
  Dict: 'dict',
  Tuple: 'tuple',
  Set: 'set',
  Sequence: 'list',
  Mapping: 'dict',
};

/** Parses a type such as `dict[str, list[int]] | None`. */
export function parseType(text: string): TypeResult {
  const tokens = text.match(/[A-Za-z_][A-Za-z0-9_.]*|\.\.\.|[[\],|]|\S/g) ?? [];
  const parser = new TypeParser(tokens);
  try {
    const type = parser.union(0);
    if (parser.peek() !== undefined) throw new TypeMistake(`\`${parser.peek()}\` follows a complete type`);
    return { ok: true, type };
  } catch (mistake) {
    if (!(mistake instanceof TypeMistake)) throw mistake;
    const better = suggest(text);
    return { ok: false, reason: mistake.message, ...(better === undefined ? {} : { better }) };
  }
}

class TypeMistake extends Error {}

class TypeParser {
  readonly #tokens: readonly string[];
  #next = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  peek(): string | undefined {
    return this.#tokens[this.#next];
  }

  union(depth: number): PythonType {
    if (depth > MAX_DEPTH) throw new TypeMistake('it is nested too deep');
    const options = [this.#single(depth)];
    while (this.#accept('|')) options.push(this.#single(depth));
    const [only] = options;
    return options.length === 1 && only ? only : { kind: 'union', options };
  }

  #single(depth: number): PythonType {
    const name = this.peek();
    this.#next++;
    if (name === undefined) throw new TypeMistake('it ends too early');
    const atom = ATOMS.find((known) => known === name);
    if (atom) return { kind: 'atom', name: atom };
    const container = CONTAINERS.find((known) => known === name);
    if (!container) throw new TypeMistake(`\`${name}\` is not a type that an input can have`);
    return this.#container(container, this.#accept('[') ? this.#arguments(depth) : undefined);
  }

  #arguments(depth: number): { items: PythonType[]; open: boolean } {
    const items: PythonType[] = [];
    let open = false;
    do {
      if (this.#accept('...')) open = true;
      else items.push(this.union(depth + 1));
    } while (this.#accept(','));
    if (!this.#accept(']')) throw new TypeMistake('a `]` is missing');
    return { items, open };
  }

  #container(
    name: (typeof CONTAINERS)[number],
    given: { items: PythonType[]; open: boolean } | undefined,
  ): PythonType {
    const [first = ANY, second = ANY] = given?.items ?? [];
    const count = given?.items.length;
    if (given?.open && (name !== 'tuple' || count !== 1)) {
      throw new TypeMistake('`...` stands only in `tuple[x, ...]`');
    }
    if (name === 'tuple') {
      return { kind: 'tuple', items: given?.items ?? [ANY], open: given === undefined || given.open };
    }
    if (name === 'dict') {
      if (given && count !== 2) throw new TypeMistake('`dict` takes two types, as in `dict[str, int]`');
      if (given && !(first.kind === 'atom' && (first.name === 'str' || first.name === 'Any'))) {
        throw new TypeMistake('the keys of a `dict` are `str`, as everywhere in JSON');
      }
      return { kind: 'dict', value: second };
    }
    if (given && count !== 1) throw new TypeMistake(`\`${name}\` takes one type, as in \`${name}[str]\``);
    return { kind: name, item: first };
  }

  #accept(token: string): boolean {
    if (this.peek() !== token) return false;
    this.#next++;
    return true;
  }
}

/** What the writer of an unknown type meant: `Optional[Dict[str, str]]` → `dict[str, str] | None`. */
export function suggest(text: string): string | undefined {
  const modern = modernise(text);
  if (modern !== text.trim() && isType(modern)) return modern;
  const fixed = modern.replace(/[A-Za-z_][A-Za-z0-9_.]*/g, (name) =>
    isKnown(name) ? name : (nearest(name, [...ATOMS, ...CONTAINERS]) ?? name),
  );
  return fixed !== text.trim() && isType(fixed) ? fixed : undefined;
}

function isKnown(name: string): boolean {
  return [...ATOMS, ...CONTAINERS].some((known) => known === name);
}

/** `parseType` without suggestions, so that the two do not call each other for ever. */
function isType(text: string): boolean {
  const parser = new TypeParser(text.match(/[A-Za-z_][A-Za-z0-9_.]*|\.\.\.|[[\],|]|\S/g) ?? []);
  try {
    parser.union(0);
    return parser.peek() === undefined;
  } catch {
    return false;
  }
}

/** Rewrites `typing`'s older spellings, and names of other languages, to today's Python. */
export function modernise(text: string): string {
  let rest = text.trim().replace(/\b(?:typing|t|collections\.abc)\.(?=[A-Z])/g, '');
  for (let round = 0; round < MAX_DEPTH; round++) {
    const next = rest
      .replace(/\bOptional\[((?:[^[\]]|\[(?:[^[\]]|\[(?:[^[\]]|\[[^[\]]*\])*\])*\])*)\]/, '$1 | None')
      .replace(/\bUnion\[((?:[^[\]]|\[(?:[^[\]]|\[(?:[^[\]]|\[[^[\]]*\])*\])*\])*)\]/, (_, inner: string) =>
        splitTop(inner).join(' | '),
      );
    if (next === rest) break;
    rest = next;
  }
  const renamed = rest.replace(/[A-Za-z_][A-Za-z0-9_.]*/g, (name) =>
    Object.hasOwn(FOREIGN, name) ? (FOREIGN[name] ?? name) : name,
  );
  const options = splitTop(renamed, '|').map((option) => option.trim());
  // `Optional[str | None]` would otherwise say None twice.
  return [...new Set(options)].join(' | ');
}

/** Splits at a separator outside brackets. */
function splitTop(text: string, separator = ','): string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of text) {
    if (character === '[') depth++;
    if (character === ']') depth--;
    if (character === separator && depth === 0) {
      parts.push(current.trim());
      current = '';
    } else current += character;
  }
  return [...parts, current.trim()];
}

/** Whether a JSON value is one of the type. A whole number is a `float`, `true` is no `int`. */
export function fits(value: Json, type: PythonType): boolean {
  switch (type.kind) {
    case 'atom':
      return fitsAtom(value, type.name);
    case 'list':
    case 'set':
      return Array.isArray(value) && value.every((item) => fits(item, type.item));
    case 'tuple':
      return Array.isArray(value) && fitsTuple(value, type.items, type.open);
    case 'dict':
      return isMap(value) && Object.values(value).every((item) => fits(item, type.value));
    case 'union':
      return type.options.some((option) => fits(value, option));
  }
}

function fitsTuple(value: readonly Json[], items: readonly PythonType[], open: boolean): boolean {
  if (!open && value.length !== items.length) return false;
  return value.every((item, index) => fits(item, (open ? items[0] : items[index]) ?? ANY));
}

function fitsAtom(value: Json, name: (typeof ATOMS)[number]): boolean {
  if (name === 'Any') return true;
  if (name === 'None') return value === null;
  if (name === 'str') return typeof value === 'string';
  if (name === 'bool') return typeof value === 'boolean';
  return typeof value === 'number' && (name === 'float' || Number.isInteger(value));
}

export function isMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a type, or one option of a union, is among these atoms. */
export function admits(type: PythonType, ...names: string[]): boolean {
  if (type.kind === 'union') return type.options.some((option) => admits(option, ...names));
  return type.kind === 'atom' && names.includes(type.name);
}
