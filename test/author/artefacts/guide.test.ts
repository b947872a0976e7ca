/** The guide for people who write specs says what is read: its specs are right, and no field is left out. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../src/config.js';
import { readSpec, reservedNames } from '../../../src/spec/index.js';
import { artefactsOf } from './a-spec.js';
import { shapes } from './cpython.js';

const ROOT = join(import.meta.dirname, '../../..');
const GUIDE = readFileSync(join(ROOT, 'docs/spec-format.md'), 'utf8');
const BLOCKS = [...GUIDE.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');
const SPECS = BLOCKS.filter((block) => block.includes('airsmith: 1'));

interface Schema {
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly definitions?: { readonly [name: string]: Schema };
}

async function read(text: string) {
  return readSpec('specs/order_export.airsmith.yaml', text, {
    defaultRange: DEFAULT_SETTINGS.airflow,
    airflowVersions: DEFAULT_SETTINGS.airflowVersions,
    reserved: await reservedNames(),
  });
}

describe('the guide to specs', () => {
  test('has a spec that is read without a problem, and artefacts can be made from it', async () => {
    expect(SPECS).toHaveLength(1);
    const result = await read(SPECS[0] ?? '');
    expect(result).toMatchObject({ ok: true, warnings: [] });
    if (!result.ok) return;
    const python = artefactsOf(result.spec).filter((file) => file.path.endsWith('.py'));
    for (const shape of shapes(python.map((file) => file.content))) expect(shape).toMatch(/^Module\(/);
  });

  test('has exchanges that a spec may hold', async () => {
    const exchanges = BLOCKS.filter((block) => block.startsWith('given:'));
    expect(exchanges).toHaveLength(1);
    const indented = (exchanges[0] ?? '').replace(/^(?=.)/gm, '    ');
    const spec = (SPECS[0] ?? '').replace(
      /^examples:[\s\S]*/m,
      `examples:\n  - name: one\n    inputs: {path: a}\n${indented}`,
    );
    expect(await read(spec)).toMatchObject({ ok: true, warnings: [] });
  });

  test('names every field and every key that the schema knows', () => {
    const schema = JSON.parse(readFileSync(join(ROOT, 'schema/spec-1.schema.json'), 'utf8')) as Schema;
    const parts = ['input', 'connection', 'method', 'raise', 'dagParam', 'example', 'given', 'exchange'];
    const known = [schema, ...parts.map((part) => schema.definitions?.[part] ?? {})];
    const keys = new Set(known.flatMap((part) => Object.keys(part.properties ?? {})));
    expect(keys.size).toBeGreaterThan(50);
    const missing = [...keys].filter((key) => !new RegExp(`[\`{ ,]${key}[\`?:, }]`).test(GUIDE));
    expect(missing).toEqual([]);
  });

  test('names in braces what the schema knows, with a question mark behind what may be left out', () => {
    const schema = JSON.parse(readFileSync(join(ROOT, 'schema/spec-1.schema.json'), 'utf8')) as Schema;
    const { connection, method, raise, dagParam, call, example, given } = schema.definitions ?? {};
    const parts: readonly [string, Schema | undefined][] = [
      ['connection', connection],
      ['methods', method],
      ['raises', raise],
      ['params', dagParam],
      ['call', call],
      ['between', example?.properties?.['between']?.items],
      ['xcom', given?.properties?.['xcom']?.items],
      ['raises', example?.properties?.['raises']],
      ['sql', example?.properties?.['sql']?.items],
    ];
    for (const [field, { properties = {}, required = [] } = {}] of parts) {
      const keys = Object.keys(properties).map((key) => (required.includes(key) ? key : `${key}?`));
      const rows = GUIDE.split('\n').filter((line) => line.startsWith(`| \`${field}\` |`));
      expect(rows.join('\n'), field).toContain(`\`{${keys.join(', ')}}\``);
    }
  });

  test('links only to what is there', () => {
    const anchors = new Set(
      [...GUIDE.matchAll(/^#+ (.*)$/gm)].map(
        (match) =>
          `#${(match[1] ?? '')
            .toLowerCase()
            .replace(/[^\w -]/g, '')
            .replaceAll(' ', '-')}`,
      ),
    );
    const inside = [...GUIDE.matchAll(/\]\((#[^)]*)\)/g)].map((match) => match[1] ?? '');
    expect(inside.filter((anchor) => !anchors.has(anchor))).toEqual([]);
  });
});
