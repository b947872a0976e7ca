/** When asking again is of no use, and what a person can do instead. */

import type { Attempt, Diagnosis, Position, Problem, Spec } from '../flow.js';

/** The first mistake that only the spec's author can resolve, at its line of the spec, with the change that would. */
export function specFault({ errors }: Diagnosis, { name, positions }: Spec): Problem | undefined {
  const fault = errors.find(({ resolves }) => resolves === 'spec')?.fault;
  if (fault === undefined) return undefined;
  const position = positionAt(fault.pointer, positions);
  const subject = fault.examples.map((example) => `the example "${example}"`).join(' and ');
  return {
    code: 'AS5020',
    severity: 'error',
    message: `no draft can satisfy ${subject || name}: ${fault.message}`,
    remedy: fault.proposal,
    ...(position ? { position } : {}),
  };
}

/** The line of `pointer`, else of the nearest thing that it is in. */
function positionAt(pointer: string, positions: Spec['positions']): Position | undefined {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/')))
    if (positions[at]) return positions[at];
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
    remedy: 'Read the finding: mostly the spec leaves open, or contradicts, what the example expects.',
    ...(position ? { position } : {}),
  };
}

function mistakesOf({ errors }: Diagnosis): string {
  const keys = errors.map(({ errorClass, pattern, airflow, finding: { example, expectation, actual } }) =>
    JSON.stringify([errorClass, pattern, [...airflow].sort(), example, expectation, actual]),
  );
  return keys.sort().join('\n');
}
