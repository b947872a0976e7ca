/** How uv gets here, and what it and pip are told. */

import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EnvironmentOptions } from '../../src/lab/environments/index.js';
import { findInterpreter } from '../../src/lab/environments/interpreters.js';
import { readShippedLocks } from '../../src/lab/environments/locks.js';
import { ensureUv } from '../../src/lab/environments/uv.js';
import { pipVariables, uvVariables } from '../../src/lab/environments/variables.js';
import { LOCKS, MACHINE, openPlace } from './place.js';

let python: string;

beforeAll(async () => {
  for (const minor of ['3.11', '3.12', '3.13', '3.10']) {
    const found = await findInterpreter(minor, MACHINE);
    if (found === undefined) continue;
    python = found.path;
    return;
  }
  throw new Error('this machine has no Python');
});

describe('uv', () => {
  test('comes from PyPI with a pip that lacks in python3 itself, and is the locked version', async () => {
    await using place = await openPlace();
    // What Debian's python3 says when python3-pip is not installed.
    const script = `#!/bin/sh\nfor word in "$@"; do if [ "$word" = pip ]; then echo "$0: No module named pip" >&2; exit 1; fi; done\nexec ${python} "$@"\n`;
    await place.program('bin/python3', script);
    const environment = { ...process.env, PATH: `${join(place.folder, 'bin')}:/usr/bin:/bin` };
    const lines: string[] = [];
    const options = {
      cache: join(place.folder, 'cache'),
      locks: LOCKS,
      environment,
      report: (line: string) => lines.push(line),
    };
    const uv = await ensureUv(await readShippedLocks(LOCKS), options);
    if (uv.state !== 'ready') throw new Error(uv.problem.cause);
    expect(uv.path.startsWith(options.cache)).toBe(true);
    expect(lines).toEqual(['installing uv from PyPI']);
    const lock = (await readShippedLocks(LOCKS)).uv;
    const version = execFileSync(uv.path, ['--version'], { encoding: 'utf8' });
    const pinned = execFileSync('grep', ['-m1', '^uv==', join(LOCKS, lock.file)], { encoding: 'utf8' });
    expect(version.split(' ')[1]?.trim()).toBe(/^uv==(\S+)/.exec(pinned)?.[1]);
  });

  function bare(folder: string): EnvironmentOptions {
    return {
      cache: join(folder, 'cache'),
      locks: LOCKS,
      environment: { PATH: join(folder, 'bin'), HOME: folder },
    };
  }

  test('on PATH will do where there is no Python', async () => {
    await using place = await openPlace();
    await place.program('bin/uv', '#!/bin/sh\necho "uv 0.13.2 (x86_64-unknown-linux-gnu)"\n');
    const uv = await ensureUv(await readShippedLocks(LOCKS), bare(place.folder));
    expect(uv).toEqual({ state: 'ready', path: 'uv' });
  });

  test.each([
    ['is too old', '#!/bin/sh\necho "uv 0.4.30"\n'],
    ['is something else', '#!/bin/sh\necho "usage: uv [file]"\n'],
    ['does not start', '#!/bin/sh\nexit 3\n'],
  ])('on PATH that %s is no way out, and the problem names what is', async (_, script) => {
    await using place = await openPlace();
    await place.program('bin/uv', script);
    const uv = await ensureUv(await readShippedLocks(LOCKS), bare(place.folder));
    expect(uv).toMatchObject({
      state: 'unavailable',
      problem: { code: 'AS3101', cause: 'no python3 was found' },
    });
    expect(JSON.stringify(uv)).toContain('PIP_INDEX_URL');
  });

  test('with other bytes than the locked ones is not installed', async () => {
    await using place = await openPlace();
    const locks = await readShippedLocks(LOCKS);
    const file = join(place.folder, 'uv.txt');
    await writeFile(file, `uv==0.13.9 \\\n    --hash=sha256:${'0'.repeat(64)}\n`);
    const options = { cache: join(place.folder, 'cache'), locks: LOCKS, environment: process.env };
    const uv = await ensureUv(
      { ...locks, folder: place.folder, uv: { ...locks.uv, file: 'uv.txt' } },
      options,
    );
    expect(uv).toMatchObject({ state: 'unavailable', problem: { code: 'AS3101' } });
    expect(JSON.stringify(uv)).toMatch(/hash/i);
  });
});

describe('the variables of package tools', () => {
  const secrets = {
    GITHUB_TOKEN: 'ghs_x',
    ANTHROPIC_API_KEY: 'sk',
    AWS_SECRET_ACCESS_KEY: 'x',
    INPUT_TOKEN: 'x',
  };
  const options = (environment: EnvironmentOptions['environment']): EnvironmentOptions => ({
    cache: '/cache',
    locks: LOCKS,
    environment: { PATH: '/bin', HOME: '/nobody', ...secrets, ...environment },
  });

  test('hold no token, for a build script could read it', () => {
    for (const variables of [pipVariables(options({})), uvVariables(options({}))]) {
      for (const name of Object.keys(secrets)) expect(variables).not.toHaveProperty(name);
      expect(variables['PATH']).toBe('/bin');
    }
  });

  test('hold proxies and certificates', () => {
    const given = { HTTPS_PROXY: 'http://proxy:3128', no_proxy: 'localhost', SSL_CERT_FILE: '/ca.pem' };
    expect(uvVariables(options(given))).toMatchObject(given);
    expect(pipVariables(options(given))).toMatchObject(given);
  });

  test("give uv what the user told pip, unless uv's own settings are there", () => {
    const pip = {
      PIP_INDEX_URL: 'https://mirror/simple',
      PIP_EXTRA_INDEX_URL: 'https://a https://b',
      PIP_CERT: '/ca.pem',
    };
    expect(uvVariables(options(pip))).toMatchObject({
      UV_DEFAULT_INDEX: 'https://mirror/simple',
      UV_INDEX: 'https://a https://b',
      SSL_CERT_FILE: '/ca.pem',
    });
    const both = uvVariables(options({ ...pip, UV_DEFAULT_INDEX: 'https://own/simple' }));
    expect(both['UV_DEFAULT_INDEX']).toBe('https://own/simple');
    expect(both).not.toHaveProperty('UV_INDEX');
  });

  test('keep the installs where they belong', () => {
    const astray = {
      PIP_TARGET: '/elsewhere',
      PIP_USER: '1',
      UV_SYSTEM_PYTHON: '1',
      UV_TARGET: '/elsewhere',
    };
    expect(pipVariables(options(astray))).not.toHaveProperty('PIP_TARGET');
    expect(pipVariables(options(astray))['PIP_USER']).toBe('0');
    expect(uvVariables(options(astray))).not.toHaveProperty('UV_TARGET');
    expect(uvVariables(options(astray))).not.toHaveProperty('UV_SYSTEM_PYTHON');
  });

  test("read the user's settings file, and never one of the folder that airsmith runs in", async () => {
    expect(uvVariables(options({}))).toMatchObject({ UV_NO_CONFIG: '1' });
    await using place = await openPlace();
    const file = await place.program('.config/uv/uv.toml', '');
    const found = uvVariables(options({ HOME: place.folder }));
    expect(found['UV_CONFIG_FILE']).toBe(file);
    expect(found).not.toHaveProperty('UV_NO_CONFIG');
  });
});
