/** When asking again is of no use, and what a person can do instead. */

import type { Attempt, DiagnosedError, Diagnosis, Json, Position, Problem, Spec } from '../flow.js';

const MOST_VALUE = 200;

/** The first mistake that only the spec's author can resolve, at its line of the spec, with the change that would. */
export function specFault({ errors }: Diagnosis, spec: Spec): Problem | undefined {
  const error = errors.find(({ resolves }) => resolves === 'spec');
  if (error === undefined) return undefined;
  const { finding, rootCause } = error;
  const position = placeIn(spec, error);
  const subject = finding.example === undefined ? spec.name : `the example "${finding.example}"`;
  return {
    code: 'AS5020',
    severity: 'error',
    message: `no draft can satisfy ${subject}: ${finding.message}`,
    cause: rootCause,
    remedy: proposal(error),
    ...(position ? { position } : {}),
  };
}

function proposal({ finding }: DiagnosedError): string {
  const { example, expectation, expected, actual, remedy } = finding;
  if (example !== undefined && expectation !== undefined && actual !== undefined) {
    const now = expected === undefined ? '' : ` instead of ${show(expected)}`;
    return `In the example "${example}" let \`${expectation}\` expect ${show(actual)}${now}, or change what leads to it.`;
  }
  if (remedy !== undefined) return remedy;
  return example === undefined
    ? 'Change this line of the spec, then run again.'
    : `Change what the example "${example}" expects, then run again.`;
}

/** The line of the expectation, else of the example, else of the name. */
function placeIn({ examples, positions }: Spec, { finding }: DiagnosedError): Position | undefined {
  const index = examples.findIndex(({ name }) => name === finding.example);
  const example = index < 0 ? undefined : `/examples/${index}`;
  return (
    (example === undefined
      ? undefined
      : (positions[`${example}/${finding.expectation}`] ?? positions[example])) ?? positions['/name']
  );
}

function show(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= MOST_VALUE ? text : `${text.slice(0, MOST_VALUE)}…`;
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
