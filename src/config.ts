/** The one frozen `Config` of a run: settings of the base commit, overridden by inputs, flags and environment. Read once. */

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
  readonly model: string;
  readonly maxAttempts: number;
  /** Dollars for one run. */
  readonly maxCost: number;
  /** Folder of learned records. */
  readonly learning: string;
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
  readonly anthropic: { readonly apiKey?: string; readonly baseUrl?: string };
  readonly record?: string;
  readonly replay?: string;
  /** Run without any sandbox; every report says so. */
  readonly unsafe: boolean;
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
  model: 'claude-sonnet-5-5',
  maxAttempts: 4,
  maxCost: 1,
  learning: 'learning',
  rulesOff: [],
});
