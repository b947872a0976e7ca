/** Executes a draft on every environment and says what holds. */

import type { Draft, Environment, EnvironmentVerdict, Finding, Spec, Verdict } from '../flow.js';
import type { Lab } from '../ports.js';
import { AirsmithError } from '../problems.js';
import { type Examination, examine } from './examine.js';
import { indexFindings } from './indexed.js';
import { judgeLint, ruleOf } from './lint.js';
import { SWITCHABLE } from './problems.js';

export interface ValidateOptions {
  /** Codes of findings, or rules of ruff, that the settings switch off. What execution shows cannot be. */
  readonly rulesOff: readonly string[];
}

/**
 * The verdict on a draft: each environment by itself, side by side, its tiers cheapest first. It is proven when every environment
 * was had and nothing but warnings was found there: one that could not be had leaves the draft unproven, because a green result
 * promises that all of them executed it. An environment that breaks on the way counts as not run. Throws only for bugs.
 */
export async function validate(
  draft: Draft,
  spec: Spec,
  lab: Lab,
  environments: readonly Environment[],
  options: ValidateOptions,
): Promise<Verdict> {
  const staged = await lab.stage(draft);
  try {
    const ready = environments.filter((environment) => environment.state === 'ready');
    const indexed = indexFindings(draft, spec, lab, ready);
    const lint =
      ready.length > 0 ? lab.lint(staged).then((found) => judgeLint(found, draft)) : Promise.resolve([]);
    const isOff = (finding: Finding) => switchedOff(finding, options.rulesOff);
    const verdicts = await Promise.all(
      environments.map((environment) =>
        environment.state === 'ready'
          ? attempt({
              environment,
              staged,
              spec,
              lab,
              indexed: indexed.then((found) => found.get(environment) ?? []),
              lint,
              isOff,
            })
          : notRun(environment, spec, environment.problem),
      ),
    );
    const proven = verdicts.length > 0 && verdicts.every(({ state }) => state === 'proven');
    return { proven, environments: verdicts };
  } finally {
    await staged.dispose();
  }
}

async function attempt(examination: Examination): Promise<EnvironmentVerdict> {
  try {
    return await examine(examination);
  } catch (error) {
    if (error instanceof AirsmithError)
      return notRun(examination.environment, examination.spec, error.problem);
    throw error;
  }
}

function notRun(
  environment: Environment,
  spec: Spec,
  problem: EnvironmentVerdict['problem'],
): EnvironmentVerdict {
  const { airflow, python } = environment;
  const known = environment.state === 'ready' ? environment : { sandbox: '', lock: '' };
  return {
    airflow,
    python,
    state: 'not-run',
    sandbox: known.sandbox,
    lock: known.lock,
    findings: [],
    examples: { passed: 0, total: spec.examples.length },
    timings: [],
    libraries: {},
    absent: [],
    ...(problem ? { problem } : {}),
  };
}

function switchedOff(finding: Finding, rulesOff: readonly string[]): boolean {
  if (!SWITCHABLE.has(finding.code)) return false;
  const rule = ruleOf(finding);
  return rulesOff.includes(finding.code) || (rule !== undefined && rulesOff.includes(rule));
}
