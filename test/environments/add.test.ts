/** What `airsmith airflow add` refuses, and what counts as added. `test/lab/added.test.ts` adds a real one. */

import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { valid } from '@renovatebot/pep440';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type AddOptions, addAirflow } from '../../src/lab/environments/add.js';
import { addedFolder, isRelease, writeAdded } from '../../src/lab/environments/added.js';
import { prepareEnvironment, prepareTools } from '../../src/lab/environments/index.js';
import { readLocks } from '../../src/lab/environments/locks.js';
import { type Offer, openIndex } from './package-index.js';
import { LOCKS, MACHINE, openPlace, openSmallLab, type Place } from './place.js';

const LAB_PYTHON = join(import.meta.dirname, '../../src/lab/python');

beforeAll(async () => {
  const tools = await prepareTools(MACHINE);
  if (tools.state !== 'ready') throw new Error(tools.problem.message);
});

/** A machine on which nothing can be started, with a cache that is not there. */
function bare(place: Place): AddOptions {
  const cache = join(place.folder, 'nothing');
  return { cache, locks: LOCKS, environment: {}, labPython: LAB_PYTHON, today: '2026-11-24' };
}

async function refused(version: string, options: AddOptions) {
  const result = await addAirflow(version, options);
  if (result.state !== 'unavailable') throw new Error(`it is ${result.state}`);
  return result.problem;
}

describe('a version that is none', () => {
  test.each([
    '', 'latest', 'v2.10.5', '2.10', '2.10.5.1', '2.10.5rc1', '2.10.5.dev0', '1!2.10.5', '2.10.5+local', '>=2.10.5', '2.10.x',
    '02.10.5', '2.10.05', ' 2.10.5', '2.10.5\n', '2.10.5 --index-url=http://127.0.0.1', '--help', '../2.10.5', '2.10.5/../..',
    '2.10.5;id', '$(id)', '２.10.5', '2.10.99999',
  ])('is refused before anything is looked at: %j', async (version) => {
    await using place = await openPlace();
    expect((await refused(version, bare(place))).code).toBe('AS3301');
    expect(existsSync(join(place.folder, 'nothing'))).toBe(false);
  }); // biome-ignore format: a table reads better

  test('is everything but three plain numbers', () => {
    const likely = fc.stringMatching(/^[0-9. v-]{0,12}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), likely), (text) => {
        if (isRelease(text))
          expect([text.split('.').map(Number).join('.'), valid(text)]).toEqual([text, text]);
      }),
    );
    const numbers = fc.array(fc.nat(9_999), { minLength: 3, maxLength: 3 });
    fc.assert(fc.property(numbers, (parts) => isRelease(parts.join('.'))));
  });

  test.each(['2.7.3', '1.10.15', '0.1.0'])('can be too old: %s', async (version) => {
    await using place = await openPlace();
    expect((await refused(version, bare(place))).code).toBe('AS3302');
  });
});

test('an Airflow that ships is known, and nothing is done', async () => {
  await using place = await openPlace();
  const result = await addAirflow('3.3.2', bare(place));
  expect(result).toMatchObject({ state: 'known', origin: 'shipped', entry: { excludeNewer: '2026-11-01' } });
  expect(existsSync(join(place.folder, 'nothing'))).toBe(false);
});

const WHOLE: Offer = { version: '2.10.7', uploaded: '2025-02-10', pythons: ['3.9', '3.10', '3.12'] };

describe('what the index says', () => {
  test('tells the day of the lock and the Pythons, and a dry run makes nothing of it', async () => {
    await using place = await openPlace();
    await using index = await openIndex(place, [WHOLE]);
    const planned = await addAirflow('2.10.7', { ...index.options, dryRun: true });
    expect(planned).toMatchObject({
      state: 'planned',
      release: { released: '2025-02-10', excludeNewer: '2025-03-10', pythons: ['3.10', '3.12'] },
    });
    expect(existsSync(join(index.options.cache, 'airflows'))).toBe(false);
  });

  test('of a young Airflow is locked as of today', async () => {
    await using place = await openPlace();
    await using index = await openIndex(place, [{ ...WHOLE, uploaded: '2026-11-20' }]);
    const planned = await addAirflow('2.10.7', { ...index.options, dryRun: true });
    expect(planned).toMatchObject({ release: { released: '2026-11-20', excludeNewer: '2026-11-24' } });
  });

  test.each<[string, Offer, string]>([
    ['does not hold the version', { ...WHOLE, version: '2.10.6' }, 'AS3303'],
    ['asks for a newer Python', { ...WHOLE, requiresPython: '>=3.14' }, 'AS3305'],
    ['declares no Python of ours', { ...WHOLE, pythons: ['3.9'] }, 'AS3305'],
    ['has no upload times', { version: '2.10.7', pythons: ['3.12'] }, 'AS3308'],
  ])('%s', async (_, offer, code) => {
    await using place = await openPlace();
    await using index = await openIndex(place, [offer]);
    const problem = await refused('2.10.7', index.options);
    expect(problem).toMatchObject({ code, severity: 'error' });
    expect(problem.message).toContain('2.10.7');
  });

  test('does not resolve: the reason is uv’s, and nothing stays, not even of a run that was killed', async () => {
    await using place = await openPlace();
    await using index = await openIndex(place, [WHOLE]);
    const airflows = join(index.options.cache, 'airflows');
    await mkdir(join(airflows, '.adding-2.10.7-killed'), { recursive: true });
    const problem = await refused('2.10.7', index.options);
    expect(problem.code).toBe('AS3307');
    expect(problem.cause).toContain('was not found in the package registry');
    expect(await readdir(airflows)).toEqual([]);
  });

  test('cannot be heard: the address is named, without its password', async () => {
    await using place = await openPlace();
    await using index = await openIndex(place, []);
    const environment = {
      ...index.options.environment,
      ...{ UV_DEFAULT_INDEX: 'http://reader:hunter2@127.0.0.1:9/simple', UV_HTTP_RETRIES: '0' },
    };
    const problem = await refused('2.10.7', { ...index.options, environment });
    expect(problem.code).toBe('AS3306');
    expect(problem.cause).toContain('127.0.0.1:9');
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });

  test('is of no interest once interrupted, and nothing partial stays', async () => {
    await using place = await openPlace();
    await using index = await openIndex(place, [WHOLE]);
    const stop = new AbortController();
    const reason = new Error('enough');
    const report = (line: string) => {
      if (line.includes('locking')) stop.abort(reason);
    };
    await expect(addAirflow('2.10.7', { ...index.options, signal: stop.signal, report })).rejects.toBe(
      reason,
    );
    expect(await readdir(join(index.options.cache, 'airflows'))).toEqual([]);
  });
});

