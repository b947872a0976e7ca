/** What a person said last holds, and output may be cut off. */

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { relabel } from '../../src/commands/knowledge/decide.js';
import { packs } from '../../src/commands/knowledge/keep.js';
import { show } from '../../src/commands/knowledge/look.js';
import { house, refused, screen } from './desk.js';
import { numbers, pathOf } from './store.js';

test('of several corrections the last one holds, and show and stats say which', async () => {
  using work = await house();
  const path = pathOf(work, 'learning/errors');
  for (const name of ['import.moved', 'timeout', 'import.moved', 'timeout', 'import.moved']) {
    await relabel(path, name, {}, screen(work.root).terminal);
    expect((await numbers(work)).errors[0].class).toBe(name);
    const shown = screen(work.root);
    await show(path, {}, shown.terminal);
    expect(shown.out).toContain(`the class that holds: ${name}\n`);
  }
});

test('a reader that stops reading ends nothing with a stack trace', async () => {
  using work = await house();
  const root = join(import.meta.dirname, '../..');
  const args = ['--import', './scripts/from-source.ts', 'src/cli.ts', 'knowledge', 'stats', '--json'];
  const run = spawn(process.execPath, [...args, '--root', work.root], { cwd: root });
  run.stdout.destroy();
  let err = '';
  run.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString('utf8');
  });
  const status = await new Promise((resolve) => run.once('close', resolve));
  expect({ status, err }).toEqual({ status: 0, err: '' });
});

test('pack refuses options that it does not understand, and packs nothing', async () => {
  using work = await house();
  const { terminal } = screen(work.root);
  for (const flags of [
    { olderThan: 'zzz', atLeast: '1' },
    ...['abc', '0', '-3', '1.5'].map((atLeast) => ({ atLeast })),
  ])
    expect(await refused(packs(flags, terminal))).toMatchObject({ code: 'AS6071' });
  expect(work.git('status', '--porcelain')).toBe('');
});
