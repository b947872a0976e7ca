import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { recordingModel, replayingModel } from '../../src/adapters/recordings.js';
import { ANSWER_SCHEMA } from '../../src/author/answer.js';
import { NO_USAGE } from '../../src/flow.js';
import type { Model, ModelRequest } from '../../src/ports.js';

const REQUEST: ModelRequest = {
  component: 'EchoOperator',
  attempt: 1,
  promptFingerprint: 'a'.repeat(64),
  model: 'm',
  system: '',
  messages: [],
  schema: ANSWER_SCHEMA,
  maxTokens: 1,
};

const answering: Model = {
  free: false,
  ask: async (request) => ({
    kind: 'answer',
    json: { assumptions: [], source: `attempt ${request.attempt}` },
    usage: { ...NO_USAGE, inputTokens: 10, cost: 20 },
    model: 'm',
    replayed: false,
  }),
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airsmith-recordings-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a recorded answer', () => {
  test('is given again by component and attempt, for nothing', async () => {
    const recording = recordingModel(answering, folder, 'by a test');
    await recording.ask(REQUEST);
    await recording.ask({ ...REQUEST, attempt: 2 });
    const replay = replayingModel(folder);
    expect(replay.free).toBe(true);
    const second = await replay.ask({ ...REQUEST, attempt: 2 });
    expect(second).toEqual({
      kind: 'answer',
      json: { assumptions: [], source: 'attempt 2' },
      usage: NO_USAGE,
      model: 'm',
      replayed: true,
    });
  });

  test('keeps what it cost and how it was made', async () => {
    await recordingModel(answering, folder, 'by a test').ask(REQUEST);
    const stored = JSON.parse(await readFile(join(folder, 'EchoOperator', 'attempt-1.json'), 'utf8'));
    expect(stored).toMatchObject({
      schema: 'recording/1',
      made: 'by a test',
      usage: { cost: 20 },
      prompt: 'a'.repeat(64),
    });
  });

  test('says when the prompt has changed since', async () => {
    await recordingModel(answering, folder, 'by a test').ask(REQUEST);
    const reply = await replayingModel(folder).ask({ ...REQUEST, promptFingerprint: 'b'.repeat(64) });
    expect(reply).toMatchObject({ kind: 'answer', note: expect.stringContaining('changed') });
  });

  test('that is missing names the file, and nobody is asked', async () => {
    const reply = await replayingModel(folder).ask({ ...REQUEST, attempt: 3 });
    expect(reply).toMatchObject({ kind: 'failed', retryable: false, problem: { code: 'AS5003' } });
    expect(JSON.stringify(reply)).toContain('attempt-3.json');
  });

  test.each([['{"schema":'], ['null'], ['{"schema":"recording/2","answer":{},"model":"m"}'], ['[]']])(
    'that cannot be read is a problem, not a crash: %s',
    async (text) => {
      await recordingModel(answering, folder, '').ask(REQUEST);
      await writeFile(join(folder, 'EchoOperator', 'attempt-1.json'), text);
      expect(await replayingModel(folder).ask(REQUEST)).toMatchObject({
        kind: 'failed',
        problem: { code: 'AS5004' },
      });
    },
  );
});
