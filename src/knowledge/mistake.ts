/** What is recorded of a mistake, and so its identity. */

import { tame } from './characters.js';
import { classFor } from './edits.js';
import type { ErrorRecord } from './records.js';

/** The definition of an error: always the machine's class, for what people say of it stands beside it. */
export function errorRecord(errorClass: string, pattern: string, rootCause: string): ErrorRecord {
  return {
    schema: 'error/1',
    class: classFor(errorClass),
    pattern: tame(pattern, 1000) || 'no message',
    root_cause: tame(rootCause, 1000) || 'not known',
  };
}

/** Whether a class is one of those that nobody has described yet: `unknown.1a2b3c4d`. */
export function isUnnamed(errorClass: string): boolean {
  return /^unknown(\.|$)/.test(errorClass);
}
