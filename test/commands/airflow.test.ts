/** `airsmith airflow`, as far as it needs no index: `test/environments/add.test.ts` and `test/lab/added.test.ts` have the rest. */

import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runProgram } from '../../src/commands/program.js';
import { EXIT } from '../../src/problems.js';
import { openPlace, type Place } from '../environments/place.js';
import { refused, screen } from './desk.js';

function desk(place: Place) {
  const shown = screen(place.folder);
  const cache = join(place.folder, 'cache');
  return { shown, cache, terminal: { ...shown.terminal, env: { AIRSMITH_CACHE: cache } } };
}

test('list shows each Airflow that has a lock, and names a damaged one with its remedy', async () => {
  await using place = await openPlace();
  const { shown, cache, terminal } = desk(place);
  const folder = join(cache, 'airflows', '2.10.5');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'entry.json'), '{');
  expect(await runProgram(['airflow', 'list'], terminal)).toBe(EXIT.done);
  const rows = shown.out.trimEnd().split('\n');
  expect(rows.map((row) => row.split(/\s+/)[1])).toEqual(['2.8.1', '2.11.2', '3.3.2', '2.10.5']);
  expect(rows[0]).toContain('142 packages as of 2024-02-15, Python 3.10, 3.11');
  expect(rows[3]).toContain(`in ${folder}; \`airsmith airflow add 2.10.5\` makes it anew`);
});

test('list gives the same as JSON', async () => {
  await using place = await openPlace();
  const { shown, terminal } = desk(place);
  expect(await runProgram(['airflow', 'list', '--json'], terminal)).toBe(EXIT.done);
  const { airflows, damaged } = JSON.parse(shown.out);
  expect(
    airflows.map(({ version, origin }: { version: string; origin: string }) => [version, origin]),
  ).toEqual([
    ['2.8.1', 'shipped'],
    ['2.11.2', 'shipped'],
    ['3.3.2', 'shipped'],
  ]);
  expect(damaged).toEqual([]);
});

test('add of one that ships says so and is done', async () => {
  await using place = await openPlace();
  const { shown, cache, terminal } = desk(place);
  expect(await runProgram(['airflow', 'add', '3.3.2'], terminal)).toBe(EXIT.done);
  expect(shown.out).toMatch(/^airflow +3\.3\.2 ships with airsmith: .*; nothing to do\n$/);
  expect(await runProgram(['airflow', 'add', '3.3.2', '--json'], terminal)).toBe(EXIT.done);
  expect(JSON.parse(shown.out.slice(shown.out.indexOf('{')))).toMatchObject({
    ...{ version: '3.3.2', state: 'known', origin: 'shipped' },
  });
  expect(existsSync(cache)).toBe(false);
});

test('add of what is no version is wrong use', async () => {
  await using place = await openPlace();
  const { terminal } = desk(place);
  expect(await refused(runProgram(['airflow', 'add', '../2.10.5'], terminal))).toMatchObject({
    code: 'AS3301',
  });
  expect(await runProgram(['airflow', 'add'], terminal)).toBe(EXIT.usage);
});
