/** Sources of the set in the real lab, with the modules of their house beside them. */

import { testSupport } from '../../src/assets.js';
import { assemble } from '../../src/author/assemble.js';
import { DEFAULT_SETTINGS } from '../../src/config.js';
import type { ReadyEnvironment, Spec, Verdict } from '../../src/flow.js';
import { furnishAll } from '../../src/furnish.js';
import type { Lab } from '../../src/ports.js';
import { validate } from '../../src/validate/index.js';
import { modulesOf, openHouse } from './houses.js';

/** What is to be proven: a source, the spec that it has to meet, and whose modules it may import. */
export interface Claim {
  readonly spec: Spec;
  readonly source: string;
  readonly house?: string | undefined;
}

/** The verdict of every environment on a claim. */
export async function verdictOn(
  { spec, source, house }: Claim,
  lab: Lab,
  environments: readonly ReadyEnvironment[],
): Promise<Verdict> {
  const draft = assemble(spec, source, DEFAULT_SETTINGS, await testSupport());
  const desk = { config: DEFAULT_SETTINGS, knowledge: { libraries: new Map() } };
  const furnished = await furnishAll(spec, environments, desk, lab);
  const own = house === undefined ? {} : { house: await modulesOf(openHouse(house)) };
  return validate(draft, spec, lab, furnished, { rulesOff: [], ...own });
}

/** What keeps a claim from being proven, for people: nothing where it is. */
export function complaints(id: string, { environments }: Verdict): readonly string[] {
  return environments.flatMap(({ airflow, state, findings, problem }) => [
    ...(state === 'not-run' ? [`${id} on ${airflow} was not run: ${problem?.message}`] : []),
    ...findings
      .filter(({ severity }) => severity === 'error')
      .map(({ code, example, message }) => `${id} on ${airflow}: ${code} ${example ?? ''}: ${message}`),
  ]);
}
