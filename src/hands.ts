/** Puts the real things behind the ports: Claude or recordings, the lab, the clock. Both entries call it. */

import { anthropicModel } from './adapters/anthropic.js';
import { recordingModel, replayingModel } from './adapters/recordings.js';
import { testSupport } from './assets.js';
import { costOf } from './author/prices.js';
import type { Config } from './config.js';
import { NO_USAGE } from './flow.js';
import { createLab } from './lab/lab.js';
import type { Hands } from './pipeline.js';
import type { Clock, Model } from './ports.js';

export const systemClock: Clock = { now: () => new Date(), elapsed: () => performance.now() };

/** Everything a run needs from outside. The caller closes `lab`. */
export async function openHands(
  config: Config,
  env: { readonly [name: string]: string | undefined },
): Promise<Hands> {
  return {
    model: modelFor(config),
    lab: createLab({ ...config, env, clock: systemClock }),
    clock: systemClock,
    support: await testSupport(),
  };
}

/** How the answers of a run come about, for people: shown in the terminal, the comment and the evidence. */
export function describeModel(config: Config): string {
  if (config.replay) return `recorded answers from ${config.replay}`;
  return config.anthropic.apiKey ? `asking ${config.model}` : 'no key and no recorded answers';
}

function modelFor(config: Config): Model {
  if (config.replay) return replayingModel(config.replay);
  const { apiKey, baseUrl, timeoutMs } = config.anthropic;
  if (!apiKey) return voiceless;
  const claude = anthropicModel({
    apiKey,
    cost: costOf,
    ...(baseUrl ? { baseUrl } : {}),
    ...(timeoutMs ? { timeoutMs } : {}),
  });
  if (!config.record) return claude;
  const made = baseUrl ? 'answered through a local endpoint' : 'answered by the API';
  return recordingModel(claude, config.record, made);
}

/** Stands in where nobody can be asked, so that specs are still checked and proven components still proven again. */
const voiceless: Model = {
  free: true,
  ask: async ({ model }) => ({
    kind: 'failed',
    problem: {
      code: 'AS5001',
      severity: 'error',
      message: 'no API key and no recorded answers, so nobody can write the component',
      remedy: 'Set ANTHROPIC_API_KEY, or pass --replay DIR.',
    },
    usage: NO_USAGE,
    model,
    retryable: false,
  }),
};
