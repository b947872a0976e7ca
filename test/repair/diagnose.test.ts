import { describe, expect, test } from 'vitest';
import type { Draft, EnvironmentVerdict, Finding, Verdict } from '../../src/flow.js';
import { diagnose, sameDraft } from '../../src/repair/index.js';
import { specOf } from './spec.js';

const SPEC = specOf();

const PATH = 'plugins/operators/forecast_operator.py';

function draftOf(content: string): Draft {
  const files = [{ role: 'component', path: PATH, content } as const];
  return {
    className: 'ForecastOperator',
    module: 'operators.forecast_operator',
    pythonRoot: 'plugins',
    files,
  };
}

function environment(airflow: string, python: string, findings: readonly Finding[]): EnvironmentVerdict {
  const failed = findings.some(({ severity }) => severity === 'error');
  return {
    airflow,
    python,
    state: failed ? 'failed' : 'proven',
    sandbox: 'landlock + seccomp',
    lock: 'lock@0123',
    findings,
    examples: { passed: 0, total: 1 },
    timings: [],
    libraries: {},
    absent: [],
  };
}

function verdictOf(...environments: readonly EnvironmentVerdict[]): Verdict {
  return { proven: false, environments };
}

const moved: Finding = {
  code: 'AS4201',
  severity: 'error',
  tier: 'import',
  stage: 'import',
  exception: 'ImportError',
  message:
    "ImportError: cannot import name 'apply_defaults' from 'airflow.utils.decorators' (unknown location)",
  position: { path: PATH, line: 3, column: 1 },
  traceback: `Traceback (frames of the draft):\n  File "${PATH}", line 3, in <module>\nImportError: …`,
};

const wrongResult: Finding = {
  code: 'AS4301',
  severity: 'error',
  tier: 'examples',
  message: 'returned[0].max: 4.0 instead of 3.1',
  example: 'two days',
  expectation: 'returns',
  expected: [{ max: 3.1 }],
  actual: [{ max: 4 }],
};

describe('guidance', () => {
  test('holds the traceback, the cause and what to do, and says on which Airflow', () => {
    const verdict = verdictOf(environment('2.8.1', '3.11', []), environment('3.3.2', '3.13', [moved]));
    const { guidance, errors } = diagnose(verdict, draftOf(''), SPEC);
    expect(errors.map(({ errorClass, airflow }) => [errorClass, airflow])).toEqual([
      ['import.moved', ['3.3.2']],
    ]);
    expect(guidance).toContain('Everything holds on Airflow 2.8.1 (Python 3.11)');
    expect(guidance).toContain('on Airflow 3.3.2 (Python 3.13) only');
    expect(guidance).toContain(moved.traceback);
    expect(guidance).toContain(`At ${PATH}, line 3`);
    expect(guidance).toContain('Do: Import `apply_defaults` from `airflow.sdk`');
  });

  test('shows expected and actual of an example', () => {
    const { guidance } = diagnose(verdictOf(environment('3.3.2', '3.13', [wrongResult])), draftOf(''), SPEC);
    expect(guidance).toContain('Acceptance example: two days');
    expect(guidance).toContain('Expected: [{"max":3.1}]\nActual:   [{"max":4}]');
  });

  test('prefers the exact remedy of a finding to the general one', () => {
    const finding: Finding = {
      code: 'AS4103',
      severity: 'error',
      tier: 'contract',
      message: 'the constructor does not take the input `days`',
      remedy: 'add `days: int = 3` to __init__',
    };
    const { guidance } = diagnose(verdictOf(environment('3.3.2', '3.13', [finding])), draftOf(''), SPEC);
    expect(guidance).toContain('Do: add `days: int = 3` to __init__');
  });

  test('is bounded, whatever a component prints, and keeps the first mistake', () => {
    const flood = Array.from(
      { length: 40 },
      (_, index): Finding => ({
        ...wrongResult,
        example: `example ${index}`,
        actual: 'x'.repeat(50_000),
        traceback: 'frame\n'.repeat(10_000),
      }),
    );
    const { guidance, errors } = diagnose(verdictOf(environment('3.3.2', '3.13', flood)), draftOf(''), SPEC);
    expect(guidance.length).toBeLessThan(14_000);
    expect(guidance).toContain('example 0');
    expect(guidance).toMatch(/And \d+ more/);
    expect(errors).toHaveLength(40);
  });

  test('is empty when nothing is wrong with the draft', () => {
    const notRun: EnvironmentVerdict = { ...environment('2.8.1', '3.11', []), state: 'not-run' };
    const warning: Finding = { code: 'AS4003', severity: 'warning', tier: 'lint', message: 'F401 unused' };
    const verdict = verdictOf(notRun, environment('3.3.2', '3.13', [warning]));
    expect(diagnose(verdict, draftOf(''), SPEC)).toEqual({ errors: [], guidance: '' });
  });

  test('mentions warnings beside errors, for the file is written anew anyway', () => {
    const warning: Finding = {
      code: 'AS4003',
      severity: 'warning',
      tier: 'lint',
      message: 'F401 `json` imported but unused',
      position: { path: PATH, line: 4, column: 8 },
    };
    const { guidance } = diagnose(
      verdictOf(environment('3.3.2', '3.13', [moved, warning])),
      draftOf(''),
      SPEC,
    );
    expect(guidance).toContain('- line 4: F401 `json` imported but unused');
  });
});

