/** The one typed door for the inputs of `action.yml`. */

import { resolve } from 'node:path';
import type { Runner } from '../adapters/actions.js';
import type { Overrides } from '../config.js';
import { AirsmithError, EXIT } from '../problems.js';
import { MOST_RUNNERS, readSlice, type Slice } from './slices.js';

/** When the step fails: for anything that is not proven, for mistakes in specs only, or never. */
export const FAIL_ON = ['unproven', 'mistake', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** The parts of a job, for workflows that give each its own powers. */
export const PARTS = ['plan', 'forge', 'publish'] as const;
export type Part = (typeof PARTS)[number];

/** What a workflow that is started by hand, or by the clock, can do. */
export const TASKS = ['generate', 'report', 'maintain'] as const;
export type Task = (typeof TASKS)[number];

export interface Inputs {
  readonly token: string;
  readonly failOn: FailOn;
  /** Absent: the whole job. */
  readonly part?: Part;
  /** Absent: `generate` by hand, `maintain` by the clock. */
  readonly task?: Task;
  /** Of `plan`: how many runners may forge. */
  readonly runners: number;
  /** Of `forge` and `publish`: the commit that `plan` saw. */
  readonly head?: string;
  /** Of `forge`: one of the slices that `plan` made. */
  readonly slice?: Slice;
  /** Of `publish`: the folder of the parcels, absolute. Of `forge`: where its parcel is written. */
  readonly parcels: string;
  /** What the inputs override of `.airsmith.yaml`. */
  readonly overrides: Overrides;
}

/** Reads and checks the inputs, and masks the secret ones first. Throws AS2001. */
export function loadInputs(runner: Runner, workspace: string, temporary: string): Inputs {
  const optional = (name: string) => runner.input(name) || undefined;
  const token = runner.input('github-token');
  const apiKey = runner.input('anthropic-api-key');
  for (const secret of [token, apiKey]) runner.mask(secret);

  const failOn = runner.input('fail-on') || 'unproven';
  if (!isFailOn(failOn)) throw unreadable('fail-on', failOn, `Give one of ${FAIL_ON.join(', ')}`);
  if (token === '') {
    throw unreadable(
      'github-token',
      token,
      'Leave it out to use the token of the job, or give the token of an App',
    );
  }
  const replay = optional('replay');
  const part = partOf(runner.input('part'));
  const task = taskOf(runner.input('task'));
  const head = optional('head');
  const slice = part === 'forge' ? sliceOf(runner.input('slice')) : undefined;
  return {
    token,
    failOn,
    ...(part ? { part } : {}),
    ...(task ? { task } : {}),
    runners: runnersOf(runner.input('runners') || `${RUNNERS}`),
    ...(head ? { head } : {}),
    ...(slice ? { slice } : {}),
    parcels: resolve(temporary, runner.input('parcels') || 'airsmith-parcels'),
    overrides: {
      apiKey,
      baseUrl: optional('anthropic-base-url'),
      model: optional('model'),
      escalateTo: optional('escalate-to'),
      batch: optional('batch'),
      maxCost: slice?.['max-cost'] ?? optional('max-cost'),
      maxCostPerSpec: optional('max-cost-per-spec'),
      maxMinutes: optional('max-minutes'),
      maxAttempts: optional('max-attempts'),
      airflowVersions: optional('airflow-versions'),
      pythonVersions: optional('python-versions'),
      replay: replay && resolve(workspace, replay),
    },
  };
}

/** Enough for most pull requests, and few enough for most plans. */
const RUNNERS = 8;

function partOf(text: string): Part | undefined {
  if (text === '') return undefined;
  const part = PARTS.find((known) => known === text);
  if (part) return part;
  throw unreadable('part', text, `Give one of ${PARTS.join(', ')}, or leave it out`);
}

function taskOf(text: string): Task | undefined {
  if (text === '') return undefined;
  const task = TASKS.find((known) => known === text);
  if (task) return task;
  throw unreadable('task', text, `Give one of ${TASKS.join(', ')}, or leave it out`);
}

function runnersOf(text: string): number {
  const runners = Number(text);
  if (Number.isSafeInteger(runners) && runners >= 1 && runners <= MOST_RUNNERS) return runners;
  throw unreadable('runners', text, `Give a whole number from 1 to ${MOST_RUNNERS}`);
}

function sliceOf(text: string): Slice {
  const slice = readSlice(text);
  if (slice) return slice;
  throw unreadable(
    'slice',
    text.slice(0, 100),
    'Give the whole `matrix` of the job, as the workflow in the README does',
  );
}

function isFailOn(text: string): text is FailOn {
  return (FAIL_ON as readonly string[]).includes(text);
}

function unreadable(name: string, value: string, remedy: string): AirsmithError {
  return new AirsmithError(EXIT.usage, {
    code: 'AS2001',
    message: `the input \`${name}\` is "${value}"`,
    remedy,
  });
}
