/** The index against the real Airflows, and what it finds in small components. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compare } from '../../bench/index/oracle.js';
import { seeded, statementsFrom } from '../../bench/index/statements.js';
import { planTargets, prepareEnvironment } from '../../src/lab/environments/index.js';
import { AirflowIndex, checkAgainstIndex } from '../../src/validate/airflow-index/index.js';
import { MACHINE } from '../environments/place.js';

const FOLDER = join(import.meta.dirname, '../../src/lab/index');
const VERSIONS = ['2.8.1', '2.11.2', '3.3.2'] as const;
const indexes = VERSIONS.map(
  (version) => new AirflowIndex(readFileSync(join(FOLDER, `airflow-${version}.txt`), 'utf8')),
);

/** Codes on each Airflow, 2.8.1 first. */
async function codes(
  source: string,
  requirements: readonly string[] = [],
): Promise<readonly (readonly string[])[]> {
  const all = await Promise.all(
    indexes.map((index) => checkAgainstIndex({ path: 'c.py', source, requirements }, index, indexes)),
  );
  return all.map((findings) => findings.map(({ code }) => code));
}

/** The source after the edit of the first finding on any Airflow. */
async function edited(source: string): Promise<string> {
  for (const index of indexes) {
    const [finding] = await checkAgainstIndex({ path: 'c.py', source, requirements: [] }, index, indexes);
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
  test('that are right everywhere give nothing', async () => {
    expect(await codes('from airflow.exceptions import AirflowException\n')).toEqual([[], [], []]);
  });

  test('are wrong only on the Airflow that lacks them, and the edit tries the new place first', async () => {
    const source = 'from airflow.sdk import BaseOperator  # the base\n\nx = 1\n';
    expect(await codes(source)).toEqual([['AS4501'], ['AS4501'], []]);
    const better = await edited(source);
    expect(better).toContain('  # the base\n\nx = 1\n');
    expect(await codes(better)).toEqual([[], [], []]);
  });

  test('under a guard are right where one branch fits, and wrong where none does', async () => {
    const guarded = (old: string) =>
      `try:\n    from airflow.sdk import BaseHook\nexcept ImportError:\n    from ${old} import BaseHook\n`;
    expect(await codes(guarded('airflow.hooks.base'))).toEqual([[], [], []]);
    expect(await codes(guarded('airflow.hooks.nowhere'))).toEqual([['AS4501'], ['AS4501'], []]);
  });

  test('that nobody can judge give nothing', async () => {
    const lines = [
      'if flag():\n    import airflow.nowhere',
      'import sys\nsys.modules["airflow.nowhere"] = sys\nimport airflow.nowhere',
    ];
    for (const line of lines) expect(await codes(`${line}\n`)).toEqual([[], [], []]);
  });

  test('of a provider are right where the spec names a requirement that may bring it', async () => {
    const source = 'from airflow.providers.http.hooks.http import HttpHook\n';
    expect((await codes(source))[2]).toEqual(['AS4503']);
    expect((await codes(source, ['apache-airflow-providers-http']))[2]).toEqual([]);
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
    async (body) => {
      expect(await codes(component(body))).toEqual([[], [], []]);
    },
  );

  test('is held to the signatures of what it derives from', async () => {
    expect(await codes(component('self.defer(tigger=1)'))).toEqual([['AS4507'], ['AS4507'], ['AS4507']]);
    expect(await codes(component('return 1', 'retrys=1, '))).toEqual([['AS4507'], ['AS4507'], ['AS4507']]);
    expect(await codes(component('return 1', '"x", '))).toEqual([['AS4508'], ['AS4508'], ['AS4508']]);
  });

  test('that reads a context key which went with Airflow 3 gets its successor', async () => {
    const source = component('return context["execution_date"]');
    expect(await codes(source)).toEqual([[], [], ['AS4509']]);
    expect(await edited(source)).toBe(component('return context["logical_date"]'));
  });
});
