/** `airsmith repair`: an operator for Airflow 2.8 that people wrote becomes one that runs on both, or stays as it is. */

import { chmod, cp, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RepairFlags, repairFiles } from '../../src/commands/repair.js';
import type { Fix } from '../../src/repair/fixes/fix.js';
import { FIXES } from '../../src/repair/fixes/index.js';
import { refused, screen } from './desk.js';

const FILE = 'plugins/operators/run_script.py';
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'airsmith-repair-'));
  await cp(join(import.meta.dirname, 'fixtures/repair'), root, { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Known fixes, but for the one that this file needs last. */
const NEARLY_ALL: readonly Fix[] = FIXES.map((fix) => ({
  ...fix,
  edits: (error, ground) =>
    error.finding.message.includes('apply_defaults') ? undefined : fix.edits(error, ground),
}));

async function ran(flags: RepairFlags = {}, fixes = FIXES, files: readonly string[] = [FILE]) {
  const shown = screen(root);
  const terminal = { ...shown.terminal, env: process.env };
  const status = await repairFiles(files, { root, airflow: '2.8.1,3.3.2', ...flags }, terminal, fixes);
  return { status, out: shown.out, err: shown.err };
}

const read = () => readFile(join(root, FILE), 'utf8');

test('a dry run prints the change and the reason of each edit, and writes nothing', async () => {
  const before = await read();
  const { status, out } = await ran({ dryRun: true });
  expect(status).toBe(0);
  expect(out).toContain(`--- a/${FILE}\n+++ b/${FILE}\n@@ `);
  expect(out).toContain('-from airflow.utils.decorators import apply_defaults\n');
  // By the line of the file on disk, whatever was inserted above it before the mistake came to light.
  const at = before.split('\n').findIndex((line) => line.includes('import apply_defaults')) + 1;
  expect(out).toContain('would change:\n');
  expect(out).toContain(`             line ${at}   Leave out the decorator and its import`);
  expect(out).toMatch(/for AS4513 {2}`apply_defaults` is gone on Airflow 3\.3\.2/);
  expect(out).not.toContain('taken back');
  expect(await read()).toBe(before);
});

test('an Airflow 2 operator runs on both afterwards, with its comments; then nothing is left to do', async () => {
  await chmod(join(root, FILE), 0o755);
  const { status, out } = await ran();
  expect((await stat(join(root, FILE))).mode & 0o777).toBe(0o755);
  expect(out).toMatch(/proven on 2\.8\.1, 3\.3\.2 {2}1\/1 examples/);
  expect(status).toBe(0);
  const source = await read();
  expect(source).not.toContain('apply_defaults');
  for (const comment of ['# the shell', '# as it is in the repository', '# Nobody passes the date'])
    expect(source).toContain(comment);
  const again = await ran({ json: true });
  expect(again.status).toBe(0);
  expect(JSON.parse(again.out)).toMatchObject({
    ok: true,
    files: [{ path: FILE, status: 'right', written: false, diff: '', edits: [], left: [] }],
  });
  expect(await read()).toBe(source);
});

test('what is left is said with status 1, and what helped is written all the same', async () => {
  const { status, out } = await ran({ json: true }, NEARLY_ALL);
  const [file] = JSON.parse(out).files;
  expect(status).toBe(1);
  expect(file).toMatchObject({ status: 'improved', written: true });
  expect(file.left.map(({ finding }: { finding: { message: string } }) => finding.message).join()).toContain(
    'apply_defaults',
  );
  expect(await read()).toContain('    from airflow.operators.bash_operator import BashOperator  # the shell');
});

test('of several files those without a spec, or with a syntax error, hold up no other', async () => {
  await writeFile(join(root, 'plugins/other.py'), 'class OtherOperator(BaseOperator)\n    x = [1\n');
  const broken = (await read()).replace('def execute(self, context):', 'def execute(self, context)');
  await writeFile(join(root, FILE), broken);
  const { status, out } = await ran({ json: true }, FIXES, ['plugins/other.py', FILE]);
  const { ok, files, problems } = JSON.parse(out);
  expect([status, ok]).toEqual([1, false]);
  expect(problems).toMatchObject([{ code: 'AS2040', position: { path: 'plugins/other.py' } }]);
  expect(files).toMatchObject([{ path: FILE, status: 'mended', written: true, left: [] }]);
  expect(await read()).toContain('def execute(self, context):\n');
});

test('a file that nothing helps stays as it is', async () => {
  const before = await read();
  const { status, out } = await ran({ json: true }, []);
  expect([status, JSON.parse(out).files[0].status]).toEqual([1, 'unmended']);
  expect(await read()).toBe(before);
});

test('wrong use is refused before any Airflow is started', async () => {
  expect(await refused(ran({}, FIXES, []))).toMatchObject({ code: 'AS2042' });
  expect(await refused(ran({ spec: 'specs/run_script.airsmith.yaml' }, FIXES, [FILE, 'x.py']))).toMatchObject(
    {
      code: 'AS2011',
    },
  );
  await symlink(join(root, FILE), join(root, 'plugins/link.py'));
  expect(await refused(ran({}, FIXES, ['plugins/link.py']))).toMatchObject({ code: 'AS2012' });
  await writeFile(join(root, 'plugins/other.py'), 'class OtherOperator: ...\n');
  expect(await refused(ran({}, FIXES, ['plugins/other.py']))).toMatchObject({ code: 'AS2040' });
  const outside = await mkdtemp(join(tmpdir(), 'airsmith-outside-'));
  await writeFile(join(outside, 'x.py'), 'class RunScriptOperator: ...\n');
  expect(await refused(ran({}, FIXES, [join(outside, 'x.py')]))).toMatchObject({ code: 'AS2012' });
  await rm(outside, { recursive: true });
  await chmod(join(root, FILE), 0o444);
  expect(await refused(ran())).toMatchObject({ code: 'AS2044' });
  await chmod(join(root, FILE), 0o644);
  await writeFile(
    join(root, FILE),
    Buffer.concat([Buffer.from(await read()), Buffer.from('# \xff\n', 'latin1')]),
  );
  expect(await refused(ran())).toMatchObject({ code: 'AS2041' });
});

test.each(['9.9', '2.7.0,3.3.2'])(
  'an Airflow that nobody knows is refused, and not left out: %s',
  async (airflow) => {
    const before = await read();
    await expect(ran({ airflow })).rejects.toMatchObject({
      exit: 2,
      problem: {
        code: 'AS2016',
        message: `--airflow names ${airflow.split(',')[0]}, of which nothing is known here`,
        remedy: expect.stringMatching(/2\.8\.1.*3\.3\.2.*`airsmith airflow add VERSION`/),
      },
    });
    expect(await read()).toBe(before);
  },
);

test('what only warns in a proven file is mended too', async () => {
  await ran();
  const proven = await read();
  const warning = proven.replace('        # Nobody', '        print("day", self.day)\n        # Nobody');
  await writeFile(join(root, FILE), `${warning.replace('from airflow', 'import json\nfrom airflow')}`);
  const { status, out } = await ran({ json: true });
  const [file] = JSON.parse(out).files;
  expect([status, file.status, file.warnings]).toEqual([0, 'mended', []]);
  expect(await read()).not.toMatch(/print|import json/);
});
