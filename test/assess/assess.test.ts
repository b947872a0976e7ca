import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectationFor } from '../../src/assess/expectation.js';
import { librariesOf } from '../../src/assess/libraries.js';
import { similarTo } from '../../src/assess/similar.js';
import { unclearIn } from '../../src/assess/unclear.js';
import { assess } from '../../src/commands/assess.js';
import type { Spec } from '../../src/flow.js';
import { fold } from '../../src/knowledge/index.js';
import { EXIT } from '../../src/problems.js';
import { aSpec } from '../author/a-spec.js';
import { message, messagesEndpoint } from '../author/endpoint.js';
import { house, screen } from '../commands/desk.js';

function codes(fields: Partial<Spec>, libraries: readonly string[] = []): readonly string[] {
  return unclearIn(aSpec({ inputs: [], ...fields }), new Set(libraries)).map(({ code }) => code);
}

const INPUT = { name: 'message', type: 'str', description: '', template: false };
const FAILS = { name: 'fails', inputs: { message: 'x' }, raises: { type: 'ValueError' } };

describe('what is unclear', () => {
  test.each<[string, Partial<Spec>, readonly string[]]>([
    [
      'an input that no example gives',
      { inputs: [INPUT], examples: [{ name: 'a', inputs: {} }, FAILS].map((e) => ({ ...e, inputs: {} })) },
      ['AS2050'],
    ],
    ['an input that one gives', { inputs: [INPUT], examples: [FAILS] }, []],
    [
      'an exception that none raises',
      { raises: [{ when: 'x', exception: 'KeyError' }], examples: [FAILS] },
      ['AS2051'],
    ],
    ['one that is raised', { raises: [{ when: 'x', exception: 'ValueError' }], examples: [FAILS] }, []],
    ['examples of success alone', { examples: [{ name: 'a', inputs: {} }] }, ['AS2052']],
    ['a result that none shows', { returns: 'The text.', examples: [FAILS] }, ['AS2055']],
    [
      'a bound that none passes',
      { inputs: [{ ...INPUT, minimum: 1 }], examples: [{ name: 'a', inputs: { message: 2 } }] },
      ['AS2056', 'AS2052'],
    ],
    ['deferrable and none defers', { deferrable: true, examples: [FAILS] }, ['AS2057']],
    ['templated and no Jinja', { inputs: [{ ...INPUT, template: true }], examples: [FAILS] }, ['AS2058']],
    [
      'templated with Jinja',
      { inputs: [{ ...INPUT, template: true }], examples: [{ ...FAILS, inputs: { message: '{{ ds }}' } }] },
      [],
    ],
    ['a library in the prose', { description: 'Talk to it with `paramiko`.', examples: [FAILS] }, ['AS2053']],
    [
      'a declared one',
      { description: 'Talk to it with `paramiko`.', dependencies: ['paramiko>=3'], examples: [FAILS] },
      [],
    ],
    [
      'an input in the prose',
      { description: 'The input `target` says where.', examples: [FAILS] },
      ['AS2054'],
    ],
    [
      'a slip of an input',
      {
        inputs: [{ ...INPUT, name: 'bucket_name' }],
        description: 'Reads `bucket_nmae`.',
        examples: [{ ...FAILS, inputs: { bucket_name: 'x' } }],
      },
      ['AS2054'],
    ],
    ['other words in backticks', { description: 'Returns `done` and calls `GET`.', examples: [FAILS] }, []],
  ])('%s', (_name, fields, expected) => {
    expect(codes(fields, ['paramiko'])).toEqual(expected);
  });

  test('hostile prose is read in no time, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000 }), (description) => {
        expect(Array.isArray(codes({ description }))).toBe(true);
      }),
    );
    expect(codes({ description: '` '.repeat(50_000), examples: [FAILS] })).toEqual([]);
  });
});

test('libraries are told from the lock of each Airflow', () => {
  const pinned = new Map([
    ['2.11.2', new Map([['requests', '2.32.0']])],
    ['3.3.2', undefined],
  ]);
  const found = librariesOf(
    { dependencies: ['requests>=2', 'requests>=3', 'paramiko', 'x @ file:///etc'] },
    pinned,
    fold([]),
    'install',
  );
  expect(found.map(({ on }) => on.map(({ state }) => state))).toEqual([
    ['there', 'unknown'],
    ['other', 'unknown'],
    ['unknown', 'unknown'],
    ['unknown', 'unknown'],
  ]);
  expect(librariesOf({ dependencies: ['paramiko'] }, pinned, fold([]), 'absent')[0]?.on[0]).toEqual({
    airflow: '2.11.2',
    state: 'absent',
  });
});

