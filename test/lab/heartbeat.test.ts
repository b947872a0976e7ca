/** A server that hangs costs its own Airflow a restart, and the others nothing. The deadline is far beyond what a test waits. */

import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReadyEnvironment } from '../../src/flow.js';
import { hangs } from '../../src/lab/heartbeat.js';
import type { StagedDraft } from '../../src/ports.js';
import { openLab, readyEnvironments, toDraft } from './fixture.js';
import { commandOf, processes } from './hostile/canaries.js';

const BEFORE = process.env['TMPDIR'];
const folder = mkdtempSync(join(tmpdir(), 'airsmith-heartbeat-'));
process.env['TMPDIR'] = folder;
const lab = openLab({ deadlineSeconds: 600 });
let environments: readonly ReadyEnvironment[] = [];
let staged: StagedDraft;

beforeAll(async () => {
  environments = await readyEnvironments(lab);
  staged = await lab.stage(toDraft('Made', 'class Made: ...\n'));
});
afterAll(async () => {
  await lab.close();
  if (BEFORE === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = BEFORE;
  await rm(folder, { recursive: true, force: true });
});

function serversOf({ airflow, python }: ReadyEnvironment): readonly number[] {
  return processes().filter((pid) => {
    const command = commandOf(pid);
    return command.includes(folder) && command.includes(`airflow-${airflow}-${python}`);
  });
}

function work(environment: ReadyEnvironment) {
  return lab.run(environment, staged, { op: 'syntax', path: 'plugins/operators/component.py' });
}

describe('a server that somebody stopped', () => {
  // The second process is the one that serves; the first guards it, or waits outside of its namespaces.
  test.each([
    ['with its guard', (pids: readonly number[]) => pids],
    ['alone', (pids: readonly number[]) => pids.slice(-1)],
  ])('%s, is replaced, and its work is done; others go on', { timeout: 300_000 }, async (_, which) => {
    const [stopped, ...others] = environments;
    if (stopped === undefined || others.length === 0) throw new Error('there is one Airflow alone');
    const pids = serversOf(stopped);
    expect(pids).toHaveLength(2);
    for (const pid of which(pids)) process.kill(pid, 'SIGSTOP');
    const waiting = work(stopped);
    for (const other of others) expect((await work(other)).ok).toBe(true);
    expect((await waiting).ok).toBe(true);
    const now = serversOf(stopped);
    expect(now).toHaveLength(2);
    expect(now.filter((pid) => pids.includes(pid))).toEqual([]);
  });

  test('is left alone while nothing is awaited, and serves again when it goes on', async () => {
    const [environment] = environments;
    if (environment === undefined) throw new Error('there is no Airflow');
    const pids = serversOf(environment);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    for (const pid of pids) process.kill(pid, 'SIGCONT');
    expect((await work(environment)).ok).toBe(true);
    expect(serversOf(environment)).toEqual(pids);
  });
});

describe('a silent server', () => {
  const silence = { beats: 4, asleep: 0, state: 'R', busy: 0 };
  test.each([
    ['was stopped', { state: 'T' }, true],
    ['nobody tells anything of', { state: '' }, false],
    ['was stopped just now', { state: 'T', beats: 3 }, false],
    ['waits for the machine', { beats: 24, busy: 0.3 }, false],
    ['waits for a disk', { beats: 24, state: 'D' }, false],
    ['awaits the end of a child', { beats: 7, state: 'S', asleep: 7 }, false],
    ['sleeps on', { beats: 8, state: 'S', asleep: 8 }, true],
    ['works on and on', { busy: 2 }, true],
    ['says nothing for ten seconds', { beats: 25 }, true],
  ])('that %s', (_, seen, expected) => {
    expect(hangs({ ...silence, ...seen })).toBe(expected);
  });
});
