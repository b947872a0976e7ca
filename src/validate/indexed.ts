import type { Draft, Finding, ReadyEnvironment, Spec } from '../flow.js';
import type { Lab } from '../ports.js';

/** What the indexes say of a draft's component on each environment; an Airflow without an index gives nothing. */
export async function indexFindings(
  draft: Draft,
  spec: Spec,
  lab: Lab,
  environments: readonly ReadyEnvironment[],
): Promise<ReadonlyMap<ReadyEnvironment, readonly Finding[]>> {
  const component = draft.files.find(({ role }) => role === 'component');
  if (component === undefined) return new Map();
  const { AirflowIndex, checkAgainstIndex } = await import('./airflow-index/index.js');
  const read = await Promise.all(
    environments.map(async (environment) => {
      const text = await lab.index(environment);
      return text === undefined ? [] : [[environment, new AirflowIndex(text)] as const];
    }),
  );
  const indexes = read.flat();
  const checked = { path: component.path, source: component.content, requirements: spec.dependencies };
  const all = indexes.map(([, index]) => index);
  const found = await Promise.all(
    indexes.map(
      async ([environment, index]) => [environment, await checkAgainstIndex(checked, index, all)] as const,
    ),
  );
  return new Map(found);
}
