/** Fixtures: a folder each, with a spec and, under `expected/`, what is made from it. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '../../../src/config.js';
import type { Spec } from '../../../src/flow.js';
import { readSpec, reservedNames } from '../../../src/spec/index.js';

const FOLDER = join(import.meta.dirname, 'fixtures');
const EXAMPLES = join(import.meta.dirname, '../../../examples/specs');

export const FIXTURES: readonly string[] = readdirSync(FOLDER).sort();

export function folderOf(fixture: string): string {
  return join(FOLDER, fixture);
}

/** The spec of a fixture: in its folder, or the published example of that name. */
export async function specOf(fixture: string): Promise<Spec> {
  const folder = [folderOf(fixture), EXAMPLES].find((one) => specFile(one, fixture) !== undefined);
  const file = specFile(folder ?? EXAMPLES, fixture);
  if (folder === undefined || file === undefined) throw new Error(`there is no spec for ${fixture}`);
  const result = await readSpec(`specs/${file}`, readFileSync(join(folder, file)), {
    defaultRange: DEFAULT_SETTINGS.airflow,
    airflowVersions: DEFAULT_SETTINGS.airflowVersions,
    reserved: await reservedNames(),
  });
  if (!result.ok) throw new Error(`${file}: ${JSON.stringify(result.problems, null, 2)}`);
  return result.spec;
}

function specFile(folder: string, fixture: string): string | undefined {
  return readdirSync(folder).find((name) => name.startsWith(`${fixture}.airsmith.`));
}
