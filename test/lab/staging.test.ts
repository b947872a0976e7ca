import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Draft } from '../../src/flow.js';
import { stage } from '../../src/lab/staging.js';

it('shows the tests, which hold what is expected, to nobody but the job that runs them', async () => {
  const base = await mkdtemp(join(tmpdir(), 'airsmith-staging-'));
  // A repository whose components and tests share one folder: no rule for folders could keep them apart.
  const draft: Draft = {
    className: 'A',
    module: 'a',
    pythonRoot: '.',
    files: [
      { role: 'component', path: 'a.py', content: 'A = 1\n' },
      { role: 'test', path: 'test_a.py', content: 'EXPECTED = 1\n' },
    ],
  };
  const staged = await stage(draft, base);
  expect((await readdir(staged.root)).sort()).toEqual(['a.py', 'test_a.py']);
  expect(await readdir(staged.code)).toEqual(['a.py']);
  expect(staged.root.startsWith(staged.code) || staged.code.startsWith(staged.root)).toBe(false);
  await staged.dispose();
  expect(await readdir(base)).toEqual([]);
  await rm(base, { recursive: true });
});
