/** Real uv, real Pythons. Most use a lock with one small package, so that each takes well under a second. */

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { AirflowTarget } from '../../src/flow.js';
import { planTargets, prepareEnvironment, prepareTools } from '../../src/lab/environments/index.js';
import { findInterpreter } from '../../src/lab/environments/interpreters.js';
import { MACHINE, openPlace, openSmallLab } from './place.js';

/** A Python of this machine, for the small lock that supports them all. */
let small: AirflowTarget;

beforeAll(async () => {
  const tools = await prepareTools(MACHINE);
  if (tools.state !== 'ready') throw new Error(tools.problem.message);
  for (const python of ['3.13', '3.12', '3.11', '3.10']) {
    if ((await findInterpreter(python, MACHINE)) === undefined) continue;
    small = { airflow: '9.9.9', python };
    return;
  }
  throw new Error('this machine has no Python');
});

async function ready(...request: Parameters<typeof prepareEnvironment>) {
  const result = await prepareEnvironment(...request);
  if (result.state !== 'ready') throw new Error(`${result.problem.message}: ${result.problem.cause}`);
  return result;
}

async function refused(...request: Parameters<typeof prepareEnvironment>) {
  const result = await prepareEnvironment(...request);
  if (result.state === 'ready') throw new Error('it became ready');
  return result.problem;
}

describe('the shipped environments', async () => {
  const settings = { airflowVersions: ['2.8.1', '2.11.2', '3.3.2'], pythonVersions: [] };
  const targets = await planTargets(['>=2.8'], settings, MACHINE);

  test.each(targets)('Airflow $airflow on Python $python is what its name says', async (target) => {
    const { python, lock } = await ready(target, MACHINE);
    expect(lock).toMatch(new RegExp(`^airflow-${target.airflow}@[0-9a-f]{12}$`));
    const ask = [
      'import sys, warnings; warnings.simplefilter("ignore")',
      'from importlib.metadata import version',
      'import airflow.providers.sqlite, airflow.providers.common.sql, requests, aiohttp, pytest',
      'print(version("apache-airflow"), "%d.%d" % sys.version_info[:2])',
    ].join('\n');
    const env = { PATH: '/usr/bin:/bin', HOME: '/nonexistent', AIRFLOW_HOME: '/nonexistent' };
    expect(execFileSync(python, ['-I', '-c', ask], { encoding: 'utf8', env }).trim()).toBe(
      `${target.airflow} ${target.python}`,
    );
  });

  test.each(targets)(
    'Airflow $airflow comes out of the cache at once, and starts no program',
    async (target) => {
      await ready(target, MACHINE);
      // Nothing can be found or started with this environment.
      const again = await ready(target, { ...MACHINE, environment: {} });
      expect(again.readyMs).toBeLessThan(3_000);
    },
  );

  test('ruff runs', async () => {
    const tools = await prepareTools({ ...MACHINE, environment: {} });
    if (tools.state !== 'ready') throw new Error(tools.problem.message);
    expect(execFileSync(tools.ruff, ['--version'], { encoding: 'utf8' })).toMatch(/^ruff \d/);
  });
});

describe('making an environment', () => {
  test('installs what the lock names, compiled, and nothing else', async () => {
    await using place = await openPlace();
    const lab = await openSmallLab(place);
    const { prefix } = await ready(small, lab);
    const site = join(prefix, 'lib', `python${small.python}`, 'site-packages');
    const installed = (await readdir(site)).filter((name) => name.endsWith('.dist-info'));
    expect(installed).toEqual([expect.stringMatching(/^iniconfig-/)]);
    expect(existsSync(join(site, 'iniconfig', '__pycache__'))).toBe(true);
  });

  test('says what it does while one waits', async () => {
    await using place = await openPlace();
    const lines: string[] = [];
    await ready(small, { ...(await openSmallLab(place)), report: (line) => lines.push(line) });
    expect(lines).toEqual([
      expect.stringMatching(/^Airflow 9\.9\.9 on Python 3\.\d+\.\d+: installing 1 packages$/),
    ]);
  });

  test('again does nothing', async () => {
    await using place = await openPlace();
    const lab = await openSmallLab(place);
    const { prefix } = await ready(small, lab);
    const before = await stat(join(prefix, 'airsmith.json'));
    await ready(small, lab);
    expect((await stat(join(prefix, 'airsmith.json'))).ino).toBe(before.ino);
  });

  test('by several at once makes it once, and all get it', async () => {
    await using place = await openPlace();
    const lines: string[] = [];
    const lab = { ...(await openSmallLab(place)), report: (line: string) => lines.push(line) };
    const all = await Promise.all(Array.from({ length: 5 }, () => ready(small, lab)));
    expect(new Set(all.map(({ prefix }) => prefix)).size).toBe(1);
    expect(lines).toHaveLength(1);
  });

  test.each([
    ['its stamp is missing, as after an interruption', (prefix: string) => rm(join(prefix, 'airsmith.json'))],
    ['its stamp is damaged', (prefix: string) => writeFile(join(prefix, 'airsmith.json'), '{"schema":')],
    ['its interpreter is gone', (prefix: string) => rm(join(prefix, 'bin'), { recursive: true })],
  ])('makes it anew when %s', async (_, damage) => {
    await using place = await openPlace();
    const lab = await openSmallLab(place);
    const { prefix } = await ready(small, lab);
    await damage(prefix);
    await writeFile(join(prefix, 'left-over'), '');
    const { python } = await ready(small, lab);
    execFileSync(python, ['-I', '-c', 'import iniconfig']);
    expect(existsSync(join(prefix, 'left-over'))).toBe(false);
  });

  test('makes it anew when the interpreter below it was upgraded', async () => {
    await using place = await openPlace();
    const lab = await openSmallLab(place);
    const { prefix } = await ready(small, lab);
    const stamp = JSON.parse(await readFile(join(prefix, 'airsmith.json'), 'utf8'));
    stamp.interpreter.mtimeMs -= 1000;
    await writeFile(join(prefix, 'airsmith.json'), JSON.stringify(stamp));
    await ready(small, lab);
    const remade = JSON.parse(await readFile(join(prefix, 'airsmith.json'), 'utf8'));
    expect(remade.interpreter.mtimeMs).toBe(stamp.interpreter.mtimeMs + 1000);
  });

  test('is not held up by what a killed process left behind', async () => {
    await using place = await openPlace();
    const lab = await openSmallLab(place);
    const { prefix } = await ready(small, lab);
    await rm(prefix, { recursive: true });
    await writeFile(`${prefix}.lock`, '999999999 some-other-host\n');
    const long = new Date(Date.now() - 60_000);
    await utimes(`${prefix}.lock`, long, long);
    await mkdir(`${prefix}.building-killed`);
    // Waiting for it would last until the test's own deadline.
    execFileSync((await ready(small, lab)).python, ['-I', '-c', 'import iniconfig']);
  });

  test('of another lock leaves the old one alone', async () => {
    await using place = await openPlace();
    const lab = await openSmallLab(place);
    const first = await ready(small, lab);
    await writeFile(lab.entry, `# changed\n${await readFile(lab.entry, 'utf8')}`);
    const second = await ready(small, lab);
    expect(second.lock).not.toBe(first.lock);
    expect(existsSync(first.python)).toBe(true);
  });
});

