/** Sources of the set in the real lab, with the modules of their house beside them. */

import { testSupport } from '../../src/assets.js';
import { assemble, moduleOf } from '../../src/author/assemble.js';
import { DEFAULT_SETTINGS } from '../../src/config.js';
import type { Finding, ReadyEnvironment, Spec, Verdict } from '../../src/flow.js';
import { furnishAll } from '../../src/furnish.js';
import type { Lab } from '../../src/ports.js';
import { validate } from '../../src/validate/index.js';
import { validateUnspecified } from '../../src/validate/unspecified.js';
import { type Merged, modulesOf, openHouse } from './houses.js';
import type { Entry } from './set.js';

/** What does not hold, for people: nothing where all does. */
export type Complaints = readonly string[];

/** The verdict on `source` as a solution of `spec`, the visible or the whole one of an entry. */
export async function verdictOn(
  source: string,
  spec: Spec,
  { house }: Pick<Entry, 'house'>,
  lab: Lab,
  environments: readonly ReadyEnvironment[],
): Promise<Verdict> {
  const draft = assemble(spec, source, DEFAULT_SETTINGS, await testSupport());
  const desk = { config: DEFAULT_SETTINGS, knowledge: { libraries: new Map() } };
  const furnished = await furnishAll(spec, environments, desk, lab);
  const own = house === undefined ? {} : { house: await modulesOf(openHouse(house)) };
  return validate(draft, spec, lab, furnished, { rulesOff: [], ...own });
}

/** Whether the reference is proven with every example, visible and hidden. */
export async function proveEntry(
  entry: Entry,
  lab: Lab,
  environments: readonly ReadyEnvironment[],
): Promise<Complaints> {
  const verdict = await verdictOn(entry.source, entry.whole, entry, lab, environments);
  return verdict.proven ? [] : complaints(entry.id, verdict.environments);
}

/** Whether a merged component holds as code without a spec does. */
export async function proveMerged(
  { id, path, className, source, house }: Merged,
  lab: Lab,
  environments: readonly ReadyEnvironment[],
): Promise<Complaints> {
  const file = { role: 'component', path, content: source } as const;
  const draft = { className, ...moduleOf(path, DEFAULT_SETTINGS.pythonPath), files: [file] };
  const options = { rulesOff: [], house: await modulesOf(openHouse(house)) };
  const verdict = await validateUnspecified(draft, [className], lab, environments, options);
  return verdict.holds ? [] : complaints(id, verdict.environments);
}

interface Environment {
  readonly airflow: string;
  readonly state: string;
  readonly findings: readonly Finding[];
  readonly problem?: { readonly message: string };
}

function complaints(id: string, environments: readonly Environment[]): Complaints {
  return environments.flatMap(({ airflow, state, findings, problem }) => [
    ...(state === 'not-run' ? [`${id} on ${airflow} was not run: ${problem?.message}`] : []),
    ...findings
      .filter(({ severity }) => severity === 'error')
      .map(({ code, example, message }) => `${id} on ${airflow}: ${code} ${example ?? ''}: ${message}`),
  ]);
}
