/** Says what went wrong with a draft in terms that a next attempt can use. */

import type {
  Attempt,
  DiagnosedError,
  Diagnosis,
  Draft,
  EnvironmentVerdict,
  Finding,
  Spec,
  SpecFault,
  Verdict,
} from '../flow.js';
import { type Corrections, judge } from './corrections.js';
import { type Group, guidanceOf } from './guidance.js';
import { locate, type Terrain, terrainOf } from './locate.js';
import { patternOf } from './pattern.js';
import { faultBehind, immovable, specFaults } from './spec-faults.js';

export { atLimit } from './at-limit.js';
export { furthest } from './furthest.js';
export { sameDraft } from './same.js';

/**
 * Classifies every error of a verdict, once for all the Airflows that show it, and writes the guidance for the next attempt. Warnings
 * are no errors, and an environment that was not run says nothing about the draft. Corrections by people hold in the order of
 * `known`; `earlier` attempts show whether a draft could help at all.
 */
export function diagnose(
  verdict: Verdict,
  draft: Draft,
  spec: Spec,
  known: readonly Corrections[] = [],
  earlier: readonly Attempt[] = [],
): Diagnosis {
  const groups = group(verdict, draft, known);
  const terrain = terrainOf(draft);
  const faults = specFaults(spec);
  const stuck = immovable(spec, earlier, {
    findings: groups.map(({ finding }) => finding),
    attempt: { draft },
  });
  const all = stuck ? [...faults, stuck] : faults;
  const errors = groups.map((one) => diagnosed(one, terrain, faultBehind(one.finding, all)));
  return { errors, guidance: groups.length === 0 ? '' : guidanceOf(groups, verdict) };
}

function diagnosed(one: Group, terrain: Terrain, fault: SpecFault | undefined): DiagnosedError {
  const { errorClass, pattern, rootCause, environments, finding, places, machine } = one;
  const at = locate(finding, places, terrain);
  return {
    errorClass,
    pattern,
    rootCause,
    airflow: [...new Set(environments.map(({ airflow }) => airflow))],
    finding,
    resolves: fault ? 'spec' : 'draft',
    ...(at ? { at } : {}),
    ...(machine === undefined ? {} : { machine }),
    ...(fault ? { fault } : {}),
  };
}

function group(verdict: Verdict, draft: Draft, known: readonly Corrections[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const environment of verdict.environments) {
    for (const finding of environment.findings) {
      if (finding.severity !== 'error') continue;
      const pattern = patternOf(finding.message, draft.className);
      const judged = judge(finding, pattern, known);
      const key = keyOf(judged.errorClass, pattern, finding);
      const met = groups.get(key);
      const environments = met === undefined ? [environment] : joined(met.environments, environment);
      groups.set(key, { ...(met ?? { ...judged, pattern, finding }), environments });
    }
  }
  return [...groups.values()];
}

/** Wording and exception differ between versions (Airflow 3 raises TypeError where 2 raised AirflowException); class and place do not. */
function keyOf(errorClass: string, pattern: string, finding: Finding): string {
  const { tier, example, expectation, position, actual } = finding;
  const place = position === undefined ? pattern : `${position.path}:${position.line}`;
  return JSON.stringify([errorClass, tier, example, expectation, place, actual ?? null]);
}

function joined(
  environments: readonly EnvironmentVerdict[],
  environment: EnvironmentVerdict,
): readonly EnvironmentVerdict[] {
  return environments.includes(environment) ? environments : [...environments, environment];
}
