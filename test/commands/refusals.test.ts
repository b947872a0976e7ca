/** What `airsmith generate` refuses, and that it does so before anything is made ready. */

import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type GenerateFlags, generate } from '../../src/commands/generate.js';
import { EXIT } from '../../src/problems.js';
import { type Checkout, GIT_ENV, repository } from '../github/repositories.js';
import { screen } from './desk.js';

const ECHO = join(import.meta.dirname, '../e2e/fixtures/echo');
const SPEC = 'specs/echo.airsmith.yaml';
const REPLAY = { replay: 'recordings' };

/** A repository with the echo spec, committed, and its recorded answers. */
function house(): Checkout {
  const made = repository();
  cpSync(ECHO, made.root, { recursive: true });
  writeFileSync(join(made.root, '.airsmith.yaml'), 'airflow-versions: ["2.8.1"]\n');
  made.git('add', '--all');
  made.git('commit', '-q', '-m', 'Start');
  return made;
}

interface Ran {
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly out: string;
}

/** Runs with a cache in which nothing is, and checks that nothing was tried there. */
async function ran(root: string, files: readonly string[], flags: GenerateFlags, env = {}): Promise<Ran> {
  const shown = screen(root);
  const cache = join(root, '.git/no-cache');
  const terminal = { ...shown.terminal, env: { ...GIT_ENV, AIRSMITH_CACHE: cache, ...env } };
  let status: number | undefined;
  const code = await generate(files, flags, terminal).then(
    (given) => {
      status = given;
      return /AS\d{4}/.exec(shown.out + shown.err)?.[0];
    },
    (error) => error.problem?.code ?? String(error),
  );
  expect(shown.out + shown.err).not.toMatch(/^lab /m);
  expect(() => readdirSync(cache)).toThrow(/ENOENT/);
  return { status, code, out: shown.out };
}

describe('before anything is made ready, it is said that', () => {
  test('nobody can be asked', async () => {
    using work = house();
    expect(await ran(work.root, [SPEC], {})).toMatchObject({ status: EXIT.unproven, code: 'AS5001' });
  });

  test('a link stands where the component would be', async () => {
    using work = house();
    mkdirSync(join(work.root, '.git/elsewhere'));
    symlinkSync('.git/elsewhere', join(work.root, 'plugins'));
    for (const commit of [false, true])
      expect((await ran(work.root, [SPEC], { ...REPLAY, commit })).code).toBe('AS7020');
  });

  test('a file to be written has edits that no commit holds', async () => {
    using work = house();
    const page = 'docs/components/echo_operator.md';
    work.commit({ [page]: 'old\n' });
    work.write({ [page]: 'mine\n' });
    expect((await ran(work.root, [SPEC], REPLAY)).code).toBe('AS7013');
    expect(readFileSync(join(work.root, page), 'utf8')).toBe('mine\n');
  });

  test('a commit would take up a file that no commit knows', async () => {
    using work = house();
    work.write({ 'docs/components/echo_operator.md': 'mine\n' });
    expect((await ran(work.root, [SPEC], { ...REPLAY, commit: true })).code).toBe('AS7013');
  });
});
