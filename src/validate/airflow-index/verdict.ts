/** What importing would do, by the index. */

import type { AirflowIndex, NameEntry } from './read.js';

export type ImportVerdict =
  /** `entry` says what a name is; absent for a module. */
  | { readonly state: 'fine'; readonly entry?: NameEntry; readonly deprecated?: string }
  | { readonly state: 'unknown' }
  | {
      readonly state: 'fails';
      readonly why: 'module' | 'name' | 'provider' | 'broken';
      readonly exception: string;
      /** As Python would say it. */
      readonly message: string;
      /** The module that is missing or lacking, `airflow.providers.http` for one of its modules. */
      readonly lacks: string;
    };

const UNKNOWN = { state: 'unknown' } as const;

/** `import module`, or `from module import name` where a name is given. Modules outside `airflow` are unknown. */
export function judgeImport(index: AirflowIndex, module: string, name?: string): ImportVerdict {
  if (!/^airflow(\.|$)/.test(module)) return UNKNOWN;
  const judged = judgeModule(index, module);
  if (judged.state !== 'fine' || name === undefined || name === '*') return judged;
  const found = index.module(module)?.names.get(name);
  if (found?.kind === 'failing') return brokenName(module, name, found.lacks ?? '');
  if (found !== undefined) {
    const deprecated = found.deprecated ?? judged.deprecated;
    return { state: 'fine', entry: found, ...(deprecated === undefined ? {} : { deprecated }) };
  }
  // `import_` falls back to a submodule, and private names are nobody's promise.
  const below = `${module}.${name}`;
  if (name.startsWith('_') || index.isOpaque(below)) return UNKNOWN;
  if (index.module(below) !== undefined) {
    const inner = judgeModule(index, below);
    return inner.state === 'fine'
      ? { ...inner, entry: { kind: 'module', home: below, homeName: '' } }
      : inner;
  }
  const message = `cannot import name '${name}' from '${module}'`;
  return { state: 'fails', why: 'name', exception: 'ImportError', message, lacks: below };
}

function judgeModule(index: AirflowIndex, module: string): ImportVerdict {
  if (index.isOpaque(module)) return UNKNOWN;
  const known = index.module(module);
  if (known?.failure !== undefined) return broken(module, known.failure);
  if (known !== undefined)
    return { state: 'fine', ...(known.deprecated === undefined ? {} : { deprecated: known.deprecated }) };
  const parts = module.split('.');
  const missing = parts
    .map((_, end) => parts.slice(0, end + 1).join('.'))
    .find((prefix) => index.module(prefix) === undefined);
  const parent = index.module(missing?.split('.').slice(0, -1).join('.') ?? '');
  if (missing === undefined || parent === undefined) return UNKNOWN;
  if (parent.failure !== undefined) return broken(parent.name, parent.failure);
  return {
    state: 'fails',
    why: providerOf(missing) !== undefined && !hasProvider(index, missing) ? 'provider' : 'module',
    exception: 'ModuleNotFoundError',
    message: `No module named '${missing}'`,
    lacks: missing,
  };
}

function broken(
  module: string,
  failure: { readonly exception: string; readonly lacks: string },
): ImportVerdict {
  const { exception, lacks } = failure;
  // What it lacks may be had elsewhere; what else went wrong is the business of the machine that was asked.
  if (exception !== 'ModuleNotFoundError' || lacks === '') return UNKNOWN;
  return { state: 'fails', why: 'broken', exception, message: `No module named '${lacks}'`, lacks: module };
}

function brokenName(module: string, name: string, lacks: string): ImportVerdict {
  // The name of an exception, where it was no ImportError.
  if (!lacks.includes('.')) return UNKNOWN;
  const message = `cannot import name '${name}' from '${module}': No module named '${lacks}'`;
  return { state: 'fails', why: 'broken', exception: 'ImportError', message, lacks };
}

/** Distribution that would give a module of a provider: `apache-airflow-providers-http`, by its first word where there are two. */
export function providerOf(module: string): string | undefined {
  const [, first, second] = /^airflow\.providers\.(\w+)(?:\.(\w+))?/.exec(module) ?? [];
  if (first === undefined) return undefined;
  const nested = ['apache', 'atlassian', 'cncf', 'common', 'dbt', 'microsoft'].includes(first);
  const words = nested && second !== undefined ? [first, second] : [first];
  return `apache-airflow-providers-${words.join('-').replaceAll('_', '-')}`;
}

function hasProvider(index: AirflowIndex, module: string): boolean {
  return index.providers.has(providerOf(module)?.replace('apache-airflow-providers-', '') ?? '');
}
