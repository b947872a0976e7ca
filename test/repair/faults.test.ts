/** Whether an edited draft is better: lines of the spec are not lines of the component, and what was hidden is no harm. */

import { describe, expect, test } from 'vitest';
import type { DiagnosedError, Draft, Edit, Finding, Harm, Tier, Verdict } from '../../src/flow.js';
import { applyEdits } from '../../src/python/index.js';
import { candidatesFor } from '../../src/repair/candidates.js';
import { compared } from '../../src/repair/faults.js';
import type { Fix } from '../../src/repair/fixes/fix.js';
import { diagnose } from '../../src/repair/index.js';
import { specFor } from '../learn/story.js';

const PATH = 'plugins/operators/example.py';
const SPEC = specFor('ExampleOperator', { examples: [{ name: 'one' }, { name: 'two' }] });

function draftOf(content: string): Draft {
  return {
    className: 'ExampleOperator',
    module: 'operators.example',
    pythonRoot: 'plugins',
    files: [{ role: 'component', path: PATH, content }],
  };
}

function verdictOf(findings: readonly Finding[], passed = 1): Verdict {
  return {
    proven: false,
    environments: [
      {
        airflow: '3.3.2',
        python: '3.13',
        state: 'failed',
        sandbox: '',
        lock: '',
        findings,
        examples: { passed, total: 2 },
        timings: (['syntax', 'import', 'construct', 'dag', 'examples'] as const).map((tier) => ({
          tier,
          ms: 1,
        })),
        libraries: {},
        absent: [],
      },
    ],
  };
}

/** An example that wants ValueError, at line 19 of the spec. */
function raises(actual: Finding['actual'], message: string): Finding {
  return {
    code: 'AS4303',
    severity: 'error',
    tier: 'examples',
    example: 'two',
    expectation: 'raises',
    message,
    expected: 'ValueError',
    position: { path: 'specs/x.yaml', line: 19, column: 5 },
    ...(actual === undefined ? {} : { actual }),
  };
}

const SOURCE = Array.from({ length: 30 }, (_, line) => `x${line} = ${line}`).join('\n');
/** Ten lines that an edit writes above, and over, line 19. */
const EDIT = [
  { start: { line: 15, column: 1 }, end: { line: 15, column: 1 }, text: '# new\n'.repeat(10) },
  { start: { line: 19, column: 1 }, end: { line: 20, column: 1 }, text: 'y = 1\n' },
];
const say = (verdict: Verdict, draft: Draft) => diagnose(verdict, draft, SPEC);

describe('a finding that stands in the spec', () => {
  test('is the same one wherever the lines of the component went', () => {
    const found = raises(null, 'nothing was raised');
    const other: Finding = { ...found, example: 'one', message: 'something else' };
    const comparison = compared(
      { draft: draftOf(SOURCE), verdict: verdictOf([found, other]) },
      { draft: draftOf(SOURCE), verdict: verdictOf([found]) },
      EDIT,
      say,
    );
    expect(comparison.harm).toBeUndefined();
    const [same, gone] = say(verdictOf([found, other]), draftOf(SOURCE)).errors;
    expect([same, gone].map((error) => comparison.gone(error as DiagnosedError))).toEqual([false, true]);
  });

  test('was hidden by the exception that came before it in the same example', () => {
    const before = raises({ type: 'AttributeError', message: 'txt' }, 'AttributeError was raised');
    const after = raises({ type: 'RuntimeError', message: 'blank' }, 'RuntimeError was raised');
    const harm = (was: Finding, is: Finding) =>
      compared(
        { draft: draftOf(SOURCE), verdict: verdictOf([was]) },
        { draft: draftOf(SOURCE), verdict: verdictOf([is]) },
        EDIT,
        say,
      ).harm;
    expect(harm(before, after)).toBeUndefined();
    for (const was of [{ ...before, example: 'one' }, raises(null, 'nothing was raised')])
      expect(harm(was, after)).toMatchObject({ kind: 'came', error: { finding: after } });
  });
});

test('two fixes that bring one import are not made together', async () => {
  const bring = (id: string, line: number): Fix => ({
    id,
    classes: ['*'],
    title: id,
    prompt: id,
    edits: ({ finding }) =>
      finding.message === id
        ? [
            {
              start: { line, column: 1 },
              end: { line, column: 1 },
              text: 'from airflow.sdk import BaseOperator\n',
            },
          ]
        : undefined,
  });
  const findings = ['first', 'second'].map(
    (message): Finding => ({ code: 'AS4999', severity: 'error', tier: 'contract', message }),
  );
  const fixes = [bring('first', 1), bring('second', 3)];
  const found = await candidatesFor(
    draftOf(SOURCE),
    verdictOf(findings),
    { spec: SPEC, targets: [], knowledge: { fixes: new Map() }, fixes, diagnose: say },
    new Set(),
  );
  expect(found.map(({ fix }) => fix.id)).toEqual(['first']);
});

