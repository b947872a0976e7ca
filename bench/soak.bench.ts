/**
 * A thousand validations in a row on one fork server and one world server: right components, wrong ones, hostile ones, and
 * some that never end. `npm run bench -- soak [NUMBER]`. Afterwards the servers must be as they were: their memory, their open files, no zombie, no file.
 * What grows at first may be a cache; the slope over the second half says whether it is flat.
 */

import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Example, ReadyEnvironment, Spec } from '../src/flow.js';
import type { Lab, StagedDraft } from '../src/ports.js';
import { openLab, readFixture, targets, toDraft } from '../test/lab/fixture.js';
import { componentOf } from '../test/lab/hostile/attacks.js';
import { commandOf, processes, stateOf } from '../test/lab/hostile/canaries.js';

/** Caches fill at first: what grows afterwards grows for ever. */
const WARM_UP = 100;
const DEADLINE_SECONDS = 2;
const SAMPLE_EVERY = 100;
const HOSTILE = [
  'leaves_a_daemon',
  'exits_at_once',
  'crashes',
  'forges_result',
  'leaves_threads',
  'floods_result',
];
const ENDLESS = 'stops_itself';

type Step = () => Promise<unknown>;

export async function bench(args: readonly string[]): Promise<Record<string, unknown>> {
  const validations = Number(args[0] ?? 1_000);
  const folder = mkdtempSync(join(tmpdir(), 'airsmith-soak-'));
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  const lab = openLab({ deadlineSeconds: DEADLINE_SECONDS });
  try {
    const [environment] = await lab.prepare((await targets()).slice(0, 1), () => undefined);
    if (environment?.state !== 'ready') throw new Error('no Airflow can be had');
    const { steps, staged } = await mix(lab, environment);
    const run = async (from: number, to: number) => {
      for (let number = from; number < to; number++) await steps[number % steps.length]?.();
    };
    await run(0, WARM_UP);
    const early = await look(folder);
    const samples: Sample[] = [];
    for (let done = 0; done < validations; done += SAMPLE_EVERY) {
      const next = Math.min(done + SAMPLE_EVERY, validations);
      await run(WARM_UP + done, WARM_UP + next);
      samples.push({ done: next, each: serversIn(folder).map(residentKb) });
    }
    const late = await look(folder);
    console.log(
      `${environment.sandbox} · kB of each server at first ${early.each.join(', ')}; at last ${late.each.join(', ')}`,
    );
    for (const draft of staged) await draft.dispose();
    await lab.close();
    return {
      validations,
      rss_growth_kb: late.rss_kb - early.rss_kb,
      second_half_kb_per_1000: slopes(samples.slice(samples.length >> 1)),
      zombies: late.zombies,
      temporary_files: late.files - early.files + readdirSync(folder).length,
      open_files_growth: late.open - early.open,
      processes_growth: late.processes - early.processes,
    };
  } finally {
    await lab.close();
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    await rm(folder, { recursive: true, force: true });
  }
}

/** Fifty steps, over and over: most are right, every fifth is wrong or hostile, one in a hundred never ends. */
async function mix(lab: Lab, environment: ReadyEnvironment) {
  const right = await readFixture('right', 'open_meteo_forecast');
  const wrong = await readFixture('wrong');
  const staged: StagedDraft[] = [];
  const stage = async (draft: StagedDraft['draft']) => {
    const one = await lab.stage(draft);
    staged.push(one);
    return one;
  };
  const [good, bad] = [await stage(right.draft), await stage(wrong.draft)];
  const play = (one: StagedDraft, spec: Spec, example: Example | undefined) => () =>
    example ? lab.play(environment, one, spec, example) : Promise.resolve();
  const steps: Step[] = [];
  for (let number = 0; number < 100; number++) {
    const hostile = number === 50 ? ENDLESS : HOSTILE[Math.floor(number / 10) % HOSTILE.length];
    if (number % 10 === 0 && hostile) {
      const draft = await stage(toDraft('HostileOperator', componentOf(hostile)));
      const inputs = { canaries: { dir: '$' + '{dir}', own: '$' + '{http}' } };
      steps.push(play(draft, wrong.spec, { name: hostile, inputs, returns: 1 } as unknown as Example));
    } else if (number % 10 === 5) {
      steps.push(play(bad, wrong.spec, wrong.spec.examples[number % wrong.spec.examples.length]));
    } else if (number % 3 === 0) {
      steps.push(play(good, right.spec, right.spec.examples[number % right.spec.examples.length]));
    } else if (number % 3 === 1) {
      steps.push(() => lab.run(environment, good, { op: 'inspect' }));
    } else {
      steps.push(() => lab.run(environment, bad, { op: 'construct', inputs: { act: 'one' } }));
    }
  }
  return { steps, staged };
}

/** Resident memory of each server after so many validations. */
interface Sample {
  readonly done: number;
  readonly each: readonly number[];
}

/** Least squares, for each server, in kB for a thousand validations. */
function slopes(samples: readonly Sample[]): readonly number[] {
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const at = mean(samples.map(({ done }) => done));
  const spread = samples.reduce((sum, { done }) => sum + (done - at) ** 2, 0);
  return (samples[0]?.each ?? []).map((_, index) => {
    const level = mean(samples.map(({ each }) => each[index] ?? 0));
    const along = samples.reduce(
      (sum, { done, each }) => sum + (done - at) * ((each[index] ?? 0) - level),
      0,
    );
    return Math.round((1_000 * along) / spread);
  });
}

function serversIn(folder: string): readonly number[] {
  return processes().filter((pid) => commandOf(pid).includes(folder) && stateOf(pid) !== 'Z');
}

/** The servers as they are when they have come to rest. */
async function look(folder: string) {
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const servers = serversIn(folder);
  return {
    each: servers.map(residentKb),
    rss_kb: servers.reduce((sum, pid) => sum + residentKb(pid), 0),
    open: servers.reduce((sum, pid) => sum + readdirSync(`/proc/${pid}/fd`).length, 0),
    processes: servers.length,
    zombies: processes().filter((pid) => stateOf(pid) === 'Z' && isBelow(pid, servers)).length,
    files: readdirSync(folder, { recursive: true }).length,
  };
}

function residentKb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
}

function isBelow(pid: number, servers: readonly number[]): boolean {
  try {
    const parent = Number(/PPid:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    return servers.includes(parent) || parent === process.pid;
  } catch {
    return false;
  }
}
