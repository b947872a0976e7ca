import { createHash } from 'node:crypto';
import type { Finding } from '../flow.js';
import { CONSTRUCT_CLASSES } from './classes/construct.js';
import { CONTRACT_CLASSES } from './classes/contract.js';
import { EXAMPLE_CLASSES } from './classes/examples.js';
import { IMPORT_CLASSES } from './classes/imports.js';
import { RULE_CLASSES } from './classes/rules.js';
import { RUN_CLASSES } from './classes/run.js';
import { SYNTAX_CLASSES } from './classes/syntax.js';

/** A kind of mistake: how to know it, why it happens, what to do. Everything that is given must match. */
export interface ErrorClass {
  /** Stable: records of `learning/` are filed under it. */
  readonly id: string;
  readonly codes?: readonly string[];
  /** Exception by its last name: `ImportError`. */
  readonly exceptions?: readonly string[];
  readonly stages?: readonly string[];
  readonly expectations?: readonly string[];
  readonly message?: RegExp;
  /** `$1`, `$2` stand for groups of `message`. */
  readonly rootCause: string;
  readonly guidance: string;
}

/** A finding with the class that it belongs to, in words that fit it. */
export interface Classified {
  readonly errorClass: string;
  readonly rootCause: string;
  readonly guidance: string;
}

/** In order: the first that matches counts, so what is particular stands before what is general. */
export const TAXONOMY: readonly ErrorClass[] = [
  ...SYNTAX_CLASSES,
  ...CONTRACT_CLASSES,
  ...RULE_CLASSES,
  ...IMPORT_CLASSES,
  ...CONSTRUCT_CLASSES,
  ...EXAMPLE_CLASSES,
  ...RUN_CLASSES,
];

/**
 * The class of a finding. What no class knows is not thrown away: it gets `unknown.<8 hex digits>` from its exception and
 * `pattern`, so that the same unknown thing is one thing wherever it turns up.
 */
export function classify(finding: Finding, pattern: string): Classified {
  const known = TAXONOMY.find((candidate) => matches(candidate, finding));
  if (known === undefined) return unknown(finding, pattern);
  const groups = known.message?.exec(finding.message) ?? [];
  const fill = (text: string) => text.replace(/\$(\d)/g, (_, index: string) => groups[Number(index)] ?? '');
  return { errorClass: known.id, rootCause: fill(known.rootCause), guidance: fill(known.guidance) };
}

function matches(candidate: ErrorClass, finding: Finding): boolean {
  const { codes, exceptions, stages, expectations, message } = candidate;
  const exception = finding.exception?.split('.').at(-1) ?? '';
  return (
    (codes === undefined || codes.includes(finding.code)) &&
    (exceptions === undefined || exceptions.includes(exception)) &&
    (stages === undefined || stages.includes(finding.stage ?? '')) &&
    (expectations === undefined || expectations.includes(finding.expectation ?? '')) &&
    (message === undefined || message.test(finding.message))
  );
}

function unknown(finding: Finding, pattern: string): Classified {
  const text = `${finding.exception ?? finding.code}\n${pattern}`;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return {
    errorClass: `unknown.${hash}`,
    rootCause: 'No known kind of mistake has this shape.',
    guidance:
      'Read the traceback from its last line upwards, and correct the line of the component that it names.',
  };
}