/** A finding on the first line of a source that holds `at`, which is where it stands. */
function found(source: string, code: string, tier: Tier, at: string, message: string): Finding {
  const lines = source.split('\n');
  const line = lines.findIndex((text) => text.includes(at)) + 1;
  const column = (lines[line - 1] ?? '').indexOf(at) + 1;
  const raised = /^(\w+Error): /.exec(message)?.[1];
  return {
    code,
    severity: 'error',
    tier,
    message,
    position: { path: PATH, line, column },
    ...(raised ? { exception: raised } : {}),
  };
}

type Shown = readonly [code: string, tier: Tier, at: string, message: string];

interface Story {
  readonly name: string;
  readonly source: string;
  /** The text that is replaced, and what is written for it. */
  readonly edit: readonly (readonly [string, string])[];
  readonly before: readonly Shown[];
  readonly after: readonly Shown[];
  /** Tiers that ran before. */
  readonly ran?: readonly Tier[];
}

function harmIn({ source, edit, before, after, ran }: Story): Harm | undefined {
  const edits = edit.map(([text, instead]): Edit => {
    const head = source.slice(0, source.indexOf(text)).split('\n');
    const [line, column] = [head.length, (head.at(-1) ?? '').length + 1];
    const end = text.endsWith('\n') ? { line: line + 1, column: 1 } : { line, column: column + text.length };
    return { start: { line, column }, end, text: instead };
  });
  const edited = applyEdits(source, edits);
  const verdict = (text: string, shown: readonly Shown[], tiers?: readonly Tier[]): Verdict => {
    const { environments, ...rest } = verdictOf(shown.map((one) => found(text, ...one)));
    const timings = tiers?.map((tier) => ({ tier, ms: 1 }));
    return {
      ...rest,
      environments: environments.map((one) => ({ ...one, ...(timings ? { timings } : {}) })),
    };
  };
  return compared(
    { draft: draftOf(source), verdict: verdict(source, before, ran) },
    { draft: draftOf(edited), verdict: verdict(edited, after) },
    edits,
    say,
  ).harm;
}

const ORDER = 'SyntaxError: non-default argument follows default argument (example.py, line 2)';
const SUPERLESS = 'ExampleOperator.__init__ never calls super().__init__';
const KWARGS = 'the constructor takes no **kwargs, so no DAG can give it a task_id';
const init = (signature: string, ...body: readonly string[]) =>
  `class ExampleOperator(BaseOperator):\n    def __init__(${signature}):\n${body.map((line) => `        ${line}\n`).join('')}`;
const assigned = (name: string) => `no attribute \`${name}\` is ever assigned`;

