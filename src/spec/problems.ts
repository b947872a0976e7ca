/** Makes the problems of this room. What each code means is in `catalogue.ts`. */

import type { Position, Problem, Severity } from '../flow.js';
import type { CATALOGUE } from './catalogue.js';

export { CATALOGUE as SPEC_PROBLEMS } from './catalogue.js';

export type SpecCode = keyof typeof CATALOGUE;

export interface ProblemDetails {
  readonly cause?: string;
  readonly remedy: string;
  readonly severity?: Severity;
  readonly position?: Position;
  readonly excerpt?: string;
}

/** A problem with a code of this room. An error, unless `severity` says otherwise. */
export function problem(code: SpecCode, message: string, details: ProblemDetails): Problem {
  return { code, severity: 'error', message: oneLine(message), ...details };
}

/** Values of a file are quoted in messages, so a message could otherwise be broken into lines by a file. */
function oneLine(message: string): string {
  return message.replace(/\s+/g, ' ').slice(0, 500);
}
