import { mkdtempSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLab, readFixture, readyEnvironments } from './fixture.js';
import { type Arena, ATTACKS, attack, openArena } from './hostile/attacks.js';
import { Canaries } from './hostile/canaries.js';

/**
 * Drafts are code that nobody has read. Whatever one does, it costs only its own verdict: it reads nothing of the machine,
 * reaches nobody but its example's server, leaves nothing behind, and the next draft finds the lab as it was.
 * `npm run bench -- attacks` does the same in every mode of the sandbox, and without one, where most must succeed.
 */
const canaries = Canaries.plant();
const folder = mkdtempSync(join(tmpdir(), 'airsmith-hostile-'));
process.env['TMPDIR'] = folder;
const lab = openLab({ deadlineSeconds: 8 });
let arena: Arena;
let sandboxes: readonly string[];
beforeAll(async () => {
  const environments = await readyEnvironments(lab);
  sandboxes = environments.map(({ sandbox }) => sandbox);
  // The oldest Airflow stands for all: what holds a component back is the same process everywhere.
  const [environment] = environments;
  if (environment === undefined) throw new Error('no Airflow can be had');
  const { spec } = await readFixture('wrong');
  arena = await openArena({ lab, folder, environment, spec, canaries: await canaries });
}, 900_000);
afterAll(async () => {
  await lab.close();
  await (await canaries).close();
  await rm(folder, { recursive: true, force: true });
});

it('runs in a sandbox, and says which', () => {
  for (const sandbox of sandboxes) expect(sandbox).toMatch(/^(namespaces \+ )?landlock v\d+ \+ seccomp/);
});

it('is attacked in more than forty ways', () => {
  expect(ATTACKS.length).toBeGreaterThan(40);
});

/** What becomes of attacks that do not end by themselves. */
const ENDS: { readonly [attack: string]: object } = {
  aborts: { kind: 'killed', message: expect.stringContaining('SIGABRT') },
  blocks_signals: { kind: 'timeout' },
  crashes: { kind: 'killed', message: expect.stringContaining('SIGSEGV') },
  exits_at_once: { kind: 'killed', stage: 'execute', message: expect.stringContaining('status 0') },
  fills_the_disk: { kind: 'killed', message: expect.stringContaining('wrote more than') },
  fills_the_disk_unseen: { kind: 'killed', message: expect.stringContaining('wrote more than') },
  floods_result: { kind: 'protocol', message: expect.stringContaining('8 MB') },
  floods_result_pipe: { kind: 'protocol', message: expect.stringContaining('8 MB') },
  forges_numbers: { kind: 'protocol', message: 'the result is not JSON' },
  forges_result: { kind: 'protocol', message: expect.stringContaining('that is no result') },
  fork_bomb: { kind: 'killed', message: expect.stringContaining('processes and threads') },
  hogs_memory: { kind: 'exception', exception: 'MemoryError' },
  hogs_memory_together: { kind: 'killed', message: expect.stringContaining('memory in all its processes') },
  loops: { kind: 'timeout', stage: 'execute', traceback: expect.stringContaining('plugins/operators/') },
  // A slow machine reaches the deadline before it reaches the limit of files.
  makes_a_million_files: { kind: expect.stringMatching(/^(killed|timeout)$/) },
  opens_a_million_files: { kind: 'exception', message: expect.stringContaining('Too many open files') },
  stops_itself: { kind: 'timeout' },
};

it.each(ATTACKS)(
  'holds where a component %s',
  async (name) => {
    const { escaped, passedAsValid, play } = await attack(arena, name);
    expect({ escaped, passedAsValid }).toEqual({ escaped: [], passedAsValid: false });
    if (name in ENDS) expect(play.failure).toMatchObject(ENDS[name] as object);
  },
  120_000,
);

it('leaves no folder behind', async () => {
  expect(await readdir(folder)).not.toEqual([]);
  await lab.close();
  expect(await readdir(folder)).toEqual([]);
});
