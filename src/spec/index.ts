/**
 * Specs and settings: from the bytes of a file to `Spec` and `Settings`, or to problems with their places. What a file
 * can hold is always an answer and never an exception.
 */

import type { Config } from '../config.js';
import type { Problem, Spec } from '../flow.js';
import { snakeCase } from '../python/names.js';
import type { SpecContext } from './check-component.js';
import type { SpecSource } from './discover.js';
import { problem } from './problems.js';
import { quote } from './quote.js';
import type { SpecResult } from './read.js';
import type { ReservedNames } from './reserved.js';
import type { SettingsResult } from './settings.js';

export type { SpecContext } from './check-component.js';
export { discoverSpecs, type SpecSource, specMatcher } from './discover.js';
export { SPEC_PROBLEMS } from './problems.js';
export type { SpecResult } from './read.js';
export type { ReservedNames } from './reserved.js';
export type { SettingsResult } from './settings.js';

/** Where the editors' modeline of a file that leaves this repository finds its schema. */
export const PUBLISHED_SCHEMAS = 'https://raw.githubusercontent.com/airsmith/airsmith/main/schema/';

/** Reads one spec file of any format. */
export async function readSpec(
  path: string,
  content: string | Uint8Array,
  context: SpecContext,
): Promise<SpecResult> {
  const { readSpec: read } = await import('./read.js');
  return read(path, content, context);
}

/** Reads specs that are to be built. One that cannot be built is left out, and its problems say why. */
export async function readSpecs(
  sources: readonly SpecSource[],
  settings: Pick<Config, 'airflow' | 'airflowVersions'>,
): Promise<{ readonly specs: readonly Spec[]; readonly problems: readonly Problem[] }> {
  const context: SpecContext = {
    defaultRange: settings.airflow,
    airflowVersions: settings.airflowVersions,
    reserved: await reservedNames(),
  };
  const specs: Spec[] = [];
  const problems: Problem[] = [];
  const taken = new Map<string, Spec>();
  for (const { path, bytes } of sources) {
    const result = await readSpec(path, bytes, context);
    if (!result.ok) {
      problems.push(...result.problems);
      continue;
    }
    const { spec } = result;
    const refusal = notBuildable(spec, taken.get(snakeCase(spec.name)));
    problems.push(...result.warnings, ...(refusal ? [refusal] : []));
    if (refusal) continue;
    taken.set(snakeCase(spec.name), spec);
    specs.push(spec);
  }
  return { specs, problems };
}

function notBuildable(spec: Spec, other: Spec | undefined): Problem | undefined {
  if (spec.language === 'typescript') {
    return at(spec, '/language', 'AS1036', 'TypeScript tasks cannot be built yet', {
      cause: 'The spec is right, but there is no Airflow here yet that could prove a TypeScript task.',
      remedy: 'Keep it out of the spec folder until then, or describe the same work as a Python operator.',
    });
  }
  if (!other) return undefined;
  return at(
    spec,
    '/name',
    'AS1048',
    `the component ${quote(spec.name)} is described by ${quote(other.path)} already`,
    {
      cause: 'Both would write the same files.',
      remedy: 'Rename one of the components, or delete one of the specs.',
    },
  );
}

function at(
  spec: Spec,
  pointer: string,
  code: 'AS1036' | 'AS1048',
  message: string,
  details: { cause: string; remedy: string },
): Problem {
  const position = spec.positions[pointer];
  return problem(code, message, { ...details, ...(position ? { position } : {}) });
}

/** Names that the indexed Airflows use, for `readSpec`. */
export async function reservedNames(): Promise<ReservedNames> {
  return (await import('../generated/reserved.js')).RESERVED_NAMES;
}

/** Reads `.airsmith.yaml`. */
export async function readSettings(content: string | Uint8Array, path?: string): Promise<SettingsResult> {
  const { readSettings: read } = await import('./settings.js');
  return read(content, path);
}

export type Migration =
  /** `text` is the file in version 1; `problems` are warnings: what was kept aside or interpreted. */
  | {
      readonly ok: true;
      readonly changed: boolean;
      readonly text: string;
      readonly problems: readonly Problem[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Rewrites a file of the earlier generator to version 1, in its own format. One of version 1 stays as it is. */
export async function migrateSpec(
  source: SpecSource,
  options: { readonly schema?: string } = {},
): Promise<Migration> {
  const { migrateSpec: migrate } = await import('./migrate.js');
  return migrate(source.path, source.bytes, options.schema ?? `${PUBLISHED_SCHEMAS}spec-1.schema.json`);
}
