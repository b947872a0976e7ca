/**
 * The index of one Airflow: what can be imported from where, and how its base classes are called. It is text that the Airflow itself
 * wrote (`src/lab/python/introspect.py`), one fact a line:
 *
 *     airflow-index/1 airflow=3.3.2 python=3.13
 *     providers common-sql sqlite …             providers that are installed
 *     opaque airflow.cli airflow.migrations …   prefixes that were not looked into: nothing is known of them
 *     m MODULE !NEW                             a module; `!`: its import warns, with the place to use instead
 *     m MODULE ?ModuleNotFoundError:pydantic    a module that cannot be imported there, and what it lacks
 *     m MODULE Name:c Name:f Name Name%module   a class, a function, anything else, another module
 *     m MODULE … Name!new.Place Name?lacking    a name whose import warns, one whose import fails
 *     m MODULE … <home.module Name Alias=Name   classes that live in another module; functions there end in `:f`
 *     context ds logical_date …                 keys of the task context
 *     c CLASS kind! <Base,Base> method(self-less parameters)
 *
 * A class's `!` says that its constructor refuses keywords that no constructor names, although it ends in `**kwargs`. `^` marks class
 * methods, `=` static ones; a parameter ends in `=` where it has a default, in `/` where it is positional only.
 */

import { type ClassEntry, readClass } from './classes.js';

export interface NameEntry {
  readonly kind: 'class' | 'function' | 'module' | 'value' | 'failing';
  /** Module where it lives, and its name there. */
  readonly home: string;
  readonly homeName: string;
  /** Set where importing it warns: the place to use instead, or an empty text. */
  readonly deprecated?: string;
  /** Of a failing one: the module that it lacks, or another exception's name. */
  readonly lacks?: string;
}

export interface ModuleEntry {
  readonly name: string;
  readonly deprecated?: string;
  readonly failure?: { readonly exception: string; readonly lacks: string };
  readonly names: ReadonlyMap<string, NameEntry>;
}

/** What an index says of one Airflow. Lines are read when they are asked for. */
export class AirflowIndex {
  readonly airflow: string;
  readonly providers: ReadonlySet<string>;
  readonly context: ReadonlySet<string>;
  readonly #opaque: readonly string[];
  readonly #modules = new Map<string, string | ModuleEntry>();
  readonly #classes = new Map<string, string | ClassEntry>();

  constructor(text: string) {
    const single = new Map<string, string>();
    for (const line of text.split('\n')) {
      const [tag = '', name = ''] = line.split(' ', 2);
      const rest = line.slice(tag.length + 1);
      if (tag === 'm') this.#modules.set(name, rest);
      else if (tag === 'c') this.#classes.set(name, rest);
      else if (tag !== '') single.set(tag, rest);
    }
    const words = (tag: string) => (single.get(tag) ?? '').split(' ').filter((word) => word !== '');
    const [version] = words('airflow-index/1');
    if (version === undefined) throw new Error('this is no index of an Airflow');
    this.airflow = version.replace('airflow=', '');
    this.providers = new Set(words('providers'));
    this.context = new Set(words('context'));
    this.#opaque = words('opaque');
  }

  /** Whether nothing is known of a module: private ones, tests, and the parts of Airflow that are no components' business. */
  isOpaque(module: string): boolean {
    if (/(^|\.)(_\w*|tests?|example_dags)(\.|$)/.test(module)) return true;
    return this.#opaque.some((prefix) => module === prefix || module.startsWith(`${prefix}.`));
  }

  module(name: string): ModuleEntry | undefined {
    const known = this.#modules.get(name);
    if (typeof known !== 'string') return known;
    const entry = readModule(known);
    this.#modules.set(name, entry);
    return entry;
  }

  modules(): readonly string[] {
    return [...this.#modules.keys()];
  }

  classes(): readonly string[] {
    return [...this.#classes.keys()];
  }

  /** A class by the place where it lives: `airflow.sdk.bases.operator.BaseOperator`. */
  class(name: string): ClassEntry | undefined {
    const known = this.#classes.get(name);
    if (typeof known !== 'string') return known;
    const entry = readClass(known);
    this.#classes.set(name, entry);
    return entry;
  }

  /** The one class of that name; undefined where there are several. */
  classNamed(name: string): ClassEntry | undefined {
    const [place, ...others] = this.classes().filter((one) => one.endsWith(`.${name}`));
    return place === undefined || others.length > 0 ? undefined : this.class(place);
  }

  /** Classes and functions of that name, with each module that gives them without a warning. */
  placesOf(name: string): readonly { readonly module: string; readonly entry: NameEntry }[] {
    return [...this.#modules.keys()].flatMap((module) => {
      const raw = this.#modules.get(module);
      if (typeof raw === 'string' && !raw.includes(name)) return [];
      const found = this.module(module);
      const entry = found?.names.get(name);
      if (entry === undefined || found?.deprecated !== undefined || entry.deprecated !== undefined) return [];
      return entry.kind === 'class' || entry.kind === 'function' ? [{ module, entry }] : [];
    });
  }
}

function readModule(line: string): ModuleEntry {
  const [name = '', ...words] = line.split(' ');
  const names = new Map<string, NameEntry>();
  let deprecated: string | undefined;
  let failure: ModuleEntry['failure'];
  let home: string | undefined;
  for (const word of words) {
    if (word.startsWith('<')) home = word.slice(1);
    else if (word.startsWith('!')) deprecated = word.slice(1);
    else if (word.startsWith('?')) {
      const [exception = '', lacks = ''] = word.slice(1).split(':');
      failure = { exception, lacks };
    } else readName(word, home, name, names);
  }
  return {
    name,
    names,
    ...(deprecated === undefined ? {} : { deprecated }),
    ...(failure === undefined ? {} : { failure }),
  };
}

const WORD = /^(\w+)(?:!([\w.]*))?(?:\?([\w.]*)|%([\w.]+)|(?::([cf]))?(?:=([\w.]+))?)$/;

function readName(
  word: string,
  home: string | undefined,
  module: string,
  names: Map<string, NameEntry>,
): void {
  const [, name = '', deprecated, lacks, other, kind, alias] = WORD.exec(word) ?? [];
  const warns = deprecated === undefined ? {} : { deprecated };
  if (lacks !== undefined)
    names.set(name, { kind: 'failing', home: module, homeName: name, lacks, ...warns });
  else if (other !== undefined) names.set(name, { kind: 'module', home: other, homeName: '', ...warns });
  else {
    const of = { home: home ?? module, homeName: alias ?? name, ...warns };
    // Only classes and functions have a home elsewhere.
    const what = kind === 'f' ? 'function' : kind === 'c' || home !== undefined ? 'class' : 'value';
    names.set(name, { kind: what, ...of });
  }
}
