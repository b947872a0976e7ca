/** Killed at any step of writing, the branch is before or after, and the next run puts the rest in order. */

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRepository } from '../../src/adapters/git.js';
import { GIT_ENV } from '../github/repositories.js';
import { CHANGES, type How } from './changes.js';
import { CrashScene } from './scene.js';

const TOO_MANY = 60;

describe.each<How>(['commit', 'write', 'land'])('a run that is killed (%s)', (how) => {
  test('after any step leaves the branch before or after, and the next run recovers', async () => {
    const states: string[] = [];
    for (let step = 1; step < TOO_MANY; step += 1) {
      using scene = new CrashScene();
      const { killed, said, complaint } = await scene.run(how, { step });
      expect(complaint.replace(/\(node:.*|\(Use .*/g, '').trim()).toBe('');
      if (!killed) break;
      const branch = scene.branch(how);
      states.push(`${said.trim().split('\n').at(-1)}: ${branch}`);
      expect(branch, `step ${step} ${said}`).not.toBe('between');
      expect(await scene.recover(how), `step ${step} ${said}`).toEqual([]);
      if (how === 'commit') expect(scene.files(), `step ${step}`).toBe(branch);
      expect(await scene.again(how), `step ${step} ${said}`).toEqual([]);
    }
    // Both sides of the commit point were met.
    expect(states.length).toBeGreaterThan(5);
    if (how !== 'write') {
      expect(states.some((state) => state.endsWith('before'))).toBe(true);
      expect(states.some((state) => state.endsWith('after'))).toBe(true);
    }
  });
});

test('a run and its git processes that are killed at odd moments leave nothing that stops the next', async () => {
  for (const killAfterMs of [0, 15, 40, 80, 130]) {
    using scene = new CrashScene();
    await scene.run('commit', { killAfterMs });
    expect(scene.branch('commit')).not.toBe('between');
    expect(await scene.recover('commit')).toEqual([]);
    expect(await scene.again('commit')).toEqual([]);
  }
});

test('a run that was killed before its first page was in place leaves nothing either', async () => {
  using scene = new CrashScene();
  const folder = join(scene.work.root, '.git', 'airsmith');
  mkdirSync(folder);
  // No process has a number above the kernel's own limit.
  writeFileSync(join(folder, '4194305-1.json.new'), '{"pid":41943');
  await openRepository(scene.work.root, { env: GIT_ENV });
  expect(readdirSync(folder)).toEqual([]);
});

describe('what the next run leaves alone', () => {
  test('a file that a person changed after the crash', async () => {
    using scene = new CrashScene();
    const { said } = await scene.run('commit', { step: await stepOf('ref') });
    expect(said).toContain('ref');
    const path = CHANGES[0]?.path ?? '';
    scene.work.write({ [path]: 'mine = 1\n' });
    await openRepository(scene.work.root, { env: GIT_ENV });
    expect(scene.work.git('status', '--porcelain')).toBe(` M ${path}`);
    expect(scene.work.git('diff', '--', path)).toContain('+mine = 1');
  });

  test('a lock of somebody who is at work, with and without a crash before', async () => {
    using scene = new CrashScene();
    const lock = join(scene.work.root, '.git', 'index.lock');
    writeFileSync(lock, '');
    await openRepository(scene.work.root, { env: GIT_ENV });
    expect(scene.work.git('ls-files')).toContain('README.md');
    const repository = await openRepository(scene.work.root, { env: GIT_ENV });
    const target = { branch: 'main', expectedHead: scene.first };
    await expect(repository.commit(CHANGES, 'no', target)).rejects.toThrow();
  });

  test('the journal of a run that is still going on', async () => {
    using scene = new CrashScene();
    const repository = await openRepository(scene.work.root, {
      env: GIT_ENV,
      onStep: async (what) => {
        // Another run opens the repository in the middle of this one.
        if (what === 'ref' || what === 'commit') await openRepository(scene.work.root, { env: GIT_ENV });
      },
    });
    const done = await repository.commit(CHANGES, 'Add', { branch: 'main', expectedHead: scene.first });
    expect(done.kind).toBe('committed');
    expect(await scene.recover('commit')).toEqual([]);
    expect(scene.files()).toBe('after');
  });

  test('folders of other names beside the journals', async () => {
    using scene = new CrashScene();
    mkdirSync(join(scene.work.root, '.git', 'airsmith', 'notes'), { recursive: true });
    await openRepository(scene.work.root, { env: GIT_ENV });
    expect(scene.work.git('status', '--porcelain')).toBe('');
  });
});

/** Number of the step of that name on the way to a commit. */
async function stepOf(name: string): Promise<number> {
  using scene = new CrashScene();
  const steps: string[] = [];
  const repository = await openRepository(scene.work.root, {
    env: GIT_ENV,
    onStep: (what) => void steps.push(what),
  });
  await repository.commit(CHANGES, 'Add', { branch: 'main', expectedHead: scene.first });
  return steps.indexOf(name) + 1;
}
