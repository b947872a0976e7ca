/**
 * The record of a fix that a program makes. It names the program and holds no code: what runs is always code of airsmith's own, and a
 * record of `learning/` can only say how well it did.
 */

import { tame } from './characters.js';
import type { FixRecord } from './records.js';

const CLASS = /^[a-z][a-z0-9]*([._-][a-z0-9]+)*$/;

/** A fix against one class of errors: the same bytes from every run, so that its successes and failures add up. */
export function editRecord(
  fix: { readonly id: string; readonly title: string; readonly prompt: string },
  errorClass: string,
): FixRecord {
  return {
    schema: 'fix/1',
    class: classFor(errorClass),
    strategy: `edit.${fix.id}`,
    title: tame(fix.title, 120) || fix.id,
    before: '',
    after: '',
    prompt: tame(fix.prompt, 1000) || fix.id,
  };
}

/** A class as records may name it. */
export function classFor(errorClass: string): string {
  return CLASS.test(errorClass) && errorClass.length <= 80 ? errorClass : 'unknown';
}
