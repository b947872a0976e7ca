/**
 * Answers in files: `--record DIR` stores what a model answered, `--replay DIR` answers from there by component and
 * attempt. A recording keeps the fingerprint of its prompt, so that a replay can say when the prompt has changed since.
 * The format is described in `docs/recordings.md`.
 */

import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Json, NO_USAGE, type Problem, type Usage } from '../flow.js';
import type { Model, ModelAnswer, ModelRequest } from '../ports.js';

interface Recording {
  readonly schema: 'recording/1';
  readonly component: string;
  readonly attempt: number;
  readonly model: string;
  /** SHA-256 of the prompt that was answered. */
  readonly prompt: string;
  /** What the call cost when it was made. */
  readonly usage: Usage;
  /** How the answer was made, in words. */
  readonly made: string;
  readonly answer: Json;
}

function fileOf(folder: string, request: ModelRequest): string {
  return join(folder, request.component, `attempt-${request.attempt}.json`);
}

/** Passes questions on to `model` and stores every usable answer. `made` says how the answers came about. */
export function recordingModel(model: Model, folder: string, made: string): Model {
  return {
    free: model.free,
    ...(model.batched ? { batched: true } : {}),
    async ask(request) {
      const reply = await model.ask(request);
      if (reply.kind === 'answer') {
        const recording: Recording = {
          schema: 'recording/1',
          component: request.component,
          attempt: request.attempt,
          model: reply.model,
          prompt: request.promptFingerprint,
          usage: reply.usage,
          made,
          answer: reply.json,
        };
        await store(fileOf(folder, request), recording);
      }
      return reply;
    },
  };
}

async function store(file: string, recording: Recording): Promise<void> {
  const { default: writeFileAtomic } = await import('write-file-atomic');
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, `${JSON.stringify(recording, null, 2)}\n`);
}

/** Answers from files only; never asks anyone. */
export function replayingModel(folder: string): Model {
  return {
    free: true,
    async ask(request) {
      const file = fileOf(folder, request);
      let text: string;
      try {
        text = await readFile(file, 'utf8');
      } catch {
        return unanswered(
          request,
          'AS5003',
          `no recorded answer for ${request.component}, attempt ${request.attempt}: ${file} does not exist`,
        );
      }
      const recording = parse(text);
      if (!recording) return unanswered(request, 'AS5004', `${file} is not a recording of version 1`);
      const changed = recording.prompt !== request.promptFingerprint;
      return {
        kind: 'answer',
        json: recording.answer,
        usage: NO_USAGE,
        model: recording.model,
        replayed: true,
        ...(changed ? { note: 'the prompt has changed since this answer was recorded' } : {}),
      };
    },
  };
}

function parse(text: string): Recording | undefined {
  try {
    const value = JSON.parse(text) as Partial<Recording> | null;
    const known =
      value?.schema === 'recording/1' && typeof value.model === 'string' && value.answer !== undefined;
    return known ? (value as Recording) : undefined;
  } catch {
    return undefined;
  }
}

function unanswered(request: ModelRequest, code: string, message: string): ModelAnswer {
  const problem: Problem = {
    code,
    severity: 'error',
    message,
    remedy: `Record it with a key: airsmith generate SPEC --record DIR`,
  };
  return { kind: 'failed', problem, usage: NO_USAGE, model: request.model, retryable: false };
}
