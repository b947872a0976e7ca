/** Whatever the earlier generator wrote, reading it and reading what it migrates to come to the same. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { migrateSpec, readSpec } from '../../src/spec/index.js';
import { contextOfTests } from './context.js';

const words = fc.stringMatching(/^[A-Za-z][A-Za-z ,.:#'"{}\n|&*!%@-]{0,40}$/);
const type = fc.constantFrom(
  'str',
  'int',
  'float',
  'bool',
  'string',
  'integer',
  'Any',
  'List[str]',
  'Optional[str]',
  'Optional[Dict[str, str]]',
  'Union[str, List[int]]',
  'Dict[str, Any]',
  'datetime',
  'Callable',
);
const fallback = fc.constantFrom<unknown>(
  '3',
  '{}',
  '[]',
  'None',
  '',
  'True',
  "['a']",
  "'x'",
  7,
  1.5,
  true,
  null,
  '{{ ds }}',
);

function input(index: number) {
  return fc.record(
    {
      name: fc.constant(`field_${index}`),
      type,
      display_name: words,
      description: words,
      required: fc.boolean(),
      default: fallback,
      template_field: fc.boolean(),
      unit: words,
    },
    { requiredKeys: ['name', 'type'] },
  );
}

const legacy = fc.record(
  {
    name: fc.constantFrom('OrderOperator', 'OrderSensor', 'OrderHook'),
    display_name: words,
    description: words,
    category: fc.constantFrom('http', 'File System', 'ML/AI'),
    component_type: fc.constantFrom('operator', 'sensor', 'hook'),
    platforms: fc.array(words, { maxLength: 2 }),
    inputs: fc.tuple(input(0), input(1), input(2)),
    config_params: fc.tuple(input(3)),
    runtime_params: fc.tuple(input(4)),
    outputs: fc.array(fc.record({ name: words, type, description: words }), { maxLength: 2 }),
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
    fc.asyncProperty(legacy, fc.constantFrom('yaml', 'json', 'md'), async (fields, format) => {
      const yaml = format === 'json' ? JSON.stringify(fields) : stringify(fields);
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
  expect(read).toBeGreaterThan(20);
});
