/** What the linter says of a line that a rule of ours says better: with a page, a remedy, and as an error where it is one. */

import type { Finding } from '../flow.js';
import { ruleOf } from './lint.js';

/** Rule of ruff → the code of ours. */
const SAME: { readonly [rule: string]: string } = {
  S102: 'AS4150',
  S307: 'AS4150',
  S602: 'AS4151',
  S604: 'AS4151',
  S605: 'AS4151',
  S301: 'AS4152',
  S302: 'AS4152',
  S506: 'AS4153',
  S323: 'AS4154',
  S501: 'AS4154',
  S113: 'AS4156',
};

/** Code of the rule that says the same as this finding of the linter; undefined for every other finding. */
export function sameAs(finding: Finding): string | undefined {
  return finding.tier === 'lint' ? SAME[ruleOf(finding) ?? ''] : undefined;
}
