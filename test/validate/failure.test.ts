/** What the lab can answer besides an exception, and findings that no real component is needed for. */

import { describe, expect, test } from 'vitest';
import type { Example, Finding, Spec } from '../../src/flow.js';
import type { LabFailure, PlayResult } from '../../src/ports.js';
import { exampleFindings } from '../../src/validate/example.js';
import { failureFinding } from '../../src/validate/failure.js';
import { judgeLint } from '../../src/validate/lint.js';
import { literalOf, sameJson } from '../../src/validate/literal.js';
import { sampleOf, templatedSample } from '../../src/validate/sample.js';
import { testFindings } from '../../src/validate/tests.js';

const PATH = 'plugins/operators/price_operator.py';
const FOUND = { code: 'AS4302', tier: 'examples', path: PATH } as const;

function specWith(fields: Partial<Spec>): Spec {
  return { inputs: [], examples: [], positions: {}, ...fields } as unknown as Spec;
}

describe('a run that did not end by itself', () => {
  test.each([
    ['timeout', 'AS4205'],
    ['killed', 'AS4206'],
    ['protocol', 'AS4207'],
    ['exception', 'AS4302'],
  ] as const)('%s is %s', (kind, code) => {
    const failure: LabFailure = { kind, stage: 'execute', message: 'it happened' };
    expect(failureFinding(failure, FOUND)).toMatchObject({ code, severity: 'error', stage: 'execute' });
  });

  test('says during which stage', () => {
    const failure: LabFailure = { kind: 'timeout', stage: 'trigger', message: 'no end after 30 s' };
    expect(failureFinding(failure, FOUND).message).toBe('no end after 30 s (during trigger)');
  });
});

describe('a failure', () => {
  test('loses keys that stand in its text', () => {
    const key = `sk-ant-${'a1'.repeat(20)}`;
    const failure: LabFailure = {
      kind: 'exception',
      stage: 'execute',
      exception: 'ValueError',
      message: `bad key ${key}`,
      traceback: `  KEY = "${key}"\nValueError: bad key ${key}`,
    };
    const finding = failureFinding(failure, FOUND);
    expect(JSON.stringify(finding)).not.toContain(key);
    expect(finding.message).toBe('ValueError: bad key [redacted]');
  });

  test('keeps the beginning and the end of a long traceback', () => {
    const traceback = `first frame\n${'middle\n'.repeat(5_000)}ValueError: last line`;
    const failure: LabFailure = { kind: 'exception', stage: 'import', message: 'x', traceback };
    const shown = failureFinding(failure, FOUND).traceback ?? '';
    expect(shown.length).toBeLessThan(4_100);
    expect(shown).toMatch(/^first frame/);
    expect(shown).toMatch(/ValueError: last line$/);
  });
});

describe('an example', () => {
  const example: Example = { name: 'one', returns: 1 };
  const spec = specWith({
    examples: [{ name: 'zero' }, example],
    positions: { '/examples/1': { path: 'specs/price.airsmith.yaml', line: 30, column: 5 } },
  });

  test('that did not pass gives a finding even where nobody said why', () => {
    const result: PlayResult = { passed: false, ms: 1, problems: [] };
    expect(exampleFindings(example, result, spec, PATH)).toHaveLength(1);
  });

  test('stands at its place in the spec', () => {
    const problems = [{ expectation: 'returns', message: '2 instead of 1', expected: 1, actual: 2 }];
    const [finding] = exampleFindings(example, { passed: false, ms: 1, problems }, spec, PATH);
    expect(finding).toMatchObject({ code: 'AS4301', position: { line: 30 }, expected: 1, actual: 2 });
  });

  test('that fails by an exception is one finding with both: what was expected, and the traceback', () => {
    const failure: LabFailure = {
      kind: 'exception',
      stage: 'execute',
      exception: 'KeyError',
      message: "'a'",
      traceback: 'T',
    };
    const problems = [
      { expectation: 'raises', message: "raised KeyError: 'a', which the example does not expect" },
    ];
    const findings = exampleFindings(example, { passed: false, ms: 1, problems, failure }, spec, PATH);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      code: 'AS4302',
      exception: 'KeyError',
      traceback: 'T',
      example: 'one',
    });
  });
});

