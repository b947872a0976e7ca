import { describe, expect, test } from 'vitest';
import type { Attempt, Draft, Example, Finding, Input, Verdict } from '../../src/flow.js';
import { diagnose } from '../../src/repair/index.js';
import { immovable, specFaults } from '../../src/repair/spec-faults.js';
import { specOf } from './spec.js';

const days: Input = { name: 'days', type: 'int', description: '', template: false, minimum: 1, maximum: 16 };
const unit: Input = { name: 'unit', type: 'str', description: '', template: false, enum: ['C', 'F'] };

function faults(examples: readonly Example[], inputs: readonly Input[] = []) {
  return specFaults(specOf(examples, inputs)).map(({ pointer, examples: names }) => [pointer, names]);
}

describe('a spec contradicts itself', () => {
  const world = { inputs: { days: 2 }, given: { http: [{ request: { path: '/' } }] } };

  test('where the same world has two ends', () => {
    const both = [
      { name: 'a', ...world, returns: { max: 1 } },
      { name: 'b', given: world.given, inputs: world.inputs, returns: { max: 2 } },
    ];
    expect(faults(both)).toEqual([['/examples/1/returns', ['a', 'b']]]);
  });

  test.each([
    ['returns and raises', { returns: 1 }, { raises: { type: 'ValueError' } }, '/examples/1/raises'],
    ['raises and returns', { raises: { type: 'ValueError' } }, { returns: 1 }, '/examples/1/returns'],
    ['pokes', { pokes: [true] }, { pokes: [false, true] }, '/examples/1/pokes'],
    ['files', { files: { a: 'x' } }, { files: { b: 'y', a: 'z' } }, '/examples/1/files'],
    [
      'rows',
      { sql: [{ query: 'q', rows: [[1]] }] },
      { sql: [{ query: 'q', rows: [[2]] }] },
      '/examples/1/sql',
    ],
  ])('by %s', (_, first, second, pointer) => {
    expect(
      faults([
        { name: 'a', ...world, ...first },
        { name: 'b', ...world, ...second },
      ]),
    ).toEqual([[pointer, ['a', 'b']]]);
  });

  test.each([
    ['other inputs', { inputs: { days: 3 }, returns: 2 }],
    ['another world', { given: {}, returns: 2 }],
    ['another context', { context: { ds: '2026-01-01' }, returns: 2 }],
    ['several runs', { runs: 2, returns: 2 }],
    ['the same end', { returns: 1 }],
    ['another kind of end', { logs: ['x'] }],
    ['the same end with keys in another order', { returns: 1, files: { b: '', a: '' } }],
  ])('but not with %s', (_, other) => {
    expect(
      faults([
        { name: 'a', ...world, returns: 1, files: { a: '', b: '' } },
        { name: 'b', ...world, ...other },
      ]),
    ).toEqual([]);
  });

  test('where pokes go on after those of another example, they do not', () => {
    expect(
      faults([
        { name: 'a', pokes: [false] },
        { name: 'b', pokes: [false, true] },
      ]),
    ).toEqual([]);
  });

  test('where an example that is to go well breaks a bound of an input', () => {
    const example = (name: string, inputs: Example, more = {}) =>
      ({ name, inputs, ...more }) as unknown as Example;
    const found = faults(
      [
        example('too many', { days: 17 } as unknown as Example, { returns: 1 }),
        example('too few', { days: 0 } as unknown as Example, { returns: 1 }),
        example('refused', { days: -1 } as unknown as Example, { raises: { type: 'ValueError' } }),
        example('at the bound', { days: 16 } as unknown as Example, { returns: 1 }),
        example('another word', { unit: 'K' } as unknown as Example, { returns: 1 }),
        example('a template', { unit: '{{ params.unit }}' } as unknown as Example, { returns: 1 }),
      ],
      [days, unit],
    );
    expect(found).toEqual([
      ['/examples/0/inputs/days', ['too many']],
      ['/examples/1/inputs/days', ['too few']],
      ['/examples/4/inputs/unit', ['another word']],
    ]);
    expect(faults([{ name: 'a', inputs: { days: 0 }, returns: 1 }], [{ ...days, template: true }])).toEqual(
      [],
    );
  });

  test('where the log must and must not hold a text', () => {
    const example = { name: 'a', logs: ['ann: 3 rows'], not_in_logs: ['secret', 'ann'] };
    expect(faults([example])).toEqual([['/examples/0/not_in_logs/1', ['a']]]);
  });
});

