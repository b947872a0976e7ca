/** Which names are installed for a spec, and which are refused until a person vouches for them. */

import { execFileSync } from 'node:child_process';
import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { furnish, type PreparedEnvironment } from '../../src/lab/environments/index.js';
import { readKnownNames, twinOf } from '../../src/lab/environments/known-names.js';
import type { EnvironmentOptions } from '../../src/lab/environments/options.js';
import { type Offer, openIndex } from './package-index.js';
import { LOCKS, MACHINE, openPlace, type Place } from './place.js';

const YEARS_AGO = '2021-03-04';
const YESTERDAY = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

/** `count` releases of a name. */
function releases(name: string, count: number, uploaded?: string): readonly Offer[] {
  return Array.from({ length: count }, (_, number) => ({
    name,
    version: `1.${number}`,
    ...(uploaded ? { uploaded } : {}),
  }));
}

/** This machine's own Python in the place of an Airflow: nothing is installed into it. */
async function beside(place: Place, lock = ''): Promise<PreparedEnvironment> {
  const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' });
  const constraints = join(place.folder, 'lock.txt');
  await writeFile(constraints, lock);
  return {
    state: 'ready',
    python: python.trim(),
    prefix: place.folder,
    lock: 'small@1',
    constraints,
    readyMs: 0,
  };
}

async function tried(name: string, place: Place, options: EnvironmentOptions, known: readonly string[] = []) {
  const furnishing = { requirements: [name], how: 'install', known: new Set(known) } as const;
  const found = await furnish(await beside(place), furnishing, options);
  return found.state === 'ready' ? found.overlay : found.problem;
}

describe('a name that nothing vouches for', () => {
  test.each([
    ['is new', releases('fresh-parsnip', 3, YESTERDAY), 'AS3361'],
    ['has one old release and many new ones', [...releases('fresh-parsnip', 1, YEARS_AGO), { name: 'fresh-parsnip', version: '2', uploaded: YESTERDAY }, { name: 'fresh-parsnip', version: '3', uploaded: YESTERDAY }], 'AS3362'],
    ['has no upload times', releases('fresh-parsnip', 3), 'AS3364'],
  ])('is refused where it %s', async (_, offers, code) => {
    await using place = await openPlace();
    await using index = await openIndex(place, offers);
    const problem = await tried('fresh-parsnip', place, index.options);
    expect(problem).toMatchObject({ code, severity: 'error' });
    expect(problem).toHaveProperty('remedy', expect.stringContaining('trusted-dependencies: [fresh-parsnip]'));
    // What was found out holds for a day: the next spec costs no question.
    const before = index.asked.length;
    expect(await tried('fresh-parsnip', place, index.options)).toEqual(problem);
    expect(index.asked.length).toBe(before);
  }); // biome-ignore format: a table reads better

  test('is installed where it has stood there for long, and then without the index', async () => {
    await using place = await openPlace();
    await using index = await openIndex(place, releases('old-parsnip', 3, YEARS_AGO));
    const overlay = await tried('Old_Parsnip>=1', place, index.options);
    expect(overlay).toMatchObject({
      packages: { 'old-parsnip': '1.2' },
      there: { 'old-parsnip': '1.2' },
      absent: [],
    });
    await index.close();
    expect(await tried('Old_Parsnip>=1', place, index.options)).toEqual(overlay);
  });

  test('is installed, young as it is, where a person or a proven component vouches for it', async () => {
    await using place = await openPlace();
    await using index = await openIndex(place, releases('fresh-parsnip', 1, YESTERDAY));
    const overlay = await tried('fresh-parsnip', place, index.options, ['fresh-parsnip']);
    expect(overlay).toMatchObject({ packages: { 'fresh-parsnip': '1.0' }, absent: [] });
  });

  test('is absent, as before, where the index has no such name', async () => {
    await using place = await openPlace();
    await using index = await openIndex(place, []);
    expect(await tried('no-such-parsnip', place, index.options)).toMatchObject({
      packages: {},
      absent: [{ code: 'AS3322', requirement: 'no-such-parsnip' }],
    });
  });

  test('is neither refused nor absent where nobody can be asked', async () => {
    await using place = await openPlace();
    const index = await openIndex(place, []);
    await index.close();
    const environment = { ...index.options.environment, UV_HTTP_RETRIES: '0' };
    const problem = await tried('old-parsnip', place, { ...index.options, environment });
    expect(problem).toMatchObject({ code: 'AS3325' });
  });
});

describe('a name that is nearly a well-known one', () => {
  test.each([
    'reqeusts',
    'request',
    'requestss',
    'python-requests',
    'requests-py',
    'apache-airflow-providers-htttp',
  ])('is refused before the index hears of it: %s', async (name) => {
    await using place = await openPlace();
    await using index = await openIndex(place, releases(name, 5, YEARS_AGO));
    await copyFile(join(LOCKS, 'names.txt'), join(index.options.locks, 'names.txt'));
    const problem = await tried(name, place, index.options);
    expect(problem).toMatchObject({ code: 'AS3360' });
    expect(problem).toHaveProperty(
      'remedy',
      expect.stringMatching(/Did you mean `(requests|apache-airflow-providers-http)`/),
    );
    expect(index.asked).toEqual([]);
    const allowed = await tried(name, place, index.options, [name]);
    expect(allowed).toMatchObject({ there: { [name]: '1.4' } });
  });

  test('is so after any one slip, and the name itself never is', () => {
    const name = fc.stringMatching(/^[a-z]{6,12}$/);
    const slip = fc.constantFrom('drop', 'double', 'swap', 'replace');
    fc.assert(
      fc.property(name, slip, fc.nat(), (target, kind, place) => {
        const at = place % (target.length - 1);
        const [before, letter, next, after] = [
          target.slice(0, at),
          target[at],
          target[at + 1],
          target.slice(at + 2),
        ];
        const slipped = {
          drop: `${before}${next}${after}`,
          double: `${before}${letter}${letter}${next}${after}`,
          swap: `${before}${next}${letter}${after}`,
          replace: `${before}${letter === 'q' ? 'z' : 'q'}${next}${after}`,
        }[kind];
        expect(twinOf(target, new Set([target]))).toBeUndefined();
        expect(twinOf(slipped, new Set([target]))).toBe(slipped === target ? undefined : target);
      }),
    );
  });

  test('is none of the names that are known themselves', async () => {
    const { known, targets } = await readKnownNames(MACHINE);
    expect(targets.size).toBeGreaterThan(1_000);
    for (const name of ['requests', 'pandas', 'apache-airflow-providers-http', 'xmltodict', 'iniconfig'])
      expect(known.has(name), name).toBe(true);
  });
});

test('with `absent` nothing is asked and nothing installed', async () => {
  await using place = await openPlace();
  await using index = await openIndex(place, releases('old-parsnip', 3, YEARS_AGO));
  const environment = await beside(place, 'requests==2.31.0\n');
  const requirements = ['old-parsnip', 'requests[socks]>=2', 'requests<2'];
  const found = await furnish(environment, { requirements, how: 'absent', known: new Set() }, index.options);
  expect(found).toMatchObject({
    overlay: {
      packages: {},
      absent: [
        { requirement: 'old-parsnip', code: 'AS3363', severity: 'notice' },
        { requirement: 'requests<2', code: 'AS3363' },
      ],
    },
  });
  expect(index.asked).toEqual([]);
});
