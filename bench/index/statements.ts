/** Import statements: right ones from the indexes, wrong ones by mutation. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseModule } from '../../src/python/index.js';
import type { AirflowIndex } from '../../src/validate/airflow-index/index.js';

export interface Statement {
  readonly module: string;
  readonly name?: string;
}

/** A small generator of its own, so that a seed always gives the same statements. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** `count` statements. What is right on one Airflow is asked of every other too, which is how most of them are wrong. */
export function statementsFrom(
  indexes: readonly AirflowIndex[],
  count: number,
  random: () => number,
): readonly Statement[] {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const modules = indexes.flatMap((index) => index.modules().map((name) => ({ index, name })));
  const right = (): Statement => {
    const { index, name: module } = pick(modules);
    const names = [...(index.module(module)?.names.keys() ?? [])];
    return names.length === 0 || random() < 0.1 ? { module } : { module, name: pick(names) };
  };
  return Array.from({ length: count }, () => {
    const statement = right();
    return random() < 0.5 ? statement : mutated(statement, right(), random, pick);
  });
}

function mutated(
  { module, name }: Statement,
  other: Statement,
  random: () => number,
  pick: <T>(items: readonly T[]) => T,
): Statement {
  const how = random();
  if (name === undefined || how < 0.2) {
    const parts = module.split('.');
    const place = 1 + Math.floor(random() * Math.max(1, parts.length - 1));
    const changed = parts
      .map((part, index) => (index === place ? misspelt(part, random, pick) : part))
      .join('.');
    return { module: changed, ...(name === undefined ? {} : { name }) };
  }
  if (how < 0.5) return { module, name: misspelt(name, random, pick) };
  // A name that is somewhere else, and the parent of the right module.
  if (how < 0.8 && other.name !== undefined) return { module, name: other.name };
  return { module: module.includes('.') ? module.slice(0, module.lastIndexOf('.')) : module, name };
}

function misspelt(word: string, random: () => number, pick: <T>(items: readonly T[]) => T): string {
  const at = 1 + Math.floor(random() * Math.max(1, word.length - 1));
  const letter = pick([...'aeimnorst']);
  return random() < 0.5
    ? word.slice(0, at) + letter + word.slice(at)
    : word.slice(0, at) + word.slice(at + 1) || letter;
}

/** Every import of something of Airflow in the corpus, once. */
export function statementsOf(root: string, paths: readonly string[]): readonly Statement[] {
  const found = new Map<string, Statement>();
  for (const path of paths) {
    const parsed = parseModule(readFileSync(join(root, path), 'utf8'));
    if (!parsed.ok) continue;
    for (const { module, name, level } of parsed.module.imports) {
      if (level > 0 || name === '*' || !/^airflow(\.|$)/.test(module)) continue;
      found.set(`${module} ${name ?? ''}`, { module, ...(name === undefined ? {} : { name }) });
    }
  }
  return [...found.values()];
}

/** Every module that one of the indexes knows. */
export function modulesOf(indexes: readonly AirflowIndex[]): readonly Statement[] {
  return [...new Set(indexes.flatMap((index) => index.modules()))].map((module) => ({ module }));
}
