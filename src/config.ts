/** The one frozen `Config` of a run: settings of the base commit, overridden by inputs, flags and environment. Read once. */

import { AirsmithError, EXIT } from './problems.js';

/** What a model costs, in dollars for a million tokens. */
export interface PriceSetting {
  readonly input: number;
  readonly output: number;
  readonly 'cache-write'?: number;
  readonly 'cache-read'?: number;
}

export interface OutputPaths {
  /** Templates with `{kind}` and `{file}` (`open_meteo_forecast_operator`), relative to the repository. */
  readonly component: string;
  readonly test: string;
  readonly dag: string;
  readonly page: string;
}

/** What `.airsmith.yaml` may say, with every default filled in. */
export interface Settings {
  readonly specs: readonly string[];
  readonly output: OutputPaths;
  readonly airflowVersions: readonly string[];
  /** Pythons to prove on; empty: for each Airflow, one Python that can be had. */
  readonly pythonVersions: readonly string[];
  /** PEP 440 range of specs that name none. */
  readonly airflow: string;
  /** Model of the first attempt at a spec. */
  readonly model: string;
  /** Model of all further attempts; empty: the same. */
  readonly escalateTo: string;
  /** Prices of models that airsmith has none of, or other ones. */
  readonly prices: { readonly [model: string]: PriceSetting };
  /** Whether questions go through the Message Batches API: never, from ten specs on, or always. */
  readonly batch: 'never' | 'many' | 'always';
  readonly maxAttempts: number;
  /** Dollars for one run. */
  readonly maxCost: number;
  /** Dollars for one spec in one run; absent: that of the run is the only limit. */
  readonly maxCostPerSpec?: number;
  /** Minutes after which no model is asked any more. */
  readonly maxMinutes: number;
  /** Folder of learned records. */
  readonly learning: string;
  /** Whether a spec's dependencies are installed where they fit, or their absence is what is tested. */
  readonly dependencies: 'install' | 'absent';
  /** Names of distributions that may be installed for a spec although nothing else vouches for them. */
  readonly trustedDependencies: readonly string[];
  /** Folders of the repository whose Python files a component may import, most important first. */
  readonly pythonPath: readonly string[];
  /** Airflow version, or `*` for every one, → constraints file of the user's own deployment. */
  readonly constraints: { readonly [airflow: string]: string };
  /** The same for requirements files. */
  readonly requirements: { readonly [airflow: string]: string };
  /** Package index; empty for the machine's own. */
  readonly indexUrl: string;
  /** Rule and finding codes that are switched off. */
  readonly rulesOff: readonly string[];
}

export interface Config extends Settings {
  /** Absolute path of the repository's work tree. */
  readonly root: string;
  /** airsmith's own cache: uv, environments, wheels. */
  readonly cache: string;
  /** Absolute path of the folder that holds the lab's Python, locks and schemas (`dist` when bundled). */
  readonly assets: string;
  readonly anthropic: { readonly apiKey?: string; readonly baseUrl?: string; readonly timeoutMs?: number };
  readonly record?: string;
  readonly replay?: string;
  /** Run without any sandbox; every report says so. */
  readonly unsafe: boolean;
  /** The only sandbox to be content with; without it, the best that can be had. */
  readonly sandbox?: 'namespaces' | 'landlock';
}

export const DEFAULT_SETTINGS: Settings = Object.freeze({
  specs: ['specs/**/*.airsmith.{yaml,yml,json,md}'],
  output: Object.freeze({
    component: 'plugins/{kind}s/{file}.py',
    test: 'tests/airsmith/test_{file}.py',
    dag: 'dags/examples/{file}_example.py',
    page: 'docs/components/{file}.md',
  }),
  airflowVersions: ['2.8.1', '2.11.2', '3.3.2'],
  pythonVersions: [],
  airflow: '>=2.8,<4',
  model: 'claude-haiku-5-5',
  escalateTo: 'claude-opus-5-5',
  prices: {},
  batch: 'never',
  maxAttempts: 4,
  maxCost: 1,
  maxMinutes: 60,
  learning: 'learning',
  dependencies: 'install',
  trustedDependencies: [],
  pythonPath: ['plugins', 'include', 'dags'],
  constraints: {},
  requirements: {},
  indexUrl: '',
  rulesOff: [],
});

/** What flags of the command or inputs of the action may override; text as it was given. */
export interface Overrides {
  readonly airflowVersions?: string | undefined;
  readonly pythonVersions?: string | undefined;
  readonly model?: string | undefined;
  readonly escalateTo?: string | undefined;
  readonly batch?: string | undefined;
  readonly maxAttempts?: string | undefined;
  readonly maxCost?: string | undefined;
  readonly maxCostPerSpec?: string | undefined;
  readonly maxMinutes?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly baseUrl?: string | undefined;
  /** Seconds for one request to the model. */
  readonly modelTimeout?: string | undefined;
  readonly record?: string | undefined;
  readonly replay?: string | undefined;
  readonly unsafe?: boolean | undefined;
  /** `AIRSMITH_SANDBOX`: `namespaces`, `landlock`, or, beside `unsafe` only, `none`. */
  readonly sandbox?: string | undefined;
}

