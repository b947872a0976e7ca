import { describe, expect, test } from 'vitest';
import { inRange, planTargets } from '../../src/lab/environments/index.js';
import { LOCKS, openPlace, type Place } from './place.js';

const PYTHON = '#!/bin/sh\necho \'{"version": "VERSION", "useless": null}\'\n';

/** A machine with just these Pythons. */
async function machineWith(place: Place, ...minors: readonly string[]) {
  for (const minor of minors)
    await place.program(`bin/python${minor}`, PYTHON.replace('VERSION', `${minor}.1`));
  return {
    cache: `${place.folder}/cache`,
    locks: LOCKS,
    environment: { PATH: `${place.folder}/bin`, HOME: place.folder },
  };
}

const ALL = ['2.8.1', '2.11.2', '3.3.2'];

describe('the targets', () => {
  test('are the configured Airflows in range, each on the newest Python that it supports and the machine has', async () => {
    await using place = await openPlace();
    const machine = await machineWith(place, '3.10', '3.11', '3.12', '3.13');
    expect(await planTargets(['>=2.8,<4'], { airflowVersions: ALL, pythonVersions: [] }, machine)).toEqual([
      { airflow: '2.8.1', python: '3.11' },
      { airflow: '2.11.2', python: '3.12' },
      { airflow: '3.3.2', python: '3.13' },
    ]);
  });

  test('take an older Python where the machine has no newer one', async () => {
    await using place = await openPlace();
    const machine = await machineWith(place, '3.10');
    const targets = await planTargets(['>=2.8'], { airflowVersions: ALL, pythonVersions: [] }, machine);
    expect(targets.map(({ python }) => python)).toEqual(['3.10', '3.10', '3.10']);
  });

  test('stay planned without any Python, so that each shows as not run', async () => {
    await using place = await openPlace();
    const machine = await machineWith(place);
    const targets = await planTargets(['>=2.8'], { airflowVersions: ALL, pythonVersions: [] }, machine);
    expect(targets.map(({ airflow }) => airflow)).toEqual(ALL);
  });

  test('are one for each configured Python that the Airflow supports', async () => {
    await using place = await openPlace();
    const settings = { airflowVersions: ALL, pythonVersions: ['3.11', '3.13'] };
    expect(await planTargets(['>=2.8'], settings, await machineWith(place))).toEqual([
      { airflow: '2.8.1', python: '3.11' },
      { airflow: '2.11.2', python: '3.11' },
      { airflow: '3.3.2', python: '3.11' },
      { airflow: '3.3.2', python: '3.13' },
    ]);
  });

  test('keep an Airflow that supports none of the configured Pythons, or has no lock', async () => {
    await using place = await openPlace();
    const settings = { airflowVersions: ['2.8.1', '2.9.0'], pythonVersions: ['3.12', '3.13'] };
    const targets = await planTargets(['>=2.8'], settings, await machineWith(place));
    expect(targets.map(({ airflow }) => airflow)).toEqual(['2.8.1', '2.9.0']);
  });

  test('are those of any of several ranges, once', async () => {
    await using place = await openPlace();
    const settings = { airflowVersions: [...ALL, '3.3.2'], pythonVersions: ['3.11'] };
    const targets = await planTargets(['<2.9', '>=3', '>=3.3'], settings, await machineWith(place));
    expect(targets.map(({ airflow }) => airflow)).toEqual(['2.8.1', '3.3.2']);
  });

  test('are none where no configured Airflow is in range', async () => {
    await using place = await openPlace();
    const settings = { airflowVersions: ALL, pythonVersions: [] };
    expect(await planTargets(['>=4'], settings, await machineWith(place))).toEqual([]);
  });
});

test.each([
  ['2.8.1', '>=2.8,<4', true],
  ['2.8.1', '~=2.8', true],
  ['2.11.2', '<2.9', false],
  ['2.11.2', '!=2.11.2', false],
  ['3.3.2', '==3.*', true],
  ['3.4.0b1', '>=3', false],
  ['3.3.2', 'nonsense', false],
])('%s in %s: %s', (airflow, range, expected) => {
  expect(inRange(airflow, range)).toBe(expected);
});
