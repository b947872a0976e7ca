/** The ways of a house, as far as they show in source: which base, which imports, which spellings. Nothing is executed. */

import type { Kind } from '../flow.js';
import {
  applyEdits,
  isDocstring,
  type Node,
  type PythonClass,
  type PythonModule,
  parseModule,
  replacement,
  tokensOf,
  walk,
} from '../python/index.js';

/** One thing that every component of a house does. What is not named is not asked. */
export interface Convention {
  readonly id: string;
  /** In words, for reports. */
  readonly says: string;
  /** Kinds of components that it holds for; the others neither keep nor break it. */
  readonly applies: readonly Kind[];
  /** Class that the component is derived from, directly or by a class of the same file: `AcmeOperator`, or with its module. */
  readonly base?: string;
  /** Modules, or names in them, that have to be imported: `acme.http`, `acme.http.AcmeClient`. */
  readonly imports: readonly string[];
  /** The same for what must not be: a package stands for all that is below it. */
  readonly neverImports: readonly string[];
  /** What the source must match, comments and docstrings aside; no flags. */
  readonly must: readonly RegExp[];
  readonly mustNot: readonly RegExp[];
}

/** Ids of conventions, in the order in which they were given. */
export interface Keeping {
  readonly kept: readonly string[];
  readonly broken: readonly string[];
}

/** Holds a component's source against those of the conventions that apply to its kind. Source that cannot be read breaks all. */
export function conventionsKept(source: string, conventions: readonly Convention[], kind: Kind): Keeping {
  const asked = conventions.filter(({ applies }) => applies.includes(kind));
  const parsed = parseModule(source);
  const holds = parsed.ok ? holding(parsed.module, kind) : () => false;
  return {
    kept: asked.filter(holds).map(({ id }) => id),
    broken: asked.filter((convention) => !holds(convention)).map(({ id }) => id),
  };
}

function holding(module: PythonModule, kind: Kind): (convention: Convention) => boolean {
  const code = codeOf(module);
  const imported = module.imports.filter(({ guard }) => guard !== 'types').map(fullNameOf);
  const isImported = (wanted: string) =>
    imported.some((name) => name === wanted || name.startsWith(`${wanted}.`));
  const components = componentsOf(module, kind);
  return ({ base, imports, neverImports, must, mustNot }) =>
    (base === undefined ||
      (components.length > 0 && components.every((one) => descends(one, base, module)))) &&
    imports.every(isImported) &&
    !neverImports.some(isImported) &&
    must.every((pattern) => pattern.test(code)) &&
    !mustNot.some((pattern) => pattern.test(code));
}

/** The source without comments and docstrings: what a component says of itself is no proof. */
function codeOf(module: PythonModule): string {
  const spoken = [module.tree, ...walk(module.tree)].flatMap((node) => {
    const first = bodyOf(node)[0];
    return first && isDocstring(first) ? (replacement(module, first, '') ?? []) : [];
  });
  const silent = applyEdits(module.source, [
    ...new Map(spoken.map((edit) => [placeOf(edit), edit])).values(),
  ]);
  let code = '';
  let at = 0;
  for (const { type, start, end } of tokensOf(silent)) {
    if (type !== 'comment') continue;
    code += silent.slice(at, start);
    at = end;
  }
  return code + silent.slice(at);
}

function placeOf({ start }: { readonly start: { readonly line: number; readonly column: number } }): string {
  return `${start.line}:${start.column}`;
}

function bodyOf(node: Node) {
  switch (node.nodeType) {
    case 'Module':
    case 'ClassDef':
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return node.body;
    default:
      return [];
  }
}

function fullNameOf({ module, name }: { readonly module: string; readonly name?: string }): string {
  return name === undefined || name === '*' ? module : module === '' ? name : `${module}.${name}`;
}

/** The public classes that are called like components of this kind; where there is none, all of them. */
function componentsOf({ classes }: PythonModule, kind: Kind): readonly PythonClass[] {
  const suffix = kind.charAt(0).toUpperCase() + kind.slice(1);
  const called = classes.filter(({ name }) => name.endsWith(suffix) && !name.startsWith('_'));
  return called.length > 0 ? called : classes;
}

function descends(
  { bases }: PythonClass,
  wanted: string,
  module: PythonModule,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  return bases.some((written) => {
    const here = module.classes.find(({ name }) => name === written);
    if (here && !seen.has(written)) return descends(here, wanted, module, new Set([...seen, written]));
    const full = resolved(written, module);
    return full === wanted || full.endsWith(`.${wanted}`);
  });
}

/** `base.AcmeOperator` after `from acme import base` is `acme.base.AcmeOperator`. */
function resolved(written: string, { imports }: PythonModule): string {
  const [head = '', ...rest] = written.split('.');
  const found = imports.find(({ bound }) => bound === head);
  // `import acme.base` binds `acme`, and the whole name is written where it is used.
  if (!found || (found.name === undefined && found.module.split('.')[0] === head)) return written;
  return [fullNameOf(found), ...rest].join('.');
}
