/** The index against the real Airflows, and what it finds in small components. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compare } from '../../bench/index/oracle.js';
import { seeded, statementsFrom } from '../../bench/index/statements.js';
import type { Finding } from '../../src/flow.js';
import { planTargets, prepareEnvironment } from '../../src/lab/environments/index.js';
import { applyEdits, parseModule } from '../../src/python/index.js';
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

/** The source after the edits of the first finding on any Airflow that has some. */
function edited(source: string): string {
  for (const index of indexes) {
    const finding = check(source, index).find(({ edit }) => edit !== undefined);
    if (finding?.edit !== undefined) return applyEdits(source, finding.edit);
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

  test('under a guard are taken from where the Airflows that need the fallback have them', () => {
    const guarded = (old: string) =>
      `try:\n    from airflow.sdk import BaseHook, BaseOperator\nexcept ImportError:\n    from airflow.models import BaseOperator\n    from ${old}\n\nHOOKS = [BaseHook]\n`;
    const right = guarded('airflow.hooks.base import BaseHook');
    for (const wrong of ['airflow.hooks.nowhere import BaseHook', 'airflow.hooks.base import BaseHok'])
      expect(edited(guarded(wrong))).toBe(right);
    expect(edited(guarded('airflow.hooks.base import HookClassic as BaseHook'))).toBe(right);
    // Nothing says what is meant.
    const other = guarded('airflow.hooks.nowhere import Something');
    expect(edited(other)).toBe(other);
  });

  test('of a misspelt name are written as the only one like it, everywhere', () => {
    const source = (name: string) => `from airflow.exceptions import ${name}\n\nERRORS = (${name},)\n`;
    const right = 'AirflowSkipException';
    expect(edited(source('AirflowSkipExeption'))).toBe(
      `try:\n    from airflow.sdk.exceptions import ${right}\nexcept ImportError:\n    ${source(right)}`,
    );
    // Further away from any name than a slip.
    expect(edited(source('AirflowSkippedError'))).toBe(source('AirflowSkippedError'));
    const listed = `${source('AirflowSkipExeption')}__all__ = ["AirflowSkipExeption"]\n`;
    expect(edited(listed)).toBe(listed);
  });

  test('of what no Airflow in question has go where nothing uses them', () => {
    const line = 'from airflow.utils.dates import date_range\n';
    expect(edited(`import os\n${line}x = 1\n`)).toBe('import os\nx = 1\n');
    for (const used of [`${line}x = date_range\n`, `${line}__all__ = ["date_range"]\n`])
      expect(edited(used)).toBe(used);
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

  test('that reads such a key behind a guard is warned, unless the guard asks for the Airflow', () => {
    const behind = (test: string, key: string) =>
      component(`if ${test}:\n            raise ValueError("no")\n        return context["${key}"]`);
    const source = behind('not self.x', 'execution_date');
    const found = indexes.flatMap((index) => check(source, index));
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([['AS4509', 'warning']]);
    expect(edited(source)).toBe(behind('not self.x', 'logical_date'));
    for (const test of ['AIRFLOW_3', '"logical_date" in context'])
      expect(codes(behind(test, 'execution_date'))).toEqual([[], [], []]);
  });
});

describe('a context key that went with Airflow 3', () => {
  const indented = (lines: readonly string[]) =>
    OPERATOR.replace('CALL', '').replace('BODY', lines.join('\n        '));
  const READ = 'day = context["execution_date"]';
  const severities = (...lines: readonly string[]) => {
    const source = indented([...lines, 'return 1']);
    return indexes.map((index) => check(source, index).map(({ code, severity }) => `${code} ${severity}`));
  };

  test.each<[string, readonly string[]]>([
    ['a condition of its own', ['if self.x:', `    ${READ}`]],
    ['the other way of one', ['if self.x:', '    day = 1', 'else:', `    ${READ}`]],
    ['a condition in one line', ['day = context["execution_date"] if self.x else 1']],
    ['a loop', ['for one in self.x:', '    if one:', `        ${READ}`]],
    ['a context manager', ['with self.x:', `    ${READ}`]],
    ['a try that is about something else', ['try:', `    ${READ}`, 'except ValueError:', '    day = 1']],
    ['another operand', ['day = self.x and context["execution_date"]']],
  ])('is warned of in %s', (_, lines) => {
    expect(severities(...lines)).toEqual([[], [], ['AS4509 warning']]);
  });

  test.each<[string, readonly string[]]>([
    ['a look at the context', ['if "execution_date" in context:', `    ${READ}`]],
    ['the other way of one', ['if "logical_date" in context:', '    day = 1', 'else:', `    ${READ}`]],
    ['a version test', ['if AIRFLOW_V_3_0_PLUS:', '    day = 1', 'else:', `    ${READ}`]],
    ['a version test that was kept', ['old = airflow.__version__ < "3"', 'if old:', `    ${READ}`]],
    ['a look that was kept', ['self.old = "execution_date" in context', 'if self.old:', `    ${READ}`]],
    ['a try that catches what is missing', ['try:', `    ${READ}`, 'except KeyError:', '    day = 1']],
    [
      'one of several exceptions',
      ['try:', `    ${READ}`, 'except (ValueError, LookupError):', '    day = 1'],
    ],
    ['a bare try', ['try:', `    ${READ}`, 'except:', '    day = 1']],
    ['what is suppressed', ['import contextlib', 'with contextlib.suppress(KeyError):', `    ${READ}`]],
    ['an operand that asks', ['day = "execution_date" in context and context["execution_date"]']],
    [
      'a guard in a condition',
      ['if self.x:', '    if "logical_date" in context:', '        return 2', `    ${READ}`],
    ],
  ])('is left alone behind %s', (_, lines) => {
    expect(severities(...lines)).toEqual([[], [], []]);
  });
});

/** The source after every edit, one finding after the other. */
function mended(source: string): string {
  const better = edited(source);
  return better === source ? source : mended(better);
}

describe('an edit', () => {
  const body = (base: string, line: string) =>
    `"""A component."""\n\nimport os\n\n${BASE}\n\nclass Fetch(${base}):\n    def execute(self, context):\n        ${line}  # as it was\n`;
  const BASE =
    'try:\n    from airflow.sdk import BaseOperator\nexcept ImportError:\n    from airflow.models import BaseOperator\n';

  test.each([
    ['AS4510', 'return json.loads(os.getenv("A"))', 'import os\nimport json\n'],
    ['AS4510', 'raise AirflowException("no")', `${BASE}from airflow.exceptions import AirflowException\n`],
    [
      'AS4510',
      'return BaseHook.get_connection("a")',
      `${BASE}try:\n    from airflow.sdk import BaseHook\nexcept ImportError:\n    from airflow.hooks.base import BaseHook\n`,
    ],
    ['AS4510', 'return datetime.now()', 'import os\nfrom datetime import datetime\n'],
    [
      'AS4510',
      'return timezone.utcnow()',
      `${BASE}try:\n    from airflow.sdk import timezone\nexcept ImportError:\n    from airflow.utils import timezone\n`,
    ],
    ['AS4514', 'return context.xcom_pull(task_ids="a")', 'context["ti"].xcom_pull(task_ids="a")  # as'],
    ['AS4514', 'return context.ti', 'return context["ti"]  # as it was'],
    ['AS4507', 'context["ti"].xcom_pull(task_id="a")', 'context["ti"].xcom_pull(task_ids="a")'],
  ])('for %s in `%s` writes %j', (code, line, right) => {
    const source = body('BaseOperator', line);
    expect(codes(source)).toEqual([[code], [code], [code]]);
    expect(mended(source)).toContain(right);
    expect(mended(source)).toContain('  # as it was\n');
    expect(codes(mended(source))).toEqual([[], [], []]);
  });

  test('for `self.xcom_pull` is only needed on Airflow 3', () => {
    const source = body('BaseOperator', 'return self.xcom_pull(context, task_ids="a")');
    expect(codes(source)).toEqual([[], [], ['AS4514']]);
    expect(mended(source)).toContain('return context["ti"].xcom_pull(task_ids="a")  # as it was');
  });

  test('names the base class that is nearly spelt so, and imports it where nothing does', () => {
    expect(mended(body('BaseOperater', 'return 1'))).toContain('class Fetch(BaseOperator):');
    const better = mended(body('BaseSensor', 'return 1'));
    expect(better).toContain('class Fetch(BaseSensorOperator):');
    expect(codes(better)).toEqual([[], [], []]);
    expect(codes(body('Fetcher', 'return 1'))).toEqual([[], [], []]);
  });

  test('renames an argument that went under its old name, and leaves out one that does nothing', () => {
    const source = OPERATOR.replace('CALL', 'task_concurrency=1, provide_context=True, ').replace(
      'BODY',
      'return 1',
    );
    expect(codes(source)).toEqual([
      ['AS4512', 'AS4507'],
      ['AS4512', 'AS4507'],
      ['AS4507', 'AS4507'],
    ]);
    expect(mended(source)).toContain('super().__init__(max_active_tis_per_dag=1, **kwargs)');
  });

  test('takes out a decorator that does nothing, with its import', () => {
    const decorated = body('BaseOperator', 'return 1').replace('    def', '    @apply_defaults\n    def');
    const source = decorated.replace(
      'import os\n',
      'import os\nfrom airflow.utils.decorators import apply_defaults\n',
    );
    expect(mended(source)).toBe(body('BaseOperator', 'return 1'));
    expect(codes(source).map((found) => found.includes('AS4513'))).toEqual([true, true, true]);
  });

  test('keeps the comment behind such a decorator, and behind its import, on a line of its own', () => {
    const decorated = body('BaseOperator', 'return 1').replace(
      '    def',
      '    @apply_defaults  # as all\n    def',
    );
    const source = decorated.replace(
      'import os\n',
      'import os\nfrom airflow.utils.decorators import apply_defaults  # defaults\n',
    );
    const right = body('BaseOperator', 'return 1')
      .replace('    def', '    # as all\n    def')
      .replace('import os\n', 'import os\n# defaults\n');
    expect(mended(source)).toBe(right);
  });

  test.each([
    ['provide_context=True, *args, ', '*args, '],
    ['provide_context=True, ', ''],
    ['provide_context=True,\n            *args,\n            ', '*args,\n            '],
    ['retries=1,\n            provide_context=True,\n            ', 'retries=1,\n            '],
  ])('leaves out an argument before whatever comes next: %j', (call, right) => {
    const at = (text: string) => OPERATOR.replace('CALL', text).replace('BODY', 'return 1');
    expect(mended(at(call))).toBe(at(right));
  });

  const EMPTY =
    'try:\n    from airflow.providers.standard.operators.empty import EmptyOperator\nexcept ImportError:\n    from airflow.operators.empty import EmptyOperator\n';

  test.each(['dummy', 'dummy_operator'])('makes the `DummyOperator` of %s an `EmptyOperator`', (module) => {
    const from = `from airflow.operators.${module} import DummyOperator`;
    expect(mended(`${from}\n\nstart = DummyOperator(task_id="a")  # one\n`)).toBe(
      `${EMPTY}\nstart = EmptyOperator(task_id="a")  # one\n`,
    );
    expect(mended(`${from} as Nothing\n\nNothing(task_id="a")\n`)).toBe(
      `${EMPTY.replaceAll('import EmptyOperator', 'import EmptyOperator as Nothing')}\nNothing(task_id="a")\n`,
    );
    for (const other of [
      '__all__ = ["DummyOperator"]',
      'EmptyOperator = DummyOperator',
      'DummyOperator = None',
    ])
      expect(edited(`${from}\n\n${other}\n`)).toBe(`${from}\n\n${other}\n`);
  });

  test('writes `days_ago` as the warning of Airflow 2 says', () => {
    const from = 'from airflow.utils.dates import days_ago\n\n';
    expect(mended(`${from}a = days_ago(2)  # two\nb = f(days_ago(n + 1), days_ago(0))\n`)).toBe(
      'import pendulum\n\na = pendulum.today("UTC").add(days=-2)  # two\nb = f(pendulum.today("UTC").add(days=-(n + 1)), pendulum.today("UTC"))\n',
    );
    for (const use of ['days_ago(2, hour=3)', 'f(days_ago)', 'days_ago()', 'days_ago(*n)'])
      expect(edited(`${from}${use}\n`)).toBe(`${from}${use}\n`);
  });

  test.each([
    ['context["ti"].xcom_push("day", 1, context["ds"])', 'context["ti"].xcom_push("day", 1)'],
    ['ti.xcom_push("day", 1, context["ds"])', 'ti.xcom_push("day", 1)'],
    ['ti.xcom_push(key="day", execution_date=1, value=2)', 'ti.xcom_push(key="day", value=2)'],
    ['ti.xcom_push(key="day", value=2, execution_date=1)', 'ti.xcom_push(key="day", value=2)'],
  ])('leaves out the date of %s', (line, right) => {
    const at = (text: string) => body('BaseOperator', `ti = context["ti"]\n        ${text}`);
    expect(codes(at(line)).slice(0, 2)).toEqual([[], []]);
    expect(mended(at(line))).toBe(at(right));
    expect(codes(at(right))).toEqual([[], [], []]);
    const another = at(line).replace('ti = context["ti"]', 'ti = context["ti"] or self');
    if (line.startsWith('ti')) expect(codes(another)).toEqual([[], [], []]);
  });

  test('brings a class from where each Airflow has it', () => {
    expect(mended('from airflow.models import BaseSensorOperator\n')).toBe(
      'try:\n    from airflow.sdk import BaseSensorOperator\nexcept ImportError:\n    from airflow.sensors.base import BaseSensorOperator\n',
    );
  });

  test.each(['print(unknown_thing)', 'return time', 'return datetime.now(), datetime.date(1, 2, 3)'])(
    'is absent where nobody knows what a name is: %s',
    (line) => {
      expect(codes(body('BaseOperator', line))).toEqual([[], [], []]);
    },
  );
});

/** What there is to do on Airflow 3, with what the edit makes of the source. */
function onThree(source: string): { readonly codes: string; readonly remedy: string; readonly made: string } {
  const found = check(source, indexes[2] as AirflowIndex);
  const edit = found.flatMap((finding) => finding.edit ?? []);
  return {
    codes: found.map(({ code, severity }) => `${code} ${severity}`).join(),
    remedy: found.map(({ remedy }) => remedy).join(),
    made: applyEdits(source, edit),
  };
}

describe('places of imports', () => {
  test('are never where a name is only used', () => {
    const { remedy, made } = onThree('from airflow.utils.timezone import make_aware\n\nx = make_aware\n');
    expect(remedy).toBe(
      'write `value.replace(tzinfo=timezone)`: Airflow 3 has no such function for components',
    );
    expect(made).toContain('from airflow.utils.timezone');
  });

  test('of a dataset are those of the asset, under the name that the module has for it', () => {
    const { remedy, made } = onThree('from airflow.datasets import Dataset\n\nx = Dataset("a")\n');
    expect(remedy).toMatch(/^write `from airflow\.sdk import Asset as Dataset`/);
    expect(made).toBe(
      'try:\n    from airflow.sdk import Asset as Dataset\nexcept ImportError:\n    from airflow.datasets import Dataset\n\nx = Dataset("a")\n',
    );
    expect(codes(made)).toEqual([[], [], []]);
  });

  test.each([
    ['from airflow.contrib.hooks.ssh_hook import SSHHook', 'airflow.providers.ssh.hooks.ssh'],
    ['from airflow.contrib.hooks.ssh_hook import SSHHook', 'apache-airflow-providers-ssh'],
    ['from airflow.contrib.hooks.aws_hook import AwsHook', 'from its provider'],
    [
      'from airflow.operators import bash_operator',
      'airflow.providers.standard.operators.bash import BashOperator',
    ],
    ['import airflow.hooks.base_hook', 'from airflow.sdk import BaseHook'],
  ])('of Airflow 1 are named: %s', (source, place) => {
    const used = source.split(' ').at(-1)?.split('.')[0];
    expect(onThree(`${source}\n\nx = ${used}\n`).remedy).toContain(place);
  });

  test.each([
    ['from airflow.operators.dummy import DummyOperator\n\nx = DummyOperator()\n', 'write `EmptyOperator`'],
    ['from airflow.utils.dates import days_ago\n\nx = days_ago(2)\n', 'write `pendulum.today("UTC")'],
    ['from airflow.utils.dates import days_ago\n\nx = 1\n', 'leave out the import: nothing uses `days_ago`'],
  ])('say what the edit does: %j', (source, remedy) => {
    expect(onThree(source).remedy.startsWith(remedy)).toBe(true);
  });
});

describe('keywords of a base', () => {
  const call = (keywords: string) =>
    `from airflow.models import BaseOperator\n\n\nclass A(BaseOperator):\n    def __init__(self, **kwargs):\n        super().__init__(${keywords}**kwargs)\n`;

  test.each(['schedule_interval=None, ', 'catchup=False, '])(
    'that are for the DAG are left out: %s',
    (one) => {
      const { codes: found, remedy, made } = onThree(call(one));
      expect([found, remedy]).toEqual(['AS4507 error', 'leave it out: it is for the DAG, not for a task']);
      expect(made).toBe(call(''));
    },
  );

  test('that begin as others do are told those', () => {
    const { remedy, made } = onThree(call('retry=3, '));
    expect(remedy).toMatch(/^write `retries` or `retry_delay`/);
    expect(made).toBe(call('retry=3, '));
  });

  test('of a DAG go under their new name', () => {
    const source = (word: string) => `from airflow import DAG\n\nd = DAG("a", ${word}=None)\n`;
    expect(onThree(source('schedule_interval')).made).toContain('schedule=None');
  });
});

describe('the date of a run', () => {
  const method = (body: string) =>
    `class A:\n    def execute(self, context):\n        ${body.replaceAll('\n', '\n        ')}\n`;

  test.each([
    ['return context["ti"].execution_date', 'return context["logical_date"]'],
    ['x = f"{context[\'task_instance\'].execution_date}"', 'x = f"{context[\'logical_date\']}"'],
    ['return context["dag_run"].execution_date', 'return context["dag_run"].logical_date'],
    [
      'run = context["dag_run"]\nreturn run.execution_date',
      'run = context["dag_run"]\nreturn run.logical_date',
    ],
    ['ti = context["ti"]\nreturn ti.execution_date', 'ti = context["ti"]\nreturn context["logical_date"]'],
  ])('is read where every Airflow has it: %s', (before, after) => {
    const { codes: found, made } = onThree(method(before));
    expect(found).toBe('AS4516 error');
    expect(made).toBe(method(after));
    expect(codes(made)).toEqual([[], [], []]);
    expect(codes(method(before)).slice(0, 2)).toEqual([[], []]);
  });

  test('is not asked of a name that may be something else', () => {
    for (const body of [
      'return run.execution_date',
      'ti = context["ti"]\nti = f()\nreturn ti.execution_date',
    ])
      expect(codes(method(body))).toEqual([[], [], []]);
  });

  test('is None without a word, where it is only asked for', () => {
    const { codes: found, made } = onThree(method('return context.get("execution_date", 1)'));
    expect(found).toBe('AS4509 warning');
    expect(made).toBe(method('return context.get("logical_date", 1)'));
  });

  test.each([
    'return context.get("logical_date", context.get("execution_date"))',
    'return context.get("logical_date") or context.get("execution_date")',
    'a = context.get("execution_date")\nreturn a or context["logical_date"]',
  ])('is asked for by who knows both names: %s', (body) => {
    expect(codes(method(body))).toEqual([[], [], []]);
  });

  test('of the run before is said to be another value', () => {
    expect(onThree(method('return context["prev_ds"]')).remedy).toContain('which is another value');
  });
});

describe('a method that no class of Airflow has', () => {
  const OPERATOR = `
try:
    from airflow.sdk import BaseOperator, BaseHook, Variable
except ImportError:
    from airflow.hooks.base import BaseHook
    from airflow.models import BaseOperator, Variable
from airflow.providers.sqlite.hooks.sqlite import SqliteHook


class Made(BaseOperator):
    def __init__(self, *, maker=None, **kwargs):
        super().__init__(**kwargs)
        self.maker = maker

    def execute(self, context):
        CALL

    def own(self):
        return 1
`;
  const said = (call: string) =>
    indexes.map((index) =>
      check(OPERATOR.replace('CALL', call), index).filter(({ code }) => code === 'AS4159'),
    );

  test.each([
    ['BaseHook.get_connectionz("a")', 'get_connection'],
    ['Variable.gett("a")', 'get'],
    ['self.defr(trigger=None, method_name="x")', 'defer'],
    ['self.log.inf("a")', 'info'],
    ['context["ti"].xcom_pul(task_ids="a")', 'xcom_pull'],
  ])('is found with what is meant: %s', (call, meant) => {
    for (const findings of said(call))
      expect(findings).toMatchObject([
        { severity: 'error', remedy: `write \`${meant}\``, position: { line: 16 } },
      ]);
  });

  test('only warns in a module that asks for the version', () => {
    for (const findings of said('self.defr() if hasattr(self, "defr") else self.own()'))
      expect(findings).toMatchObject([{ severity: 'warning' }]);
  });

  test('is found on a hook that is made on the spot, where the index knows its bases', () => {
    for (const findings of said('SqliteHook("a").get_recordz("x")'))
      expect(findings).toMatchObject([{ remedy: 'write `get_records`' }]);
  });

  test.each([
    'BaseHook.get_connection("a")',
    'Variable.get("a")',
    'self.own()',
    'self.maker()',
    'self.log.warning("a")',
    'self.log.critical("a")',
    'self.render_template("a", context)',
    'self.on_failure_callback(context)',
    'context["ti"].xcom_push(key="a", value=1)',
    'SqliteHook("a").get_records("x")',
    'context["ti"].get_task_states("a")',
    'setattr(self, "defr", print); self.defr()',
    'thing = context["ti"].task; thing.defr()',
  ])('is none of these: %s', (call) => {
    expect(said(call).flat()).toEqual([]);
  });
});
