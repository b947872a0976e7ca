/** Calls of what an index describes, and whether the real classes take them. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseModule } from '../../src/python/index.js';
import { refusalOf } from '../../src/validate/airflow-index/calls.js';
import { readingOf } from '../../src/validate/airflow-index/check.js';
import type { AirflowIndex } from '../../src/validate/airflow-index/index.js';
import { constructorOf, methodOf } from '../../src/validate/airflow-index/names.js';
import { targetsOf } from '../../src/validate/airflow-index/targets.js';
import { ask, type Question } from './oracle.js';

export interface CallStatement {
  readonly cls: string;
  readonly method: string;
  readonly positional: number;
  readonly keywords: readonly string[];
}

/** Every call in the corpus whose target is certain on that Airflow, as it is written there. */
export function callsOf(
  root: string,
  paths: readonly string[],
  index: AirflowIndex,
): readonly CallStatement[] {
  const found = new Map<string, CallStatement>();
  for (const path of paths) {
    const parsed = parseModule(readFileSync(join(root, path), 'utf8'));
    if (!parsed.ok) continue;
    const reading = readingOf(parsed.module, [], index, [index]);
    for (const { call, cls, method } of targetsOf(reading)) {
      const spread = call.args.some(({ nodeType }) => nodeType === 'Starred');
      const keywords = call.keywords.flatMap(({ arg }) => (arg && !arg.startsWith('_') ? [arg] : []));
      const one = { cls: cls.name, method, positional: spread ? 0 : call.args.length, keywords };
      found.set(JSON.stringify(one), one);
    }
  }
  return [...found.values()];
}

/** One keyword or some positional arguments a call: right ones, those of other classes and Airflows, and misspelt ones. */
export function generatedCalls(
  indexes: readonly AirflowIndex[],
  index: AirflowIndex,
  count: number,
  random: () => number,
): readonly CallStatement[] {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const classes = index.classes();
  const elsewhere = indexes.flatMap((other) => other.classes().map((name) => ({ other, name })));
  const keywordOf = (of: AirflowIndex, name: string): string | undefined => {
    const methods = [...(of.class(name)?.methods.values() ?? [])];
    return pick(pick(methods)?.parameters ?? [])?.name;
  };
  return Array.from({ length: count }, () => {
    const cls = pick(classes);
    const methods = [...(index.class(cls)?.methods.keys() ?? [])];
    const method = methods.length === 0 || random() < 0.4 ? '__init__' : pick(methods);
    const entry = index.class(cls);
    const taken = entry?.methods.get(method)?.parameters.map(({ name }) => name) ?? [];
    const other = pick(elsewhere);
    const how = random();
    const keyword =
      how < 0.4 ? pick(taken) : how < 0.8 ? keywordOf(other.other, other.name) : `${pick(taken) ?? 'x'}s`;
    const plain = keyword === undefined || keyword.startsWith('_');
    return plain || random() < 0.2
      ? { cls, method, positional: Math.floor(random() * 8), keywords: [] }
      : { cls, method, positional: 0, keywords: [keyword] };
  });
}

export interface CallComparison {
  readonly judged: number;
  /** Calls that are really refused. */
  readonly wrong: number;
  /** Of those, the ones that the index says nothing against: it is silent where a `**kwargs` may take anything. */
  readonly missed: number;
  readonly unanswered: number;
  /** Calls that the index refuses and the real class takes, and those with a closed signature that it takes and the class refuses. */
  readonly disagreements: readonly string[];
}

/** Really constructs, or binds to the real signature, and holds what the index says against that. */
export async function compareCalls(
  index: AirflowIndex,
  python: string,
  calls: readonly CallStatement[],
): Promise<CallComparison> {
  const judged = calls.flatMap((one) => {
    const cls = index.class(one.cls);
    const signature =
      cls && (one.method === '__init__' ? constructorOf(cls, index) : methodOf(cls, one.method, index));
    if (signature === undefined) return [];
    const { keywords, places } = refusalOf(signature, one.positional, one.keywords);
    const open = signature.parameters.some(({ kind }) => kind.startsWith('var-'));
    return [{ ...one, open, refused: keywords.length > 0 || places !== undefined }];
  });
  const questions = judged.map(
    ({ cls, method, positional, keywords }): Question =>
      method === '__init__'
        ? ['make', cls, positional, keywords]
        : ['bind', cls, method, positional, keywords],
  );
  const real = await ask(python, questions);
  const unanswered = real.filter((one) => one?.[0] === 'Unanswered').length;
  const disagreements = judged.flatMap((one, place) => {
    const raised = real[place] ?? null;
    if (raised?.[0] === 'Unanswered' || (raised !== null) === one.refused || (one.open && !one.refused))
      return [];
    const call = `${one.cls}.${one.method}(${[one.positional, ...one.keywords].join(', ')})`;
    const said = one.refused ? 'refused' : 'taken';
    return [`${index.airflow}: ${call}: said ${said}, was ${raised?.join(': ') ?? 'taken'}`];
  });
  const missed = judged.filter(
    ({ refused }, place) => !refused && real[place] && real[place]?.[0] !== 'Unanswered',
  ).length;
  return {
    missed,
    judged: judged.length,
    wrong: real.filter((one) => one !== null).length,
    unanswered,
    disagreements,
  };
}
