/** Code without a spec: whether it compiles, what the linter says, and whether its classes can be imported on each Airflow. */

import type {
  Draft,
  Environment,
  EnvironmentVerdict,
  Finding,
  ReadyEnvironment,
  Tier,
  Verdict,
} from '../flow.js';
import type { ClassFacts, Lab, LabJob, StagedDraft } from '../ports.js';
import { failureFinding } from './failure.js';
import { isWorldly, notRun, switchedOff, type ValidateOptions } from './index.js';
import { judgeLint } from './lint.js';

/**
 * The verdict on a file of which nobody said what it should do. `classes` are imported one by one; an Airflow on which one of them
 * cannot be had fails. It is proven only as far as these tiers go: syntax, lint, import.
 */
export async function validateUnspecified(
  draft: Draft,
  classes: readonly string[],
  lab: Lab,
  environments: readonly Environment[],
  options: ValidateOptions,
): Promise<Verdict> {
  const staged = await lab.stage(draft, options.house);
  try {
    const ready = environments.some(({ state }) => state === 'ready');
    const lint = ready ? judgeLint(await lab.lint(staged), draft) : [];
    const found = lint.filter((finding) => !switchedOff(finding, options.rulesOff));
    const verdicts = await Promise.all(
      environments.map((environment) =>
        environment.state === 'ready'
          ? attempt(environment, staged, classes, lab, found)
          : notRun(environment, [], environment.problem),
      ),
    );
    return {
      proven: verdicts.length > 0 && verdicts.every(({ state }) => state === 'proven'),
      environments: verdicts,
    };
  } finally {
    await staged.dispose();
  }
}

async function attempt(
  environment: ReadyEnvironment,
  staged: StagedDraft,
  classes: readonly string[],
  lab: Lab,
  lint: readonly Finding[],
): Promise<EnvironmentVerdict> {
  try {
    return await look(environment, staged, classes, lab, lint);
  } catch (error) {
    if (isWorldly(error)) return notRun(environment, [], error.problem);
    throw error;
  }
}

async function look(
  environment: ReadyEnvironment,
  staged: StagedDraft,
  classes: readonly string[],
  lab: Lab,
  lint: readonly Finding[],
): Promise<EnvironmentVerdict> {
  const path = staged.draft.files[0]?.path ?? '';
  const spent = new Map<Tier, number>();
  const findings = [...lint];
  let libraries: ClassFacts['libraries'] = {};
  const run = async (tier: Tier, code: string, of: StagedDraft, job: LabJob) => {
    const result = await lab.run(environment, of, job);
    spent.set(tier, (spent.get(tier) ?? 0) + result.ms);
    if (!result.ok) findings.push(failureFinding(result.failure, { code, tier, path }));
    return result;
  };
  if ((await run('syntax', 'AS4001', staged, { op: 'syntax', path })).ok) {
    for (const className of classes) {
      const of = { ...staged, draft: { ...staged.draft, className } };
      const result = await run('import', 'AS4201', of, { op: 'inspect' });
      if (!result.ok) break;
      libraries = { ...libraries, ...(result.value as unknown as ClassFacts).libraries };
    }
  }
  const { airflow, python, sandbox, lock } = environment;
  const failed = findings.some(({ severity }) => severity === 'error');
  return {
    airflow,
    python,
    sandbox,
    lock,
    state: failed ? 'failed' : 'proven',
    findings,
    examples: { passed: 0, total: 0 },
    timings: [...spent].map(([tier, ms]) => ({ tier, ms: Math.round(ms) })),
    libraries,
    absent: [],
  };
}
