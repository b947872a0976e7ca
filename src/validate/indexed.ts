import type { Finding, ReadyEnvironment, Spec } from '../flow.js';
import type { Lab } from '../ports.js';
import type { Component } from './component.js';

/** What the indexes say of a component on each environment; an Airflow without an index gives nothing. */
export async function indexFindings(
  component: Component | undefined,
  spec: Spec,
  lab: Lab,
  environments: readonly ReadyEnvironment[],
): Promise<ReadonlyMap<ReadyEnvironment, readonly Finding[]>> {
  if (component === undefined) return new Map();
  const { AirflowIndex, checkAgainstIndex } = await import('./airflow-index/index.js');
  const read = await Promise.all(
    environments.map(async (environment) => {
      const text = await lab.index(environment);
      return text === undefined ? [] : [[environment, new AirflowIndex(text)] as const];
    }),
  );
  const indexes = read.flat();
  const checked = { ...component, requirements: spec.dependencies };
  const all = indexes.map(([, index]) => index);
  return new Map(
    indexes.map(([environment, index]) => [environment, checkAgainstIndex(checked, index, all)]),
  );
}
