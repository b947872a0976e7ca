import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { DEFAULT_SETTINGS } from '../../src/config.js';
import type { EnvironmentVerdict, Finding, Spec } from '../../src/flow.js';
import { readSpecs } from '../../src/spec/index.js';
import { validate } from '../../src/validate/index.js';
import { draftOf, openLab, readyEnvironments } from '../../test/validate/fixture.js';
import type { Said } from './said.js';

/** A mistake in a proven component. */
export interface Component {
  readonly class: string;
  readonly name: string;
  readonly of: string;
  readonly replace: readonly (readonly [string, string])[];
  /** A text on the line of the mistake. */
  readonly at?: string;
  /** It only warns. */
  readonly warns?: boolean;
}

const TESTS = join(import.meta.dirname, '../../test');
const FOLDERS = ['validate/fixtures', 'lab/fixtures/right'].map((folder) => join(TESTS, folder));

export async function saidByAirflows(mistakes: readonly Component[]): Promise<readonly Said[]> {
  const lab = openLab();
  try {
    const environments = await readyEnvironments(lab);
    const limit = pLimit(2);
    const all = await Promise.all(
      mistakes.map((mistake) =>
        limit(async () => {
          const spec = await specOf(mistake.of);
          const draft = await draftOf(spec, brokenSource(mistake));
          const verdict = await validate(draft, spec, lab, environments, { rulesOff: [] });
          return verdict.environments.flatMap((environment) => said(mistake, environment));
        }),
      ),
    );
    return all.flat();
  } finally {
    await lab.close();
  }
}

/** The component of a mistake, with it. Throws where the text that is to be replaced is not there exactly once. */
export function brokenSource({ of, replace, name }: Component): string {
  return replace.reduce((source, [before, after]) => {
    if (source.split(before).length !== 2) throw new Error(`${name}: ${of} does not hold once: ${before}`);
    return source.replace(before, () => after);
  }, componentOf(of));
}

export async function specOf(of: string): Promise<Spec> {
  const folder = folderOf(of);
  const file = readdirSync(folder).find((name) => name.startsWith('spec.airsmith.')) ?? '';
  const { specs } = await readSpecs(
    [{ path: `specs/${of}${file.slice('spec'.length)}`, bytes: readFileSync(join(folder, file)) }],
    DEFAULT_SETTINGS,
  );
  const [spec] = specs;
  if (spec === undefined) throw new Error(`${of} has no spec`);
  return spec;
}

function componentOf(of: string): string {
  const folder = folderOf(of);
  const file = ['right.py', 'component.py'].find((name) => existsSync(join(folder, name))) ?? '';
  return readFileSync(join(folder, file), 'utf8');
}

function folderOf(of: string): string {
  const folder = FOLDERS.map((parent) => join(parent, of)).find((path) => existsSync(path));
  if (folder === undefined) throw new Error(`there is no component ${of}`);
  return folder;
}

/** One finding of each kind on each Airflow: examples that fail alike say the same. */
function said(mistake: Component, { airflow, python, findings }: EnvironmentVerdict): readonly Said[] {
  const wanted = mistake.warns ? ['error', 'warning'] : ['error'];
  const shown = findings
    .filter(({ severity }) => wanted.includes(severity))
    .sort((a, b) => ((a.example ?? '') + a.message < (b.example ?? '') + b.message ? -1 : 1));
  const kinds = new Map<string, Finding>();
  for (const finding of shown) {
    const kind = JSON.stringify([finding.code, finding.expectation, finding.exception]);
    if (!kinds.has(kind)) kinds.set(kind, finding);
  }
  return [...kinds.values()].map(({ severity: _, remedy: _remedy, edit: _edit, ...finding }) => ({
    class: mistake.class,
    mistake: mistake.name,
    airflow,
    python,
    ...finding,
  }));
}
