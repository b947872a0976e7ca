import type { Problem } from '../../flow.js';

/** What making environments needs from outside. */
export interface EnvironmentOptions {
  /** airsmith's own cache folder: uv, wheels, environments. Made when it is missing. */
  readonly cache: string;
  /** Folder of the shipped locks, `locks.json` among them. */
  readonly locks: string;
  /** The process's environment variables; only those that package tools need are passed on. */
  readonly environment: { readonly [name: string]: string | undefined };
  /** Hears one line whenever something slow begins. */
  readonly report?: (line: string) => void;
}

export interface Unavailable {
  readonly state: 'unavailable';
  readonly problem: Problem;
}

/** Marks an expected failure; every step here hands it on unchanged. */
export function unavailable(problem: Omit<Problem, 'severity'>): Unavailable {
  return { state: 'unavailable', problem: { severity: 'error', ...problem } };
}
