/** A job that GitHub cancels: the pipeline and the model's client are real, only the lab is doubled by one in which nothing compiles. */

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readEvent } from '../../src/action/event.js';
import type { Parcel } from '../../src/action/parcel.js';
import { anthropicModel } from '../../src/adapters/anthropic.js';
import { pricesWith } from '../../src/author/prices.js';
import { keepRemains } from '../../src/cancelled.js';
import { NO_MONEY } from '../../src/flow.js';
import { systemClock } from '../../src/hands.js';
import { type Hands, runPipeline } from '../../src/pipeline.js';
import { AirsmithError, EXIT } from '../../src/problems.js';
import { message, messagesEndpoint } from '../author/endpoint.js';
import { LAB } from '../author/forging.js';
import { DIGIT_SUM, digitSumText } from '../author/smithy.js';
import { git, temporaryFolder } from '../github/repositories.js';
import { attempt, error, lesson } from '../learn/story.js';
import { outcomeOf } from '../publish/outcomes.js';
import { BOT, KEY, Scene, TOKEN } from './jobs.js';

const NOT_YET = message(JSON.stringify({ assumptions: [], source: 'class = 1\n' }));

async function scene(): Promise<Scene> {
  const made = await Scene.open();
  made.push('main', { 'README.md': 'hello\n' });
  made.push('feature', { [DIGIT_SUM]: await digitSumText() });
  made.pullRequest();
  return made;
}

/** Runs a job that is cancelled while attempt 2 is written; `meanwhile` is what happens at that moment. Gives how it ended. */
async function cancelled(
  stage: Scene,
  meanwhile: () => void = () => undefined,
  parts: Parameters<Scene['run']>[1] = {},
): Promise<unknown> {
  const cancel = new AbortController();
  await using endpoint = await messagesEndpoint(NOT_YET, () => {
    meanwhile();
    const problem = { code: 'AS2009', message: 'interrupted by SIGINT', remedy: 'Run again.' };
    cancel.abort(new AirsmithError(EXIT.interrupted, problem));
  });
  const prices = pricesWith({});
  const model = anthropicModel({
    apiKey: KEY,
    baseUrl: endpoint.url,
    cost: (asked, served, tokens) => prices.cost(asked, served, tokens, 'call'),
  });
  const locks = join(import.meta.dirname, '../../src/lab/locks');
  const hands: Hands = {
    model,
    lab: LAB,
    clock: systemClock,
    support: [],
    environments: { cache: stage.parcels, locks, environment: {} },
  };
  const job = { ...parts.job, signal: cancel.signal, openHands: async () => hands, runPipeline };
  // Not before the run is over does the endpoint close.
  return await stage.run([], { ...parts, job }).then(
    () => undefined,
    (error: unknown) => error,
  );
}

function interrupted(error: unknown): void {
  expect(error).toBeInstanceOf(AirsmithError);
  expect((error as AirsmithError).problem.code).toBe('AS2009');
  expect((error as AirsmithError).exit).toBe(EXIT.interrupted);
}

function recordsOn(stage: Scene): readonly string[] {
  return stage.branch().files.filter((path) => /^learning\/.*\.json$/.test(path));
}

function evidenceOn(stage: Scene) {
  const paths = recordsOn(stage);
  expect(paths).toHaveLength(1);
  return JSON.parse(git(stage.github.bare, 'show', `feature:${paths[0]}`));
}

/** GitHub's *Re-run*: the same run, and the event as it was. */
const AGAIN = { id: '41.2', number: 41, attempt: 2, at: '2026-01-02T04:05:06Z', origin: 'test' };
const ATTEMPTS = [{ result: 'failed' }, { result: 'absent', problem: 'AS5017' }];

