import { satisfies } from '@renovatebot/pep440';
import type { Settings } from '../../config.js';
import type { AirflowTarget } from '../../flow.js';
import { findInterpreter } from './interpreters.js';
import { readLocks } from './locks.js';
import type { EnvironmentOptions } from './options.js';

/** Whether an Airflow version is inside a PEP 440 range. A range that cannot be read holds none. */
export function inRange(airflow: string, range: string): boolean {
  return satisfies(airflow, range);
}

/**
 * The environments that specs with these PEP 440 ranges must be proven on: every configured Airflow that is in one of them, each
 * on the configured Pythons that it supports; with none configured, on the newest that this machine has. A target whose Python
 * or lock cannot be had is planned all the same, so that it shows as not run instead of vanishing.
 */
export async function planTargets(
  ranges: readonly string[],
  settings: Pick<Settings, 'airflowVersions' | 'pythonVersions'>,
  options: EnvironmentOptions,
): Promise<readonly AirflowTarget[]> {
  const locks = await readLocks(options);
  const targets: AirflowTarget[] = [];
  for (const airflow of new Set(settings.airflowVersions)) {
    if (!ranges.some((range) => inRange(airflow, range))) continue;
    const supported = locks.airflow[airflow]?.pythons ?? [];
    const pythons = await choose(supported, settings.pythonVersions, options);
    for (const python of pythons) targets.push({ airflow, python });
  }
  return targets;
}

async function choose(
  supported: readonly string[],
  configured: readonly string[],
  options: EnvironmentOptions,
): Promise<readonly string[]> {
  if (configured.length > 0) {
    const usable = configured.filter((python) => supported.includes(python));
    // Named Pythons that this Airflow cannot run on: one target is enough to say so.
    return usable.length > 0 ? [...new Set(usable)] : configured.slice(-1);
  }
  return [(await newestHere(supported, options)) ?? '3.11'];
}

/** Of these Pythons, newest last, the newest that this machine has, else the newest; undefined where there are none. */
export async function newestHere(
  supported: readonly string[],
  options: EnvironmentOptions,
): Promise<string | undefined> {
  const newestFirst = [...supported].reverse();
  for (const python of newestFirst) {
    if ((await findInterpreter(python, options)) !== undefined) return python;
  }
  return newestFirst[0];
}
