/** Libraries of a proven component: what was imported, from which distribution, in which version. */

import type { EnvironmentVerdict, Spec } from '../flow.js';
import { byCodeUnit, type LibraryRecord } from '../knowledge/index.js';
import { isStandard, type PythonModule } from '../python/index.js';

/** Airflow itself is what a component runs on, not a library that it chose. */
const AIRFLOW_ITSELF = /^(apache-airflow|apache-airflow-core|apache-airflow-task-sdk)$/;
const PROVIDER = 'apache-airflow-providers-';
const HTTP = new Set(['requests', 'httpx', 'aiohttp', 'urllib3']);

/** PyPI’s normal form of a distribution’s name. */
export function normalName(distribution: string): string {
  return distribution.toLowerCase().replace(/[-_.]+/g, '-');
}

/**
 * Tells a library that a component chose from what other imports drag in: the component imports a module of its name, or
 * its spec names it. `module` is undefined where the source cannot be read.
 */
export function libraryChoice(spec: Spec, module: PythonModule | undefined): LibraryChoice {
  const imported = module ? topModules(module) : [];
  const wanted = new Set(spec.dependencies.map(requirementName));
  return {
    importsOf: (name) => importsOf(name, imported),
    includes: (name) => wanted.has(name) || importsOf(name, imported).length > 0,
  };
}

export interface LibraryChoice {
  includes(name: string): boolean;
  /** Modules of a distribution that the component imports, as far as their names tell, sorted. */
  importsOf(name: string): string[];
}

/** Chosen distributions with versions of one environment, Airflow left out, sorted by name. */
export function librariesOf(
  { libraries }: EnvironmentVerdict,
  choice: LibraryChoice,
): readonly { readonly name: string; readonly version: string }[] {
  return Object.entries(libraries)
    .map(([name, version]) => ({ name: normalName(name), version }))
    .filter(({ name }) => !AIRFLOW_ITSELF.test(name) && choice.includes(name))
    .sort((a, b) => byCodeUnit(a.name, b.name));
}

/** A record for each library that some environment of a proven component had, sorted by name. */
export function libraryRecords(
  environments: readonly EnvironmentVerdict[],
  choice: LibraryChoice,
): readonly LibraryRecord[] {
  const found = environments.flatMap((environment) =>
    librariesOf(environment, choice).map(({ name }) => name),
  );
  return [...new Set(found)].sort(byCodeUnit).map((name) => {
    const category = categoryOf(name);
    return {
      schema: 'library/1',
      name,
      imports: choice.importsOf(name),
      install: `pip install ${name}`,
      alternatives: [],
      ...(category === undefined ? {} : { category }),
    };
  });
}

/** `nemo_toolkit[nlp]>=1.23` → `nemo-toolkit`. */
export function requirementName(requirement: string): string {
  return normalName(/^[A-Za-z0-9._-]+/.exec(requirement.trim())?.[0] ?? requirement);
}

/** Modules that `module` imports and that do not come with Python; providers as far as they name themselves. */
function topModules(module: PythonModule): readonly string[] {
  const found = module.imports
    .filter(({ level, module: from }) => level === 0 && !isStandard(from))
    .map(({ module: from }) => (from.startsWith('airflow.providers.') ? from : (from.split('.')[0] ?? from)));
  return [...new Set(found)].filter((name) => name !== 'airflow' && !name.startsWith('airflow.sdk'));
}

/** Names agree for most distributions; where they do not, the import stays unknown rather than guessed. */
function importsOf(name: string, imported: readonly string[]): string[] {
  if (name.startsWith(PROVIDER)) {
    const package_ = `airflow.providers.${name.slice(PROVIDER.length).replaceAll('-', '.')}`;
    return imported.some((from) => from === package_ || from.startsWith(`${package_}.`)) ? [package_] : [];
  }
  return imported.filter((from) => normalName(from) === name).sort(byCodeUnit);
}

function categoryOf(name: string): string | undefined {
  if (name.startsWith(PROVIDER)) return 'provider';
  return HTTP.has(name) ? 'http' : undefined;
}