/** A whole added "Airflow" 2.10.7 of one small package. */
async function addSmall(cache: string, lock: string): Promise<string> {
  const folder = addedFolder(cache, '2.10.7');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'airflow-2.10.7.txt'), await readFile(lock));
  const entry = {
    ...{ file: 'airflow-2.10.7.txt', excludeNewer: '2025-03-10', inputs: ['iniconfig'], packages: 1 },
    ...{ pythons: ['3.10', '3.11', '3.12', '3.13'], sources: {} },
  };
  await writeAdded(folder, entry, 'the index\n');
  return folder;
}

describe('an added Airflow', () => {
  test('stands beside the shipped ones, and its constraints can be read', async () => {
    await using place = await openPlace();
    const lab = await openSmallLab(place);
    const folder = await addSmall(lab.cache, lab.entry);
    const { airflow, damaged } = await readLocks(lab);
    expect([Object.keys(airflow).sort(), damaged]).toEqual([['2.10.7', '9.9.9'], []]);
    const [python = ''] = airflow['2.10.7']?.pythons.toReversed() ?? [];
    const environment = await prepareEnvironment({ airflow: '2.10.7', python }, lab);
    if (environment.state !== 'ready') throw new Error(environment.problem.cause);
    expect(environment.lock).toMatch(/^airflow-2\.10\.7@[0-9a-f]{12}$/);
    expect(environment.constraints).toBe(join(folder, 'airflow-2.10.7.txt'));
    expect(await addAirflow('2.10.7', { ...bare(place), cache: lab.cache })).toMatchObject({
      state: 'known',
      origin: 'added',
    });
  });

  test.each<[string, (folder: string) => Promise<void>]>([
    ['has no entry', (folder) => rm(join(folder, 'entry.json'))],
    ['has half an entry', (folder) => writeFile(join(folder, 'entry.json'), '{"schema":"added-airflow/1",')],
    ['has an entry of something else', (folder) => writeFile(join(folder, 'entry.json'), 'null')],
    [
      'has an entry that leads elsewhere',
      async (folder) => {
        const entry = await readFile(join(folder, 'entry.json'), 'utf8');
        await writeFile(
          join(folder, 'entry.json'),
          entry.replace('airflow-2.10.7.txt', '../../../etc/passwd'),
        );
      },
    ],
    ['has no lock', (folder) => rm(join(folder, 'airflow-2.10.7.txt'))],
    ['has another lock', (folder) => writeFile(join(folder, 'airflow-2.10.7.txt'), 'evil==1.0\n')],
    ['has no index', (folder) => rm(join(folder, 'index.txt'))],
    ['has a cut index', (folder) => writeFile(join(folder, 'index.txt'), 'the')],
  ])('that %s is named and ignored', async (_, damage) => {
    await using place = await openPlace();
    const lab = await openSmallLab(place);
    const folder = await addSmall(lab.cache, lab.entry);
    await damage(folder);
    const { airflow, damaged } = await readLocks(lab);
    expect(Object.keys(airflow)).toEqual(['9.9.9']);
    expect(damaged).toEqual([{ version: '2.10.7', folder, reason: expect.any(String) }]);
    const environment = await prepareEnvironment({ airflow: '2.10.7', python: '3.12' }, lab);
    expect(environment).toMatchObject({
      state: 'unavailable',
      problem: { code: 'AS3309', cause: damaged[0]?.reason, message: expect.stringContaining(folder) },
    });
  });
});
