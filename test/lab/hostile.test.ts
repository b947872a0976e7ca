import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DraftFile, Example, ReadyEnvironment, Spec } from '../../src/flow.js';
import type { LabResult, PlayResult } from '../../src/ports.js';
import { FIXTURES, openLab, readFixture, readyEnvironments, toDraft } from './fixture.js';

/**
 * Drafts are code that nobody has read. Whatever one does, it costs only its own verdict: it reads nothing of the machine,
 * reaches nobody but its example's server, leaves nothing behind, and the next draft finds the lab as it was.
 */
const folder = mkdtempSync(join(tmpdir(), 'airsmith-hostile-'));
process.env['TMPDIR'] = folder;
const lab = openLab({ deadlineSeconds: 15 });
let environments: readonly ReadyEnvironment[] = [];
let spec: Spec;
beforeAll(async () => {
  environments = await readyEnvironments(lab);
  spec = (await readFixture('wrong')).spec;
}, 900_000);
afterAll(async () => {
  await lab.close();
  await rm(folder, { recursive: true, force: true });
});

/** Plays one hostile component, then a harmless job on the same Airflow. */
async function attack(name: string, example: Omit<Example, 'name'>): Promise<PlayResult> {
  // The oldest Airflow stands for all: what holds a component back is the same process everywhere.
  return (await attackOn(environments.slice(0, 1), name, example))[0] as PlayResult;
}

async function attackOn(
  where: readonly ReadyEnvironment[],
  name: string,
  example: Omit<Example, 'name'>,
): Promise<readonly PlayResult[]> {
  const source = await readFile(join(FIXTURES, 'hostile', `${name}.py`), 'utf8');
  const draft = toDraft('HostileOperator', source);
  const secret: DraftFile = {
    role: 'test',
    path: 'tests/airsmith/test_component.py',
    content: 'EXPECTED = 42\n',
  };
  const staged = await lab.stage({ ...draft, files: [...draft.files, secret] });
  try {
    return await Promise.all(
      where.map(async (environment) => {
        const result = await lab.play(environment, staged, spec, { ...example, name });
        const next: LabResult = await lab.run(environment, staged, {
          op: 'syntax',
          path: 'plugins/operators/component.py',
        });
        expect(next.ok, 'the lab goes on').toBe(true);
        return result;
      }),
    );
  } finally {
    await staged.dispose();
  }
}

it('runs in a sandbox, and says which', () => {
  for (const { sandbox } of environments) expect(sandbox).toMatch(/^landlock v\d+ \+ seccomp \(TCP to the/);
});

it('lets it read nothing of the machine or of other processes', async () => {
  const results = await attackOn(environments, 'reads_secrets', { returns: [] });
  for (const result of results) expect(result).toMatchObject({ passed: true, problems: [] });
});

it('lets it write nothing outside its folder', async () => {
  const results = await attackOn(environments, 'writes_outside', { returns: [] });
  for (const result of results) expect(result).toMatchObject({ passed: true, problems: [] });
});

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: placeholders of the spec format
it('lets it reach nobody but the server of its example', async () => {
  const results = await attackOn(environments, 'opens_sockets', { inputs: { own: '${http}' }, returns: [] });
  for (const result of results) expect(result).toMatchObject({ passed: true, problems: [] });
});

it('refuses the system calls that reach into other processes', async () => {
  const results = await attackOn(environments, 'kernel_calls', { returns: [] });
  for (const result of results) expect(result).toMatchObject({ passed: true, problems: [] });
});

it('lives on when it kills whom it can', async () => {
  expect(await attack('kills_parent', { returns: 'still here' })).toMatchObject({ passed: true });
});

it('ends what it leaves behind', async () => {
  const result = await attack('leaves_a_daemon', { inputs: { path: '${dir}/pid' }, returns: 'left' });
  expect(result).toMatchObject({ passed: true });
  await expect.poll(leftBehind, { timeout: 15_000 }).toEqual([]);
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: placeholders of the spec format

it('does not wait for its threads and exit handlers', async () => {
  const started = performance.now();
  expect(await attack('leaves_threads', { returns: 'left' })).toMatchObject({ passed: true });
  expect(performance.now() - started).toBeLessThan(60_000);
});

it('takes an exit for what it is', async () => {
  const failure = { kind: 'killed', stage: 'execute', message: expect.stringContaining('status 0') };
  expect(await attack('exits_at_once', { returns: null })).toMatchObject({ passed: false, failure });
});

it('does not choke on what it prints', async () => {
  expect(await attack('floods_output', { returns: 'done' })).toMatchObject({ passed: true });
});

it('takes no result that is too large', async () => {
  const failure = { kind: 'protocol', message: expect.stringContaining('8 MB') };
  expect(await attack('floods_result', { returns: 'x' })).toMatchObject({ passed: false, failure });
});

it('takes a result of any depth', async () => {
  const result = await attack('deep_result', { returns: [] });
  expect(result.passed).toBe(false);
});

it('takes no result but from its own hand', async () => {
  const failure = { kind: 'protocol', message: expect.stringContaining('that is no result') };
  expect(await attack('forges_result', { returns: 42 })).toMatchObject({ passed: false, failure });
});

it('takes no numbers that are no JSON, even under the token of the job', async () => {
  const failure = { kind: 'protocol', message: 'the result is not JSON' };
  expect(await attack('forges_numbers', { returns: 42 })).toMatchObject({ passed: false, failure });
});

it('hides what it expects', async () => {
  const result = await attack('looks_for_expectations', { returns: 'sesame-open' });
  expect(result).toMatchObject({ passed: false, problems: [{ actual: 'not found' }] });
});

it('hides the tests of the draft, which hold that too', async () => {
  expect(await attack('reads_tests', { returns: [] })).toMatchObject({ passed: true });
});

it('gives it no more memory than its share', async () => {
  const failure = { kind: 'exception', exception: 'MemoryError' };
  expect(await attack('hogs_memory', { returns: 1 })).toMatchObject({ passed: false, failure });
});

it('stops a fork bomb', async () => {
  const failure = { kind: 'killed', message: expect.stringContaining('processes and threads') };
  expect(await attack('fork_bomb', { returns: 1 })).toMatchObject({ passed: false, failure });
  await expect.poll(leftBehind, { timeout: 15_000 }).toEqual([]);
});

it('ends what never ends, and says where it was', async () => {
  const failure = {
    kind: 'timeout',
    stage: 'execute',
    traceback: expect.stringContaining('plugins/operators/component.py'),
  };
  expect(await attack('loops', { returns: 1 })).toMatchObject({ passed: false, failure });
}, 60_000);

it('leaves no folder behind', async () => {
  expect(await readdir(folder)).not.toEqual([]);
  await lab.close();
  expect(await readdir(folder)).toEqual([]);
});

/** Processes of this lab that neither this test nor one of the lab's servers started: forks carry the server's name. */
async function leftBehind(): Promise<readonly string[]> {
  const own = String(process.pid);
  const left: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    if (command.includes(folder) && state.split(') ')[1]?.split(' ')[1] !== own) left.push(pid);
  }
  return left;
}
