/** A repository's own Python, read as a whole: what its modules define, and which classes are components. Nothing is executed. */

import type { Kind } from '../flow.js';
import type { House } from '../ports.js';
import {
  type Expression,
  type PythonClass,
  type PythonFunction,
  type PythonModule,
  parseModule,
  sourceText,
} from '../python/index.js';

export interface HouseModule {
  readonly path: string;
  /** The name that other modules import it by; where there are several, the one that they use. */
  readonly name: string;
  readonly python: PythonModule;
}

/** What a name of the repository's own code stands for. */
export type Definition =
  | {
      readonly what: 'class';
      readonly name: string;
      readonly module: HouseModule;
      readonly class: PythonClass;
    }
  | {
      readonly what: 'function';
      readonly name: string;
      readonly module: HouseModule;
      readonly function: PythonFunction;
    }
  | {
      readonly what: 'value';
      readonly name: string;
      readonly module: HouseModule;
      readonly value: Expression;
    }
  | { readonly what: 'module'; readonly name: string; readonly module: HouseModule };

/** A class that nobody derives from, of a kind that Airflow runs or that serves it. */
export interface HouseComponent {
  readonly name: string;
  readonly kind: Kind;
  readonly path: string;
  readonly source: string;
  readonly module: PythonModule;
  readonly class: PythonClass;
}

export interface Estate {
  readonly components: readonly HouseComponent[];
  /** Modules that are not components, by every name that they can be imported by. */
  readonly modules: ReadonlyMap<string, HouseModule>;
  /** What `name` of `module` is; undefined where it is none of the repository's own. */
  define(module: string, name?: string): Definition | undefined;
}

/** Endings of Airflow's own bases, the more special one first: `BaseSensorOperator` is a sensor. */
const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/Sensor(Operator)?(Async)?$/, 'sensor'],
  [/Operator$/, 'operator'],
  [/Hook(Async)?$/, 'hook'],
];
/** Re-exports and bases are followed so far: nobody nests deeper, and circles end. */
const DEEPEST = 8;

/** Reads every file that parses. Order of the files does not matter. */
export function openEstate({ folders, files }: House): Estate {
  const modules = new Map<string, HouseModule>();
  const all: HouseModule[] = [];
  for (const { path, content } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const parsed = parseModule(sourceText(content));
    if (!parsed.ok) continue;
    const names = namesOf(path, folders);
    const module = { path, name: names[0] ?? path, python: parsed.module };
    all.push(module);
    for (const name of names) if (!modules.has(name)) modules.set(name, module);
  }
  const estate = { modules, define: definer(modules) };
  const extended = new Set(
    all.flatMap((module) =>
      module.python.classes.flatMap(({ bases }) =>
        bases.flatMap((base) => {
          const found = definitionOf(base, module.python, estate, module);
          return found?.what === 'class' ? [found.class] : [];
        }),
      ),
    ),
  );
  const components: HouseComponent[] = [];
  for (const module of all) {
    for (const one of module.python.classes) {
      if (one.name.startsWith('_') || extended.has(one)) continue;
      const kind = kindOf(one, module.python, estate, module);
      if (kind === undefined) continue;
      components.push({
        name: one.name,
        kind,
        path: module.path,
        source: module.python.source,
        module: module.python,
        class: one,
      });
    }
  }
  const spoken = spokenNames(all, modules);
  const called = new Map(
    all.map((module) => [module, { ...module, name: spoken.get(module) ?? module.name }]),
  );
  const renamed = new Map([...modules].map(([name, module]) => [name, called.get(module) ?? module]));
  return { components, modules: renamed, define: definer(renamed) };
}

