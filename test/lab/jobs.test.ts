import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Draft, DraftFile, ReadyEnvironment } from '../../src/flow.js';
import { prepareEnvironment } from '../../src/lab/environments/index.js';
import type { LabFailure, LabJob, LabResult } from '../../src/ports.js';
import { judgeLint } from '../../src/validate/lint.js';
import {
  environmentOptions,
  FIXTURES,
  LAB_PYTHON,
  openLab,
  readFixture,
  readyEnvironments,
  toDraft,
} from './fixture.js';

const lab = openLab();
let environments: readonly ReadyEnvironment[] = [];
beforeAll(async () => {
  environments = await readyEnvironments(lab);
}, 900_000);
afterAll(() => lab.close());

/** What each Airflow says of a job. */
async function everywhere(draft: Draft, job: LabJob): Promise<readonly LabResult[]> {
  const staged = await lab.stage(draft);
  try {
    return await Promise.all(environments.map((environment) => lab.run(environment, staged, job)));
  } finally {
    await staged.dispose();
  }
}

async function failures(draft: Draft, job: LabJob): Promise<readonly Partial<LabFailure>[]> {
  return (await everywhere(draft, job)).map((result) => (result.ok ? {} : result.failure));
}

const COMPONENT = 'plugins/operators/component.py';

describe('syntax', () => {
  it('is what the target’s own CPython says, with its place', async () => {
    const draft = toDraft('A', 'class A:\n    def f(self):\n        return (1\n');
    for (const failure of await failures(draft, { op: 'syntax', path: COMPONENT }))
      expect(failure).toMatchObject({
        kind: 'exception',
        stage: 'syntax',
        exception: 'SyntaxError',
        line: 3,
      });
  });

  it('tells warnings of the compiler apart', async () => {
    const draft = toDraft('A', 'def f(a):\n    return a is 1\n');
    for (const result of await everywhere(draft, { op: 'syntax', path: COMPONENT }))
      expect(result).toMatchObject({ ok: true, value: { warnings: [{ line: 2 }] } });
  });
});

describe('inspect', () => {
  it('gives the facts of a sensor', async () => {
    const { draft } = await readFixture('right', 'table_row_count');
    for (const result of await everywhere(draft, {
      op: 'inspect',
      requirements: ['requests>=2', 'nemo_toolkit', 'requests<1; python_version<"3"'],
    })) {
      expect(result).toMatchObject({
        ok: true,
        value: {
          kind: 'sensor',
          templateFields: ['table', 'where'],
          init: [
            { name: 'table', kind: 'keyword', required: true },
            { name: 'minimum_rows', kind: 'keyword', required: false, default: '1' },
            { name: 'where', required: false, default: 'None' },
            { name: 'conn_id', required: false, default: "'warehouse_default'" },
            { name: 'kwargs', kind: 'var-keyword', required: false },
          ],
          methods: [{ name: 'poke', arguments: ['context'] }],
          absent: ['nemo_toolkit'],
        },
      });
    }
  });

  it('gives the methods and libraries of a hook', async () => {
    const { draft } = await readFixture('right', 'ticket_desk');
    for (const result of await everywhere(draft, { op: 'inspect' })) {
      expect(result).toMatchObject({
        ok: true,
        value: { kind: 'hook', libraries: { requests: expect.stringMatching(/^2\./) } },
      });
      expect(result.ok && result.value).toHaveProperty(
        'methods',
        expect.arrayContaining([{ name: 'open_ticket', arguments: ['title', 'priority'] }]),
      );
    }
  });

  it('shows the draft’s own frames of an exception at import, and no others', async () => {
    const draft = toDraft('A', 'import json\n\ndef f():\n    json.loads("{")\n\nf()\n');
    for (const failure of await failures(draft, { op: 'inspect' })) {
      expect(failure).toMatchObject({ stage: 'import', exception: 'JSONDecodeError', line: 4 });
      expect(failure.traceback).toContain(`File "${COMPONENT}", line 6, in <module>`);
      expect(failure.traceback).not.toMatch(/json\/|\/tmp|\/root/);
    }
  });

  it('names a class that is not there', async () => {
    for (const failure of await failures(toDraft('B', 'class A: ...\n'), { op: 'inspect' }))
      expect(failure).toMatchObject({
        stage: 'import',
        message: 'module operators.component has no class B',
      });
  });
});

const OPERATOR = `
try:
    from airflow.sdk import BaseOperator
except ImportError:
    from airflow.models import BaseOperator
`;

