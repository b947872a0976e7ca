/** Each rule finds its wrong example at one line, and nothing in its right one. No Airflow is needed: rules only read. */

import { describe, expect, test } from 'vitest';
import type { Finding, Spec } from '../../src/flow.js';
import { parseModule } from '../../src/python/index.js';
import { classify } from '../../src/repair/taxonomy.js';
import { checkModule, RULES, withoutShown } from '../../src/validate/rules/index.js';
import type { Rule } from '../../src/validate/rules/rule.js';
import { readFixtureSpec } from './fixture.js';

/** The line of each wrong example that a reader would point at. */
const LINES: { readonly [code: string]: number } = {
  AS4113: 5,
  AS4114: 5,
  AS4115: 6,
  AS4116: 5,
  AS4117: 9,
  AS4118: 4,
  AS4119: 8,
  AS4120: 5,
  AS4121: 8,
  AS4122: 7,
  AS4123: 7,
  AS4124: 11,
  AS4125: 8,
  AS4126: 11,
  AS4127: 4,
  AS4128: 7,
  AS4129: 6,
  AS4130: 9,
  AS4131: 5,
  AS4132: 5,
  AS4133: 4,
  AS4134: 10,
  AS4150: 6,
  AS4151: 8,
  AS4152: 8,
  AS4153: 8,
  AS4154: 8,
  AS4155: 6,
  AS4156: 8,
};

async function specOf(name: string, exceptions: readonly string[] = []): Promise<Spec> {
  const raises = exceptions.map((exception) => ({ when: 'there is nothing', exception }));
  return { ...(await readFixtureSpec('price_hook')), name, inputs: [], raises };
}

/** Two rules ask what the spec says; the others must do without. */
async function specFor({ code }: Rule): Promise<Spec | undefined> {
  if (code === 'AS4127') return specOf('CopyOperator', ['AirflowException']);
  return code === 'AS4133' ? specOf('CopyOperator') : undefined;
}

function found(source: string, spec?: Spec): readonly Finding[] {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.message);
  return checkModule(parsed.module, 'plugins/operators/x.py', spec);
}

describe.each(RULES)('$code: $title', (rule) => {
  test('its wrong example is found, at one line', async () => {
    const findings = found(rule.wrong, await specFor(rule));
    expect(findings.map(({ code, position }) => [code, position?.line])).toEqual([
      [rule.code, LINES[rule.code]],
    ]);
    expect(findings[0]).toMatchObject({ severity: rule.severity, tier: rule.tier });
    expect(findings[0]?.remedy).not.toBe('');
  });

  test('nothing is found in its right example', async () => {
    expect(found(rule.right, await specFor(rule))).toEqual([]);
  });

  test('has a class of mistakes of its own', () => {
    const finding = { code: rule.code, severity: rule.severity, tier: rule.tier, message: rule.title };
    expect(classify(finding, '').errorClass).not.toMatch(/^unknown/);
  });
});

describe('the rules', () => {
  test('have codes of their own, in order', () => {
    const codes = RULES.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
  });

  test('give way to what was executed', () => {
    const rule: Finding = { code: 'AS4117', severity: 'error', tier: 'contract', message: 'static' };
    const shown: Finding = { code: 'AS4208', severity: 'error', tier: 'construct', message: 'executed' };
    expect(withoutShown([rule, shown])).toEqual([shown]);
    expect(withoutShown([rule])).toEqual([rule]);
  });

  test('give way to the linter at the same line only', () => {
    const at = (line: number) => ({ path: 'x.py', line, column: 1 });
    const rule: Finding = {
      code: 'AS4120',
      severity: 'error',
      tier: 'contract',
      message: '',
      position: at(3),
    };
    const lint: Finding = {
      code: 'AS4002',
      severity: 'error',
      tier: 'lint',
      message: 'B006',
      position: at(3),
    };
    expect(withoutShown([rule, lint])).toEqual([lint]);
    expect(withoutShown([rule, { ...lint, position: at(9) }])).toHaveLength(2);
  });
});

/** Severities of the findings of one code. */
function severities(source: string, code: string, spec?: Spec): readonly string[] {
  return found(source, spec)
    .filter((finding) => finding.code === code)
    .map(({ severity }) => severity);
}

const OPERATOR = 'from airflow.models import BaseOperator\n\n\nclass CopyOperator(BaseOperator):\n';