describe('what cannot be had', () => {
  test('a package with other bytes than the locked ones is refused, and leaves nothing', async () => {
    await using place = await openPlace();
    const lab = await openSmallLab(place);
    const text = await readFile(lab.entry, 'utf8');
    await writeFile(lab.entry, text.replace(/sha256:[0-9a-f]{8}/g, 'sha256:00000000'));
    const problem = await refused(small, {
      ...lab,
      environment: { ...lab.environment, UV_CACHE_DIR: join(place.folder, 'wheels') },
    });
    expect(problem).toMatchObject({ code: 'AS3104', severity: 'error' });
    expect(problem.cause).toContain('iniconfig');
    expect(await readdir(join(lab.cache, 'environments'))).toEqual([]);
  });

  test.each(['UV_DEFAULT_INDEX', 'PIP_INDEX_URL'])(
    'an index that cannot be reached (%s) is named, without its password',
    async (variable) => {
      await using place = await openPlace();
      const lab = await openSmallLab(place);
      const environment = {
        ...lab.environment,
        UV_CACHE_DIR: join(place.folder, 'wheels'),
        UV_HTTP_RETRIES: '0',
        [variable]: 'http://reader:hunter2@127.0.0.1:9/simple',
      };
      const problem = await refused(small, { ...lab, environment });
      expect(problem.code).toBe('AS3103');
      expect(problem.cause).toContain('127.0.0.1:9');
      expect(JSON.stringify(problem)).not.toContain('hunter2');
      expect(problem.remedy).toContain(variable);
    },
  );

  test('a Python that nobody has names three ways to get one', async () => {
    await using place = await openPlace();
    const lab = await openSmallLab(place);
    const environment = { PATH: '/nonexistent', HOME: place.folder, UV_PYTHON_DOWNLOADS: 'never' };
    const problem = await refused({ airflow: '9.9.9', python: '3.10' }, { ...lab, environment });
    expect(problem.code).toBe('AS3102');
    expect(problem.message).toContain('Airflow 9.9.9 was not run');
    expect(problem.remedy).toContain('actions/setup-python');
    expect(problem.remedy).toContain('pyenv install 3.10');
    expect(problem.remedy).toContain('uv python install 3.10');
  });

  test('an Airflow without a lock names those that there are', async () => {
    const problem = await refused({ airflow: '1.10.15', python: '3.11' }, MACHINE);
    expect(problem.code).toBe('AS3106');
    expect(problem.remedy).toContain('2.8.1, 2.11.2, 3.3.2');
  });

  test('a Python that the Airflow does not support is refused before anything is installed', async () => {
    const problem = await refused({ airflow: '2.8.1', python: '3.12' }, { ...MACHINE, environment: {} });
    expect(problem.code).toBe('AS3107');
    expect(problem.remedy).toContain('3.10, 3.11');
  });

  test('a cache that cannot be made says so', async () => {
    await using place = await openPlace();
    const lab = await openSmallLab(place);
    await writeFile(join(place.folder, 'file'), '');
    const problem = await refused(small, { ...lab, cache: join(place.folder, 'file', 'cache') });
    expect(problem.code).toBe('AS3105');
  });
});
