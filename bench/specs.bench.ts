/**
 * The public set, without a model: each reference is executed with its visible and hidden examples on its Airflows, the merged
 * components of each house are validated, and both have to keep the house's conventions. `npm run bench -- specs [NAME…]` takes
 * the specs whose id, family or house holds a NAME.
 */

import pLimit from 'p-limit';
import type { ReadyEnvironment } from '../src/flow.js';
import { openLab, readyEnvironments } from '../test/validate/fixture.js';
import { breach, conventionsFor } from './specs/conventions.js';
import { mergedIn, openHouse } from './specs/houses.js';
import { proveEntry, proveMerged } from './specs/proof.js';
import { type Entry, readSet } from './specs/set.js';

const AT_ONCE = 3;
/** Where the merged components stand. */
const HOUSE_AIRFLOW = ['2.11.2', '3.3.2'];

export async function bench(args: readonly string[]): Promise<Record<string, unknown>> {
  const started = performance.now();
  const entries = (await readSet()).filter(
    ({ id, family, house }) =>
      args.length === 0 || args.some((part) => `${id} ${family} ${house}`.includes(part)),
  );
  const houses = [...new Set(entries.flatMap(({ house }) => house ?? []))].map(openHouse);
  const merged = houses.flatMap(mergedIn);
  const lab = openLab();
  try {
    const ready = await readyEnvironments(lab);
    const limit = pLimit(AT_ONCE);
    const proofs = await Promise.all(
      entries.map((entry) => limit(() => proveEntry(entry, lab, those(entry.airflow, ready)))),
    );
    const standing = await Promise.all(
      merged.map((one) => limit(() => proveMerged(one, lab, those(HOUSE_AIRFLOW, ready)))),
    );
    const conventions = [...entries, ...merged].flatMap(promises);
    for (const line of [...proofs, ...standing].flat()) console.log(line);
    for (const { id, broken } of conventions) if (broken) console.log(`${id} breaks ${broken}`);
    return {
      specs: entries.length,
      families: new Set(entries.map(({ family }) => family)).size,
      house: entries.filter(({ house }) => house !== undefined).length,
      proven: proofs.filter(({ length }) => length === 0).length,
      hidden: entries.reduce((sum, { hidden }) => sum + hidden, 0),
      merged: merged.length,
      merged_holding: standing.filter(({ length }) => length === 0).length,
      conventions: conventions.length,
      conventions_kept: conventions.filter(({ broken }) => broken === undefined).length,
      seconds: Math.round((performance.now() - started) / 1000),
    };
  } finally {
    await lab.close();
  }
}

function those(versions: readonly string[], environments: readonly ReadyEnvironment[]) {
  return versions.map((version) => {
    const found = environments.find(({ airflow }) => airflow === version);
    if (found === undefined) throw new Error(`there is no Airflow ${version}`);
    return found;
  });
}

interface Promised {
  readonly id: string;
  /** What is wrong; undefined where the convention is kept. */
  readonly broken: string | undefined;
}

/** Each convention that a component has to keep, and whether it does. */
function promises(one: Pick<Entry, 'id' | 'source' | 'house' | 'kind' | 'conventions'>): readonly Promised[] {
  if (one.house === undefined) return [];
  return conventionsFor(openHouse(one.house).conventions, one).map((convention) => {
    const broken = breach(one.source, convention);
    return { id: one.id, broken: broken && `${convention.id}: ${broken}` };
  });
}
