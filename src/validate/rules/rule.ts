/** What a contract rule is: everything that is said of it, and how it looks at a component. */

import type { Severity, Spec } from '../../flow.js';
import type { CatalogueEntry } from '../../problems.js';
import type { Node } from '../../python/index.js';
import type { Code } from './code.js';

/** A place that breaks a rule. */
export interface Offence {
  readonly node: Node;
  /** What is wrong there, one line, no final stop. */
  readonly message: string;
  /** What to do; the rule's own `next` where it is absent. */
  readonly remedy?: string;
  /** Where the rule is less sure than usual. */
  readonly severity?: Severity;
}

/**
 * One rule: a pure look at the syntax tree. It says nothing where it cannot be sure, for a right component that is refused
 * costs more than a wrong one that a later tier finds.
 */
export interface Rule extends CatalogueEntry {
  readonly code: `AS${number}`;
  readonly tier: 'security' | 'contract';
  readonly severity: Severity;
  /** A component that breaks the rule, and the same component without the fault. */
  readonly wrong: string;
  readonly right: string;
  /** Codes of findings that show the same fault better, because it was executed or is named more exactly. */
  readonly shownBy?: readonly string[];
  check(code: Code, spec: Spec | undefined): readonly Offence[];
}