describe('template_fields', () => {
  test('that is a text warns', () => {
    const source = `${OPERATOR}    template_fields = ("path")\n`;
    expect(severities(source, 'AS4116')).toEqual(['warning']);
  });

  test.each(['vars(self).update(path=path)', 'object.__setattr__(self, "path", path)'])(
    'may be assigned by %s',
    (statement) => {
      const init = `    def __init__(self, path, **kwargs):\n        super().__init__(**kwargs)\n        ${statement}\n`;
      expect(severities(`${OPERATOR}    template_fields = ("path",)\n${init}`, 'AS4116')).toEqual([]);
    },
  );
});

describe('certificates', () => {
  const told = (line: string, head = 'import requests') =>
    severities(`${head}\n${OPERATOR}    def execute(self, context):\n        ${line}\n`, 'AS4154');

  test.each([
    'session = requests.Session()\n        session.verify = False',
    's = requests.session()\n        s.verify = False',
    'with requests.Session() as s:\n            s.verify = False',
    'self.session.verify = False',
    'hook.get_conn().verify = False',
  ])('are not checked by a session that is told so: %s', (line) => {
    expect(told(line)).toEqual(['error']);
  });

  test.each([
    'self.verify = False',
    'session = requests.Session()\n        session.verify = self.verify',
    'session = requests.Session()\n        session.verify = True',
    'report.verify = False',
  ])('are nobody’s business in %s', (line) => {
    expect(told(line)).toEqual([]);
  });
});

describe('a logger of one’s own', () => {
  const HEAD = 'import logging\n\nlogger = logging.getLogger(__name__)\n';
  const inExecute = (body: string) =>
    severities(`${HEAD}${OPERATOR}    def execute(self, context):\n        ${body}\n`, 'AS4129');

  test.each([
    'logger.info("copied")',
    'logging.getLogger("mine").warning("copied")',
    'mine = logging.getLogger("mine")\n        mine.exception("copied")',
    'self.logger = logging.getLogger("mine")\n        self.logger.error("copied")',
  ])('is not the task’s log: %s', (body) => {
    expect(inExecute(body)).toEqual(['warning']);
  });

  test.each([
    'self.log.info("copied")',
    'self.log = logging.getLogger("mine")\n        self.log.info("copied")',
    'logging.getLogger("azure").setLevel(logging.ERROR)',
    'with logging.LoggerAdapter(self.log) as log:\n            pass',
  ])('is none where the task’s own is written, or only a level is set: %s', (body) => {
    expect(inExecute(body)).toEqual([]);
  });

  test('is all that there is outside of objects', () => {
    const functions = 'def copy():\n    logger.info("copied")\n\n\n';
    const static_ = '    @staticmethod\n    def copy(path):\n        logger.info(path)\n';
    expect(severities(`${HEAD}${functions}${OPERATOR}${static_}`, 'AS4129')).toEqual([]);
  });
});

describe('a look at files', () => {
  const IMPORTS = 'import glob\nimport os\nfrom pathlib import Path\n';
  const LOOKS = [
    'os.path.exists("/data/a")',
    'os.path.isfile("/data/a")',
    'os.listdir("/data")',
    'glob.glob("/data/*.csv")',
    'Path("/data/a").exists()',
    'Path("/data").iterdir()',
    'open("/data/a")',
  ];

  test.each(LOOKS)('has no place at import: %s', (look) => {
    expect(severities(`${IMPORTS}FOUND = ${look}\n${OPERATOR}    pass\n`, 'AS4118')).toEqual(['error']);
  });

  test.each(LOOKS)('has no place in a constructor, and only warns in a hook’s: %s', (look) => {
    const init = `    def __init__(self, **kwargs):\n        super().__init__(**kwargs)\n        self.found = ${look}\n`;
    expect(severities(`${IMPORTS}${OPERATOR}${init}`, 'AS4119')).toEqual(['error']);
    const hook = OPERATOR.replaceAll('CopyOperator(BaseOperator)', 'CopyHook(BaseHook)');
    expect(severities(`${IMPORTS}${hook}${init}`, 'AS4119')).toEqual(['warning']);
  });

  test.each([
    'os.path.join("/data", "a")',
    'Path("/data") / "a"',
    'os.path.exists(os.path.join(os.path.dirname(__file__), "a.sql"))',
    'self_made.exists("a")',
  ])('is none: %s', (expression) => {
    expect(severities(`${IMPORTS}FOUND = ${expression}\n${OPERATOR}    pass\n`, 'AS4118')).toEqual([]);
  });
});

