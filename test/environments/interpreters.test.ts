import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findInterpreter } from '../../src/lab/environments/interpreters.js';
import { openPlace, type Place } from './place.js';

/** A program that answers as a Python of that version would, and keeps a tally of how often it was asked. */
function python(version: string, useless: string | null = null): string {
  const answer = JSON.stringify({ version, useless });
  return `#!/bin/sh\necho asked >> "$0.tally"\necho '${answer}'\n`;
}

function optionsOf(place: Place, environment: { readonly [name: string]: string }) {
  return {
    cache: join(place.folder, 'cache'),
    locks: '',
    environment: { HOME: place.folder, ...environment },
  };
}

async function tally(program: string): Promise<number> {
  return (await readFile(`${program}.tally`, 'utf8')).split('\n').length - 1;
}

describe('a Python', () => {
  test.each([
    ['on PATH', 'bin/python3.12', { PATH: '$/bin' }],
    ['on PATH as python3', 'bin/python3', { PATH: '$/bin' }],
    ['of pyenv', '.pyenv/versions/3.12.1/bin/python3.12', {}],
    ['of a pyenv elsewhere', 'env/versions/3.12.1/bin/python3.12', { PYENV_ROOT: '$/env' }],
    [
      "in the runner's tool cache",
      'tools/Python/3.12.9/ARCH/bin/python3.12',
      { RUNNER_TOOL_CACHE: '$/tools' },
    ],
    [
      'in the tool cache of another agent',
      'tools/Python/3.12.9/ARCH/bin/python3.12',
      { AGENT_TOOLSDIRECTORY: '$/tools' },
    ],
    ['of uv', '.local/share/uv/python/cpython-3.12.5-linux-x86_64-gnu/bin/python3.12', {}],
    ['that airsmith had uv download', 'cache/pythons/cpython-3.12.5-linux-x86_64-gnu/bin/python3.12', {}],
  ])('%s is found', async (_, path, variables) => {
    await using place = await openPlace();
    const file = path.replace('ARCH', process.arch === 'arm64' ? 'arm64' : 'x64');
    const program = await place.program(file, python('3.12.4'));
    const environment = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, value.replace('$', place.folder)]),
    );
    expect(await findInterpreter('3.12', optionsOf(place, environment))).toEqual({
      path: program,
      version: '3.12.4',
    });
  });

  test('of the highest patch version is taken, by number', async () => {
    await using place = await openPlace();
    await place.program('.pyenv/versions/3.12.9/bin/python3.12', python('3.12.9'));
    await place.program('.pyenv/versions/3.12.10/bin/python3.12', python('3.12.10'));
    expect((await findInterpreter('3.12', optionsOf(place, {})))?.version).toBe('3.12.10');
  });

  test.each([
    ['is a pre-release', python('3.12.0', 'is a pre-release')],
    ['is free-threaded', python('3.12.0', 'is free-threaded')],
    ['does not start', '#!/bin/sh\nexit 127\n'],
    ['lacks a module', '#!/bin/sh\necho "No module named \'_sqlite3\'" >&2\nexit 1\n'],
    ['answers nonsense', '#!/bin/sh\necho hello\n'],
    ['is another version than its name says', python('3.11.4')],
  ])('that %s is passed over for the next', async (_, script) => {
    await using place = await openPlace();
    await place.program('bin/python3.12', script);
    const good = await place.program('.pyenv/versions/3.12.1/bin/python3.12', python('3.12.1'));
    const found = await findInterpreter('3.12', optionsOf(place, { PATH: join(place.folder, 'bin') }));
    expect(found?.path).toBe(good);
  });

  test('is asked once, until it changes', async () => {
    await using place = await openPlace();
    const program = await place.program('bin/python3.12', python('3.12.4'));
    const options = optionsOf(place, { PATH: join(place.folder, 'bin') });
    await findInterpreter('3.12', options);
    await findInterpreter('3.12', options);
    expect(await tally(program)).toBe(1);
    await writeFile(program, `${python('3.12.11')}# upgraded\n`);
    expect((await findInterpreter('3.12', options))?.version).toBe('3.12.11');
    expect(await tally(program)).toBe(2);
  });

  test('that is only a shim of pyenv is not asked', async () => {
    await using place = await openPlace();
    await place.program('.pyenv/shims/python3.12', python('3.12.4'));
    const options = optionsOf(place, { PATH: join(place.folder, '.pyenv/shims') });
    expect(await findInterpreter('3.12', options)).toBeUndefined();
  });

  test('is found with a damaged memory too', async () => {
    await using place = await openPlace();
    await place.program('bin/python3.12', python('3.12.4'));
    await place.program('cache/interpreters.json', 'no JSON');
    const options = optionsOf(place, { PATH: join(place.folder, 'bin') });
    expect((await findInterpreter('3.12', options))?.version).toBe('3.12.4');
  });
});
