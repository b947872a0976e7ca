/** What every command finds out first: where it stands, what the settings say, what was learned here. */

import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { ASSETS } from '../assets.js';
import {
  type Config,
  cacheFolder,
  DEFAULT_SETTINGS,
  type Overrides,
  resolveConfig,
  type Settings,
} from '../config.js';
import { AirsmithError, EXIT } from '../problems.js';
import type { Terminal } from './terminal.js';

/** Flags that commands share, as commander gives them. */
export interface Flags {
  readonly root?: string;
  readonly airflowVersions?: string;
  readonly pythonVersions?: string;
  readonly model?: string;
  readonly escalateTo?: string;
  readonly batch?: boolean;
  readonly maxAttempts?: string;
  readonly maxCost?: string;
  readonly maxCostPerSpec?: string;
  readonly maxMinutes?: string;
  readonly record?: string;
  readonly replay?: string;
  readonly unsafe?: boolean;
  readonly json?: boolean;
}

/** Flags over environment over `.airsmith.yaml`, which stands in `text` where the file exists. */
export async function configure(
  root: string,
  text: string | undefined,
  flags: Flags,
  terminal: Terminal,
): Promise<Config> {
  const { env, cwd } = terminal;
  const overrides: Overrides = {
    airflowVersions: flags.airflowVersions,
    pythonVersions: flags.pythonVersions,
    model: flags.model ?? env['AIRSMITH_MODEL'],
    escalateTo: flags.escalateTo ?? env['AIRSMITH_ESCALATE_TO'],
    batch: flags.batch ? 'always' : undefined,
    maxAttempts: flags.maxAttempts,
    maxCost: flags.maxCost,
    maxCostPerSpec: flags.maxCostPerSpec,
    maxMinutes: flags.maxMinutes,
    apiKey: env['ANTHROPIC_API_KEY'],
    baseUrl: env['ANTHROPIC_BASE_URL'],
    modelTimeout: env['AIRSMITH_MODEL_TIMEOUT'],
    record: flags.record && resolve(cwd, flags.record),
    replay: flags.replay && resolve(cwd, flags.replay),
    unsafe: flags.unsafe,
    sandbox: env['AIRSMITH_SANDBOX'],
  };
  const settings = text === undefined ? DEFAULT_SETTINGS : await settingsIn(text);
  if (overrides.replay) await requireFolder(overrides.replay);
  return resolveConfig(settings, overrides, { root, assets: ASSETS, cache: cacheFolder(env, homedir()) });
}

async function requireFolder(replay: string): Promise<void> {
  const facts = await stat(replay).catch(() => undefined);
  if (facts?.isDirectory()) return;
  throw new AirsmithError(EXIT.usage, {
    code: 'AS2033',
    message: `--replay ${replay} ${facts ? 'is no folder' : 'does not exist'}`,
    remedy: 'Name a folder of recorded answers, as --record DIR makes it.',
  });
}

async function settingsIn(text: string): Promise<Settings> {
  const { readSettings } = await import('../spec/index.js');
  const read = await readSettings(text);
  if (read.ok) return read.settings;
  const [first, ...rest] = read.problems;
  if (!first) return DEFAULT_SETTINGS;
  const more = rest.length > 0 ? ` (and ${rest.length} more)` : '';
  throw new AirsmithError(EXIT.unproven, { ...first, message: `${first.message}${more}` });
}
