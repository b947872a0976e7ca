/** Airflows that the command line names. One that was dropped in silence would be missed only where it matters. */

import { join } from 'node:path';
import type { Config } from '../config.js';
import { readDeployed } from '../deployed.js';
import { inRange, readLocks } from '../lab/environments/index.js';
import { AirsmithError, EXIT } from '../problems.js';

/**
 * Throws AS2016 for a version that has no lock here and that the settings do not say how to make. `flag` is what named the versions
 * of `config`; `read` reads what the settings name.
 */
export async function requireKnownAirflows(
  config: Config,
  flag: string,
  read: (path: string) => Promise<string | undefined>,
): Promise<void> {
  const { cache, assets } = config;
  const { airflow, damaged } = await readLocks({ cache, locks: join(assets, 'lab', 'locks') });
  const deployed = await readDeployed(config, read);
  // What is damaged has an error of its own, with the way to mend it.
  const known = new Set([...Object.keys(airflow), ...damaged.map(({ version }) => version)]);
  const unknown = config.airflowVersions.filter(
    (version) => !known.has(version) && deployed(version) === undefined,
  );
  if (unknown.length === 0) return;
  throw new AirsmithError(EXIT.usage, {
    code: 'AS2016',
    message: `${flag} names ${unknown.join(' and ')}, of which nothing is known here`,
    remedy: `Known are ${Object.keys(airflow).join(', ')}; \`airsmith airflow add VERSION\` makes a further one.`,
  });
}

/** Throws AS2016 where none of the versions is in any of the ranges, so that nothing would be run; says which ones are in none. */
export function requireInRange(
  versions: readonly string[],
  flag: string,
  ranges: readonly string[],
  say: (line: string) => void,
): void {
  const outside = versions.filter((version) => !ranges.some((range) => inRange(version, range)));
  if (outside.length === 0 || ranges.length === 0) return;
  const supported = [...new Set(ranges)].join(' or ');
  if (outside.length < versions.length) {
    say(`nothing is run on ${outside.join(' and ')}: supported is ${supported}`);
    return;
  }
  throw new AirsmithError(EXIT.usage, {
    code: 'AS2016',
    message: `${flag} names ${outside.join(' and ')}, and supported is ${supported}`,
    remedy: 'Name versions in that range, or widen `airflow` in the spec or in .airsmith.yaml.',
  });
}
