/** What a task holds once it is constructed, on every shipped Airflow: nothing that a DAG gives may be lost, no template changed. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding, ReadyEnvironment, Spec } from '../../src/flow.js';
import type { Lab } from '../../src/ports.js';
import { validate } from '../../src/validate/index.js';
import { draftOf, openLab, readDraft, readFixtureSpec, readyEnvironments } from './fixture.js';

let lab: Lab;
let environments: readonly ReadyEnvironment[];
let spec: Spec;
let right: string;

beforeAll(async () => {
  lab = openLab();
  environments = await readyEnvironments(lab);
  spec = await readFixtureSpec('price_operator');
  const draft = await readDraft(spec, 'price_operator', 'right.py');
  right = draft.files.find(({ role }) => role === 'component')?.content ?? '';
});
afterAll(() => lab.close());

/** Findings of one code for the right component with some texts replaced, of each Airflow. */
async function found(
  code: string,
  edits: readonly (readonly [string, string])[],
): Promise<readonly (readonly Finding[])[]> {
  let source = right;
  for (const [before, after] of edits) {
    expect(source).toContain(before);
    source = source.replace(before, after);
  }
  const verdict = await validate(await draftOf(spec, source), spec, lab, environments, { rulesOff: [] });
  return verdict.environments.map(({ findings }) => findings.filter((finding) => finding.code === code));
}

const SUPER = 'super().__init__(**kwargs)';
const ASSIGN = 'self.article = article\n';
const URL = '/price/{self.article}"';

describe('arguments of Airflow’s own', () => {
  test.each([
    ['only task_id goes on', [[SUPER, 'super().__init__(task_id=kwargs["task_id"])']]],
    [
      'all but task_id are filtered out',
      [[SUPER, 'super().__init__(**{k: v for k, v in kwargs.items() if k == "task_id"})']],
    ],
    ['one is taken out before', [[SUPER, `kwargs.pop("retries", None)\n        ${SUPER}`]]],
  ] as const)('are an error when lost: %s', async (_name, edits) => {
    for (const findings of await found('AS4115', edits)) {
      expect(findings).toMatchObject([{ severity: 'error', tier: 'construct' }]);
      expect(findings[0]?.message).toContain('`retries`');
    }
  });

  test('only warn where the class sets them itself', async () => {
    const edits = [[SUPER, `${SUPER}\n        self.retries = 0`]] as const;
    for (const findings of await found('AS4115', edits))
      expect(findings).toMatchObject([{ severity: 'warning' }]);
  });

  test('may be changed on their way', async () => {
    const edits = [
      [
        SUPER,
        'given = dict(kwargs)\n        given.setdefault("pool", "x")\n        super().__init__(**given)',
      ],
    ] as const;
    for (const findings of await found('AS4115', edits)) expect(findings).toEqual([]);
  });
});

describe('a templated input', () => {
  test.each([
    [
      'stripped under its own name',
      [[ASSIGN, 'article = article.strip()\n        self.article = article\n']],
    ],
    [
      'cleaned by a method',
      [
        [ASSIGN, 'self.article = self._clean(article)\n'],
        [
          '    def execute(',
          '    def _clean(self, value):\n        return value.lower()\n\n    def execute(',
        ],
      ],
    ],
    [
      'put into a URL that is not rendered',
      [
        [ASSIGN, `${ASSIGN}        self.path = f"price/{article}"\n`],
        [URL, '/{self.path}"'],
      ],
    ],
    [
      'kept under another name that is not rendered',
      [
        [ASSIGN, `${ASSIGN}        self.key = self.article\n`],
        [URL, '/price/{self.key}"'],
      ],
    ],
    [
      'kept in a dict that is not rendered',
      [
        [ASSIGN, `${ASSIGN}        self.keys = {"a": [article]}\n`],
        [URL, "/price/{self.keys['a'][0]}\""],
      ],
    ],
  ] as const)('is an error when %s', async (_name, edits) => {
    for (const findings of await found('AS4117', edits))
      expect(findings).toMatchObject([{ severity: 'error', position: { line: expect.any(Number) } }]);
  });

  test('warns when a copy stands in its place', async () => {
    const edits = [[ASSIGN, 'self.article = f"{article}"\n']] as const;
    for (const findings of await found('AS4117', edits))
      expect(findings).toMatchObject([{ severity: 'warning' }]);
  });

  test('may be kept where no method reads it', async () => {
    const edits = [[ASSIGN, `${ASSIGN}        self.asked = article\n`]] as const;
    for (const findings of await found('AS4117', edits)) expect(findings).toEqual([]);
  });
});

