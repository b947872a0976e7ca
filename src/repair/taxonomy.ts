import { createHash } from 'node:crypto';
import type { Finding } from '../flow.js';
import { CONSTRUCT_CLASSES } from './classes/construct.js';
import { CONTRACT_CLASSES } from './classes/contract.js';
import { EXAMPLE_CLASSES } from './classes/examples.js';
import { IMPORT_CLASSES } from './classes/imports.js';
import { PYTHON_CLASSES } from './classes/python.js';
import { RULE_CLASSES } from './classes/rules.js';
import { RUN_CLASSES } from './classes/run.js';
import { SYNTAX_CLASSES } from './classes/syntax.js';
import type { Place } from './places.js';

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
  /** Where in the draft to look for it, the most exact first; where validation or a traceback points, when none is found. */
  readonly places?: readonly Place[];
  /** `$1`, `$2` stand for groups of `message`. */
  readonly rootCause: string;
  readonly guidance: string;
}

/** A finding with the class that it belongs to, in words that fit it. */
export interface Classified {
  readonly errorClass: string;
  readonly places: readonly Place[];
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
  ...PYTHON_CLASSES,
];

/**
 * The class of a finding. What no class knows is not thrown away: it gets `unknown.<8 hex digits>` from its exception and
 * `pattern`, so that the same unknown thing is one thing wherever it turns up.
 */
export function classify(finding: Finding, pattern: string): Classified {
  const known = TAXONOMY.find((candidate) => matches(candidate, finding));
  return known === undefined ? unknown(unknownClass(finding, pattern)) : filled(known, finding.message);
}

/**
 * The words for a class that was not recognised but named by a person. Undefined where there is no such class: a record is
 * foreign text, and what it says must not reach a prompt.
 */
export function classNamed(id: string, finding: Finding): Classified | undefined {
  const candidates = TAXONOMY.filter((candidate) => candidate.id === id);
  const fits = ({ message }: ErrorClass) => message === undefined || message.test(finding.message);
  const known = candidates.find(fits) ?? candidates[0];
  if (known !== undefined) return filled(known, finding.message);
  return /^unknown\.[0-9a-f]{8}$/.test(id) ? unknown(id) : undefined;
}

function filled({ id, message, rootCause, guidance, places = [] }: ErrorClass, said: string): Classified {
  const groups = message?.exec(said);
  // A person may name a class whose message has other words: what stood there is then not known.
  const fill = (text: string) =>
    text.replace(/\$(\d)/g, (_, index: string) => (groups ? (groups[Number(index)] ?? '') : 'it'));
  return { errorClass: id, rootCause: fill(rootCause), guidance: fill(guidance), places };
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

function unknownClass(finding: Finding, pattern: string): string {
  const text = `${finding.exception?.split('.').at(-1) ?? finding.code}\n${pattern}`;
  return `unknown.${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}

function unknown(errorClass: string): Classified {
  return {
    errorClass,
    rootCause: 'No known kind of mistake has this shape.',
    guidance:
      'Read the traceback from its last line upwards, and correct the line of the component that it names.',
    places: [],
  };
}
