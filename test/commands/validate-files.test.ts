/** `airsmith validate` over files as people leave them: which are looked at, and what is said of those that are not. */

import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ValidateFlags, validateFiles } from '../../src/commands/validate.js';
import { isModulePath } from '../../src/safety/paths.js';
import { refused, screen } from './desk.js';

const FIXTURE = join(import.meta.dirname, 'fixtures/validate');
const GREETINGS = 'plugins/operators/greetings.py';
const SPEC = 'specs/greet.airsmith.yaml';
const OTHER = 'plugins/operators/other.py';

let root: string;
let component: string;
let spec: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'airsmith-validate-files-'));
  await cp(FIXTURE, root, { recursive: true });
  for (const path of [
    'specs/broken.airsmith.yaml',
    'plugins/operators/rude.py',
    'plugins/operators/moved.py',
  ])
    await rm(join(root, path));
  component = await readFile(join(root, GREETINGS), 'utf8');
  spec = await readFile(join(root, SPEC), 'utf8');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

async function ran(files: readonly string[], flags: ValidateFlags = {}) {
  const shown = screen(root);
  const terminal = { ...shown.terminal, env: { ...process.env, GITHUB_ACTIONS: undefined } };
  const status = await validateFiles(files, { root, airflow: '3.3.2', json: true, ...flags }, terminal);
  return { status, out: shown.out, err: shown.err };
}

/** The report of `--json`: what each file is, and the codes of the problems. */
async function reported(files: readonly string[], flags: ValidateFlags = {}) {
  const { status, out } = await ran(files, flags);
  const report = JSON.parse(out);
  type File = {
    path: string;
    spec: string | null;
    holds: boolean;
    environments: { findings: { code: string; severity: string }[] }[];
  };
  return {
    status,
    files: report.files.map(({ path, spec: of, holds }: File) => [path, of, holds]),
    errors: report.files.flatMap(({ environments }: File) =>
      environments.flatMap(({ findings }) =>
        findings.filter(({ severity }) => severity === 'error').map(({ code }) => code),
      ),
    ),
    problems: report.problems,
  };
}

describe('bytes', () => {
  const latin = () => Buffer.concat([Buffer.from(component), Buffer.from('# caf\xe9\n', 'latin1')]);

  test('that are no UTF-8 are refused at their line, and the other files are validated', async () => {
    await write(GREETINGS, latin());
    expect(await refused(ran([GREETINGS]))).toMatchObject({ code: 'AS2041' });
    const both = await reported([GREETINGS, OTHER]);
    expect(both).toMatchObject({ status: 1, files: [[OTHER, null, true]] });
    const line = component.split('\n').length;
    expect(both.problems).toMatchObject([{ code: 'AS2041', position: { path: GREETINGS, line } }]);
    const all = await reported([], { all: true });
    expect(all).toMatchObject({ status: 1, files: [], problems: [{ code: 'AS2041' }] });
  });

  test('that spell the replacement character itself are UTF-8', async () => {
    await write(GREETINGS, `${component}# \ufffd\n`);
    expect(await reported([GREETINGS])).toMatchObject({ status: 0, files: [[GREETINGS, SPEC, true]] });
  });

  test('that begin with a byte order mark are right', async () => {
    await write(GREETINGS, `\ufeff${component}`);
    expect(await reported([GREETINGS])).toMatchObject({ status: 0, files: [[GREETINGS, SPEC, true]] });
  });
});

describe('--all names', () => {
  test('a component elsewhere below python-path, and one that only CPython can read', async () => {
    await rm(join(root, GREETINGS));
    await write('include/words/greetings.py', component.replace('class Greet', '\fclass Greet'));
    const { status, files } = await reported([], { all: true });
    expect(files).toEqual([['include/words/greetings.py', SPEC, true]]);
    expect(status).toBe(0);
  });

  test('a file that does not parse, with a spec and without, and not one of the tests', async () => {
    await write(GREETINGS, component.replace('return f', 'return = f'));
    await write(OTHER, 'class OtherOperator(:\n');
    await write('plugins/tests/wrong.py', 'def f(:\n');
    const { status, files, errors } = await reported([], { all: true });
    expect(files).toEqual([
      [GREETINGS, SPEC, false],
      [OTHER, null, false],
    ]);
    expect(errors).toEqual(['AS4001', 'AS4001']);
    expect(status).toBe(1);
  });

  test('a spec without a component', async () => {
    await write('specs/lost.airsmith.yaml', spec.replace('GreetOperator', 'LostOperator'));
    const { status, files, problems } = await reported([], { all: true });
    expect(files).toEqual([[GREETINGS, SPEC, true]]);
    expect(problems).toMatchObject([
      { code: 'AS2015', severity: 'error', position: { path: 'specs/lost.airsmith.yaml', line: 2 } },
    ]);
    expect(status).toBe(1);
  });
});

