/** `airsmith learn` over a repository and over wheels: what it writes, what it leaves alone, what it refuses. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reject } from '../../src/commands/knowledge/decide.js';
import { learnFrom } from '../../src/commands/learn.js';
import type { Terminal } from '../../src/commands/terminal.js';
import { cacheFolder } from '../../src/config.js';
import { EXIT } from '../../src/problems.js';
import { type Checkout, repository } from '../github/repositories.js';
import { refused, screen } from './desk.js';
import { codes, recordsBelow, textsBelow } from './store.js';

const HOUSE = join(import.meta.dirname, '../../bench/houses/quillpay/repository');
const AIRFLOW = '3.3.2';
const FOLDER = mkdtempSync(join(tmpdir(), 'airsmith-learn-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

/** The environments are in the cache of whoever runs the tests. */
function shownAt(root: string) {
  const shown = screen(root);
  const terminal: Terminal = {
    ...shown.terminal,
    env: { ...process.env, ...shown.terminal.env, HOME: process.env['HOME'] },
  };
  return { shown, terminal };
}

async function learn(work: Checkout, names: readonly string[], flags = {}) {
  const { shown, terminal } = shownAt(work.root);
  const status = await learnFrom(names, { airflow: AIRFLOW, json: true, ...flags }, terminal);
  return { status, said: JSON.parse(shown.out) };
}

function house(): { readonly [path: string]: string } {
  const names = readdirSync(HOUSE, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    names
      .filter((name) => name.endsWith('.py'))
      .map((name) => [name, readFileSync(join(HOUSE, name), 'utf8')]),
  );
}

/** A wheel with these files, as a build tool would write it. */
function wheel(name: string, files: { readonly [path: string]: string }): string {
  const path = join(FOLDER, `${name}-1.0-py3-none-any.whl`);
  const info = `${name}-1.0.dist-info`;
  const all = {
    ...files,
    [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name.replaceAll('_', '-')}\nVersion: 1.0\n`,
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${info}/RECORD`]: [...Object.keys(files), `${info}/METADATA`, `${info}/WHEEL`, `${info}/RECORD`]
      .map((one) => `${one},,\n`)
      .join(''),
  };
  const write =
    'import json, sys, zipfile\nwith zipfile.ZipFile(sys.argv[1], "w") as z:\n    [z.writestr(*one) for one in json.load(sys.stdin).items()]';
  execFileSync('python3', ['-c', write, path], { input: JSON.stringify(all) });
  return path;
}

describe('over a repository', () => {
  let work: Checkout;
  let first: Awaited<ReturnType<typeof learn>>;

  beforeAll(async () => {
    work = repository();
    work.commit(house());
    first = await learn(work, ['plugins', 'include']);
  });
  afterAll(() => work[Symbol.dispose]());

  test('it writes what its components share, as observed, and where', () => {
    expect(first.status).toBe(EXIT.done);
    expect(first.said.fresh.length).toBeGreaterThan(10);
    const records = recordsBelow(work);
    const seen = records.filter(({ schema }) => schema === 'seen/1');
    expect(seen.length).toBe(1);
    const patterns = records.filter(({ schema }) => schema === 'pattern/1');
    expect(patterns.length).toBe(first.said.fresh.length);
    expect(first.said.fresh.every(({ modules }: { modules: number }) => modules > 1)).toBe(true);
  });

  test('the house’s own packages were imported in the lab, and count as no library', () => {
    expect(first.said.imported).toBeGreaterThan(3);
    const libraries = recordsBelow(work).flatMap((record) =>
      record.schema === 'pattern/1' ? record.libraries : [],
    );
    expect(libraries).not.toContain('quillpay');
  });

  test('the store stays in order', async () => {
    expect(await codes(work)).toEqual([]);
  });

  test('once more, nothing is new and nothing is written', async () => {
    const before = textsBelow(work);
    const { said } = await learn(work, ['plugins', 'include']);
    expect(said.fresh).toEqual([]);
    expect(said.written).toEqual([]);
    expect(textsBelow(work)).toBe(before);
  });
});

test('what a person rejected is left out with that reason, and a dry run writes nothing', async () => {
  using work = repository();
  work.commit(house());
  const dry = await learn(work, ['plugins'], { dryRun: true });
  expect(readdirSync(work.root)).not.toContain('learning');
  const [item] = dry.said.fresh;
  await learn(work, ['plugins']);
  await reject(item.id, { why: 'We do it otherwise.' }, screen(work.root).terminal);
  rmSync(join(work.root, 'learning/patterns'), { recursive: true });
  const { said } = await learn(work, ['plugins'], { dryRun: true });
  expect(said.left).toContainEqual(expect.objectContaining({ id: item.id, reason: 'a person rejected it' }));
  expect(said.fresh.map(({ id }: { id: string }) => id)).not.toContain(item.id);
});

describe('over wheels', () => {
  const source = (name: string) =>
    `import missing_of_airflow\nfrom airflow.sdk import BaseOperator\nfrom airflow.exceptions import ${name}\n\n\nclass CratesOperator(BaseOperator):\n    def execute(self, context):\n        raise ${name}("no crate")\n`;

  test('what cannot be imported on the Airflow is not written, and the reason says so', async () => {
    using work = repository();
    const files = {
      'crates/one.py': source('CrateException'),
      'crates/two.py': `${source('CrateException')}\n\nclass More:\n    pass\n`,
    };
    const { said } = await learn(work, [wheel('crates', files)]);
    expect(said.sources).toEqual([{ name: 'crates', version: '1.0' }]);
    const left = said.left.map(
      ({ title, reason }: { title: string; reason: string }) => `${title}: ${reason}`,
    );
    expect(left).toContainEqual(
      expect.stringMatching(/^Import CrateException.*on Airflow 3\.3\.2: ImportError: cannot import name/),
    );
    expect(textsBelow(work)).not.toContain('import CrateException');
    expect(textsBelow(work)).toContain('from airflow.sdk import BaseOperator');
  });

  test('a file that a wheel would put beside its place is neither written nor read', async () => {
    using work = repository();
    const path = wheel('escape', {
      '../escaped_operator.py': source('AirflowException').replaceAll('Crates', 'Escaped'),
      'escape/a.py': source('AirflowException'),
    });
    const { said } = await learn(work, [path], { dryRun: true });
    expect(said.components).toBe(1);
    const cache = cacheFolder(process.env, homedir());
    const names = readdirSync(cache);
    expect(names).not.toContain('escaped_operator.py');
    expect(names.filter((name) => name.startsWith('reading-'))).toEqual([]);
  });

  test('a file that is no wheel is said to be none', async () => {
    using work = repository();
    const path = join(FOLDER, 'torn-1.0-py3-none-any.whl');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'PK torn');
    expect((await refused(learnFrom([path], { airflow: AIRFLOW }, shownAt(work.root).terminal))).code).toBe(
      'AS3370',
    );
  });
});

describe('is refused', () => {
  test.each([
    ['AS2082', []],
    ['AS2080', ['nowhere/plugins']],
    ['AS2080', ['https://example.org/x-1.0-py3-none-any.whl']],
    ['AS2080', ['--index-url=x']],
    ['AS2080', ['README.md']],
    ['AS2083', ['tools']],
  ])('%s for %j', async (code, names) => {
    using work = repository();
    work.commit({ 'README.md': 'hello\n', 'tools/a.py': 'x = 1\n' });
    const { terminal } = shownAt(work.root);
    expect((await refused(learnFrom(names, { airflow: AIRFLOW }, terminal))).code).toBe(code);
  });
});
