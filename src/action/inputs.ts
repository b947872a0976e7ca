/** The one typed door for the inputs of `action.yml`. */

import { resolve } from 'node:path';
import type { Runner } from '../adapters/actions.js';
import type { Overrides } from '../config.js';
import { AirsmithError, EXIT } from '../problems.js';

/** When the step fails: for anything that is not proven, for mistakes in specs only, or never. */
export const FAIL_ON = ['unproven', 'mistake', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

export interface Inputs {
  readonly token: string;
  readonly failOn: FailOn;
  /** What the inputs override of `.airsmith.yaml`. */
  readonly overrides: Overrides;
}

/** Reads and checks the inputs, and masks the secret ones first. Throws AS2001. */
export function loadInputs(runner: Runner, workspace: string): Inputs {
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
  return {
    token,
    failOn,
    overrides: {
      apiKey,
      baseUrl: optional('anthropic-base-url'),
      model: optional('model'),
      escalateTo: optional('escalate-to'),
      batch: optional('batch'),
      maxCost: optional('max-cost'),
      maxCostPerSpec: optional('max-cost-per-spec'),
      maxMinutes: optional('max-minutes'),
      maxAttempts: optional('max-attempts'),
      airflowVersions: optional('airflow-versions'),
      pythonVersions: optional('python-versions'),
      replay: replay && resolve(workspace, replay),
    },
  };
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