/** `include/quill/states.py` is `include.quill.states`, and `quill.states` where `include` is on the path. */
function namesOf(path: string, folders: readonly string[]): readonly string[] {
  const roots = folders.filter((folder) => path.startsWith(`${folder}/`));
  const below = [...roots.map((root) => path.slice(root.length + 1)), path];
  return [...new Set(below)].map((one) => one.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.'));
}

/** The name by which a module is imported most. */
function spokenNames(all: readonly HouseModule[], modules: ReadonlyMap<string, HouseModule>) {
  const counts = new Map<HouseModule, Map<string, number>>();
  for (const { python } of all) {
    for (const { module } of python.imports) {
      const found = modules.get(module);
      if (!found) continue;
      const of = counts.get(found) ?? new Map<string, number>();
      of.set(module, (of.get(module) ?? 0) + 1);
      counts.set(found, of);
    }
  }
  return new Map(
    [...counts].map(([module, of]) => {
      const [first] = [...of].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
      return [module, first?.[0] ?? module.name] as const;
    }),
  );
}

function definer(modules: ReadonlyMap<string, HouseModule>): Estate['define'] {
  const define = (from: string, name: string | undefined, depth: number): Definition | undefined => {
    const module = modules.get(from);
    if (name === undefined) return module && { what: 'module', name: from, module };
    if (module) {
      const own = ownDefinition(module, name);
      if (own) return own;
      const passed = module.python.imports.find(({ bound }) => bound === name);
      if (passed && depth < DEEPEST) {
        const onward = define(absolute(passed, module), passed.name, depth + 1);
        if (onward) return onward;
      }
    }
    const below = modules.get(`${from}.${name}`);
    return below && { what: 'module', name: `${from}.${name}`, module: below };
  };
  return (module, name) => define(module, name, 0);
}

function ownDefinition(module: HouseModule, name: string): Definition | undefined {
  const one = module.python.classes.find((found) => found.name === name);
  if (one) return { what: 'class', name, module, class: one };
  const called = module.python.functions.find((found) => found.name === name);
  if (called) return { what: 'function', name, module, function: called };
  for (const statement of module.python.tree.body) {
    if (statement.nodeType !== 'Assign') continue;
    const [target] = statement.targets;
    if (target?.nodeType === 'Name' && target.id === name)
      return { what: 'value', name, module, value: statement.value };
  }
  return undefined;
}

/** `from .errors import refuse` in `quill/client.py` is of `quill.errors`. */
function absolute(
  { module, level }: { readonly module: string; readonly level: number },
  at: HouseModule | undefined,
): string {
  if (level === 0 || at === undefined) return module;
  const own = at.path.endsWith('__init__.py') ? `${at.name}.x` : at.name;
  const parts = own.split('.').slice(0, -level);
  return [...parts, module].filter((part) => part !== '').join('.');
}

/** What a dotted name that stands in `python` means in the repository's own code. */
export function definitionOf(
  written: string,
  python: PythonModule,
  { define }: Pick<Estate, 'define'>,
  at?: HouseModule,
): Definition | undefined {
  const parts = written.split('.');
  const [head = ''] = parts;
  if (at) {
    const own = parts.length === 1 ? ownDefinition(at, head) : undefined;
    if (own) return own;
  }
  const found = python.imports.find(({ bound, guard }) => bound === head && guard !== 'fallback');
  if (!found) return undefined;
  if (found.name === undefined) {
    const whole = parts.slice(0, -1).join('.');
    return parts.length === 1 ? define(found.module) : (define(whole, parts.at(-1)) ?? define(found.module));
  }
  const first = define(absolute(found, at), found.name);
  if (first?.what === 'module' && parts[1] !== undefined) return define(first.name, parts[1]);
  return first;
}

/** The repository's own classes that one derives from, nearest first, and the names of the bases that are not its own. */
export function lineage(
  one: PythonClass,
  python: PythonModule,
  estate: Pick<Estate, 'define'>,
  at?: HouseModule,
): { readonly own: readonly (Definition & { what: 'class' })[]; readonly foreign: readonly string[] } {
  const own: (Definition & { what: 'class' })[] = [];
  const foreign: string[] = [];
  const climb = (from: PythonClass, within: PythonModule, module: HouseModule | undefined, depth: number) => {
    for (const base of from.bases) {
      const found = definitionOf(base, within, estate, module);
      if (found?.what !== 'class') foreign.push(base);
      else if (depth < DEEPEST && !own.some((known) => known.class === found.class)) {
        own.push(found);
        climb(found.class, found.module.python, found.module, depth + 1);
      }
    }
  };
  climb(one, python, at, 0);
  return { own, foreign };
}

function kindOf(
  one: PythonClass,
  python: PythonModule,
  estate: Pick<Estate, 'define'>,
  at: HouseModule,
): Kind | undefined {
  const { foreign } = lineage(one, python, estate, at);
  return KINDS.find(([ending]) => foreign.some((base) => ending.test(base)))?.[1];
}