describe('construct', () => {
  it('puts a task into a DAG that can be serialized', async () => {
    const { draft, spec } = await readFixture('right', 'remote_job');
    const inputs = spec.examples[0]?.['inputs'] as Record<string, string>;
    for (const result of await everywhere(draft, { op: 'construct', inputs })) expect(result.ok).toBe(true);
  });

  it('constructs a hook alone', async () => {
    const { draft } = await readFixture('right', 'ticket_desk');
    for (const result of await everywhere(draft, { op: 'construct', inputs: {} }))
      expect(result.ok).toBe(true);
  });

  it('shows an attribute that Airflow’s own class forbids', async () => {
    const source = `${OPERATOR}
class A(BaseOperator):
    def __init__(self, *, label, **kwargs):
        super().__init__(**kwargs)
        self.label = label
`;
    for (const failure of await failures(toDraft('A', source), { op: 'construct', inputs: { label: 'x' } }))
      expect(failure).toMatchObject({ stage: 'construct', exception: 'AttributeError', line: 10 });
  });
});

describe('dag', () => {
  const dag = (body: string): Draft => ({
    ...toDraft('A', `${OPERATOR}\nclass A(BaseOperator):\n    def execute(self, context): ...\n`),
    files: [
      ...toDraft('A', `${OPERATOR}\nclass A(BaseOperator):\n    def execute(self, context): ...\n`).files,
      { role: 'dag', path: 'dags/examples/a_example.py', content: body },
    ],
  });
  const job: LabJob = { op: 'dag', path: 'dags/examples/a_example.py' };
  const HEAD =
    'import datetime\ntry:\n    from airflow.sdk import DAG\nexcept ImportError:\n    from airflow import DAG\n';
  const OPEN = 'with DAG("a_example", start_date=datetime.datetime(2026, 1, 1), schedule=None):\n';

  it('loads a file that imports the component', async () => {
    const draft = dag(`${HEAD}from operators.component import A\n${OPEN}    A(task_id="a")\n`);
    for (const result of await everywhere(draft, job))
      expect(result).toMatchObject({ ok: true, value: { dags: { a_example: ['a'] } } });
  });

  it('shows why a file cannot be imported', async () => {
    for (const failure of await failures(dag(`${HEAD}from operators.elsewhere import A\n`), job))
      expect(failure).toMatchObject({ stage: 'import', exception: 'ModuleNotFoundError', line: 6 });
  });

  it('shows what DagBag refuses: two tasks of one name, a cycle, no DAG', async () => {
    const cycle = dag(
      `${HEAD}from operators.component import A\n${OPEN}    a, b = A(task_id="a"), A(task_id="b")\n    a >> b >> a\n`,
    );
    for (const failure of await failures(cycle, job)) expect(failure.message).toMatch(/[Cc]ycle/);
    for (const failure of await failures(dag(HEAD), job))
      expect(failure).toMatchObject({ message: 'the file defines no DAG' });
  });
});

/** A draft whose tests play its examples through the world that would be committed beside them. */
async function withTests(fixture: Awaited<ReturnType<typeof readFixture>>, body: string): Promise<Draft> {
  const { spec, draft } = fixture;
  const folder = join(LAB_PYTHON, 'airsmith_world');
  const support = (await readdir(folder)).filter((name) => name.endsWith('.py'));
  const files = support.map(async (name): Promise<DraftFile> => {
    const content = await readFile(join(folder, name), 'utf8');
    return { role: 'support', path: `tests/airsmith/airsmith_world/${name}`, content };
  });
  const content = `import json, pathlib, sys
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "plugins")]
import pytest
from airsmith_world import check_example
from ${draft.module} import ${draft.className} as Component
EXAMPLES = json.loads(${JSON.stringify(JSON.stringify(spec.examples))})
CONNECTION = json.loads(${JSON.stringify(JSON.stringify(spec.connection ?? null))})
KIND = ${JSON.stringify(spec.kind)}
${body}`;
  const test: DraftFile = { role: 'test', path: 'tests/airsmith/test_component.py', content };
  return { ...draft, files: [...draft.files, ...(await Promise.all(files)), test] };
}

const PLAY = `
@pytest.mark.parametrize("example", EXAMPLES, ids=[one["name"] for one in EXAMPLES])
def test_example(example):
    check_example(Component, example, kind=KIND, connection=CONNECTION)
`;

