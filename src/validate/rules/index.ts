/** The contract rules: what a component's source may not do, found without running it. */

import type { Finding, Position, Spec } from '../../flow.js';
import type { PythonModule } from '../../python/index.js';
import { sameAs } from '../said.js';
import { codeOf } from './code.js';
import { RULES } from './list.js';
import type { Rule } from './rule.js';

export { RULES } from './list.js';

/** What the rules find in a module; without a spec, those that need none. */
export function checkModule(module: PythonModule, path: string, spec?: Spec): readonly Finding[] {
  const code = codeOf(module);
  const findings = RULES.flatMap((rule) =>
    rule.check(code, spec).map((offence): Finding => {
      const span = module.span(offence.node);
      return {
        code: rule.code,
        severity: offence.severity ?? rule.severity,
        tier: rule.tier,
        message: offence.message,
        remedy: offence.remedy ?? rule.next,
        ...(span ? { position: { path, line: span.line, column: span.column } } : {}),
      };
    }),
  );
  return findings.sort((a, b) => (a.position?.line ?? 0) - (b.position?.line ?? 0));
}

const BY_CODE: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.code, rule]));

/** The findings without those of a rule whose fault another finding shows better, and without what the linter says again. */
export function withoutShown(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter((finding) => {
    const { code, position } = finding;
    const ours = sameAs(finding);
    if (ours !== undefined) return !findings.some((other) => other.code === ours && isAt(other, position));
    const better = BY_CODE.get(code)?.shownBy ?? [];
    return !findings.some(
      (other) => better.includes(other.code) && (!isLinter(other) || isAt(other, position)),
    );
  });
}

function isAt({ position }: Finding, place: Position | undefined): boolean {
  return position?.line === place?.line;
}

/** The linter has one code for many things, so only the line tells that it means the same. */
function isLinter({ tier }: Finding): boolean {
  return tier === 'lint';
}
