/** What a house does and nowhere says, as checks over the source of one component. */

import { type PythonModule, parseModule, tokensOf } from '../../src/python/index.js';

/** One entry of a house's `conventions.yaml`. A check that is not given asks nothing. */
export interface Convention {
  readonly id: string;
  /** The convention in words. */
  readonly says: string;
  readonly applies: readonly ('operator' | 'sensor' | 'hook')[];
  /** Last part of a base class's name. */
  readonly base?: string;
  /** Modules of which something has to be imported. */
  readonly imports?: readonly string[];
  /** Modules that may not be imported, nor any below them. */
  readonly 'never-imports'?: readonly string[];
  /** Regular expressions over the code without comments and docstrings. */
  readonly must?: readonly string[];
  readonly 'must-not'?: readonly string[];
}

/** The conventions that hold for a component: those of its kind, or the ones among them that are named. */
export function conventionsFor(
  all: readonly Convention[],
  { kind, conventions }: { readonly kind: string; readonly conventions?: readonly string[] | undefined },
): readonly Convention[] {
  const unknown = conventions?.filter((id) => !all.some((one) => one.id === id)) ?? [];
  if (unknown.length > 0) throw new Error(`no convention ${unknown.join(', ')}`);
  return all.filter(
    ({ id, applies }) => applies.some((one) => one === kind) && (conventions?.includes(id) ?? true),
  );
}

/** What breaks the convention, in words; undefined where it is kept. */
export function broken(source: string, convention: Convention): string | undefined {
  const parsed = parseModule(source);
  if (!parsed.ok) return `it does not parse: ${parsed.message}`;
  const { base, imports, 'never-imports': never, must, 'must-not': mustNot } = convention;
  if (base !== undefined && !hasBase(parsed.module, base)) return `no class derives from ${base}`;
  const imported = importedBy(parsed.module);
  const below = (module: string) => imported.find((name) => name === module || name.startsWith(`${module}.`));
  const absent = imports?.find((module) => below(module) === undefined);
  if (absent !== undefined) return `it imports nothing of ${absent}`;
  const foreign = never?.map(below).find((name) => name !== undefined);
  if (foreign !== undefined) return `it imports ${foreign}`;
  const code = codeOf(source);
  const missing = must?.find((pattern) => !new RegExp(pattern).test(code));
  if (missing !== undefined) return `nothing matches /${missing}/`;
  const found = mustNot?.map((pattern) => new RegExp(pattern).exec(code)?.[0]).find((text) => text);
  return found === undefined ? undefined : `it has \`${found.trim().split('\n')[0]}\``;
}

function hasBase({ classes }: PythonModule, base: string): boolean {
  return classes.some(({ bases }) => bases.some((name) => name.split('.').at(-1) === base));
}

/** `from a import b` imports `a` and perhaps `a.b`. */
function importedBy({ imports }: PythonModule): readonly string[] {
  return imports.flatMap(({ module, name }) =>
    name === undefined ? [module] : [module, `${module}.${name}`],
  );
}

/** The source without comments, and without texts in three quotes that stand where a statement begins. */
function codeOf(source: string): string {
  const opensLine = (start: number) =>
    source.slice(source.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
  return tokensOf(source)
    .filter(({ start, type, quote }) => type === 'comment' || (quote.length === 3 && opensLine(start)))
    .reduceRight((text, { start, end }) => text.slice(0, start) + text.slice(end), source);
}