describe('the linter', () => {
  const files = [{ role: 'component', path: PATH, content: '' } as const];
  const draft = { className: 'C', module: 'm', pythonRoot: 'plugins', files };
  const finding = (code: string, path = PATH): Finding => ({
    code,
    severity: 'warning',
    tier: 'lint',
    message: 'something',
    position: { path, line: 1, column: 1 },
  });

  test.each(['F821', 'F502', 'F632', 'F701', 'B006', 'E999'])('%s is an error of the component', (rule) => {
    expect(judgeLint([finding(rule)], draft)).toMatchObject([{ code: 'AS4002', severity: 'error' }]);
  });

  test.each(['F401', 'F841', 'F541', 'B904', 'AIR301', 'invalid-syntax'])('%s is a warning', (rule) => {
    expect(judgeLint([finding(rule)], draft)).toMatchObject([{ code: 'AS4003', severity: 'warning' }]);
  });

  test('says nothing about the files that airsmith makes from the component', () => {
    const made = finding('F821', 'tests/airsmith/test_price_operator.py');
    expect(judgeLint([made], draft)).toEqual([]);
  });
});

describe('the generated tests', () => {
  const facts = { passed: 3, skipped: 0, failures: [], status: 0 };

  test('pass when pytest says so', () => {
    expect(testFindings(facts, 'tests/t.py')).toEqual([]);
  });

  test('do not pass when none ran', () => {
    expect(testFindings({ ...facts, passed: 0, skipped: 3 }, 'tests/t.py')).toHaveLength(1);
    expect(testFindings({ ...facts, passed: 0, status: 5 }, 'tests/t.py')).toHaveLength(1);
  });

  test('show the line of the error', () => {
    const message =
      'def test_x():\n>       assert 1 == 2\nE       assert 1 == 2\n\ntests/t.py:2: AssertionError';
    const failures = [{ test: 'test_x', when: 'call', message }];
    const [finding] = testFindings({ ...facts, failures, status: 1 }, 'tests/t.py');
    expect(finding?.message).toBe('test_x fails in call: assert 1 == 2');
  });
});

describe("a default's repr", () => {
  test.each([
    ["'celsius'", 'celsius'],
    ['"it\'s"', "it's"],
    ['10.0', 10],
    ['-90', -90],
    ['None', null],
    ['True', true],
    ["{'a': [1, (2,)]}", { a: [1, [2]] }],
    ["'\\n\\x1b'", '\n\u001b'],
    ['()', []],
  ])('%s is %j', async (repr, value) => {
    expect(await literalOf(repr)).toEqual(value);
  });

  test.each(['<object object at 0x7f>', "'cut off", "b'x'", 'datetime.timedelta(seconds=3)', '{1: 2}', ''])(
    '%s is no JSON',
    async (repr) => {
      expect(await literalOf(repr)).toBeUndefined();
    },
  );

  test('compares as the spec format says', () => {
    expect(sameJson({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
    expect(sameJson(1, true)).toBe(false);
    expect(sameJson([1], [1, 2])).toBe(false);
    expect(sameJson({}, [])).toBe(false);
    expect(sameJson(null, {})).toBe(false);
  });
});

describe('arguments to construct with', () => {
  const article = { name: 'article', type: 'str', description: '', template: true };

  test('are those of the first example that is to succeed', () => {
    const examples = [
      { name: 'bad', inputs: { article: '' }, raises: 'ValueError' },
      { name: 'good', inputs: { article: '7' } },
    ];
    expect(sampleOf(specWith({ examples }))).toEqual({ inputs: { article: '7' }, madeUp: false });
  });

  test('are made up inside the limits where there is none', () => {
    const days = { name: 'days', type: 'int', description: '', template: false, minimum: 5, maximum: 9 };
    const unit = { name: 'unit', type: 'str', description: '', template: false, enum: ['c', 'f'] };
    const optional = { name: 'note', type: 'str', description: '', template: false, default: '' };
    const tags = { name: 'tags', type: 'list[str]', description: '', template: false };
    const spec = specWith({ inputs: [article, days, unit, optional, tags] });
    expect(sampleOf(spec)).toEqual({
      inputs: { article: 'example', days: 5, unit: 'c', tags: [] },
      madeUp: true,
    });
  });

  test('hold Jinja text in each templated input the second time', () => {
    const spec = specWith({ inputs: [article] });
    const sample = sampleOf(spec);
    expect(templatedSample(spec, sample)?.inputs).toEqual({ article: ' {{ params.article or "A" }} ' });
    expect(templatedSample(specWith({}), sample)).toBeUndefined();
  });
});
