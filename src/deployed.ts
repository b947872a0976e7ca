/** The files that say what a user deploys, read once, from where the settings themselves come. */

import type { Config } from './config.js';
import type { Deployed, DeployedFile } from './lab/environments/options.js';

/** What `constraints` and `requirements` name for an Airflow version; undefined where they name nothing. */
export type DeployedFor = (airflow: string) => Deployed | undefined;

/** Reads every file that the settings name with `read`: on a pull request from the base commit. */
export async function readDeployed(
  { constraints, requirements }: Pick<Config, 'constraints' | 'requirements'>,
  read: (path: string) => Promise<string | undefined>,
): Promise<DeployedFor> {
  const paths = [...new Set([...Object.values(constraints), ...Object.values(requirements)])];
  const texts = new Map(await Promise.all(paths.map(async (path) => [path, await read(path)] as const)));
  const file = (of: { readonly [airflow: string]: string }, airflow: string): DeployedFile | undefined => {
    const path = of[airflow] ?? of['*'];
    if (path === undefined) return undefined;
    const text = texts.get(path);
    return { path, ...(text === undefined ? {} : { text }) };
  };
  return (airflow) => {
    const [limits, wanted] = [file(constraints, airflow), file(requirements, airflow)];
    if (!limits && !wanted) return undefined;
    return { ...(limits ? { constraints: limits } : {}), ...(wanted ? { requirements: wanted } : {}) };
  };
}