describe('a job that is cancelled in the middle of attempt 2', () => {
  test('pushes one commit with the evidence of both attempts, and says what was spent', async () => {
    await using stage = await scene();
    interrupted(await cancelled(stage));
    const { head, files, log } = stage.branch();
    expect(log.split('\n')).toEqual([
      'github-actions[bot]: Record attempts at DigitSumOperator',
      'Ada: A person works',
    ]);
    expect(files.filter((path) => !path.startsWith('learning/evidence/'))).toEqual(['README.md', DIGIT_SUM]);
    const { attempts, outcome } = evidenceOn(stage);
    expect(outcome).toEqual({ proven: false, first_attempt: false, attempts: 2 });
    expect(attempts).toMatchObject(ATTEMPTS);
    const paid = attempts.reduce((sum: number, one: { micro_dollars: number }) => sum + one.micro_dollars, 0);
    expect(stage.runner.outputs).toMatchObject({ commit: head, 'cost-usd': String(paid / 1e6) });
    expect(stage.runner.lines.at(-1)).toMatch(
      new RegExp(
        `^airsmith: cancelled, \\$${(paid / 1e6).toFixed(4)} spent, .* at the most, since the bill is unknown; the evidence of 2 attempts is kept in commit ${head.slice(0, 10)}$`,
      ),
    );
    expect(stage.github.comments).toEqual([]);
  });

  test('goes on as usual when it is run again, or beside the push of a person', async () => {
    await using stage = await scene();
    const before = stage.branch().head;
    interrupted(await cancelled(stage));
    interrupted(await cancelled(stage, undefined, { headSha: before, job: { run: AGAIN } }));
    const { head } = stage.branch();
    expect(recordsOn(stage)).toHaveLength(2);
    await stage.run([], { headSha: head, job: { run: AGAIN } });
    await stage.run([], { headSha: before });
    for (const { model } of stage.hands) expect(model?.refusal).toBeUndefined();
    expect(stage.hands).toHaveLength(2);
    expect(stage.github.comments).toHaveLength(1);
  });

  test('starts no other run that would spend: one that its own push started asks nobody', async () => {
    await using stage = await scene();
    interrupted(await cancelled(stage));
    const { head } = stage.branch();
    await stage.run([], { headSha: head });
    expect(stage.hands.at(-1)?.model.refusal?.code).toBe('AS7033');
    expect(stage.branch().head).toBe(head);
  });

  test('lands beside what a person pushed meanwhile, be it another wording of the spec', async () => {
    await using stage = await scene();
    const wording = `${await digitSumText()}# another wording\n`;
    interrupted(await cancelled(stage, () => stage.push('feature', { [DIGIT_SUM]: wording })));
    expect(stage.branch().log.split('\n')).toEqual([
      'github-actions[bot]: Record attempts at DigitSumOperator',
      'Ada: A person works',
      'Ada: A person works',
    ]);
    expect(git(stage.github.bare, 'show', `feature:${DIGIT_SUM}`)).toContain('another wording');
    expect(evidenceOn(stage).attempts).toMatchObject(ATTEMPTS);
  });

  test('says what was spent and why the evidence is not kept, where it may no longer push', async () => {
    await using stage = await scene();
    const { head } = stage.branch();
    const revoke = () =>
      stage.github.actors.set(TOKEN, { login: BOT, contents: 'read', pullRequests: 'write' });
    interrupted(await cancelled(stage, revoke));
    expect(stage.branch().head).toBe(head);
    expect(stage.runner.lines.at(-1)).toMatch(
      /^airsmith: cancelled, \$\d\.\d{4} spent, .*; the evidence of 2 attempts is not kept \(AS5024\): AS7016 /,
    );
  });

  test('waits for no push that hangs', async () => {
    const { spec, briefing } = outcomeOf({ name: 'DigitSumOperator', path: DIGIT_SUM });
    const { records, items } = await lesson({ spec, briefing, attempts: [attempt(1, '', [error('name')])] });
    const outcomes = [{ ...outcomeOf({ name: spec.name, path: DIGIT_SUM }), lesson: { records, items } }];
    const left = {
      outcomes,
      problems: [],
      environments: [],
      changes: records,
      spent: 7,
      money: { ...NO_MONEY, spent: 7_000 },
    };
    expect(await keepRemains(left, () => new Promise(() => undefined))).toBe(
      'cancelled, $0.0070 spent; the evidence of 1 attempt is not kept (AS5024): that was not certain within 6 s',
    );
  });

  test('never pushes a secret that a model was made to say', async () => {
    await using stage = await scene();
    const { head } = stage.branch();
    // Evidence repeats words of the spec, one of which is the key here.
    interrupted(await cancelled(stage, undefined, { overrides: { apiKey: 'DigitSumOperator' } }));
    expect(stage.branch().head).toBe(head);
    expect(stage.runner.lines.at(-1)).toContain('not kept (AS5024): AS7032');
  });
});

test('the event says which commit was the head', async () => {
  const folder = temporaryFolder('event');
  const path = join(folder, 'event.json');
  writeFileSync(path, JSON.stringify({ pull_request: { number: 1, head: { sha: 'ab'.repeat(20) } } }));
  const env = {
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_REPOSITORY: 'acme/airflow',
    GITHUB_EVENT_PATH: path,
    GITHUB_WORKSPACE: folder,
  };
  expect((await readEvent(env)).headSha).toBe('ab'.repeat(20));
  rmSync(folder, { recursive: true });
});

describe('a forging job that is cancelled', () => {
  test('leaves its parcel, and the job that publishes lands what is in it', async () => {
    await using stage = await scene();
    const { head } = stage.branch();
    const slice = { slice: '1', specs: [DIGIT_SUM], 'max-cost': '0.5' };
    const parts = { part: 'forge', slice, head } as const;
    interrupted(await cancelled(stage, undefined, parts));
    expect(stage.branch().head).toBe(head);
    const parcel: Parcel = JSON.parse(readFileSync(stage.runner.outputs['parcel'] ?? '', 'utf8'));
    expect(parcel.outcomes).toMatchObject([{ spec: DIGIT_SUM, proven: false }]);
    expect(parcel.money.spent).toBeGreaterThan(0);
    expect(stage.runner.lines.at(-1)).toContain('2 attempts is kept in the parcel of this job');

    await stage.run([], { part: 'publish', head });
    expect(evidenceOn(stage).attempts).toMatchObject(ATTEMPTS);
    expect(stage.github.comments[0]?.body).toContain('the run was cancelled while the model was asked');
  });
});
