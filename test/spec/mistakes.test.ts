/**
 * What a person is told about a mistake. Each folder of `fixtures/mistakes` holds a spec with one, and the text that
 * airsmith prints. `npx vitest run test/spec -u` rewrites the texts; read them in the diff.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { renderProblem } from '../../src/report/problem.js';
import { readSpec, SPEC_PROBLEMS } from '../../src/spec/index.js';
import { contextOfTests, fixture } from './context.js';

const folder = fixture('mistakes');

async function told(name: string): Promise<string> {
  const file = readdirSync(new URL(`${name}/`, folder)).find((entry) => entry.startsWith('spec.')) ?? '';
  const bytes = readFileSync(new URL(`${name}/${file}`, folder));
  const result = await readSpec(`specs/${file.replace('spec', 'orders')}`, bytes, await contextOfTests());
  const problems = result.ok ? result.warnings : result.problems;
  for (const problem of problems) expect(Object.keys(SPEC_PROBLEMS)).toContain(problem.code);
  return problems.map((problem) => `${renderProblem(problem)}\n`).join('\n');
}

describe('every mistake is placed, explained and answered with a remedy', () => {
  test.each(readdirSync(folder))('%s', async (name) => {
    const text = await told(name);
    expect(text).not.toBe('');
    expect(text).not.toMatch(/\.(js|ts):\d+|^\s+at /m);
    await expect(text).toMatchFileSnapshot(new URL(`${name}/expected.txt`, folder).pathname);
  });
});