describe('of two mistakes on one line', () => {
  const stories: readonly Story[] = [
    {
      name: 'the call that was missing all the time is not what a mended order brought',
      source: init("self, suffix='', path, **kwargs", 'self.path = path'),
      edit: [["suffix='', path", "*, suffix='', path"]],
      before: [['AS4001', 'syntax', 'def', ORDER]],
      after: [['AS4114', 'contract', 'def', SUPERLESS]],
      ran: ['syntax'],
    },
    {
      name: 'nor are the missing keywords',
      source: init("self, suffix='', path", 'super().__init__()', 'self.path = path'),
      edit: [["suffix='', path", "*, suffix='', path"]],
      before: [['AS4001', 'syntax', 'def', ORDER]],
      after: [['AS4105', 'contract', 'def', KWARGS]],
      ran: ['syntax'],
    },
    {
      name: 'nor is a default that was moved along',
      source: init("self, suffix='', path, tags=[]", 'self.path = path'),
      edit: [["suffix='', path, tags=[]", "*, path, suffix='', tags=[]"]],
      before: [['AS4001', 'syntax', 'def', ORDER]],
      after: [
        ['AS4114', 'contract', 'def', SUPERLESS],
        ['AS4002', 'lint', '[]', 'B006 Do not use mutable data structures for argument defaults'],
      ],
      ran: ['syntax'],
    },
    {
      name: 'one of two names that nothing assigns was there before the other was taken out',
      source: "class ExampleOperator(BaseOperator):\n    template_fields = ('path', 'gone', 'lost')\n",
      edit: [["('path', 'gone', 'lost')", "('path', 'lost')"]],
      before: [
        ['AS4116', 'contract', '(', assigned('gone')],
        ['AS4116', 'contract', '(', assigned('lost')],
      ],
      after: [['AS4116', 'contract', '(', assigned('lost')]],
    },
    {
      name: 'also where the other was given what it lacked',
      source: `class ExampleOperator(BaseOperator):\n    template_fields = ['path', 'suffix']\n${init('self, path', 'self._path = path')}`,
      edit: [['self._path', 'self.path']],
      before: [
        ['AS4116', 'contract', '[', assigned('path')],
        ['AS4116', 'contract', '[', assigned('suffix')],
      ],
      after: [['AS4116', 'contract', '[', assigned('suffix')]],
    },
    {
      name: 'names that are still not imported were missing already',
      source: 'import os\nx = json.loads(Path(timedelta(0)))\n',
      edit: [['import os\n', 'import json\nimport os\n']],
      before: [
        ['AS4002', 'lint', 'json', 'F821 Undefined name `json`'],
        ['AS4002', 'lint', 'Path', 'F821 Undefined name `Path`'],
        ['AS4002', 'lint', 'timedelta', 'F821 Undefined name `timedelta`'],
      ],
      after: [
        ['AS4002', 'lint', 'Path', 'F821 Undefined name `Path`'],
        ['AS4002', 'lint', 'timedelta', 'F821 Undefined name `timedelta`'],
      ],
    },
    {
      name: 'what a class without a base owes to none shows once it has one',
      source: 'class ExampleOperator:\n    def __init__(self, path):\n        self.path = path\n',
      edit: [['class ExampleOperator:', 'class ExampleOperator(BaseOperator):']],
      before: [['AS4102', 'contract', 'class', 'it derives from no class of Airflow']],
      after: [['AS4114', 'contract', 'class', SUPERLESS]],
    },
    {
      name: 'what nothing assigns shows once the constructor runs',
      source: `class ExampleOperator(BaseOperator):\n    template_fields = ['lost']\n${init('self, path, **kwargs', 'super().__init__(path=path)')}`,
      edit: [['path=path', '**kwargs']],
      before: [['AS4202', 'construct', 'super', "TypeError: got an unexpected keyword argument 'path'"]],
      after: [['AS4116', 'contract', '[', assigned('lost')]],
    },
    {
      name: 'the same mistake on a line that was moved elsewhere is no other',
      source: 'print(1)\nx = 1\nx = 2\nx = 3\n',
      edit: [
        ['print(1)\n', ''],
        ['x = 3\n', 'def f():\n    print(1)\n'],
      ],
      before: [['AS4129', 'contract', 'print', '`print` does not write to the log of the task']],
      after: [['AS4129', 'contract', 'print', '`print` does not write to the log of the task']],
    },
  ];
  test.each(stories)('$name', (story) => {
    expect(harmIn(story)).toBeUndefined();
  });
});

describe('an edit did harm', () => {
  const stories: readonly Story[] = [
    {
      name: 'where its own words are what is wrong, though nothing could be seen before',
      source: init("self, suffix='', path", 'self.path = path'),
      edit: [["suffix='', path", "suffix='', path=missing"]],
      before: [['AS4001', 'syntax', 'def', ORDER]],
      after: [['AS4002', 'lint', 'missing', 'F821 Undefined name `missing`']],
      ran: ['syntax'],
    },
    {
      name: 'where a mistake stands in text that it brought',
      source: init("self, suffix='', path", 'self.path = path'),
      edit: [["suffix='', path", "suffix='', path={}"]],
      before: [['AS4001', 'syntax', 'def', ORDER]],
      after: [['AS4002', 'lint', '{}', 'B006 Do not use mutable data structures for argument defaults']],
      ran: ['syntax'],
    },
    {
      name: 'where a mistake came that could have been seen before',
      source: init('self, path, **kwargs', 'super().__init__(**kwargs)', 'self.path = path.strip()'),
      edit: [['super().__init__(**kwargs)', 'pass']],
      before: [['AS4117', 'contract', 'self.path', 'the constructor calls a method of `path`']],
      after: [['AS4114', 'contract', 'def', SUPERLESS]],
    },
  ];
  test.each(stories)('$name', (story) => {
    expect(harmIn(story)).toMatchObject({ kind: 'came', error: { finding: { code: story.after[0]?.[0] } } });
  });

  test('where one mistake became two of a kind', () => {
    const source = 'print(1)\nx = 1\n';
    const edits = [
      { start: { line: 2, column: 1 }, end: { line: 2, column: 1 }, text: 'y = 1\nz = 1\nprint(1)\n' },
    ];
    const at = (text: string, line: number): Finding => ({
      ...found(text, 'AS4129', 'contract', 'print', '`print` does not write to the log of the task'),
      position: { path: PATH, line, column: 1 },
    });
    const edited = applyEdits(source, edits);
    const { harm } = compared(
      { draft: draftOf(source), verdict: verdictOf([at(source, 1)]) },
      { draft: draftOf(edited), verdict: verdictOf([at(edited, 1), at(edited, 4)]) },
      edits,
      say,
    );
    expect(harm).toMatchObject({ kind: 'came', error: { finding: { position: { line: 4 } } } });
  });
});
