/** Which files of a repository a component may import. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRepository } from '../src/adapters/git.js';
import { DEFAULT_SETTINGS } from '../src/config.js';
import { houseIn, readHouse } from '../src/house.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'airsmith-house-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `# ${path}\n`);
  }
}

async function pathsOf(commit?: string): Promise<readonly string[]> {
  const repository = await openRepository(root, { env: process.env });
  const { house, problems } = await readHouse(DEFAULT_SETTINGS, houseIn(repository, commit));
  expect(problems).toEqual([]);
  return house.files.map(({ path }) => path).sort();
}

test('Python below the python-path, without tests, secrets, hidden files, links and everything else', async () => {
  put('plugins/company/base.py', 'include/client.py', 'dags/daily.py', 'plugins/operators/__init__.py');
  put(
    'setup.py',
    'include/.env',
    'include/key.json',
    'include/.hidden/a.py',
    'plugins/a.sql',
    '.git-secret.py',
  );
  put('plugins/tests/a.py', 'include/test_client.py', 'dags/conftest.py', 'plugins/company/base_test.py');
  put('outside/secret.py');
  symlinkSync('../outside/secret.py', join(root, 'include/linked.py'));
  symlinkSync('../outside', join(root, 'include/folder'));
  const expected = [
    'dags/daily.py',
    'include/client.py',
    'plugins/company/base.py',
    'plugins/operators/__init__.py',
  ];
  expect(await pathsOf()).toEqual(expected);

  const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim();
  git('init', '-q');
  git('add', '--all');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'a');
  writeFileSync(join(root, 'include/later.py'), '');
  expect(await pathsOf(git('rev-parse', 'HEAD'))).toEqual(expected);
});

test('tests that go into an importable folder stay out of it', async () => {
  put('plugins/company/base.py', 'plugins/checks/check_it.py');
  const repository = await openRepository(root, { env: process.env });
  const output = { ...DEFAULT_SETTINGS.output, test: 'plugins/checks/{file}.py' };
  const { house } = await readHouse({ ...DEFAULT_SETTINGS, output }, houseIn(repository));
  expect(house.files.map(({ path }) => path)).toEqual(['plugins/company/base.py']);
});

test('what is too much is left out and said', async () => {
  put('include/small.py');
  const large = ['a', 'b', 'c', 'd', 'e'].map((name) => join(root, `include/${name}.py`));
  for (const path of large) writeFileSync(path, '#'.repeat(600 << 10));
  const { house, problems } = await readHouse(
    DEFAULT_SETTINGS,
    houseIn(await openRepository(root, { env: process.env })),
  );
  expect(house.files.map(({ path }) => path)).toEqual(['include/small.py']);
  expect(problems).toMatchObject([
    {
      code: 'AS3350',
      severity: 'warning',
      message: expect.stringMatching(/^5 .*: include\/a\.py, include\/b\.py, include\/c\.py and 2 more$/),
    },
  ]);
});

test('bytes stay what they are, in the work tree and in a commit: a coding line may say that they are no UTF-8', async () => {
  const latin = Buffer.from('# -*- coding: latin-1 -*-\nPLACE = "Troms\xf8"\n', 'latin1');
  put('include/place.py');
  writeFileSync(join(root, 'include/place.py'), latin);
  const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim();
  git('init', '-q');
  git('add', '--all');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'a');
  const repository = await openRepository(root, { env: process.env });
  for (const commit of [undefined, git('rev-parse', 'HEAD')]) {
    const { house } = await readHouse(DEFAULT_SETTINGS, houseIn(repository, commit));
    expect(house.files.map(({ content }) => Buffer.from(content))).toEqual([latin]);
  }
});
