/** What is committed under `src/lab/locks` and `src/lab/index`. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FOLDER, format } from '../../scripts/index-airflow.js';
import { planTargets, prepareEnvironment } from '../../src/lab/environments/index.js';
import { introspect } from '../../src/lab/environments/introspect.js';
import { readShippedLocks } from '../../src/lab/environments/locks.js';
import { LOCKS, MACHINE } from './place.js';

const locks = await readShippedLocks(LOCKS);
const entries = [...Object.values(locks.airflow), locks.uv, locks.tools, locks.build];

describe.each(entries)('$file', (entry) => {
  const text = readFileSync(join(LOCKS, entry.file), 'utf8');
  const requirements = text.split(/\n(?=\S)/).filter((block) => !block.startsWith('#'));

  test('pins every package, each with a hash', () => {
    expect(requirements.length).toBeGreaterThanOrEqual(entry.packages);
    for (const requirement of requirements) {
      expect(requirement).toMatch(/^[a-z0-9][a-z0-9._-]*==\S+( ; .*)? \\\n {4}--hash=sha256:[0-9a-f]{64}/);
    }
  });

  test('names no index, and says of which day it is', () => {
    expect(text).not.toMatch(/:\/\//);
    expect(text).toContain(entry.excludeNewer);
    expect(entry.excludeNewer).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});

test('each Airflow has the Pythons that it declares', () => {
  const pythons = Object.entries(locks.airflow).map(([version, entry]) => [version, entry.pythons]);
  expect(Object.fromEntries(pythons)).toEqual({
    '2.8.1': ['3.10', '3.11'],
    '2.11.2': ['3.10', '3.11', '3.12'],
    '3.3.2': ['3.10', '3.11', '3.12', '3.13'],
  });
});

test('each Airflow is locked bare, with what the example world and the tests stand on', () => {
  for (const [version, entry] of Object.entries(locks.airflow)) {
    const text = readFileSync(join(LOCKS, entry.file), 'utf8');
    const beside = [
      'apache-airflow-providers-sqlite',
      'apache-airflow-providers-common-sql',
      'requests',
      'aiohttp',
      'pytest',
    ];
    for (const name of beside) expect(text).toMatch(new RegExp(`^${name}==`, 'm'));
    expect(text).toContain(`\napache-airflow==${version} `);
    expect(text).not.toMatch(/^apache-airflow-providers-(amazon|google|cncf|microsoft)/m);
  }
});

const BASES = join(FOLDER, 'base-attributes.json');
const LAB_PYTHON = join(import.meta.dirname, '../../src/lab/python');

describe('the index', () => {
  const committed = JSON.parse(readFileSync(BASES, 'utf8'));

  test.each(Object.keys(locks.airflow))(
    'is what Airflow %s itself says',
    { timeout: 300_000 },
    async (version) => {
      const [target] = await planTargets(
        ['>=0'],
        { airflowVersions: [version], pythonVersions: [] },
        MACHINE,
      );
      const environment = target && (await prepareEnvironment(target, MACHINE));
      if (environment?.state !== 'ready') throw new Error(environment?.problem.message);
      const said = await introspect(environment.python, LAB_PYTHON);
      if (said.state !== 'ready') throw new Error(said.problem.cause);
      expect(said.bases).toEqual(committed[version]);
      expect(said.index).toBe(readFileSync(join(FOLDER, `airflow-${version}.txt`), 'utf8'));
    },
  );

  test('is written in one way only', () => {
    expect(readFileSync(BASES, 'utf8')).toBe(format(committed));
  });

  test('knows the names that a spec must not use', () => {
    for (const index of Object.values(committed) as { [kind: string]: { [name: string]: string } }[]) {
      expect(index['operator']).toMatchObject({
        label: 'property',
        retries: 'parameter',
        params: 'parameter',
        on_kill: 'method',
        task_id: 'parameter',
      });
      expect(index['sensor']).toMatchObject({
        poke_interval: 'parameter',
        poke: 'method',
        label: 'property',
      });
      expect(index['hook']).toMatchObject({ get_connection: 'method', log: 'property' });
      for (const names of Object.values(index)) {
        expect(Object.keys(names)).toEqual([...Object.keys(names)].sort());
        expect(Object.keys(names).filter((name) => name.startsWith('_'))).toEqual([]);
        expect(names).not.toHaveProperty('table');
      }
    }
  });
});