describe('errors', () => {
  test('of one mistake on several Airflows are one, though the majors raise different classes', () => {
    const unknown = (exception: string): Finding => ({
      code: 'AS4202',
      severity: 'error',
      tier: 'construct',
      stage: 'construct',
      exception,
      message: `${exception}: missing keyword argument 'note'`,
      position: { path: PATH, line: 20, column: 9 },
    });
    const verdict = verdictOf(
      environment('2.8.1', '3.11', [unknown('AirflowException')]),
      environment('3.3.2', '3.12', [unknown('TypeError')]),
      environment('3.3.2', '3.13', [unknown('TypeError')]),
    );
    const { errors, guidance } = diagnose(verdict, draftOf(''), SPEC);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.airflow).toEqual(['2.8.1', '3.3.2']);
    expect(guidance).toContain('on every Airflow');
  });

  test('that give different results are several', () => {
    const other = { ...wrongResult, actual: [{ max: 5 }] };
    const verdict = verdictOf(
      environment('2.8.1', '3.11', [wrongResult]),
      environment('3.3.2', '3.13', [other]),
    );
    expect(diagnose(verdict, draftOf(''), SPEC).errors).toHaveLength(2);
  });

  test('that nobody has seen get a class of their own, the same for the same mistake in another component', () => {
    const strange = (name: string, line: number): Finding => ({
      code: 'AS4302',
      severity: 'error',
      tier: 'examples',
      stage: 'execute',
      exception: 'QuotaError',
      message: `QuotaError: ${name} may send 17 more to '/var/spool/x'`,
      position: { path: PATH, line, column: 1 },
    });
    const first = diagnose(
      verdictOf(environment('3.3.2', '3.13', [strange('ForecastOperator', 3)])),
      draftOf(''),
      SPEC,
    );
    const second = diagnose(
      verdictOf(environment('3.3.2', '3.13', [strange('OtherOperator', 9)])),
      {
        ...draftOf(''),
        className: 'OtherOperator',
      },
      SPEC,
    );
    expect(first.errors[0]?.errorClass).toMatch(/^unknown\.[0-9a-f]{8}$/);
    expect(second.errors[0]?.errorClass).toBe(first.errors[0]?.errorClass);
    expect(first.errors[0]?.pattern).toBe("QuotaError: <class> may send <n> more to '<text>'");
  });
});

describe('two drafts', () => {
  test('are the same when their components differ in blanks at line ends only', () => {
    expect(sameDraft(draftOf('a = 1\nb = 2\n'), draftOf('a = 1  \r\nb = 2'))).toBe(true);
  });

  test('differ when one character or the indentation differs', () => {
    expect(sameDraft(draftOf('a = 1\n'), draftOf('a = 2\n'))).toBe(false);
    expect(sameDraft(draftOf('if a:\n    b()\n    c()\n'), draftOf('if a:\n    b()\nc()\n'))).toBe(false);
  });
});
