/** What a spec's dependencies are on each Airflow, as far as locks and the store tell without asking anybody. */

import type { Spec } from '../flow.js';
import type { Knowledge } from '../knowledge/index.js';
import { isPinned, named } from '../lab/environments/requirements.js';

export interface LibraryAt {
  readonly airflow: string;
  /**
   * `there`: the lock has it in that range; `other`: the lock has another version; `proven`: the lock lacks it, and a component was
   * proven with it there; `unknown`: found out when the spec is built; `absent`: the settings leave it out.
   */
  readonly state: 'there' | 'other' | 'proven' | 'unknown' | 'absent';
  readonly version?: string;
}

export interface LibraryOutlook {
  readonly requirement: string;
  readonly on: readonly LibraryAt[];
}

/** Name → version in the lock of an Airflow; undefined where the environment is the user's own, or has no lock. */
export type Pinned = ReadonlyMap<string, ReadonlyMap<string, string> | undefined>;

export function librariesOf(
  { dependencies }: Pick<Spec, 'dependencies'>,
  pinned: Pinned,
  { libraries }: Pick<Knowledge, 'libraries'>,
  how: 'install' | 'absent',
): readonly LibraryOutlook[] {
  return dependencies.map((requirement) => ({
    requirement,
    on: [...pinned].map(([airflow, has]) => ({
      airflow,
      ...stateOf(requirement, airflow, has, libraries, how),
    })),
  }));
}

function stateOf(
  requirement: string,
  airflow: string,
  has: ReadonlyMap<string, string> | undefined,
  libraries: Knowledge['libraries'],
  how: 'install' | 'absent',
): Omit<LibraryAt, 'airflow'> {
  const wanted = named(requirement);
  if (wanted === undefined || has === undefined) return { state: 'unknown' };
  const version = has.get(wanted.name);
  if (version !== undefined) return { state: isPinned(wanted, has) ? 'there' : 'other', version };
  if (how === 'absent') return { state: 'absent' };
  const known = libraries.get(wanted.name);
  const row = known?.rejected
    ? undefined
    : known?.matrix.find((one) => one.airflow === airflow && one.proven > 0);
  return row ? { state: 'proven', version: row.version } : { state: 'unknown' };
}
