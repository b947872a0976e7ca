/** The codes of specs and settings: what `docs/errors/AS10xx.md` says of each, and how a problem is made of one. */

import type { Position, Problem, Severity } from '../flow.js';
import type { Catalogue } from '../problems.js';
import { COMPONENT_PROBLEMS } from './catalogue/component.js';
import { EXAMPLE_PROBLEMS } from './catalogue/example.js';
import { FILE_PROBLEMS } from './catalogue/file.js';

export const SPEC_PROBLEMS = {
  ...FILE_PROBLEMS,
  ...COMPONENT_PROBLEMS,
  ...EXAMPLE_PROBLEMS,
} satisfies Catalogue;

export type SpecCode = keyof typeof SPEC_PROBLEMS;

export interface ProblemDetails {
  readonly cause?: string;
  readonly remedy: string;
  readonly severity?: Severity;
  readonly position?: Position;
  readonly excerpt?: string;
}

/** A problem with a code of this room. An error, unless `severity` says otherwise. */
export function problem(code: SpecCode, message: string, details: ProblemDetails): Problem {
  const { cause, remedy, ...rest } = details;
  return {
    code,
    severity: 'error',
    message: oneLine(message),
    ...(cause === undefined ? {} : { cause: oneLine(cause) }),
    remedy: oneLine(remedy),
    ...rest,
  };
}

/** Values of a file are quoted in messages: they may not break a line of a log, nor steer a terminal. */
function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\p{Cc}|\p{Cs}|[\u202A-\u202E\u2066-\u2069]/gu, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return `\\u${code.toString(16).padStart(4, '0')}`;
    })
    .slice(0, 600);
}