const PATH = 'plugins/operators/forecast_operator.py';

function draftOf(content: string): Draft {
  const files = [{ role: 'component', path: PATH, content } as const];
  return { className: 'ForecastOperator', module: 'm', pythonRoot: 'plugins', files };
}

function miss(actual: number): Finding {
  return {
    code: 'AS4301',
    severity: 'error',
    tier: 'examples',
    message: `returned: ${actual} instead of 3`,
    example: 'two days',
    expectation: 'returns',
    expected: 3,
    actual,
  };
}

function verdictOf(...findings: readonly Finding[]): Verdict {
  const environment = {
    airflow: '3.3.2',
    python: '3.13',
    state: 'failed',
    sandbox: '',
    lock: '',
    findings,
    examples: { passed: 0, total: 1 },
    timings: [],
    libraries: {},
    absent: [],
  } as const;
  return { proven: false, environments: [environment] };
}

function attemptOf(number: number, content: string, ...findings: readonly Finding[]): Attempt {
  const author = { model: 'm', promptFingerprint: '', replayed: false };
  const usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, cost: 0 };
  return { number, author, usage, ms: 0, draft: draftOf(content), verdict: verdictOf(...findings) };
}

describe('an example that nobody satisfies', () => {
  const spec = specOf([
    { name: 'first', returns: 1 },
    { name: 'two days', returns: 3 },
  ]);
  const last = { findings: [miss(4)], attempt: { draft: draftOf('c') } };

  test('is suspected when three different drafts gave the same other value, and nothing else was wrong', () => {
    const fault = immovable(spec, [attemptOf(1, 'a', miss(4)), attemptOf(2, 'b', miss(4))], last);
    expect(fault).toMatchObject({ pointer: '/examples/1/returns', examples: ['two days'] });
    expect(fault?.proposal).toContain('`returns`');
  });

  test.each([
    ['two drafts', [attemptOf(1, 'a', miss(4))]],
    ['the same draft again', [attemptOf(1, 'a', miss(4)), attemptOf(2, 'a', miss(4))]],
    ['another value', [attemptOf(1, 'a', miss(4)), attemptOf(2, 'b', miss(5))]],
  ])('is not after %s', (_, earlier) => {
    expect(immovable(spec, earlier, last)).toBeUndefined();
  });

  test('is not while something else is wrong as well', () => {
    const earlier = [attemptOf(1, 'a', miss(4)), attemptOf(2, 'b', miss(4))];
    const other: Finding = { ...miss(4), example: 'first' };
    expect(immovable(spec, earlier, { ...last, findings: [miss(4), other] })).toBeUndefined();
  });
});

describe('a diagnosis', () => {
  test('says which errors only the author of the spec can resolve', () => {
    const examples = [
      { name: 'a', inputs: { days: 2 }, returns: 1 },
      { name: 'two days', inputs: { days: 2 }, returns: 3 },
    ];
    const other: Finding = { ...miss(4), example: 'else' };
    const { errors } = diagnose(verdictOf(miss(1), other), draftOf(''), specOf(examples, [days]));
    expect(errors.map(({ resolves, fault }) => [resolves, fault?.pointer])).toEqual([
      ['spec', '/examples/1/returns'],
      ['draft', undefined],
    ]);
  });

  test('blames the spec for a bound that its example breaks, whichever side the draft takes', () => {
    const spec = specOf([{ name: 'zero', inputs: { days: 0 }, returns: 1 }], [days]);
    const unchecked: Finding = {
      code: 'AS4145',
      severity: 'error',
      tier: 'construct',
      message: 'the constructor takes 0 for `days`, which must be at least 1',
    };
    const refused: Finding = {
      code: 'AS4302',
      severity: 'error',
      tier: 'examples',
      example: 'zero',
      message: 'ValueError: days must be at least 1',
    };
    for (const finding of [unchecked, refused])
      expect(diagnose(verdictOf(finding), draftOf(''), spec).errors[0]?.resolves).toBe('spec');
  });
});
