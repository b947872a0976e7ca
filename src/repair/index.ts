/** Says what went wrong with a draft in terms that a next attempt can use. */

import type { DiagnosedError, Diagnosis, Draft, EnvironmentVerdict, Finding, Verdict } from '../flow.js';
import { type Group, guidanceOf } from './guidance.js';
import { patternOf } from './pattern.js';
import { classify } from './taxonomy.js';

export { atLimit } from './at-limit.js';
export { furthest } from './furthest.js';

/**
 * Classifies every error of a verdict, once for all the Airflows that show it, and writes the guidance for the next attempt. Warnings
 * are no errors, and an environment that was not run says nothing about the draft.
 */
export function diagnose(verdict: Verdict, draft: Draft): Diagnosis {
  const groups = group(verdict, draft);
  const errors = groups.map(
    ({ errorClass, pattern, rootCause, environments, finding }): DiagnosedError => ({
      errorClass,
      pattern,
      rootCause,
      airflow: [...new Set(environments.map(({ airflow }) => airflow))],
      finding,
    }),
  );
  return { errors, guidance: groups.length === 0 ? '' : guidanceOf(groups, verdict) };
}

function group(verdict: Verdict, draft: Draft): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const environment of verdict.environments) {
    for (const finding of environment.findings) {
      if (finding.severity !== 'error') continue;
      const pattern = patternOf(finding.message, draft.className);
      const classified = classify(finding, pattern);
      const key = keyOf(classified.errorClass, pattern, finding);
      const known = groups.get(key);
      const environments = known === undefined ? [environment] : joined(known.environments, environment);
      groups.set(key, { ...(known ?? { ...classified, pattern, finding }), environments });
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

/**
 * Whether two drafts have the same component, blanks at the ends of lines aside. What is made from it is then the same too, so
 * executing it again could say nothing new.
 */
export function sameDraft(a: Draft, b: Draft): boolean {
  return componentOf(a) === componentOf(b);
}

function componentOf(draft: Draft): string {
  const component = draft.files.find(({ role }) => role === 'component');
  return (component?.content ?? '').replace(/[ \t\r]+$/gm, '').trim();
}
