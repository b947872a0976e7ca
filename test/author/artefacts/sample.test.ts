/** The arguments that the example DAG shows, and that the tests build the component with. */

import { describe, expect, test } from 'vitest';
import { sampleArguments } from '../../../src/author/artefacts/sample.js';
import type { Spec } from '../../../src/flow.js';
import { anInput, artefact, aSpec } from './a-spec.js';

function sampleOf(fields: Partial<Spec>): readonly [{ readonly [name: string]: unknown }, boolean] {
  const sample = sampleArguments(aSpec(fields));
  return [Object.fromEntries(sample.arguments), sample.certain];
}

describe('sample arguments', () => {
  test('are those of the first example that should succeed', () => {
    const inputs = [anInput({ name: 'a', type: 'int' }), anInput({ name: 'b', type: 'int', default: 1 })];
    const examples = [
      { name: 'fails', inputs: { a: -1 }, raises: { type: 'ValueError' } },
      { name: 'works', inputs: { b: 3, a: 2 } },
      { name: 'works too', inputs: { a: 4 } },
    ];
    expect(sampleOf({ inputs, examples })).toEqual([{ a: 2, b: 3 }, true]);
  });

  test('come without the world of the example, which has no server and no folder outside of it', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the notation of specs
    const examples = [{ name: 'works', inputs: { path: '${dir}/a.csv', url: ['${http}/x'] } }];
    const inputs = [anInput({ name: 'path' }), anInput({ name: 'url', type: 'list[str]' })];
    expect(sampleOf({ inputs, examples })).toEqual([
      { path: '/tmp/airflow-example/a.csv', url: ['http://localhost:8080/x'] },
      true,
    ]);
  });

  test('are made up from type, enum, range and pattern where there is no example', () => {
    const inputs = [
      anInput({ name: 'text' }),
      anInput({ name: 'choice', enum: ['low', 'high'] }),
      anInput({ name: 'count', type: 'int', minimum: 5 }),
      anInput({ name: 'share', type: 'float', maximum: 0.5 }),
      anInput({ name: 'flag', type: 'bool' }),
      anInput({ name: 'names', type: 'list[str]' }),
      anInput({ name: 'more', type: 'dict[str, int] | None' }),
      anInput({ name: 'day', pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
      anInput({ name: 'optional', default: null }),
    ];
    expect(sampleOf({ inputs })).toEqual([
      {
        text: 'example',
        choice: 'low',
        count: 5,
        share: 0.5,
        flag: false,
        names: [],
        more: {},
        day: '2026-01-01',
      },
      true,
    ]);
  });

  test('take from a failing example what fits the input, not what it fails for', () => {
    const inputs = [
      anInput({ name: 'code', pattern: '^[A-Z]{3}-[0-9]$' }),
      anInput({ name: 'n', type: 'int', maximum: 9 }),
    ];
    const examples = [
      { name: 'n too large', inputs: { code: 'ABC-1', n: 10 }, raises: { type: 'ValueError' } },
      { name: 'bad code', inputs: { code: 'abc', n: 7 }, raises: { type: 'ValueError' } },
    ];
    expect(sampleOf({ inputs, examples })).toEqual([{ code: 'ABC-1', n: 7 }, true]);
  });

  test('are a guess where nothing in the spec satisfies a pattern; then no test builds the component', () => {
    const inputs = [anInput({ name: 'code', pattern: '^[A-Z]{3}-[0-9]$' })];
    expect(sampleOf({ inputs })).toEqual([{ code: 'example' }, false]);
    expect(artefact(aSpec({ inputs }), 'test')).not.toContain('build(');
    expect(artefact(aSpec({ inputs }), 'test')).toContain('def test_extends_the_base_class');
  });

  test('are found in time, whatever a pattern costs', () => {
    const start = performance.now();
    const examples = [{ name: 'a', inputs: { code: 'a'.repeat(60) }, raises: { type: 'ValueError' } }];
    const inputs = [anInput({ name: 'code', pattern: '^(a+)+$(?<=b)' })];
    expect(sampleOf({ inputs, examples })).toEqual([{ code: 'example' }, false]);
    expect(performance.now() - start).toBeLessThan(60_000);
  });
});

describe('the example DAG', () => {
  const param = { name: 'limit', type: 'int', default: 7, description: 'How many.' };
  const limit = anInput({ name: 'limit', type: 'int', default: 5, template: true });

  test('fills a templated input from the param of its name, as a number and not as its text', () => {
    const dag = artefact(aSpec({ inputs: [limit], params: [param] }), 'dag');
    expect(dag).toContain('limit="{{ params.limit }}"');
    expect(dag).toContain('render_template_as_native_obj=True');
    expect(dag).toContain('"limit": Param(7, type="integer", description="How many.")');
  });

  test('leaves an input alone that Airflow does not render', () => {
    const dag = artefact(aSpec({ inputs: [{ ...limit, template: false }], params: [param] }), 'dag');
    expect(dag).not.toContain('{{');
    expect(dag).not.toContain('native');
  });

  test('has the params that the templates of its arguments use', () => {
    const inputs = [anInput({ template: true })];
    const examples = [
      { name: 'a', inputs: { note: 'in {{ params.year }}' }, context: { params: { year: 2014, unused: 1 } } },
    ];
    const dag = artefact(aSpec({ inputs, examples }), 'dag');
    expect(dag).toContain('params={"year": Param(2014, type="integer")}');
  });

  test('takes null where that is the default, and asks where there is no default', () => {
    const params = [
      { name: 'mode', type: 'str', default: null, enum: ['a'], description: 'M.' },
      { name: 'day', type: 'str', description: 'D.' },
    ];
    const dag = artefact(aSpec({ params }), 'dag');
    expect(dag).toContain('"mode": Param(None, type=["null", "string"], enum=["a", None], description="M.")');
    expect(dag).toContain('"day": Param(type="string", description="D.")');
  });

  test('calls a method of a hook, lists what it iterates, and hands params over by the context', () => {
    const method = {
      name: 'rows',
      inputs: [anInput({ name: 'table' }), anInput({ name: 'limit', type: 'int', default: 1 })],
    };
    const examples = [
      { name: 'fails', call: { method: 'rows', args: { table: 'x' } }, raises: { type: 'ValueError' } },
      { name: 'two', call: { method: 'rows', args: { table: 'orders', limit: 2 } }, returns: [1, 2] },
    ];
    const hook = aSpec({ name: 'ThingHook', kind: 'hook', methods: [method], params: [param], examples });
    expect(artefact(hook, 'dag')).toContain(
      [
        '    @task',
        '    def call_rows(**context):',
        '        hook = ThingHook()',
        '        return list(hook.rows(table="orders", limit=context["params"]["limit"]))',
        '',
        '    call_rows()',
      ].join('\n'),
    );
  });
});

describe('the tests', () => {
  test('refuse values outside of what the spec allows, but not for inputs that are checked after rendering', () => {
    const inputs = [
      anInput({ name: 'days', type: 'int', minimum: 1, maximum: 16 }),
      anInput({ name: 'unit', enum: ['c', 'f'] }),
      anInput({ name: 'later', type: 'int', minimum: 1, template: true }),
    ];
    const tests = artefact(aSpec({ inputs }), 'test');
    expect(tests).toContain('[("days", 0), ("days", 17), ("unit", "not c")]');
    expect(tests).not.toContain('("later", 0)');
  });

  test('need no world where the spec has no examples', () => {
    expect(artefact(aSpec(), 'test')).not.toContain('airsmith_world');
  });
});
