import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { holding } from '../../src/lab/environments/hold.js';
import { prepareEnvironment } from '../../src/lab/environments/index.js';
import { findInterpreter } from '../../src/lab/environments/interpreters.js';
import { MACHINE, openPlace, openSmallLab } from './place.js';

describe('a lock between processes', () => {
  test('lets one in at a time', async () => {
    await using place = await openPlace();
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise((resume) => setTimeout(resume, 20));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 6 }, () => holding(join(place.folder, 'lock'), work)));
    expect(most).toBe(1);
  });

  test('is given back when the work fails', async () => {
    await using place = await openPlace();
    const file = join(place.folder, 'lock');
    await expect(holding(file, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(existsSync(file)).toBe(false);
  });

  test('of a process that is gone is taken over at once', async () => {
    await using place = await openPlace();
    const gone = spawn('true');
    await once(gone, 'close');
    await writeFile(join(place.folder, 'lock'), `${gone.pid} ${hostname()}\n`);
    const start = performance.now();
    await holding(join(place.folder, 'lock'), () => Promise.resolve());
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  test('of a living process is waited for', async () => {
    await using place = await openPlace();
    const file = join(place.folder, 'lock');
    await writeFile(file, `${process.pid} ${hostname()}\n`);
    let entered = false;
    const waiting = holding(file, async () => {
      entered = true;
    });
    await new Promise((resume) => setTimeout(resume, 400));
    expect(entered).toBe(false);
    await writeFile(file, `999999999 ${hostname()}\n`);
    await waiting;
    expect(entered).toBe(true);
  });
});

test('an airsmith killed in the middle of an install spoils nothing for the next', async () => {
  await using place = await openPlace();
  const lab = await openSmallLab(place);
  const python = (await findInterpreter('3.12', MACHINE)) ? '3.12' : '3.11';
  const target = { airflow: '9.9.9', python };
  const script = `
    import { prepareEnvironment } from ${JSON.stringify(join(import.meta.dirname, '../../src/lab/environments/index.ts'))};
    const options = { cache: ${JSON.stringify(lab.cache)}, locks: ${JSON.stringify(lab.locks)}, environment: process.env };
    await prepareEnvironment(${JSON.stringify(target)}, { ...options, report: (line) => console.log(line) });
    console.log('whole');
  `;
  const loader = join(import.meta.dirname, '../../scripts/from-source.ts');
  const child = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', script], {
    env: { ...lab.environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  expect(String(line)).toContain('installing 1 packages');
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(await readdir(join(lab.cache, 'environments'))).not.toEqual([]);
  const { state } = await prepareEnvironment(target, lab);
  expect(state).toBe('ready');
});
