/** A spec's dependencies beside the Airflows it is proven on: looked up, and installed, before anybody is asked to write. */

import type { Settings } from './config.js';
import type { Environment, Problem, Spec } from './flow.js';
import type { Knowledge } from './knowledge/index.js';
import { normalised } from './lab/environments/requirements.js';
import type { Lab } from './ports.js';
import { isWorldly } from './validate/index.js';

/** What decides how dependencies are treated. */
export interface Furniture {
  readonly config: Pick<Settings, 'dependencies' | 'trustedDependencies'>;
  /** Whose libraries are known by what was proven with them. */
  readonly knowledge: Pick<Knowledge, 'libraries'>;
}

/** The environments with what the spec depends on beside them. One where that cannot be had or found out is `unavailable`. */
export async function furnishAll(
  spec: Spec,
  environments: readonly Environment[],
  { config, knowledge }: Furniture,
  lab: Lab,
): Promise<readonly Environment[]> {
  if (spec.dependencies.length === 0) return environments;
  const furnishing = {
    requirements: spec.dependencies,
    how: config.dependencies,
    known: new Set([...config.trustedDependencies.map(normalised), ...provenWith(knowledge)]),
  };
  return Promise.all(
    environments.map(async (environment) => {
      if (environment.state !== 'ready') return environment;
      try {
        return await lab.furnish(environment, furnishing);
      } catch (error) {
        if (!isWorldly(error)) throw error;
        const { airflow, python } = environment;
        return { airflow, python, state: 'unavailable', problem: error.problem };
      }
    }),
  );
}

/**
 * Why the dependencies of a spec cannot be had on an Airflow that was ready before: nothing that anybody writes is proven then.
 * Undefined where that is not so.
 */
export function unfurnished(
  spec: Spec,
  before: readonly Environment[],
  after: readonly Environment[],
): Problem | undefined {
  const lost = after.find(({ state }, index) => state !== 'ready' && before[index]?.state === 'ready');
  if (lost?.state !== 'unavailable') return undefined;
  const position = spec.positions['/dependencies'] ?? spec.positions['/name'];
  return { ...lost.problem, ...(position ? { position } : {}) };
}

/** Libraries that a component was proven with: people merged that. */
function provenWith({ libraries }: Furniture['knowledge']): readonly string[] {
  return [...libraries]
    .filter(([, { rejected, matrix }]) => !rejected && matrix.some(({ proven }) => proven > 0))
    .map(([name]) => name);
}
