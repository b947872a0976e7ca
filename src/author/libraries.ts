/** What the author is told of the spec's dependencies. */

import type { Environment } from '../flow.js';

/** The dependencies on one Airflow. */
export interface LibrariesAt {
  readonly airflow: string;
  readonly python: string;
  /** Distribution → version. */
  readonly there: { readonly [distribution: string]: string };
  /** Requirement → why it is not there. */
  readonly absent: { readonly [requirement: string]: string };
}

/** What was found out when the environments were furnished; nothing of those that were not. */
export function librariesAt(environments: readonly Environment[]): readonly LibrariesAt[] {
  return environments.flatMap((environment) => {
    if (environment.state !== 'ready' || environment.overlay === undefined) return [];
    const { airflow, python, overlay } = environment;
    const absent = Object.fromEntries(
      overlay.absent.map(({ requirement, message }) => [requirement, message]),
    );
    return [{ airflow, python, there: overlay.there, absent }];
  });
}
