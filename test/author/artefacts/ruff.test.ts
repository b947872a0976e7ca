/** Generated Python is what ruff would leave alone: its lint rules find nothing, its formatter changes nothing. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LINE_WIDTH, literal, statement } from '../../../src/author/artefacts/python.js';
import { cacheFolder } from '../../../src/config.js';
import type { Json, Spec } from '../../../src/flow.js';
import { prepareTools } from '../../../src/lab/environments/index.js';
import { artefactsOf } from './a-spec.js';
import { ATTACKS, specOfText } from './attacks.js';
import { FIXTURES, specOf } from './fixture.js';

const LOCKS = resolve(import.meta.dirname, '../../../src/lab/locks');
const root = mkdtempSync(join(tmpdir(), 'airsmith-ruff-'));
let ruff = '';

beforeAll(async () => {
  const tools = await prepareTools({
    cache: cacheFolder(process.env, homedir()),
    locks: LOCKS,
    environment: process.env,
  });
  if (tools.state === 'unavailable') throw new Error(tools.problem.message);
  ruff = tools.ruff;
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What ruff has to say of a folder of these files. */
function complaints(folder: string, files: readonly { path: string; content: string }[]): string {
  for (const { path, content } of files) {
    const file = join(root, folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const run = (...args: readonly string[]) => {
    const all = [...args, '--isolated', '--no-cache', '--line-length', String(LINE_WIDTH), '.'];
    return spawnSync(ruff, all, { cwd: join(root, folder), encoding: 'utf8' });
  };
  const lint = run(
    'check',
    '--quiet',
    '--output-format',
    'concise',
    '--select',
    'E,F,W,I,B,C4,PT,RET,SIM,UP',
    '--target-version',
    'py310',
    '--ignore',
    'PT011,UP017',
  );
  const format = run('format', '--diff', '--quiet');
  return [lint.stdout, lint.stderr, format.stdout, format.stderr].join('');
}

function pythonOf(spec: Spec): readonly { path: string; content: string }[] {
  return artefactsOf(spec).filter((file) => file.path.endsWith('.py'));
}

describe('ruff', () => {
  test('finds what is wrong, so that its silence says something', () => {
    expect(complaints('control', [{ path: 'x.py', content: "import os\nx = 'a'\n" }])).toMatch(
      /F401[\s\S]*\+x = "a"/,
    );
  });

  test.each(FIXTURES)('leaves the files of %s alone', async (fixture) => {
    expect(complaints(fixture, pythonOf(await specOf(fixture)))).toBe('');
  });

  test.each(Object.entries(ATTACKS))('leaves the files of a spec with %s alone', (name, attack) => {
    expect(complaints(`attack ${name}`, pythonOf(specOfText(attack)))).toBe('');
  });

  test('leaves literals of every shape alone', () => {
    const word = fc.constantFrom(
      'word',
      'a longer word',
      'say "yes"',
      "it's",
      'line\n',
      'x'.repeat(30),
      '天气',
      '\\d+',
      '',
    );
    const text = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
    const value = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'medium' },
        fc.oneof(
          text,
          fc.integer(),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.boolean(),
          fc.constant(null),
        ),
        fc.array(tie('value'), { maxLength: 5 }),
        fc.dictionary(text, tie('value'), { maxKeys: 5 }),
      ),
    })).value;
    const values = fc.sample(value, { numRuns: 300, seed: 17 });
    const lines = values.map((one, index) => statement(0, `value_${index} = `, literal(one)));
    expect(complaints('literals', [{ path: 'x.py', content: `${lines.join('\n')}\n` }])).toBe('');
  });
});
