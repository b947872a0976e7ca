/** Ctrl-C: the run stops at its next step, and nothing of it is left, neither processes nor temporary files. */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'airsmith-interrupt-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the demo, its temporary files in `place`, and lets `interrupt` act once it has printed what `moment` matches. */
function demo(moment: RegExp, interrupt: (run: ChildProcess) => void): Promise<Ended> {
  const args = ['--import', './scripts/from-source.ts', 'src/cli.ts', 'demo', '--airflow-versions', '2.8.1'];
  const run = spawn(process.execPath, [...args, '--dir', join(place, 'demo')], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: place, ANTHROPIC_API_KEY: '' },
  });
  let [out, err, done] = ['', '', false];
  run.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString('utf8');
  });
  run.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8');
    if (done || !moment.test(out)) return;
    done = true;
    interrupt(run);
  });
  return new Promise((resolve) => run.once('close', (status) => resolve({ status, out, err })));
}

/** Command lines of processes that were told of `place`. */
function processesOf(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/cmdline`))
    .flatMap((name) => {
      try {
        const line = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        return line.includes(folder) ? [line.replaceAll('\0', ' ')] : [];
      } catch {
        return [];
      }
    });
}

async function expectNothingLeft({ status, out, err }: Ended): Promise<void> {
  expect(status, err).toBe(130);
  expect(err).toMatch(/^interrupted: nothing partial was written/m);
  expect(out).not.toContain('proven');
  expect(readdirSync(place)).toEqual(['demo']);
  expect(existsSync(join(place, 'demo/plugins/operators'))).toBe(false);
  // A server whose pipe is closed ends by itself; it may need a moment.
  await expect.poll(() => processesOf(place), { timeout: 30_000 }).toEqual([]);
}

describe('a run that is interrupted', () => {
  test('while environments are made ready, stops there', async () => {
    const ended = await demo(/^spec /m, (run) => run.kill('SIGINT'));
    expect(ended.out).not.toMatch(/^lab .* ready/m);
    await expectNothingLeft(ended);
  });

  test('while components are proven, stops there', async () => {
    await expectNothingLeft(await demo(/^lab .* ready/m, (run) => run.kill('SIGTERM')));
  });

  test('by somebody in a hurry, who presses again and again, leaves as little', async () => {
    const ended = await demo(/^lab .* ready/m, (run) => {
      const impatient = setInterval(() => run.kill('SIGINT'), 20);
      run.once('close', () => clearInterval(impatient));
    });
    expect(ended.status).toBe(130);
    expect(readdirSync(place)).toEqual(['demo']);
    await expect.poll(() => processesOf(place), { timeout: 30_000 }).toEqual([]);
  });
});
