/** When asking again is of no use, and what a person can do instead. */

import type { Attempt, DiagnosedError, Diagnosis, Position, Problem, Spec } from '../flow.js';

/** The first mistake that only the spec's author can resolve, at its line of the spec, with the change that would. */
export function specProblem({ errors }: Diagnosis, spec: Spec): Problem | undefined {
  const error = errors.find(({ resolves }) => resolves === 'spec');
  if (error === undefined) return undefined;
  const { finding, fault, rootCause } = error;
  const position = placeIn(spec, error);
  return {
    code: 'AS5020',
    severity: 'error',
    message: `no draft can be right: ${fault?.message ?? finding.message}`,
    cause: rootCause,
    remedy: fault?.proposal ?? finding.remedy ?? 'Change this line of the spec, then run again.',
    ...(position ? { position } : {}),
  };
}

/** The line that the fault names, or the nearest above it; else that of the example, else of the name. */
export function placeIn(
  { examples, positions }: Spec,
  { finding, fault }: Pick<DiagnosedError, 'finding' | 'fault'>,
): Position | undefined {
  const index = examples.findIndex(({ name }) => name === finding.example);
  const steps = (fault?.pointer ?? (index < 0 ? '/name' : `/examples/${index}`)).split('/');
  for (let length = steps.length; length > 1; length -= 1) {
    const found = positions[steps.slice(0, length).join('/')];
    if (found) return found;
  }
  return positions['/name'];
}

/** Set where the two last drafts that a model wrote fail in the same way, mended as far as that went. */
export function sameMistakes(attempts: readonly Attempt[], spec: Spec): Problem | undefined {
  const last = new Map(attempts.map((attempt) => [attempt.number, attempt]));
  const [latest, before] = [...last.values()].reverse();
  if (!latest?.diagnosis || !before?.diagnosis) return undefined;
  if (mistakesOf(latest.diagnosis) !== mistakesOf(before.diagnosis)) return undefined;
  const position = spec.positions['/examples'] ?? spec.positions['/name'];
  return {
    code: 'AS5021',
    severity: 'error',
    message: `attempt ${latest.number} made the same mistakes as attempt ${before.number}`,
    remedy:
      'Read the findings above. Say in the spec what the author keeps missing, set a stronger `escalate-to`, or correct the draft by hand.',
    ...(position ? { position } : {}),
  };
}

function mistakesOf({ errors }: Diagnosis): string {
  const keys = errors.map(({ errorClass, pattern, airflow, finding: { example, expectation, actual } }) =>
    JSON.stringify([errorClass, pattern, [...airflow].sort(), example, expectation, actual]),
  );
  return keys.sort().join('\n');
}