/** Where a run stands. */
export interface Place {
  readonly root: string;
  readonly assets: string;
  readonly cache: string;
}

/** The frozen configuration of a run. Throws an `AirsmithError` (AS2001) for an override that cannot be read. */
export function resolveConfig(settings: Settings, overrides: Overrides, place: Place): Config {
  const { apiKey, baseUrl, modelTimeout, record, replay } = overrides;
  return Object.freeze({
    ...settings,
    ...place,
    airflowVersions: listOf(overrides.airflowVersions) ?? settings.airflowVersions,
    pythonVersions: listOf(overrides.pythonVersions) ?? settings.pythonVersions,
    ...modelsOf(settings, overrides),
    batch: batchOf(overrides.batch) ?? settings.batch,
    maxAttempts: numberOf('max-attempts', overrides.maxAttempts, 1, 10, true) ?? settings.maxAttempts,
    maxCost: numberOf('max-cost', overrides.maxCost, 0, 10_000, false) ?? settings.maxCost,
    ...specCapOf(settings, overrides),
    maxMinutes: numberOf('max-minutes', overrides.maxMinutes, 1, 2_880, true) ?? settings.maxMinutes,
    anthropic: Object.freeze({
      ...(apiKey ? { apiKey } : {}),
      ...(baseUrl ? { baseUrl } : {}),
      ...(modelTimeout
        ? { timeoutMs: 1_000 * (numberOf('model-timeout', modelTimeout, 1, 7_200, true) ?? 600) }
        : {}),
    }),
    ...(record ? { record } : {}),
    ...(replay ? { replay } : {}),
    unsafe: overrides.unsafe ?? false,
    ...sandboxOf(overrides),
  });
}

/** Whoever names a model for one run means that one: the settings' stronger one follows only if it is named as well. */
function modelsOf(
  settings: Settings,
  { model, escalateTo }: Overrides,
): Pick<Settings, 'model' | 'escalateTo'> {
  const stronger = model ? '' : settings.escalateTo;
  return {
    model: model || settings.model,
    escalateTo: escalateTo === undefined || escalateTo === '' ? stronger : escalateTo,
  };
}

function batchOf(text: string | undefined): Settings['batch'] | undefined {
  if (text === undefined || text === '') return undefined;
  if (text === 'never' || text === 'many' || text === 'always') return text;
  throw new AirsmithError(EXIT.usage, {
    code: 'AS2001',
    message: `\`batch\` is "${text}"`,
    remedy: 'Give `never`, `many` (from ten specs on) or `always`.',
  });
}

function specCapOf(settings: Settings, { maxCostPerSpec }: Overrides): Pick<Settings, 'maxCostPerSpec'> {
  const dollars = numberOf('max-cost-per-spec', maxCostPerSpec, 0, 10_000, false) ?? settings.maxCostPerSpec;
  return dollars === undefined ? {} : { maxCostPerSpec: dollars };
}

function sandboxOf({ sandbox, unsafe }: Overrides): Pick<Config, 'sandbox'> {
  if (!sandbox || (sandbox === 'none' && unsafe)) return {};
  if (sandbox === 'namespaces' || sandbox === 'landlock') return { sandbox };
  throw new AirsmithError(EXIT.usage, {
    code: 'AS2001',
    message: `AIRSMITH_SANDBOX is "${sandbox}"`,
    remedy: 'Give `namespaces` or `landlock`; to run without a sandbox, pass --unsafe.',
  });
}

function listOf(text: string | undefined): readonly string[] | undefined {
  const items = (text ?? '').split(/[\s,]+/).filter((item) => item !== '');
  return items.length > 0 ? items : undefined;
}

function numberOf(
  name: string,
  text: string | undefined,
  low: number,
  high: number,
  whole: boolean,
): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const value = Number(text);
  if (value >= low && value <= high && (!whole || Number.isInteger(value))) return value;
  const range = `${whole ? 'a whole number' : 'a number'} from ${low} to ${high}`;
  throw new AirsmithError(EXIT.usage, {
    code: 'AS2001',
    message: `\`${name}\` is "${text}"`,
    remedy: `Give ${range}.`,
  });
}

/** airsmith's own cache folder, as the platform wants it. */
export function cacheFolder(env: { readonly [name: string]: string | undefined }, home: string): string {
  if (env['AIRSMITH_CACHE']) return env['AIRSMITH_CACHE'];
  const base = env['XDG_CACHE_HOME'] || `${home}/.cache`;
  return `${base}/airsmith`;
}

const SWITCHABLE: ReadonlySet<string> = new Set(['AS4002', 'AS4003', 'AS4004', 'AS4107', 'AS4111', 'AS4505']);
/** The contract rules and those about secrets and dangerous calls; AS4140 to AS4149 are what execution shows of the same. */
const RULE = /^AS41(1[3-9]|[23]\d|[56]\d)$/;

/** What may be switched off under `rules`: style and shape. What was executed is never argued away. */
export function isSwitchable(code: string): boolean {
  return SWITCHABLE.has(code) || RULE.test(code);
}
