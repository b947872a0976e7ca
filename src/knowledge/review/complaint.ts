/** Problems of this room, with the cause and remedy of its catalogue. */

import type { Problem, Severity } from '../../flow.js';
import { AirsmithError, EXIT, type ExitStatus } from '../../problems.js';
import { REVIEW_PROBLEMS } from './problems.js';

export type ReviewCode = keyof typeof REVIEW_PROBLEMS;

/** The problem `code`; at the first line of `path` where one is given. */
export function complaint(
  code: ReviewCode,
  severity: Severity,
  message: string,
  path?: string,
  remedy: string = REVIEW_PROBLEMS[code].next,
): Problem {
  const cause = REVIEW_PROBLEMS[code].why;
  const position = path === undefined ? {} : { position: { path, line: 1, column: 1 } };
  return { code, severity, message, cause, remedy, ...position };
}

/** The same as what ends a command; wrong use unless `exit` says otherwise. */
export function refusal(
  code: ReviewCode,
  message: string,
  remedy?: string,
  exit: ExitStatus = EXIT.usage,
): AirsmithError {
  return new AirsmithError(exit, complaint(code, 'error', message, undefined, remedy));
}
