import { type Draft, type Finding, fileOf, type Severity } from '../flow.js';

/** ruff's rule at the start of a message, or as the code itself: `F821`. */
const RULE = /^([A-Z]{1,4}\d{2,4})\b/;

/**
 * Rules whose finding fails when the line runs, or breaks a promise of the spec format; all others only warn, so that an
 * unused import costs no further attempt. F5: format strings, F6: literals and comparisons that never do what they say,
 * F7: statements out of place, F82: undefined names, B006: a default that all calls share. An `__init__.py` may name in `__all__`
 * what is only imported on demand (F822).
 */
const FATAL = /^(E9|F50|F52|F6|F7|F82|B006$)/;

/**
 * The linter's findings about the component, with the severity that they have here. The files that airsmith makes from it are left
 * out: nobody who reads the findings could change them, and they are executed anyway.
 */
export function judgeLint(findings: readonly Finding[], draft: Draft): readonly Finding[] {
  const component = fileOf(draft, 'component')?.path;
  const own = findings.filter(({ position }) => position?.path === component);
  return own.map((finding) => {
    // The lab's own word: there is no rule to judge by.
    if (finding.code === 'AS4002') return finding;
    const rule = ruleOf(finding);
    const onDemand = rule === 'F822' && component?.endsWith('/__init__.py') === true;
    const fatal = rule !== undefined && FATAL.test(rule) && !onDemand;
    const severity: Severity = fatal ? 'error' : 'warning';
    const message =
      rule === undefined || finding.message.startsWith(rule) ? finding.message : `${rule} ${finding.message}`;
    return { ...finding, tier: 'lint', code: fatal ? 'AS4002' : 'AS4003', severity, message };
  });
}

/** ruff's rule of a finding, where it names one. */
export function ruleOf(finding: Finding): string | undefined {
  const named = RULE.exec(finding.code)?.[1];
  return named !== undefined && !named.startsWith('AS') ? named : RULE.exec(finding.message)?.[1];
}
