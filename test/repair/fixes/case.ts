/** A case of a fix: a component with one mistake, what a real Airflow said of it, and the component mended. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '../../../src/config.js';
import type { AirflowTarget, DiagnosedError, EnvironmentVerdict, Finding, Spec } from '../../../src/flow.js';
import { patternOf } from '../../../src/repair/pattern.js';
import { classify } from '../../../src/repair/taxonomy.js';
import { readSpecs } from '../../../src/spec/index.js';

const HERE = import.meta.dirname;

/** `cases.json`: which spec a case is played against, the class of its mistake, and an Airflow other than the usual one. */
export interface Case {
  readonly spec: string;
  readonly errorClass: string;
  readonly airflow?: string;
}

export const CASES = Object.entries(
  JSON.parse(readFileSync(join(HERE, 'cases.json'), 'utf8')) as { readonly [name: string]: Case },
).map(([name, one]) => ({ name, fix: name.split('/')[0] ?? '', airflow: '2.11.2', ...one }));

export const TARGETS: readonly AirflowTarget[] = [
  { airflow: '2.8.1', python: '3.11' },
  { airflow: '2.11.2', python: '3.12' },
  { airflow: '3.3.2', python: '3.13' },
];

export function pathIn(name: string, file: string): string {
  return join(HERE, 'fixtures', name, file);
}

export function read(name: string, file: 'before.py' | 'after.py'): string {
  return readFileSync(pathIn(name, file), 'utf8');
}

/** The recorded mistake. */
export function recorded(name: string): DiagnosedError {
  const path = pathIn(name, 'finding.json');
  if (!existsSync(path)) throw new Error(`${name} is not recorded`);
  return JSON.parse(readFileSync(path, 'utf8')) as DiagnosedError;
}

/** The component without a mistake. */
export function rightOf(spec: string): string {
  return readFileSync(join(HERE, 'specs', `${spec}.py`), 'utf8');
}

export async function specOf(name: string): Promise<Spec> {
  const path = `specs/${name}.airsmith.yaml`;
  const bytes = readFileSync(join(HERE, path));
  const { specs, problems } = await readSpecs([{ path, bytes }], DEFAULT_SETTINGS);
  const [spec] = specs;
  if (spec === undefined) throw new Error(JSON.stringify(problems));
  return spec;
}

/** What an environment said, warnings too, each with its class. */
export function errorsOf(
  { findings, airflow }: EnvironmentVerdict,
  className: string,
): readonly DiagnosedError[] {
  return findings.map((finding: Finding) => {
    const pattern = patternOf(finding.message, className);
    const { errorClass, rootCause } = classify(finding, pattern);
    return { errorClass, pattern, rootCause, airflow: [airflow], finding };
  });
}
