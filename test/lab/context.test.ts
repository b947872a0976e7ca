/** The context of an example is that of a real run: the same keys and attributes, under the same signatures, on each Airflow. */

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Example, ReadyEnvironment } from '../../src/flow.js';
import { prepareEnvironment } from '../../src/lab/environments/index.js';
import {
  environmentOptions,
  LAB_PYTHON,
  openLab,
  readFixture,
  readyEnvironments,
  toDraft,
} from './fixture.js';

const run = promisify(execFile);
const lab = openLab();
let environments: readonly ReadyEnvironment[] = [];
beforeAll(async () => {
  environments = await readyEnvironments(lab);
});
afterAll(() => lab.close());

test('has what the task runner of each Airflow gives, and nothing else', async () => {
  for (const environment of environments) {
    const prepared = await prepareEnvironment(environment, environmentOptions());
    if (prepared.state !== 'ready') throw new Error(prepared.problem.message);
    const home = await mkdtemp(join(tmpdir(), 'airsmith-oracle-'));
    try {
      const oracle = join(import.meta.dirname, 'context_oracle.py');
      const env = { PATH: process.env['PATH'], AIRFLOW_HOME: home };
      const { stdout } = await run(prepared.python, ['-W', 'ignore', oracle, LAB_PYTHON], { env });
      const said = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
      const same = { lacking: [], surplus: [] };
      expect(said, environment.airflow).toMatchObject({ ti: same, dag_run: same, keys: same });
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  }
});

/** What a task of this body comes to on each Airflow: its value, or the exception. */
async function outcomes(
  body: string,
  context: object = {},
): Promise<{ readonly [airflow: string]: unknown }> {
  const source = `
try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models import BaseOperator


class Made(BaseOperator):
    def execute(self, context):
        return ${body}
`;
  const { spec } = await readFixture('wrong');
  const given = { xcom: [{ task_id: 'before', value: 7 }] };
  const example = { name: 'x', inputs: {}, context, given, returns: 'never this' } as unknown as Example;
  const staged = await lab.stage(toDraft('Made', source));
  try {
    const each = environments.map(async (environment) => {
      const { failure, problems } = await lab.play(environment, staged, { ...spec, name: 'Made' }, example);
      const value =
        failure?.exception ?? problems.find(({ expectation }) => expectation === 'returns')?.actual;
      return [environment.airflow, value] as const;
    });
    return Object.fromEntries(await Promise.all(each));
  } finally {
    await staged.dispose();
  }
}

function everywhere(value: unknown) {
  return { '2.8.1': value, '2.11.2': value, '3.3.2': value };
}

describe('what is right', () => {
  test.each([
    ['context["ti"].xcom_pull(task_ids="before")', everywhere(7)],
    ['context["ti"].xcom_pull("before", key="return_value", include_prior_dates=False)', everywhere(7)],
    ['[context["ti"].xcom_push("k", 1), context["ti"].xcom_pull(key="k")][1]', everywhere(1)],
    ['context["task_instance"].task.task_id', everywhere('example')],
    ['[context["dag_run"].run_id == context["run_id"], context["dag_run"].conf]', everywhere([true, {}])],
    ['context["dag_run"].run_type.value', everywhere('manual')],
    ['context["ti"].rendered_map_index', { '2.8.1': 'AttributeError', '2.11.2': null, '3.3.2': null }],
    ['str(context["logical_date"].date())', everywhere('2026-01-01')],
  ])('holds: %s', async (body, expected) => {
    expect(await outcomes(body)).toEqual(expected);
  });
});

describe('what is wrong on one of them', () => {
  const only2 = (value: unknown, error: string) => ({ '2.8.1': value, '2.11.2': value, '3.3.2': error });
  test.each([
    ['context["ti"].xcom_pull(task_id="before")', everywhere('TypeError')],
    ['context["ti"].xcom_push(key="k", val=1)', everywhere('TypeError')],
    ['context["ti"].xcom_push("k", 1, context["logical_date"])', only2(null, 'TypeError')],
    ['context["ti"].no_such_thing', everywhere('AttributeError')],
    ['context["no_such_key"]', everywhere('KeyError')],
    ['context["dag_run"].no_such_thing', everywhere('AttributeError')],
    ['str(context["execution_date"].date())', only2('2026-03-01', 'KeyError')],
    ['context["tomorrow_ds"]', only2('2026-03-02', 'KeyError')],
    ['context["test_mode"]', only2(false, 'KeyError')],
    ['str(context["ti"].execution_date.date())', only2('2026-03-01', 'AttributeError')],
    ['context["ti"].get_dagrun().run_type.value', only2('manual', 'AttributeError')],
    ['context["dag_run"].external_trigger', only2(true, 'AttributeError')],
    ['context["ti"].pool', only2('default_pool', 'AttributeError')],
    ['context["ti"].log.name', only2('airflow.task', 'AttributeError')],
    ['hasattr(context["ti"], "axcom_pull")', only2(false, true as unknown as string)],
  ])('fails there: %s', async (body, expected) => {
    expect(await outcomes(body, { execution_date: '2026-03-01', ds: '2026-03-01' })).toEqual(expected);
  });

  test('and what needs a database says so', async () => {
    expect(await outcomes('context["ti"].current_state()')).toEqual(
      only2('NotImplementedError', 'AttributeError'),
    );
  });
});

describe('the stores of state of Airflow 3.3', () => {
  const only = (body: string, newest: unknown) =>
    expect(outcomes(body)).resolves.toMatchObject({
      '3.3.2': newest,
      '2.11.2': 'KeyError',
      '2.8.1': 'KeyError',
    });

  test('keep what a task puts there, and are empty before', async () => {
    const store = 'context["task_state_store"]';
    await only(`[${store}.get("job"), ${store}.set("job", {"id": 7}), ${store}.get("job")["id"]]`, [
      null,
      null,
      7,
    ]);
    await only(`[${store}.set("a", 1), ${store}.delete("a"), ${store}.delete("b"), ${store}.get("a", 5)]`, [
      null,
      null,
      null,
      5,
    ]);
  });

  test('refuse what Airflow’s own refuse', async () => {
    const store = 'context["task_state_store"]';
    await only(`${store}.set("job", None)`, 'ValueError');
    await only(`${store}.set("job", object())`, 'TypeError');
    await only(`${store}.put("job", 1)`, 'AttributeError');
    await only(`${store}.get()`, 'TypeError');
  });

  test('are there for assets only where the task has some', async () => {
    const { ['3.3.2']: without } = await outcomes('"asset_state_store" in context');
    expect(without).toBe(false);
    const made = `__import__("airflow.sdk", fromlist=["Asset"]).Asset`;
    const inlets = (args: string) =>
      `(self.inlets.extend([${args}]), __import__("airsmith_world.stores", fromlist=["x"]).stores_of(self, context["ti"])["asset_state_store"])[1]`;
    const one = inlets(`${made}("rates")`);
    const { ['3.3.2']: single } = await outcomes(`[(s := ${one}).set("day", "2026-01-01"), s.get("day")][1]`);
    expect(single).toBe('2026-01-01');
    const { ['3.3.2']: named } = await outcomes(
      `[(s := ${one})[${made}("rates")].set("n", 3), s.get("n"), s.get("other", "none")][1:]`,
    );
    expect(named).toEqual([3, 'none']);
    const { ['3.3.2']: both } = await outcomes(`${inlets(`${made}("a"), ${made}("b")`)}.get("day")`);
    expect(both).toBe('ValueError');
  });
});
