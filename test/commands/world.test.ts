/** A world that fails is told as such: with a code, with what to do, and never as a bug of airsmith. */

import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openRepository } from '../../src/adapters/git.js';
import { demo } from '../../src/commands/demo.js';
import { showFailure } from '../../src/commands/failure.js';
import { createLab } from '../../src/lab/lab.js';
import { stage } from '../../src/lab/staging.js';
import { EXIT } from '../../src/problems.js';
import { environmentOptions, LAB_PYTHON, toDraft } from '../lab/fixture.js';
import { refused, screen } from './desk.js';

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'airsmith-world-'));
});
afterEach(() => {
  execFileSync('rm', ['-rf', '--', place]);
});

test('the demo without git says that git is missing', async () => {
  const { terminal } = screen(place);
  const bare = { ...terminal, env: { PATH: join(place, 'nothing') } };
  expect(await refused(demo({ dir: 'demo' }, bare))).toMatchObject({ code: 'AS7010' });
});

describe('a file system that refuses', () => {
  const refusal = (code: string) =>
    Object.assign(new Error(`${code}: no, mkdir '/house/plugins'`), {
      code,
      syscall: 'mkdir',
      path: '/house/plugins',
    });

  test.each(['EACCES', 'EROFS', 'ENOSPC', 'EDQUOT'])('with %s is no bug', (code) => {
    const shown = screen(place);
    expect(showFailure(refusal(code), shown.terminal)).toBe(EXIT.world);
    expect(shown.err).toMatch(/AS2030 .*\/house\/plugins/);
    expect(shown.err).not.toMatch(/AS2099|\n\s+at /);
  });

  test('anything else still is', () => {
    const shown = screen(place);
    expect(showFailure(new TypeError('x is not a function'), shown.terminal)).toBe(EXIT.world);
    expect(shown.err).toMatch(/AS2099[\s\S]*\n\s+at /);
  });

  test.skipIf(process.getuid?.() === 0)('is what a folder without rights gives', async () => {
    mkdirSync(join(place, 'house'));
    chmodSync(join(place, 'house'), 0o555);
    const repository = await openRepository(join(place, 'house'));
    const error = await repository.write([{ path: 'plugins/x.py', content: '' }]).catch((thrown) => thrown);
    const shown = screen(place);
    expect(showFailure(error, shown.terminal)).toBe(EXIT.world);
    expect(shown.err).toContain('AS2030');
  });
});

describe('temporary files', () => {
  const before = process.env['TMPDIR'];
  afterEach(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });

  test('that cannot be made end the run with the name of the folder', async () => {
    process.env['TMPDIR'] = join(place, 'nothing');
    const clock = { now: () => new Date(), elapsed: () => 0 };
    const lab = createLab({ ...environmentOptions(), labPython: LAB_PYTHON, unsafe: false, clock });
    const problem = await refused(lab.stage(toDraft('X', 'pass\n')));
    expect(problem.code).toBe('AS3210');
    expect(problem.message).toContain(join(place, 'nothing'));
    await lab.close();
  });

  test('that are hard to remove spoil nothing', async () => {
    const staged = await stage(toDraft('X', 'pass\n'), place);
    // Deeper than any path may be long.
    const nest = 'import os\nfor _ in range(40):\n  os.mkdir("d" * 200)\n  os.chdir("d" * 200)\n';
    execFileSync('python3', ['-c', nest], { cwd: staged.root });
    await staged.dispose();
    expect(existsSync(staged.root)).toBe(false);
  });
});
