/** What a snippet needs besides Airflow itself, from the imports of the component that it was found in. */

import type { Component } from '../component.js';
import { libraryOf } from '../patterns/imports.js';

/** Distributions whose namespace below `airflow.providers` has two parts. */
const FAMILIES: ReadonlySet<string> = new Set(['apache', 'atlassian', 'cncf', 'common', 'dbt', 'microsoft']);

const COMPAT = 'apache-airflow-providers-common-compat';

/** The distribution of a module below `airflow.providers`; undefined for every other. */
export function providerOf(module: string): string | undefined {
  const [airflow, providers, first, second] = module.split('.');
  if (airflow !== 'airflow' || providers !== 'providers' || !first) return undefined;
  const name = FAMILIES.has(first) && second ? `${first}-${second}` : first;
  return `apache-airflow-providers-${name}`;
}

/**
 * Libraries and providers that `code` names. A name that the component imports under the same word counts, though the snippet does not
 * import it: without its provider a base class is of no use.
 */
export function needsOf(code: string, { module }: Component): readonly string[] {
  const words = new Set(code.match(/[A-Za-z_]\w*/g) ?? []);
  const needs = module.imports.flatMap((found) => {
    if (!words.has(found.bound) || found.level > 0) return [];
    const provider = providerOf(found.module);
    // It hands on what Airflow has itself: only a snippet that imports from it needs it.
    if (provider === COMPAT && !code.includes('airflow.providers.common.compat')) return [];
    return provider ? [provider] : libraryOf(found);
  });
  return [...new Set(needs)].sort();
}
