/** An assessment for a terminal. Pure: values in, lines out. */

import { plain } from '../report/knowledge/words.js';
import { line } from '../report/terminal.js';
import type { Expectation, Range } from './expectation.js';
import type { LibraryOutlook } from './libraries.js';
import type { Similar } from './similar.js';

export interface Assessment {
  readonly spec: string;
  readonly name: string;
  /** Airflows that it would be proven on; `lock` is false where airsmith has none. */
  readonly airflow: readonly { readonly version: string; readonly lock: boolean }[];
  readonly libraries: readonly LibraryOutlook[];
  readonly similar: readonly Similar[];
  readonly expectation: Expectation;
  /** Codes and messages stand in `problems`. */
  readonly unclear: number;
}

const STATES = {
  there: (version: string) => version,
  other: (version: string) => `only ${version}`,
  proven: (version: string) => `proven with ${version}`,
  unknown: () => 'not in the lock: found out when it is built',
  absent: () => 'absent, as the settings say',
} as const;

export function assessmentText({
  name,
  spec,
  airflow,
  libraries,
  similar,
  expectation,
  unclear,
}: Assessment): string {
  const { success, attempts, cost, basis } = expectation;
  const versions = airflow.map(({ version, lock }) =>
    lock ? version : `${version} (no lock: airsmith airflow add ${version})`,
  );
  return [
    line('spec', `${name}  ${plain(spec)}`),
    line('airflow', versions.join(', ') || 'none of the configured ones is in its range'),
    ...libraries.map(({ requirement, on }) =>
      line(
        'library',
        `${plain(requirement)}  ${on.map((one) => `${one.airflow}: ${STATES[one.state](one.version ?? '')}`).join('; ')}`,
      ),
    ),
    ...similar.map((one) =>
      line(
        'similar',
        `${one.name}  ${plain(one.path)}  ${one.likeness.toFixed(2)}${one.proven ? '  proven' : ''}`,
      ),
    ),
    line('expect', `right at first ${range(success, 2)}; attempts ${range(attempts, 1)}; ${basis}`),
    line(
      'cost',
      cost
        ? `${range(cost, 3, '$')}, estimated from prices and lengths; nothing was spent`
        : 'unknown: there is no price for the model',
    ),
    line(
      'unclear',
      unclear === 0
        ? 'nothing that can be told without a model'
        : `${unclear} ${unclear === 1 ? 'thing' : 'things'}, above`,
    ),
  ].join('');
}

function range({ low, expected, high }: Range, digits: number, unit = ''): string {
  return `${unit}${expected.toFixed(digits)} (${unit}${low.toFixed(digits)} to ${unit}${high.toFixed(digits)})`;
}
