/** Executes a draft on every environment and says what holds. */

import { isSwitchable } from '../config.js';
import type { Draft, Environment, EnvironmentVerdict, Finding, Spec, Verdict } from '../flow.js';
import type { House, Lab } from '../ports.js';
import { AirsmithError, EXIT } from '../problems.js';
import { type Component, parseComponent } from './component.js';
import { type Examination, examine } from './examine.js';
import { indexFindings } from './indexed.js';
import { judgeLint, ruleOf } from './lint.js';
import { sameAs } from './said.js';

export interface ValidateOptions {
  /** Codes of findings, or rules of ruff, that the settings switch off. What execution shows cannot be. */
  readonly rulesOff: readonly string[];
  /** The repository's own modules, which the component may import. */
  readonly house?: House;
}

/**
 * The verdict on a draft: each environment by itself, side by side, its tiers cheapest first. It is proven when every environment
 * was had and nothing but warnings was found there: one that could not be had leaves the draft unproven, because a green result
 * promises that all of them executed it. What the spec depends on stands beside them already (`Lab.furnish`). An environment that breaks on the way counts as not run. Throws only for bugs, and where
 * the run is interrupted.
 */
export async function validate(
  draft: Draft,
  spec: Spec,
  lab: Lab,
  environments: readonly Environment[],
  options: ValidateOptions,
): Promise<Verdict> {
  const staged = await lab.stage(draft, options.house);
  try {
    const ready = environments.filter((environment) => environment.state === 'ready');
    const component = await parseComponent(draft);
    const indexed = indexFindings(component, spec, lab, ready);
    const lint =
      ready.length > 0 ? lab.lint(staged).then((found) => judgeLint(found, draft)) : Promise.resolve([]);
    const rules = ready.length > 0 ? staticFindings(component, spec) : Promise.resolve([]);
    // Each environment awaits them in its turn; where all break before, nobody does.
    for (const shared of [indexed, lint, rules]) shared.catch(() => undefined);
    const isOff = (finding: Finding) => switchedOff(finding, options.rulesOff);
    const verdicts = await Promise.all(
      environments.map((environment) =>
        environment.state === 'ready'
          ? attempt({
              environment,
              staged,
              spec,
              lab,
              module: component?.module,
              indexed: indexed.then((found) => found.get(environment) ?? []),
              lint,
              rules,
              isOff,
            })
          : notRun(environment, spec.examples, environment.problem),
      ),
    );
    const proven = verdicts.length > 0 && verdicts.every(({ state }) => state === 'proven');
    return { proven, environments: verdicts };
  } finally {
    await staged.dispose();
  }
}

/** The verdict where no environment could be had; undefined when one could, for then it has to be asked. */
export function unrun(spec: Spec, environments: readonly Environment[]): Verdict | undefined {
  const missing = environments.flatMap((one) =>
    one.state === 'unavailable' ? [notRun(one, spec.examples, one.problem)] : [],
  );
  return missing.length === environments.length ? { proven: false, environments: missing } : undefined;
}

/** What the contract rules say, once for every environment: they only read. */
async function staticFindings(component: Component | undefined, spec: Spec): Promise<readonly Finding[]> {
  if (component === undefined) return [];
  const { checkModule } = await import('./rules/index.js');
  return checkModule(component.module, component.path, spec);
}

async function attempt(examination: Examination): Promise<EnvironmentVerdict> {
  try {
    return await examine(examination);
  } catch (error) {
    const { environment, spec } = examination;
    if (isWorldly(error)) return notRun(environment, spec.examples, error.problem);
    throw error;
  }
}

/** What only says that this environment broke. That somebody interrupted the run is about all of it. */
export function isWorldly(error: unknown): error is AirsmithError {
  return error instanceof AirsmithError && error.exit === EXIT.world;
}

/** The verdict of an environment that could not be had, or broke. */
export function notRun(
  environment: Environment,
  examples: Spec['examples'],
  problem: EnvironmentVerdict['problem'],
): EnvironmentVerdict & { readonly state: 'not-run' } {
  const { airflow, python } = environment;
  const known = environment.state === 'ready' ? environment : { sandbox: '', lock: '' };
  return {
    airflow,
    python,
    state: 'not-run',
    sandbox: known.sandbox,
    lock: known.lock,
    findings: [],
    examples: { passed: 0, total: examples.length },
    timings: [],
    libraries: {},
    absent: [],
    ...(problem ? { problem } : {}),
  };
}

/** Whether the settings switch a finding off: by its code, or by the rule of ruff. */
export function switchedOff(finding: Finding, rulesOff: readonly string[]): boolean {
  if (!isSwitchable(finding.code)) return false;
  const rule = ruleOf(finding);
  const same = sameAs(finding);
  // Who does not want to hear it does not want to hear it from the linter either.
  if (same !== undefined && rulesOff.includes(same)) return true;
  return rulesOff.includes(finding.code) || (rule !== undefined && rulesOff.includes(rule));
}