describe('a template field', () => {
  test.each([
    'vars(self).update(article=article)',
    'self.__dict__.update(article=article)',
    'object.__setattr__(self, "article", article)',
    'update(self, article)',
  ])('that %s sets is there', async (statement) => {
    const edits = [
      [ASSIGN, `${statement}\n`],
      [
        'class PriceOperator',
        'def update(task, article):\n    task.article = article\n\n\nclass PriceOperator',
      ],
    ] as const;
    for (const findings of await found('AS4116', edits)) expect(findings).toEqual([]);
  });
});

describe('an attribute of Airflow’s own', () => {
  const setting = (line: string) => [[SUPER, `${SUPER}\n        ${line}`]] as const;

  test.each([
    'self.execution_timeout = 5',
    'self.task_id = "fixed"',
    'self.priority_weight = "high"',
    'self.trigger_rule = "nonsense"',
    'setattr(self, "execution_" + "timeout", 5)',
  ])('is an error where Airflow cannot use it: %s', async (line) => {
    for (const findings of await found('AS4158', setting(line)))
      expect(findings).toMatchObject([{ severity: 'error', tier: 'construct' }]);
  });

  // Since Airflow 3 it converts what is assigned.
  test('is an error on Airflow 2 that converts no number to a time', async () => {
    const all = await found('AS4158', setting('self.retry_delay = 5'));
    const severities = environments.map(({ airflow }) => (airflow.startsWith('2.') ? 'error' : 'warning'));
    expect(all.map(([finding]) => finding?.severity)).toEqual(severities);
  });

  test.each(['self.trigger_rule = "all_done"', 'self.priority_weight = 3', 'self.owner = "data"'])(
    'warns where only the DAG is overruled: %s',
    async (line) => {
      for (const findings of await found('AS4158', setting(line)))
        expect(findings).toMatchObject([{ severity: 'warning', position: { line: expect.any(Number) } }]);
    },
  );

  test.each([
    'super().__init__(execution_timeout=__import__("datetime").timedelta(minutes=5), **kwargs)',
    'super().__init__(trigger_rule="all_done", priority_weight=3, retry_delay=5.0, **kwargs)',
    `${SUPER}\n        self.trigger_rule = "all_success"`,
    `${SUPER}\n        self.timeout_of_mine = 5`,
  ])('may be given where Airflow checks it: %s', async (line) => {
    for (const findings of await found('AS4158', [[SUPER, line]])) expect(findings).toEqual([]);
  });
});

describe('the other components of the file', () => {
  const other = (body: string) =>
    [
      [
        'class PriceOperator',
        `class OtherOperator(BaseOperator):\n    def __init__(self, **kwargs):\n        ${body}\n\n    def execute(self, context):\n        return 1\n\n\nclass PriceOperator`,
      ],
    ] as const;

  test('are constructed, though no spec describes them', async () => {
    for (const findings of await found('AS4202', other('super().__init__(colour="red", **kwargs)')))
      expect(findings).toMatchObject([{ severity: 'error' }]);
  });

  test('may refuse their defaults', async () => {
    for (const findings of await found(
      'AS4202',
      other('super().__init__(**kwargs)\n        raise ValueError("no")'),
    ))
      expect(findings).toEqual([]);
  });
});
