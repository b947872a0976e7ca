/** Whatever the earlier generator wrote, reading it and reading what it migrates to come to the same. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { migrateSpec, readSpec } from '../../src/spec/index.js';
import { contextOfTests } from './context.js';

const words = fc.stringMatching(/^[A-Za-z][A-Za-z ,.:#'"{}\n|&*!%@-]{0,40}$/);
/** Types with the defaults that the earlier generator wrote for them. */
const DEFAULTS: { readonly [type: string]: readonly unknown[] } = {
  str: ['x', "'x'", '', 'None', '3', '{{ ds }}', 'a: b # c'],
  string: ['x', 7, true],
  int: ['3', 3, 'None', ''],
  integer: ['0', null],
  float: ['0.5', 1, '2'],
  bool: ['True', 'false', 'yes', true],
  Any: ['None', 'x', '[1, 2]', { a: [1] }],
  'List[str]': ['[]', "['a', 'b']", ['a'], 'None', 'list()'],
  'Optional[str]': ['None', null, 'x'],
  'Optional[Dict[str, str]]': ['{}', "{'a': 'it\\'s'}", '{"a": "b"}', { a: 'b' }],
  'Union[str, List[int]]': ['x', '[1]'],
  'Dict[str, Any]': ['{}', "{'a': True, 'b': None}", 'dict()'],
  datetime: ['None', '2026-03-01'],
  Callable: ['None'],
};
const typeAndDefault = fc
  .constantFrom(...Object.keys(DEFAULTS))
  .chain((type) =>
    fc.record(
      { type: fc.constant(type), default: fc.constantFrom(...(DEFAULTS[type] ?? [])) },
      { requiredKeys: ['type'] },
    ),
  );

function input(index: number) {
  const rest = fc.record(
    {
      display_name: words,
      description: words,
      required: fc.boolean(),
      template_field: fc.boolean(),
      unit: words,
    },
    { requiredKeys: [] },
  );
  return fc
    .tuple(typeAndDefault, rest)
    .map(([typed, more]) => ({ name: `field_${index}`, ...typed, ...more }));
}

const legacy = fc.record(
  {
    name: fc.constantFrom('OrderOperator', 'OrderSensor', 'OrderHook', 'order'),
    display_name: words,
    description: words,
    category: fc.constantFrom('http', 'File System', 'ML/AI'),
    component_type: fc.boolean(),
    platforms: fc.array(words, { maxLength: 2 }),
    inputs: fc.tuple(input(0), input(1), input(2)),
    config_params: fc.tuple(input(3)),
    runtime_params: fc.tuple(input(4)),
    outputs: fc.array(fc.record({ name: words, type: words, description: words }), { maxLength: 2 }),
    requirements: fc.array(words, { maxLength: 2 }),
    dependencies: fc.subarray(['apache-airflow>=2.8', 'requests>=2.31', 'boto3']),
    base_class: fc.constantFrom('BaseOperator', 'BaseSensor', 'BaseHook', 'HouseBase', 'a b'),
    template_fields: fc.subarray(['field_0', 'field_1', 'other']),
    implementation_hints: fc.oneof(words, fc.array(words, { maxLength: 2 })),
    prerequisites: fc.record({ services: fc.array(words, { maxLength: 2 }) }),
    poke_interval: fc.nat(),
    author: words,
    'odd ~/ key': words,
  },
  { requiredKeys: ['name', 'display_name', 'category'] },
);

test('a migrated file reads as the file did', async () => {
  const context = await contextOfTests();
  let read = 0;
  await fc.assert(
    fc.asyncProperty(legacy, fc.constantFrom('yaml', 'json', 'md'), async (drawn, format) => {
      const kind = /(Operator|Sensor|Hook)$/.exec(drawn.name ?? '')?.[1]?.toLowerCase() ?? 'operator';
      const fields = { ...drawn, ...('component_type' in drawn ? { component_type: kind } : {}) };
      const yaml =
        format === 'json' ? JSON.stringify(fields) : stringify(fields, { aliasDuplicateObjects: false });
      const text = format === 'md' ? `---\n${yaml}---\nThe body.\n` : yaml;
      const path = `specs/order.airsmith.${format}`;
      const before = await readSpec(path, text, context);
      const migrated = await migrateSpec({ path, bytes: Buffer.from(text) });
      expect(migrated.ok).toBe(true);
      if (!migrated.ok) return;
      const after = await readSpec(path, migrated.text, context);
      expect(after.ok).toBe(before.ok);
      if (!before.ok || !after.ok) {
        const codes = (result: typeof before) =>
          result.ok
            ? []
            : result.problems
                .filter((p) => p.severity === 'error')
                .map((p) => p.code)
                .sort();
        expect(codes(after)).toEqual(codes(before));
        return;
      }
      read++;
      const { path: _a, fingerprint: _b, positions: _c, ...was } = before.spec;
      const { path: _d, fingerprint: _e, positions: _f, ...is } = after.spec;
      expect(is).toEqual(was);
    }),
    { numRuns: 150 },
  );
  expect(read).toBeGreaterThan(60);
});