test('similar components share words, and other ones are not shown', () => {
  const file = (name: string, argument: string) => ({
    path: `plugins/${name}.py`,
    content: `class ${name}(Base):\n    def __init__(self, *, ${argument}, **kwargs): ...\n`,
  });
  const files = [
    file('UploadReportOperator', 'bucket'),
    file('WaitForTideSensor', 'harbour'),
    file('_UploadReportHook', 'bucket'),
  ];
  const spec = { ...aSpec({ name: 'UploadInvoiceOperator' }), inputs: [{ ...INPUT, name: 'bucket' }] };
  expect(similarTo(spec, fold([]), { files })).toEqual([
    { name: 'UploadReportOperator', path: 'plugins/UploadReportOperator.py', likeness: 0.5, proven: false },
  ]);
});

describe('expectations', () => {
  const settings = { model: 'a', escalateTo: 'b', maxAttempts: 4 };
  const counts = (subjects: number, firstAttempt: number) => {
    const empty = fold([]).metrics;
    return { metrics: { ...empty, overall: { ...empty.overall, subjects, firstAttempt, runs: subjects } } };
  };

  test('say that they are a prior where nothing was run here', () => {
    const nothing = fold([]);
    const { basis, runs, success } = expectationFor(
      'x',
      900,
      { own: nothing, all: nothing },
      settings,
      () => 1,
    );
    expect(basis).toBe('no own runs yet: prior (a uniform one)');
    expect([runs, success.expected]).toEqual([0, 0.5]);
    expect(expectationFor('x', 1, { own: nothing, all: counts(4, 4) }, settings, () => 1).basis).toContain(
      '4 specs that ship',
    );
  });

  test('narrow with runs, stay between one attempt and the most, and hold what is expected', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), fc.integer({ min: 1, max: 10 }), (right, wrong, maxAttempts) => {
        const known = counts(right + wrong, right);
        const of = (all: typeof known) =>
          expectationFor('x', 900, { own: all, all }, { ...settings, maxAttempts }, () => 0.01);
        const { attempts, cost, success } = of(known);
        for (const { low, expected, high } of [attempts, cost, success].filter(
          (range) => range !== undefined,
        )) {
          expect(low).toBeLessThanOrEqual(expected + 1e-9);
          expect(expected).toBeLessThanOrEqual(high + 1e-9);
        }
        expect(attempts.low).toBeGreaterThanOrEqual(1 - 1e-9);
        expect(attempts.high).toBeLessThanOrEqual(maxAttempts + 1e-9);
        const more = of(counts(10 * (right + wrong) + 100, 10 * right + 50)).success;
        expect(more.high - more.low).toBeLessThan(success.high - success.low + 0.002);
      }),
    );
  });

  test('have no cost where a price is unknown', () => {
    const nothing = fold([]);
    expect(
      expectationFor('x', 9, { own: nothing, all: nothing }, settings, (model) =>
        model === 'a' ? 1 : undefined,
      ),
    ).not.toHaveProperty('cost');
  });
});

describe('airsmith assess', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'airsmith-assess-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const SPEC = [
    'airsmith: 1',
    'name: UploadOperator',
    'kind: operator',
    'category: file',
    'summary: Upload a file.',
    'dependencies: [requests]',
    'inputs: [{name: path, type: str, description: What to upload.}]',
    'examples: [{name: one, inputs: {path: a}}]',
    '',
  ].join('\n');

  test('asks no model, and says what it is drawn from', async () => {
    await using endpoint = await messagesEndpoint(message('{}'));
    const checkout = await house();
    const file = join(folder, 'upload.airsmith.yaml');
    await writeFile(file, SPEC);
    const shown = screen(checkout.root);
    const env = { ...shown.terminal.env, ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: endpoint.url };
    const terminal = { ...shown.terminal, env };
    expect(await assess([file], { json: true }, terminal)).toBe(EXIT.done);
    const { specs, problems } = JSON.parse(shown.out);
    expect(specs[0]).toMatchObject({
      name: 'UploadOperator',
      airflow: [
        { version: '2.8.1', lock: true },
        { version: '2.11.2', lock: true },
        { version: '3.3.2', lock: true },
      ],
      expectation: { runs: 6, basis: expect.stringMatching(/^from 6 runs/) },
      unclear: 1,
    });
    expect(specs[0].libraries[0].on.map(({ state }: { state: string }) => state)).toEqual([
      'there',
      'there',
      'there',
    ]);
    expect(problems.map(({ code }: { code: string }) => code)).toEqual(['AS2052']);

    shown.out = '';
    expect(await assess([file], {}, terminal)).toBe(EXIT.done);
    expect(shown.out).toMatch(/right at first 0\.\d\d \(/);
    expect(shown.out).toMatch(/nothing was spent/);
    expect(endpoint.asked).toEqual([]);
  });

  test('a spec that cannot be built is no success', async () => {
    const file = join(folder, 'wrong.airsmith.yaml');
    await writeFile(file, SPEC.replace('kind: operator', 'kind: thing'));
    const shown = screen(folder);
    expect(await assess([file], { json: true }, shown.terminal)).toBe(EXIT.unproven);
    expect(JSON.parse(shown.out)).toMatchObject({ ok: false, specs: [] });
  });
});