describe('what all objects share', () => {
  const filled = (value: string) =>
    `${OPERATOR}    cache: ${value}\n\n    def execute(self, context):\n        self.cache.${value.startsWith('list') ? 'append(1)' : 'update(a=1)'}\n`;

  test('is a list that is called a cache, but not a dict', () => {
    expect(severities(filled('list = []'), 'AS4120')).toEqual(['error']);
    expect(severities(filled('dict = {}'), 'AS4120')).toEqual([]);
  });

  test.each([
    ['DEF = []', 'tags=DEF', ['error']],
    ['DEF: list = list()', 'tags=DEF', ['error']],
    ['DEF = ["a"]', 'tags=DEF', []],
    ['DEF = ()', 'tags=DEF', []],
    ['DEF = []', 'tags: Sequence[str] = DEF', []],
  ])('is an empty default of the module: %s, %s', (constant, parameter, expected) => {
    const source = `${constant}\n${OPERATOR}    def __init__(self, *, ${parameter}, **kwargs):\n        super().__init__(**kwargs)\n`;
    expect(severities(source, 'AS4120')).toEqual(expected);
  });
});

test('a hook that a method of the constructor makes is made in the constructor', () => {
  const source = (call: string) => `from airflow.providers.http.hooks.http import HttpHook
${OPERATOR}    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.hook = ${call}

    def _mk(self):
        return self._mk() or HttpHook()
`;
  expect(severities(source('self._mk()'), 'AS4121')).toEqual(['warning']);
  expect(severities(source('None'), 'AS4121')).toEqual([]);
});

test.each([
  ['rows and "found"', ['error']],
  ['"found" if rows else not rows', ['error']],
  ['False if not rows else (rows or [])', ['error']],
  ['bool(rows) and rows == 1', []],
])('poke may not give %s', (value, expected) => {
  const source = `from airflow.sensors.base import BaseSensorOperator\n\n\nclass RowSensor(BaseSensorOperator):\n    def poke(self, context):\n        rows = 1\n        return ${value}\n`;
  expect(severities(source, 'AS4122')).toEqual(expected);
});

describe('a promised ValueError', () => {
  const source = (value: string) =>
    `import json\n${OPERATOR}    def __init__(self, *, text: str | None = None, **kwargs):\n        super().__init__(**kwargs)\n        self.text = text\n\n    def execute(self, context):\n        self.log.info("x")\n        return ${value}\n`;

  test('warns where nothing can raise it', async () => {
    const spec = await specOf('CopyOperator', ['ValueError']);
    expect(severities(source('self.text'), 'AS4127', spec)).toEqual(['warning']);
  });

  test.each(['int(self.text)', 'json.loads(self.text)', 'self.text.index("a")', '"%d" % self.text'])(
    'may come from %s',
    async (value) => {
      const spec = await specOf('CopyOperator', ['ValueError']);
      expect(severities(source(value), 'AS4127', spec)).toEqual([]);
    },
  );
});

test.each([
  ['{"job_id": self.job_id, "pause": self.pause}', []],
  ['{"job_id": self.job_id}', ['warning']],
  ['{"job_id": self.job_id, "pause": 5}', ['warning']],
])('a trigger that serializes as %s', (value, expected) => {
  const source = `from airflow.triggers.base import BaseTrigger


class JobTrigger(BaseTrigger):
    def __init__(self, job_id: int, pause: float = 5):
        super().__init__()
        self.job_id = job_id
        self.pause = pause

    def serialize(self):
        return "plugins.jobs.JobTrigger", ${value}
`;
  expect(severities(source, 'AS4124')).toEqual(expected);
});

test.each([
  ['path or "x"', ['warning']],
  ['path or None', []],
  ['path or []', []],
])('a templated input that is assigned as `%s`', (value, expected) => {
  const source = `${OPERATOR}    template_fields = ("path",)\n\n    def __init__(self, *, path=None, **kwargs):\n        super().__init__(**kwargs)\n        self.path = ${value}\n`;
  expect(severities(source, 'AS4117')).toEqual(expected);
});
