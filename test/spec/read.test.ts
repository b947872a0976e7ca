/** What is right is read, with nothing refused and nothing lost. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Json, Spec } from '../../src/flow.js';
import { renderProblem } from '../../src/report/problem.js';
import { readSpec, readSpecs } from '../../src/spec/index.js';
import { contextOfTests, fixture } from './context.js';

const right = fixture('right');
const examples = new URL('../../examples/specs/', import.meta.url);

async function read(path: string, content: string | Uint8Array): Promise<Spec> {
  const result = await readSpec(path, content, await contextOfTests());
  const problems = result.ok ? result.warnings : result.problems;
  expect(problems.map((problem) => renderProblem(problem))).toEqual([]);
  if (!result.ok) throw new Error('not read');
  return result.spec;
}

function meaning({ path: _path, fingerprint: _fingerprint, positions: _positions, ...rest }: Spec) {
  return rest;
}

describe('a right spec is read without a word', () => {
  test.each(readdirSync(right))('%s', async (name) => {
    const spec = await read(`specs/${name}`, readFileSync(new URL(name, right)));
    const path = new URL(`../normalised/${name}.json`, right).pathname;
    const { positions: _positions, ...rest } = spec;
    await expect(`${JSON.stringify(rest, null, 2)}\n`).toMatchFileSnapshot(path);
  });

  test.each(readdirSync(examples))('the example %s, whose first line names the schema', async (name) => {
    const text = readFileSync(new URL(name, examples), 'utf8');
    const lines = text.split('\n');
    expect(lines[name.endsWith('.md') ? 1 : 0]).toBe(
      '# yaml-language-server: $schema=../../schema/spec-1.schema.json',
    );
    const own = await read(`specs/${name}`, readFileSync(new URL(name, right)));
    expect(meaning(await read(`specs/${name}`, text))).toEqual(meaning(own));
  });
});

const HEAD =
  'airsmith: 1\nname: XOperator\nkind: operator\ncategory: http\nsummary: S.\nexamples: [{name: a}]\n';

describe('a text', () => {
  test('with commas inside braces stays whole where it is prose', async () => {
    const spec = await read(
      'x.yaml',
      `${HEAD}raises:\n  - {when: a, b or\n      c is 3, or more, exception: ValueError}\n`,
    );
    expect(spec.raises).toEqual([{ when: 'a, b or c is 3, or more', exception: 'ValueError' }]);
  });

  test('with commas inside braces is never guessed at where it is not prose', async () => {
    const text = `${HEAD.replace('{name: a}', '{name: a, given: {modules: {nemo, torch}}, returns: {message: a, b}}')}`;
    const spec = await read('x.yaml', text);
    expect(spec.examples[0]?.['given']).toEqual({ modules: { nemo: null, torch: null } });
    expect(spec.examples[0]?.['returns']).toEqual({ message: 'a', b: null });
  });

  test('that looks like a date stays a text', async () => {
    const spec = await read(
      'x.yaml',
      HEAD.replace('{name: a}', '{name: a, returns: [2026-03-01, 12:30:00, no, ~]}'),
    );
    expect(spec.examples[0]?.['returns']).toEqual(['2026-03-01', '12:30:00', 'no', null]);
  });

  test('that travels is taken as it is written', async () => {
    const spec = await read('x.yaml', readFileSync(new URL('everything.airsmith.yaml', right)));
    const given = spec.examples[0]?.['given'] as { http: { request: Json }[]; connection: Json; env: Json };
    expect(given.http[0]?.request).toMatchObject({
      query: { page: '2', size: '59.910', all: 'true', tag: ['a', 'b'], none: null },
      headers: { 'x-n': '1', authorization: null },
      form: { a: '1' },
    });
    expect(given.connection).toMatchObject({ password: '0x10', extra: { timeout: 3 } });
    expect(given.env).toEqual({ SHOP: '1', _x: 'y' });
    expect(spec.examples[0]?.['logs']).toEqual(['200', 'done']);
  });
});

describe('what has several right forms', () => {
  test.each([
    '{ds: "2026-03-01", ds_nodash: "20260301", ts: "2026-03-01T06:30:00+00:00"}',
    '{ds: 2024-02-29, logical_date: 2024-02-29, execution_date: "20240229T063000Z"}',
    '{logical_date: "2026-03-01 06:30:00.123456+0200", data_interval_start: "2026-03-01T06:30Z"}',
    '{logical_date: null, ds: null, params: {ds: nope}, another: nope}',
  ])('the dates of a context: %s', async (context) => {
    const spec = await read('x.yaml', HEAD.replace('{name: a}', `{name: a, context: ${context}}`));
    expect(spec.examples[0]?.['context']).toBeDefined();
  });

  test.each(['"#Ab3"', '"#ABCDEF"', 'AliceBlue', 'rebeccapurple', 'grey', 'transparent'])(
    'a colour: %s',
    async (colour) => {
      const spec = await read('x.yaml', `${HEAD}ui_color: ${colour}\n`);
      expect(spec.ui_color).toBe(colour.replaceAll('"', ''));
    },
  );
});

describe('places', () => {
  test('every value stands under its pointer, every key under `key:` and the pointer of its value', async () => {
    const text = `${HEAD}inputs:\n  - name: day\n    type: str\n    description: D.\n    default: 'a'\n`;
    const { positions } = await read('specs/x.yaml', text);
    expect(positions['/inputs/0/name']).toEqual({ path: 'specs/x.yaml', line: 8, column: 11, endColumn: 14 });
    expect(positions['key:/inputs/0/default']).toEqual({
      path: 'specs/x.yaml',
      line: 11,
      column: 5,
      endColumn: 12,
    });
    const lines = text.split('\n');
    for (const { line, column, endColumn } of Object.values(positions)) {
      expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
      expect(endColumn).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
    }
  });

  test('are those of the file in Markdown, behind a byte order mark and with Windows line ends', async () => {
    const text = `---\n${HEAD}---\nBody.\n\nMore.\n`;
    const plain = await read('x.md', text);
    const windows = await read('x.md', `\uFEFF${text.replaceAll('\n', '\r\n')}`);
    expect(plain.positions['/name']?.line).toBe(3);
    expect(plain.description).toBe('Body.\n\nMore.');
    expect(windows.positions).toEqual(plain.positions);
    expect(meaning(windows)).toEqual(meaning(plain));
    expect(windows.fingerprint).not.toBe(plain.fingerprint);
  });
});

describe('defaults', () => {
  test('are filled in, and absent things stay absent', async () => {
    expect(meaning(await read('x.yaml', HEAD))).toEqual({
      name: 'XOperator',
      kind: 'operator',
      language: 'python',
      category: 'http',
      summary: 'S.',
      description: '',
      airflow: '>=2.8,<4',
      dependencies: [],
      inputs: [],
      methods: [],
      deferrable: false,
      raises: [],
      hints: [],
      params: [],
      examples: [{ name: 'a' }],
    });
  });

  test('of null are defaults, and not the lack of one', async () => {
    const text = `${HEAD}inputs:\n  - {name: a, type: str | None, description: A., default: null}\n  - {name: b, type: str | None, description: B.}\n`;
    const { inputs } = await read('x.yaml', text.replace('{name: a}]', '{name: a, inputs: {b: null}}]'));
    expect(inputs.map((input) => 'default' in input)).toEqual([true, false]);
  });
});

describe('specs that are to be built', () => {
  const settings = { airflow: '>=2.8,<4', airflowVersions: ['2.8.1', '3.3.2'] };
  const source = (path: string, text: string) => ({ path, bytes: Buffer.from(text) });

  test('may not describe one component twice; the first stays', async () => {
    const { specs, problems } = await readSpecs(
      [source('specs/a.airsmith.yaml', HEAD), source('specs/b.airsmith.yaml', HEAD)],
      settings,
    );
    expect(specs.map(({ path }) => path)).toEqual(['specs/a.airsmith.yaml']);
    expect(problems.map(({ code, position }) => [code, position?.path, position?.line])).toEqual([
      ['AS1048', 'specs/b.airsmith.yaml', 2],
    ]);
  });

  test('hold one another back in nothing', async () => {
    const { specs, problems } = await readSpecs(
      [source('specs/a.airsmith.yaml', 'kind: ['), source('specs/b.airsmith.yaml', HEAD)],
      settings,
    );
    expect(specs).toHaveLength(1);
    expect(problems.map(({ code }) => code)).toEqual(['AS1004']);
  });

  test('are Python for now: a TypeScript task is read, and said to be not yet built', async () => {
    const bytes = readFileSync(new URL('send_mail.airsmith.yaml', right));
    const { specs, problems } = await readSpecs([{ path: 'specs/send_mail.airsmith.yaml', bytes }], settings);
    expect(specs).toEqual([]);
    expect(problems.map(({ code, position }) => [code, position?.line])).toEqual([['AS1036', 4]]);
  });

  test('may use a name that only other Airflow versions reserve', async () => {
    const input = 'inputs: [{name: is_async, type: bool, description: D., default: false}]\n';
    const narrow = await readSpecs([source('a.yaml', `${HEAD}airflow: "<3"\n${input}`)], settings);
    expect(narrow.problems).toEqual([]);
    const wide = await readSpecs([source('a.yaml', `${HEAD}${input}`)], settings);
    expect(wide.problems.map(({ code }) => code)).toEqual(['AS1007']);
  });
});