describe('the specs of a file', () => {
  test('are all held against it', async () => {
    const farewell = component.slice(component.indexOf('class')).replace('GreetOperator', 'LeaveOperator');
    await write(GREETINGS, `${component}\n\n${farewell.replace('self.greeting', '"Bye"')}`);
    await write('specs/leave.airsmith.yaml', spec.replace('GreetOperator', 'LeaveOperator'));
    const { status, files, errors } = await reported([GREETINGS]);
    expect(files).toEqual([
      [GREETINGS, SPEC, true],
      [GREETINGS, 'specs/leave.airsmith.yaml', false],
    ]);
    expect(errors).toEqual(['AS4301']);
    expect(status).toBe(1);
  });

  test('say what is wrong with them, and somebody else’s do not', async () => {
    await write(SPEC, spec.replace('kind: operator', 'kind: nothing'));
    await write('specs/lost.airsmith.yaml', 'airsmith: 1\nname: LostOperator\n');
    const { status, out, err } = await ran([GREETINGS], { json: false });
    expect(out).toContain(`${SPEC} cannot be read: behaviour unchecked`);
    expect(err).toContain(SPEC);
    expect(err).not.toContain('lost.airsmith.yaml');
    expect(status).toBe(1);
  });

  test('are found by the class although the file does not parse', async () => {
    await write(GREETINGS, component.replace('return f', 'return = f'));
    const { status, files, errors } = await reported([GREETINGS]);
    expect(files).toEqual([[GREETINGS, SPEC, false]]);
    expect(errors).toEqual(['AS4001']);
    expect(status).toBe(1);
  });
});

describe('an expression that is too deep for the linter', () => {
  test.each([
    ['signs', `X = ${'-'.repeat(20_000)}1\n`],
    ['calls', `X = ""${'.replace("a", "b")'.repeat(5_000)}\n`],
  ])('%s: is a finding on its file, and the others go on', async (_, deep) => {
    await write(GREETINGS, `${component}\n\n${deep}`);
    const { status, files, errors } = await reported([GREETINGS, OTHER]);
    expect(files).toEqual([
      [GREETINGS, SPEC, false],
      [OTHER, null, true],
    ]);
    expect(errors.length).toBeGreaterThan(0);
    expect(status).toBe(1);
  });
});

describe('a name', () => {
  test('with letters that Python imports is validated, and imported by others', async () => {
    await write('plugins/operators/café.py', component);
    await write('plugins/operators/über.py', 'from operators.café import GreetOperator as UberOperator\n');
    await rm(join(root, GREETINGS));
    const named = await reported(['plugins/operators/café.py', 'plugins/operators/über.py']);
    expect(named).toMatchObject({ status: 0, problems: [] });
    expect(named.files[0]).toEqual(['plugins/operators/café.py', SPEC, true]);
    expect(await reported([], { all: true })).toMatchObject({ status: 0, files: [named.files[0]] });
  });

  test('that no module can have is a problem, and the other files go on', async () => {
    await write('plugins/odd name.py', 'x = 1\n');
    const { status, files, problems } = await reported(['plugins/odd name.py', OTHER]);
    expect(files).toEqual([[OTHER, null, true]]);
    expect(problems).toMatchObject([{ code: 'AS2012' }]);
    expect(status).toBe(1);
  });

  test.each([
    ['plugins/operators/café.py', true],
    ['plugins/операторы/данные.py', true],
    ['plugins/cafe\u0301.py', false],
    ['plugins/ﬁle.py', false],
    ['plugins/a\u200bb.py', false],
    ['plugins/../x.py', false],
    ['plugins/.hidden.py', false],
    ['plugins/-x.py', false],
    ['plugins/con.py', false],
    ['plugins/a\\b.py', false],
    ['/x.py', false],
  ])('%j can be a module: %s', (path, can) => {
    expect(isModulePath(path)).toBe(can);
  });
});