describe('tests', () => {
  const job: LabJob = { op: 'tests', path: 'tests/airsmith/test_component.py' };

  for (const name of [
    'open_meteo_forecast',
    'nemo_question_answering',
    'remote_job',
    'file_arrival',
    'ledger',
    'price_list',
    'folder_report',
    'table_row_count',
    'ticket_desk',
  ]) {
    it(`play every example of ${name} under pytest, inside the sandbox`, async () => {
      const fixture = await readFixture('right', name);
      for (const result of await everywhere(await withTests(fixture, PLAY), job)) {
        expect(result).toMatchObject({ ok: true, value: { failures: [], status: 0 } });
        expect(result.ok && result.value).toHaveProperty('passed', fixture.spec.examples.length);
      }
    });
  }

  it('say of wrong components what the lab says', async () => {
    const fixture = await readFixture('wrong');
    const expected = parse(await readFile(join(FIXTURES, 'wrong', 'expected.yaml'), 'utf8'));
    // What a process of its own prints is seen by the lab alone; pytest would have to give its streams away.
    delete expected['a process shows the password'];
    const body = `
EXPECTED = json.loads(${JSON.stringify(JSON.stringify(expected))})

@pytest.mark.parametrize("name", EXPECTED)
def test_wrong(name):
    example = next(one for one in EXAMPLES if one["name"] == name)
    expectation, message = EXPECTED[name]
    with pytest.raises(AssertionError) as caught:
        check_example(Component, example, kind=KIND, connection=CONNECTION)
    assert f"- {expectation.replace('failure', 'raises')}: " in str(caught.value)
    assert message in str(caught.value)
`;
    for (const result of await everywhere(await withTests(fixture, body), job))
      expect(result).toMatchObject({
        ok: true,
        value: { failures: [], passed: Object.keys(expected).length },
      });
  });

  it('that fail are listed with their messages', async () => {
    const fixture = await readFixture('right', 'ledger');
    const draft = await withTests(fixture, 'def test_wrong():\n    assert 1 == 2, "so it is"\n');
    for (const result of await everywhere(draft, job))
      expect(result).toMatchObject({
        ok: true,
        value: {
          status: 1,
          failures: [{ test: 'test_wrong', message: expect.stringContaining('so it is') }],
        },
      });
  });

  it('that cannot be collected are failures too', async () => {
    const draft = await withTests(await readFixture('right', 'ledger'), 'import nowhere\n');
    for (const result of await everywhere(draft, job))
      expect(result).toMatchObject({
        ok: true,
        value: { failures: [{ when: 'collect', message: expect.stringContaining('nowhere') }] },
      });
  });

  it('need nothing of airsmith: plain pytest in the user’s repository', async () => {
    const staged = await lab.stage(await withTests(await readFixture('right', 'remote_job'), PLAY));
    try {
      cpSync(join(LAB_PYTHON, 'airsmith_world'), join(staged.root, 'tests/airsmith/airsmith_world'), {
        recursive: true,
      });
      for (const { airflow, python } of environments) {
        const made = await prepareEnvironment({ airflow, python }, environmentOptions());
        const home = join(staged.root, `home-${airflow}`);
        const env = { PATH: '/usr/bin:/bin', HOME: home, AIRFLOW_HOME: home };
        const program = made.state === 'ready' ? made.python : '';
        const run = spawnSync(program, ['-m', 'pytest', '-q', '-p', 'no:cacheprovider'], {
          cwd: staged.root,
          env,
          encoding: 'utf8',
        });
        expect(run.stdout).toContain('9 passed');
      }
    } finally {
      await staged.dispose();
    }
  });
});

describe('lint', () => {
  it('gives ruff’s findings with their places', async () => {
    const staged = await lab.stage(toDraft('A', 'import os\n\ndef f(a=[]):\n    return b\n'));
    const found = await lab.lint(staged);
    await staged.dispose();
    expect(
      found.map(({ code, position }) => [code, position?.path, position?.line, position?.column]),
    ).toEqual(
      expect.arrayContaining([
        ['F401', COMPONENT, 1, 8],
        ['B006', COMPONENT, 3, 9],
        ['F821', COMPONENT, 4, 12],
      ]),
    );
    expect(found.every(({ tier }) => tier === 'lint')).toBe(true);
  });

  it('says which file overflows its stack, and what is wrong with the others', async () => {
    const draft = toDraft('A', `X = ${'-'.repeat(20_000)}1\n`);
    const dag: DraftFile = { role: 'dag', path: 'dags/a.py', content: 'import os\n' };
    const staged = await lab.stage({ ...draft, files: [...draft.files, dag] });
    const found = await lab.lint(staged);
    await staged.dispose();
    expect(found.map(({ code, severity, position }) => [code, severity, position?.path])).toEqual([
      ['AS4002', 'error', COMPONENT],
      ['F401', 'warning', 'dags/a.py'],
    ]);
    expect(judgeLint(found, draft)).toEqual(found.slice(0, 1));
  });

  it('survives a file that is no Python', async () => {
    const staged = await lab.stage(toDraft('A', 'def f(:\n'));
    const found = await lab.lint(staged);
    await staged.dispose();
    expect(found[0]).toMatchObject({ code: 'invalid-syntax', position: { path: COMPONENT, line: 1 } });
  });
});
