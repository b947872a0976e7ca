/**
 * The public set, without a model: each reference is executed with its visible and hidden examples on its Airflows, the merged
 * components of each house with theirs, and both have to keep the house's conventions. `npm run bench -- specs [NAME…]` takes the
 * specs whose id, family or house holds a NAME, and the components of their houses.
 */

import pLimit from 'p-limit';
import type { ReadyEnvironment } from '../src/flow.js';
import { openLab, readyEnvironments } from '../test/validate/fixture.js';
import { broken, conventionsFor } from './specs/conventions.js';
import { mergedIn, openHouse } from './specs/houses.js';
import { type Claim, complaints, verdictOn } from './specs/proof.js';
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
  const merged = (await Promise.all(houses.map(mergedIn))).flat();
  const lab = openLab();
  try {
    const ready = await readyEnvironments(lab);
    const limit = pLimit(AT_ONCE);
    const prove = (id: string, claim: Claim, versions: readonly string[]) =>
      limit(async () => {
        const verdict = await verdictOn(claim, lab, those(versions, ready));
        for (const line of complaints(id, verdict)) console.log(line);
        return verdict.proven;
      });
    const proofs = Promise.all(
      entries.map(({ id, whole, source, house, airflow }) =>
        prove(id, { spec: whole, source, house }, airflow),
      ),
    );
    const standing = Promise.all(merged.map((one) => prove(one.id, one, HOUSE_AIRFLOW)));
    const [proven, mergedProven] = await Promise.all([proofs, standing]);
    const conventions = [...entries, ...merged].flatMap(promises);
    for (const { id, how } of conventions) if (how !== undefined) console.log(`${id} breaks ${how}`);
    return {
      specs: entries.length,
      families: new Set(entries.map(({ family }) => family)).size,
      house: entries.filter(({ house }) => house !== undefined).length,
      proven: proven.filter((holds) => holds).length,
      hidden: entries.reduce((sum, { hidden }) => sum + hidden, 0),
      merged: merged.length,
      merged_proven: mergedProven.filter((holds) => holds).length,
      conventions: conventions.length,
      conventions_kept: conventions.filter(({ how }) => how === undefined).length,
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
  /** Which convention is broken, and how; undefined where it is kept. */
  readonly how: string | undefined;
}

/** Each convention that a component has to keep, and whether it does. */
function promises(one: Pick<Entry, 'id' | 'source' | 'kind' | 'house' | 'conventions'>): readonly Promised[] {
  if (one.house === undefined) return [];
  return conventionsFor(openHouse(one.house).conventions, one).map((convention) => {
    const how = broken(one.source, convention);
    return { id: one.id, how: how && `${convention.id}: ${how}` };
  });
}
