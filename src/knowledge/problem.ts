/** A problem of `learning/` for people, with the cause and the remedy of its catalogue entry. */

import type { Problem } from '../flow.js';
import { catalogue } from './problems.js';

export type Code = keyof typeof catalogue;

/** The problem `code` at `path`; `message` names the file. */
export function problem(path: string, code: Code, message: string, line = 1): Problem {
  const entry = catalogue[code];
  return {
    code,
    severity: 'error',
    message,
    cause: entry.why,
    remedy: entry.next,
    position: { path, line, column: 1 },
  };
}
