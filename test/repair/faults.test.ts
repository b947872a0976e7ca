/** Whether an edited draft is better: lines of the spec are not lines of the component, and what was hidden is no harm. */

import { describe, expect, test } from 'vitest';
import type { DiagnosedError, Draft, Finding, Verdict } from '../../src/flow.js';
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

test('two fixes that bring one import are not made together', () => {
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
  const found = candidatesFor(
    draftOf(SOURCE),
    verdictOf(findings),
    { spec: SPEC, targets: [], knowledge: { fixes: new Map() }, fixes, diagnose: say },
    new Set(),
  );
  expect(found.map(({ fix }) => fix.id)).toEqual(['first']);
});
