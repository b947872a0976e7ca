import type { Finding, ReadyEnvironment, Spec } from '../flow.js';
import type { Lab } from '../ports.js';
import type { Component } from './component.js';

/** What the indexes say of a component on each environment; an Airflow without an index gives nothing. */
export async function indexFindings(
  component: Component | undefined,
  { dependencies }: Pick<Spec, 'dependencies'>,
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
  const checked = { ...component, requirements: dependencies };
  const all = indexes.map(([, index]) => index);
  return new Map(
    indexes.map(([environment, index]) => [environment, checkAgainstIndex(checked, index, all)]),
  );
}

/** What an index says, by what follows from it. */
export interface Indexed {
  /** Whether the module may be importable. */
  readonly importable: boolean;
  readonly certain: readonly Finding[];
  /** What the index calls an error without knowing whether it is ever run. */
  readonly suspects: readonly Finding[];
}

/**
 * An import that the index knows to fail ends the examination before Python is asked: `npm run bench -- index` holds what it says
 * of imports against thousands of real ones. What else it says is of code that may never run: it is an error where something
 * really failed, and else a warning. So do they where somebody switched the finding off, and in an environment of the user's
 * own, which may hold more than the Airflow that the index was made of.
 */
export function sorted(
  found: readonly Finding[],
  { airflow, lock }: ReadyEnvironment,
  isOff: (finding: Finding) => boolean,
): Indexed {
  const isShipped = lock.startsWith(`airflow-${airflow}@`);
  // Such a call fails whenever it is run, and nobody writes one on purpose.
  const isSure = ({ code }: Finding) => isShipped && code === 'AS4159';
  const ends = ({ severity, stage }: Finding) => isShipped && severity === 'error' && stage === 'import';
  return {
    importable: !found.some((one) => ends(one) && !isOff(one)),
    certain: found.filter((one) => ends(one) || isSure(one) || one.severity !== 'error'),
    suspects: found.filter((one) => !ends(one) && !isSure(one) && one.severity === 'error' && !isOff(one)),
  };
}

/** The suspects as they count once it is known whether anything else failed. */
export function judged(suspects: readonly Finding[], failed: boolean): readonly Finding[] {
  return failed ? suspects : suspects.map((one): Finding => ({ ...one, severity: 'warning' }));
}

export function hasError(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
