import type { Example, Finding, Spec } from '../flow.js';
import type { PlayResult } from '../ports.js';
import { failureFinding } from './failure.js';

/** Code for each expectation of an example; what is not named here is what a run leaves behind. */
const CODES: { readonly [expectation: string]: string } = {
  returns: 'AS4301',
  pokes: 'AS4301',
  between: 'AS4301',
  rendered: 'AS4301',
  xcom: 'AS4301',
  raises: 'AS4303',
  http: 'AS4304',
  http_all: 'AS4304',
  logs: 'AS4305',
  not_in_logs: 'AS4305',
  poke_value: 'AS4140',
  xcom_value: 'AS4141',
  secrets: 'AS4142',
  trigger: 'AS4157',
};

/** What a played example says about the draft: nothing when it holds. */
export function exampleFindings(
  example: Example,
  result: PlayResult,
  spec: Spec,
  path: string,
): readonly Finding[] {
  if (result.passed) return [];
  const findings = result.problems.map((problem): Finding => {
    const { expectation, message, expected, actual } = problem;
    const position = spec.positions[`/examples/${spec.examples.indexOf(example)}`];
    return {
      code: CODES[expectation] ?? 'AS4306',
      severity: 'error',
      tier: 'examples',
      message,
      example: example.name,
      expectation,
      ...(position ? { position } : {}),
      ...(expected === undefined ? {} : { expected }),
      ...(actual === undefined ? {} : { actual }),
    };
  });
  if (result.failure === undefined) return findings.length > 0 ? findings : [failedMute(example)];
  const raised = failureFinding(result.failure, {
    code: codeOfRaised(example),
    tier: 'examples',
    path,
    example: example.name,
  });
  // The judge's own sentence about the same exception is folded into the one that has the traceback.
  const said = findings.find(({ expectation }) => expectation === 'raises');
  const rest = findings.filter((finding) => finding !== said);
  return [
    said === undefined
      ? raised
      : { ...raised, ...withoutUndefined(said), code: raised.code, message: said.message },
    ...rest,
  ];
}

function codeOfRaised(example: Example): string {
  return 'raises' in example ? 'AS4303' : 'AS4302';
}

function withoutUndefined({ expectation, expected, actual }: Finding): Partial<Finding> {
  return {
    ...(expectation === undefined ? {} : { expectation }),
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
  };
}

function failedMute(example: Example): Finding {
  const message = 'the example did not pass, and nothing was said about why';
  return { code: 'AS4306', severity: 'error', tier: 'examples', example: example.name, message };
}
