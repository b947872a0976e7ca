/** What is refused, in which words and form, and that it happens before anything is made ready. */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { showFailure } from '../../src/commands/failure.js';
import { type GenerateFlags, generate } from '../../src/commands/generate.js';
import { AirsmithError, EXIT } from '../../src/problems.js';
import { type Checkout, GIT_ENV, repository } from '../github/repositories.js';
import { screen } from './desk.js';

const ROOT = join(import.meta.dirname, '../..');
const LOADER = join(ROOT, 'scripts/from-source.ts');
const CLI = join(ROOT, 'src/cli.ts');
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

  test('an Airflow is named that nobody knows', async () => {
    using work = house();
    const flags = { ...REPLAY, airflowVersions: '2.7.0,2.8.1' };
    expect((await ran(work.root, [SPEC], flags)).code).toBe('AS2016');
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
    expect((await ran(work.root, [SPEC], REPLAY)).code).toBe('AS7001');
    expect(readFileSync(join(work.root, page), 'utf8')).toBe('mine\n');
  });

  test('a commit would take up a file that no commit knows', async () => {
    using work = house();
    work.write({ 'docs/components/echo_operator.md': 'mine\n' });
    expect((await ran(work.root, [SPEC], { ...REPLAY, commit: true })).code).toBe('AS7001');
  });
});

describe('--commit', () => {
  const COMMIT = { ...REPLAY, commit: true };

  test('outside of a git repository says so', async () => {
    using work = house();
    rmSync(join(work.root, '.git'), { recursive: true });
    expect((await ran(work.root, [SPEC], COMMIT)).code).toBe('AS7019');
  });

  test('without git says so', async () => {
    using work = house();
    expect((await ran(work.root, [SPEC], COMMIT, { PATH: join(work.root, 'nothing') })).code).toBe('AS7010');
  });

  test('without a branch still says that', async () => {
    using work = house();
    work.git('switch', '-q', '--detach');
    expect((await ran(work.root, [SPEC], COMMIT)).code).toBe('AS2004');
  });

  test('refuses a spec with edits that no commit holds, also when it is found by itself', async () => {
    using work = house();
    const text = readFileSync(join(work.root, SPEC), 'utf8');
    work.write({ [SPEC]: `${text}# a thought\n` });
    expect((await ran(work.root, [SPEC], COMMIT)).code).toBe('AS2031');
    expect((await ran(work.root, [], COMMIT)).code).toBe('AS2031');
    work.git('add', SPEC);
    expect((await ran(work.root, [SPEC], COMMIT)).code).toBe('AS2031');
  });

  test('refuses a spec that no commit knows, and takes one whose line ends alone are other', async () => {
    using work = house();
    const text = readFileSync(join(work.root, SPEC), 'utf8');
    work.write({ 'specs/other.airsmith.yaml': text });
    expect((await ran(work.root, ['specs/other.airsmith.yaml'], COMMIT)).code).toBe('AS2031');
    work.write({ [SPEC]: text.replaceAll('\n', '\r\n') });
    expect((await ran(work.root, [SPEC], { commit: true })).code).toBe('AS5001');
  });
});

test('a folder of recorded answers that is not there is wrong use', async () => {
  using work = house();
  expect((await ran(work.root, [SPEC], { replay: 'nothing' })).code).toBe('AS2033');
  expect((await ran(work.root, [SPEC], { replay: SPEC })).code).toBe('AS2033');
});

test('a spec from outside is refused, and one behind a linked way into the repository is not', async () => {
  using work = house();
  using other = house();
  expect((await ran(work.root, [join(other.root, SPEC)], REPLAY)).code).toBe('AS2032');
  symlinkSync(work.root, join(other.root, 'way'));
  expect((await ran(work.root, [join(other.root, 'way', SPEC)], {})).code).toBe('AS5001');
});

describe('--json', () => {
  test('prints one object with the problem of what ended a command', () => {
    const shown = screen('/');
    const problem = { code: 'AS2002', message: 'x does not exist', remedy: 'Check the path.' };
    expect(showFailure(new AirsmithError(EXIT.usage, problem), shown.terminal, true)).toBe(EXIT.usage);
    expect(JSON.parse(shown.out)).toMatchObject({ ok: false, problems: [problem] });
  });

  test.each([
    ['a file that is not there', ['generate', 'specs/none.airsmith.yaml', '--json'], 'AS2002'],
    ['an option that is not known', ['generate', '--fast', '--json'], 'AS2034'],
    ['a command without what it needs', ['spec', 'check', '--json'], 'AS2034'],
  ])('the command prints it for %s', (_, args, code) => {
    using work = house();
    const ended = spawnSync(process.execPath, ['--import', LOADER, CLI, ...args], { cwd: work.root });
    expect(ended.status).toBe(EXIT.usage);
    expect(JSON.parse(ended.stdout.toString('utf8'))).toMatchObject({ ok: false, problems: [{ code }] });
    expect(ended.stderr.toString('utf8')).not.toBe('');
  });
});
