/** The index against the real Airflows, and what it finds in small components. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compare } from '../../bench/index/oracle.js';
import { seeded, statementsFrom } from '../../bench/index/statements.js';
import type { Finding } from '../../src/flow.js';
import { planTargets, prepareEnvironment } from '../../src/lab/environments/index.js';
import { parseModule } from '../../src/python/index.js';
import { AirflowIndex, checkAgainstIndex } from '../../src/validate/airflow-index/index.js';
import { MACHINE } from '../environments/place.js';

const FOLDER = join(import.meta.dirname, '../../src/lab/index');
const VERSIONS = ['2.8.1', '2.11.2', '3.3.2'] as const;
const indexes = VERSIONS.map(
  (version) => new AirflowIndex(readFileSync(join(FOLDER, `airflow-${version}.txt`), 'utf8')),
);

/** What the index of one Airflow says of `source`. */
function check(
  source: string,
  index: AirflowIndex,
  requirements: readonly string[] = [],
): readonly Finding[] {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.message);
  return checkAgainstIndex({ path: 'c.py', module: parsed.module, requirements }, index, indexes);
}

/** Codes on each Airflow, 2.8.1 first. */
function codes(source: string, requirements: readonly string[] = []): readonly (readonly string[])[] {
  return indexes.map((index) => check(source, index, requirements).map(({ code }) => code));
}

/** The source after the edit of the first finding on any Airflow. */
function edited(source: string): string {
  for (const index of indexes) {
    const [finding] = check(source, index);
    const [edit] = finding?.edit ?? [];
    if (edit === undefined) continue;
    const lines = source.split('\n');
    const before = [
      ...lines.slice(0, edit.start.line - 1),
      (lines[edit.start.line - 1] ?? '').slice(0, edit.start.column - 1),
    ];
    const after = [
      (lines[edit.end.line - 1] ?? '').slice(edit.end.column - 1),
      ...lines.slice(edit.end.line),
    ];
    return `${before.join('\n')}${edit.text}${after.join('\n')}`;
  }
  return source;
}

test.each(VERSIONS)(
  'says of imports on Airflow %s what really happens',
  { timeout: 300_000 },
  async (version) => {
    const index = indexes[VERSIONS.indexOf(version)] as AirflowIndex;
    const [target] = await planTargets(
      [`==${version}`],
      { airflowVersions: [version], pythonVersions: [] },
      MACHINE,
    );
    const environment = target && (await prepareEnvironment(target, MACHINE));
    if (environment?.state !== 'ready') throw new Error(environment?.problem.message);
    const found = await compare(index, environment.python, statementsFrom(indexes, 60, seeded(11)));
    expect(found.disagreements).toEqual([]);
    expect(found.wrong).toBeGreaterThan(10);
  },
);

describe('imports', () => {
  test('that are right everywhere give nothing', () => {
    expect(codes('from airflow.exceptions import AirflowException\n')).toEqual([[], [], []]);
  });

  test('are wrong only on the Airflow that lacks them, and the edit tries the new place first', () => {
    const source = 'from airflow.sdk import BaseOperator  # the base\n\nx = 1\n';
    expect(codes(source)).toEqual([['AS4501'], ['AS4501'], []]);
    const better = edited(source);
    expect(better).toContain('  # the base\n\nx = 1\n');
    expect(codes(better)).toEqual([[], [], []]);
  });

  test('under a guard are right where one branch fits, and wrong where none does', () => {
    const guarded = (old: string) =>
      `try:\n    from airflow.sdk import BaseHook\nexcept ImportError:\n    from ${old} import BaseHook\n`;
    expect(codes(guarded('airflow.hooks.base'))).toEqual([[], [], []]);
    expect(codes(guarded('airflow.hooks.nowhere'))).toEqual([['AS4501'], ['AS4501'], []]);
  });

  test('that nobody can judge give nothing', () => {
    const lines = [
      'if flag():\n    import airflow.nowhere',
      'import sys\nsys.modules["airflow.nowhere"] = sys\nimport airflow.nowhere',
    ];
    for (const line of lines) expect(codes(`${line}\n`)).toEqual([[], [], []]);
  });

  test('of a provider are right where the spec names a requirement that may bring it', () => {
    const source = 'from airflow.providers.http.hooks.http import HttpHook\n';
    expect(codes(source)[2]).toEqual(['AS4503']);
    expect(codes(source, ['apache-airflow-providers-http'])[2]).toEqual([]);
  });
});

const OPERATOR = `try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models import BaseOperator


class Fetch(BaseOperator):
    def __init__(self, **kwargs):
        super().__init__(CALL**kwargs)

    def execute(self, context):
        BODY
`;

describe('a component', () => {
  const component = (body: string, call = '') => OPERATOR.replace('BODY', body).replace('CALL', call);

  test.each(['return 1', 'return context["ds"]', 'self.defer(trigger=1, method_name="x")'])(
    'with %s is right',
    (body) => {
      expect(codes(component(body))).toEqual([[], [], []]);
    },
  );

  test('is held to the signatures of what it derives from', () => {
    expect(codes(component('self.defer(tigger=1)'))).toEqual([['AS4507'], ['AS4507'], ['AS4507']]);
    expect(codes(component('return 1', 'retrys=1, '))).toEqual([['AS4507'], ['AS4507'], ['AS4507']]);
    expect(codes(component('return 1', '"x", '))).toEqual([['AS4508'], ['AS4508'], ['AS4508']]);
  });

  test('that reads a context key which went with Airflow 3 gets its successor', () => {
    const source = component('return context["execution_date"]');
    expect(codes(source)).toEqual([[], [], ['AS4509']]);
    expect(edited(source)).toBe(component('return context["logical_date"]'));
  });
});
