/**
 * Files of the earlier generator. Each folder of `fixtures/legacy` holds one, the version 1 that `airsmith spec migrate`
 * makes of it, and what it says about that.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Spec } from '../../src/flow.js';
import { renderProblem } from '../../src/report/problem.js';
import { migrateSpec, readSpec } from '../../src/spec/index.js';
import { contextOfTests, fixture } from './context.js';

const folder = fixture('legacy');
const names = readdirSync(folder);

function open(name: string) {
  const file = readdirSync(new URL(`${name}/`, folder)).find((entry) => entry.startsWith('spec.')) ?? '';
  return { path: `specs/${file}`, bytes: readFileSync(new URL(`${name}/${file}`, folder)) };
}

/** What a spec says, without where it says it. */
function meaning({ path: _path, fingerprint: _fingerprint, positions: _positions, ...rest }: Spec) {
  return rest;
}

async function read(path: string, bytes: string | Uint8Array): Promise<Spec> {
  const result = await readSpec(path, bytes, await contextOfTests());
  if (!result.ok) throw new Error(result.problems.map((problem) => renderProblem(problem)).join('\n'));
  return result.spec;
}

describe('a file of the earlier generator', () => {
  test.each(names)('%s migrates to version 1 and says what it did', async (name) => {
    const { path, bytes } = open(name);
    const migrated = await migrateSpec({ path, bytes });
    if (!migrated.ok) throw new Error(migrated.problems.map((problem) => renderProblem(problem)).join('\n'));
    const ending = path.endsWith('.json') ? 'json' : 'yaml';
    await expect(migrated.text).toMatchFileSnapshot(new URL(`${name}/expected.${ending}`, folder).pathname);
    const told = migrated.problems.map((problem) => `${renderProblem(problem)}\n`).join('\n');
    await expect(told).toMatchFileSnapshot(new URL(`${name}/expected.txt`, folder).pathname);
  });

  test.each(names)('%s means the same before and after', async (name) => {
    const { path, bytes } = open(name);
    const migrated = await migrateSpec({ path, bytes });
    if (!migrated.ok) throw new Error('not migrated');
    expect(meaning(await read(path, migrated.text))).toEqual(meaning(await read(path, bytes)));
  });

  test.each(names)('%s stays as it is when it is migrated again', async (name) => {
    const { path, bytes } = open(name);
    const once = await migrateSpec({ path, bytes });
    if (!once.ok) throw new Error('not migrated');
    const twice = await migrateSpec({ path, bytes: Buffer.from(once.text) });
    expect(twice).toEqual({ ok: true, changed: false, text: once.text, problems: [] });
  });

  test('points at its own lines, not at those of version 1', async () => {
    const { path, bytes } = open('file_sensor');
    const wrong = bytes.toString().replace('name: minimum_bytes', 'name: timeout');
    const result = await readSpec(path, wrong, await contextOfTests());
    const [problem] = result.ok ? [] : result.problems.filter(({ severity }) => severity === 'error');
    expect(problem?.code).toBe('AS1007');
    expect(problem?.excerpt).toBe('  - name: timeout');
    expect(problem?.position?.column).toBe('  - name: '.length + 1);
  });

  test('gives texts their values by type', async () => {
    const { path, bytes } = open('vector_operator');
    const { inputs } = await read(path, bytes);
    const facts = Object.fromEntries(inputs.map(({ name, type, default: value }) => [name, [type, value]]));
    expect(facts).toEqual({
      collection: ['str', undefined],
      metadata: ['dict[str, str] | None', null],
      vectors: ['list[list[float]]', undefined],
      headers: ['dict[str, Any]', {}],
      tags: ['list[str]', ['a', 'b']],
      batch: ['int | str', 64],
      score: ['float', 0.5],
      model: ['str', 'ada'],
      region: ['str | None', null],
      callback: ['Any', null],
      limit: ['int', 10],
    });
  });

  test('drops nothing in silence: every field is in the spec or under `legacy` with a warning', async () => {
    const { path, bytes } = open('file_sensor');
    const result = await readSpec(path, bytes, await contextOfTests());
    if (!result.ok) throw new Error('not read');
    const { legacy = {} } = result.spec;
    expect(Object.keys(legacy)).toEqual([
      'inputs',
      'params',
      'display_name',
      'platforms',
      'icon',
      'template_ext',
      'poke_interval',
      'author',
      'version',
      'license',
      'documentation_url',
    ]);
    const warned = result.warnings.filter(({ code }) => code === 'AS1040').map(({ message }) => message);
    expect(warned).toHaveLength(Object.keys(legacy).length);
    expect(result.spec.returns).toContain('Whether the file is there');
    expect(result.spec.description).toContain('- Ignore files that are still being written.');
  });
});
