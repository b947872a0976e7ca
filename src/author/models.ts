/** Which model writes which attempt: a cheap one first, and a strong one for what it fails. */

import type { Settings } from '../config.js';

/** The model of an attempt; `attempt` starts at 1. */
export function modelOf(attempt: number, settings: Pick<Settings, 'model' | 'escalateTo'>): string {
  return attempt > 1 && settings.escalateTo !== '' ? settings.escalateTo : settings.model;
}

/** `asking A`, or `asking A, then B`: for the head of reports. */
export function modelsInWords({ model, escalateTo }: Pick<Settings, 'model' | 'escalateTo'>): string {
  return escalateTo === '' || escalateTo === model
    ? `asking ${model}`
    : `asking ${model}, then ${escalateTo}`;
}
