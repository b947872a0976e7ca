import type { AirflowFacts, Environment } from '../flow.js';
import type { Lab } from '../ports.js';

/** What the indexes of the environments' Airflows say that an author has to know. Starts nothing. */
export async function airflowFacts(
  environments: readonly Environment[],
  lab: Pick<Lab, 'index'>,
): Promise<AirflowFacts> {
  const { AirflowIndex, factsOf } = await import('./airflow-index/index.js');
  const ready = environments.filter((environment) => environment.state === 'ready');
  const texts = await Promise.all(ready.map((environment) => lab.index(environment)));
  const indexes = texts.flatMap((text) => (text === undefined ? [] : [new AirflowIndex(text)]));
  return factsOf(
    environments.map(({ airflow }) => airflow),
    indexes,
  );
}
