import type { Problem } from '../../flow.js';

/** What making environments needs from outside. */
export interface EnvironmentOptions {
  /** airsmith's own cache folder: uv, wheels, environments. Made when it is missing. */
  readonly cache: string;
  /** Folder of the shipped locks, `locks.json` among them. */
  readonly locks: string;
  /** The process's environment variables; only those that package tools need are passed on. */
  readonly environment: { readonly [name: string]: string | undefined };
  /** What the user deploys with an Airflow version; undefined where the shipped lock is used. */
  readonly deployed?: (airflow: string) => Deployed | undefined;
  /** Package index that takes the place of the machine's own. */
  readonly indexUrl?: string;
  /** Milliseconds for one answer about a spec's dependencies; two minutes when it is not given. */
  readonly resolveMs?: number;
  /** Ends what is under way: no new program is started, and those that run are ended. */
  readonly signal?: AbortSignal;
  /** Hears one line whenever something slow begins. */
  readonly report?: (line: string) => void;
}

/** A requirements file, or a constraints file; `text` is absent where the repository has no such file. */
export interface DeployedFile {
  readonly path: string;
  readonly text?: string;
}

/** What a user installs beside an Airflow. */
export interface Deployed {
  readonly constraints?: DeployedFile;
  readonly requirements?: DeployedFile;
}

export interface Unavailable {
  readonly state: 'unavailable';
  readonly problem: Problem;
}

/** Marks an expected failure; every step here hands it on unchanged. */
export function unavailable(problem: Omit<Problem, 'severity'>): Unavailable {
  return { state: 'unavailable', problem: { severity: 'error', ...problem } };
}
