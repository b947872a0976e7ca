import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { prepareEnvironment } from '../../src/lab/environments/index.js';
import { ForkServer, type ForkServerOptions } from '../../src/lab/forkserver.js';
import { environmentOptions, FIXTURES, LAB_PYTHON, openLab, readFixture, targets } from './fixture.js';

let base = '';
let options: ForkServerOptions;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'airsmith-fork-'));
  const [target] = await targets();
  if (target === undefined) throw new Error('no Airflow is configured');
  const made = await prepareEnvironment(target, environmentOptions());
  if (made.state !== 'ready') throw new Error(made.problem.message);
  options = {
    python: made.python,
    labPython: LAB_PYTHON,
    base,
    sandbox: 'best',
    parallel: 2,
    deadlineSeconds: 20,
  };
}, 900_000);
afterAll(() => rm(base, { recursive: true, force: true }));

const job = (root: string) => ({
  op: 'syntax',
  root,
  pythonRoot: 'plugins',
  path: 'plugins/airsmith_warm_up.py',
  module: 'a',
  className: 'A',
});

it('is started again when it dies, and does the work all the same', async () => {
  const server = await ForkServer.start(options);
  if (!(server instanceof ForkServer)) throw new Error(server.message);
  const work = () => server.run(job(join(base, 'warm')));
  expect((await work()).ok).toBe(true);
  for (const pid of await serversIn(base)) process.kill(pid, 'SIGKILL');
  const results = await Promise.all([work(), work(), work(), work()]);
  expect(results.map(({ ok }) => ok)).toEqual([true, true, true, true]);
  expect(await serversIn(base)).toHaveLength(1);
  await server.close();
  expect(await serversIn(base)).toEqual([]);
});

it('takes a hundred jobs at once, and a fork of a warm Airflow costs well under a second', async () => {
  const server = await ForkServer.start(options);
  if (!(server instanceof ForkServer)) throw new Error(server.message);
  const results = await Promise.all(Array.from({ length: 100 }, () => server.run(job(join(base, 'warm')))));
  await server.close();
  expect(results.every(({ ok }) => ok)).toBe(true);
});

it('lets no job answer for another', async () => {
  const server = await ForkServer.start(options);
  if (!(server instanceof ForkServer)) throw new Error(server.message);
  const root = join(base, 'neighbours');
  await mkdir(join(root, 'plugins'), { recursive: true });
  const attack = await readFile(join(FIXTURES, 'hostile/answers_for_others.py'), 'utf8');
  await writeFile(join(root, 'plugins/hostile.py'), `${attack}\nimport time\ntime.sleep(1)\nattack({})\n`);
  await writeFile(
    join(root, 'plugins/neighbour.py'),
    'import time\ntime.sleep(3)\nraise ValueError("my own")\n',
  );
  const [, neighbour] = await Promise.all(
    ['hostile', 'neighbour'].map((module) =>
      server.run({ op: 'inspect', root, pythonRoot: 'plugins', module, className: 'A' }),
    ),
  );
  await server.close();
  expect(neighbour).toMatchObject({ ok: false, failure: { exception: 'ValueError', message: 'my own' } });
});

it('says why an Airflow does not start', async () => {
  const problem = await ForkServer.start({ ...options, python: '/usr/bin/false' });
  expect(problem).toMatchObject({ code: 'AS3203', severity: 'error', remedy: expect.any(String) });
  const missing = await ForkServer.start({ ...options, python: join(base, 'no-such-python') });
  expect(missing).toMatchObject({ code: 'AS3203', cause: expect.stringContaining('ENOENT') });
});

it('knows nothing of the environment of whoever started it', async () => {
  process.env['ANTHROPIC_API_KEY'] = 'not-for-drafts';
  const server = await ForkServer.start(options);
  if (!(server instanceof ForkServer)) throw new Error(server.message);
  for (const pid of await serversIn(base))
    expect(await readFile(`/proc/${pid}/environ`, 'utf8')).not.toContain('not-for-drafts');
  await server.close();
});

it('refuses to run where no sandbox can be had, and says so when it is told to all the same', async () => {
  // A Python that is told of a kernel without landlock.
  const folder = await mkdtemp(join(base, 'python-'));
  spawnSync('cp', ['-r', `${LAB_PYTHON}/.`, folder]);
  const source = await readFile(join(folder, 'sandbox.py'), 'utf8');
  await writeFile(join(folder, 'sandbox.py'), `${source}\ndef landlock_abi():\n    return 2\n`);
  const refused = await ForkServer.start({ ...options, labPython: folder, sandbox: 'landlock' });
  expect(refused).toMatchObject({
    code: 'AS3206',
    message: expect.stringContaining('landlock has version 2'),
  });
  const server = await ForkServer.start({ ...options, labPython: folder, sandbox: 'none' });
  if (!(server instanceof ForkServer)) throw new Error(server.message);
  expect(server.sandbox).toBe('none (unsafe)');
  expect((await server.run(job(join(base, 'warm')))).ok).toBe(true);
  await server.close();
});

it('reports an Airflow whose environment cannot be had, with its remedy', async () => {
  const lab = openLab();
  const [environment] = await lab.prepare([{ airflow: '1.10.15', python: '3.11' }], () => undefined);
  expect(environment).toMatchObject({
    state: 'unavailable',
    problem: { code: 'AS3106', remedy: expect.any(String) },
  });
  await lab.close();
  await lab.close();
});

it('starts one world server, however many examples ask for it at once, and ends it', async () => {
  const before = await worldServers();
  const lab = openLab();
  const target = (await targets()).slice(0, 1);
  const [environment] = await lab.prepare(target, () => undefined);
  if (environment?.state !== 'ready') throw new Error('no Airflow');
  const { spec, draft } = await readFixture('right', 'open_meteo_forecast');
  const staged = await lab.stage(draft);
  const plays = spec.examples.map((example) => lab.play(environment, staged, spec, example));
  expect((await Promise.all(plays)).map(({ passed }) => passed)).toEqual(plays.map(() => true));
  expect(await worldServers()).toBe(before + 1);
  await staged.dispose();
  await lab.close();
  expect(await worldServers()).toBe(before);
});

/** World servers that this process started. */
async function worldServers(): Promise<number> {
  let count = 0;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    if (command.includes('world_server.py') && status.includes(`PPid:\t${process.pid}\n`)) count += 1;
  }
  return count;
}

async function serversIn(folder: string): Promise<readonly number[]> {
  const found: number[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    // With namespaces a second process of that name is inside of them, and ends with the first.
    const ours = status.includes(`PPid:\t${process.pid}\n`);
    if (ours && command.includes('forkserver.py') && command.includes(folder)) found.push(Number(pid));
  }
  return found;
}
