/** Code without a spec: everything that can be asked of it on each Airflow without knowing what it should do. */

import type {
  Draft,
  Environment,
  Finding,
  ReadyEnvironment,
  Tier,
  UnspecifiedEnvironment,
  UnspecifiedVerdict,
} from '../flow.js';
import type { ClassFacts, Lab, LabJob, LabResult, StagedDraft } from '../ports.js';
import { accessFindings } from './access.js';
import { type Component, parseComponent } from './component.js';
import { constructionFindings, isConstructible } from './construction.js';
import { failureFinding } from './failure.js';
import { isWorldly, notRun, switchedOff, type ValidateOptions } from './index.js';
import { hasError, indexFindings, judged, sorted } from './indexed.js';
import { judgeLint } from './lint.js';

interface Sight {
  readonly environment: ReadyEnvironment;
  readonly staged: StagedDraft;
  readonly classes: readonly string[];
  readonly lab: Lab;
  readonly component: Component | undefined;
  readonly indexed: Promise<readonly Finding[]>;
  readonly lint: Promise<readonly Finding[]>;
  readonly rules: Promise<readonly Finding[]>;
  readonly isOff: (finding: Finding) => boolean;
}

/**
 * The verdict on a file of which nobody said what it should do: the index of the Airflow, the linter, the rules that need no spec,
 * syntax, the import of each of `classes`, and the construction and serialization of those that need no argument but `task_id`.
 */
export async function validateUnspecified(
  draft: Draft,
  classes: readonly string[],
  lab: Lab,
  environments: readonly Environment[],
  options: ValidateOptions,
): Promise<UnspecifiedVerdict> {
  const staged = await lab.stage(draft, options.house);
  try {
    const ready = environments.filter((environment) => environment.state === 'ready');
    const component = await parseComponent(draft);
    const indexed = indexFindings(component, { dependencies: [] }, lab, ready);
    const lint =
      ready.length > 0 ? lab.lint(staged).then((found) => judgeLint(found, draft)) : Promise.resolve([]);
    const rules = ready.length > 0 ? ruleFindings(component) : Promise.resolve([]);
    // Each environment awaits them in its turn; where all break before, nobody does.
    for (const shared of [indexed, lint, rules]) shared.catch(() => undefined);
    const isOff = (finding: Finding) => switchedOff(finding, options.rulesOff);
    const at = { staged, classes, lab, component, lint, rules, isOff };
    const verdicts = await Promise.all(
      environments.map((environment) =>
        environment.state === 'ready'
          ? attempt({ ...at, environment, indexed: indexed.then((found) => found.get(environment) ?? []) })
          : notRun(environment, [], environment.problem),
      ),
    );
    const holds = verdicts.length > 0 && verdicts.every(({ state }) => state === 'holds');
    return { proven: false, holds, environments: verdicts };
  } finally {
    await staged.dispose();
  }
}

async function ruleFindings(component: Component | undefined): Promise<readonly Finding[]> {
  if (component === undefined) return [];
  const { checkModule } = await import('./rules/index.js');
  return checkModule(component.module, component.path);
}

async function attempt(sight: Sight): Promise<UnspecifiedEnvironment> {
  try {
    return await new Look(sight).verdict();
  } catch (error) {
    if (isWorldly(error)) return notRun(sight.environment, [], error.problem);
    throw error;
  }
}

/** One environment at work on one file. */
class Look {
  private readonly findings: Finding[] = [];
  private readonly spent = new Map<Tier, number>();
  private readonly at: Sight;
  private readonly path: string;
  private libraries: ClassFacts['libraries'] = {};
  private hasComponent = false;

  constructor(at: Sight) {
    this.at = at;
    this.path = at.staged.draft.files[0]?.path ?? '';
  }

  async verdict(): Promise<UnspecifiedEnvironment> {
    const { environment, isOff, staged } = this.at;
    const { importable, certain, suspects } = sorted(await this.at.indexed, environment, isOff);
    for (const found of [certain, await this.at.lint, await this.at.rules]) this.note(found);
    const syntax = importable && (await this.run('syntax', staged, { op: 'syntax', path: this.path }));
    if (syntax && this.holds(syntax, 'AS4001', 'syntax')) await this.classes();
    await this.componentless();
    const { withoutShown } = await import('./rules/index.js');
    const findings = withoutShown([...judged(suspects, hasError(this.findings)), ...this.findings]);
    const { airflow, python, sandbox, lock } = environment;
    return {
      airflow,
      python,
      sandbox,
      lock,
      state: hasError(findings) ? 'failed' : 'holds',
      findings,
      examples: { passed: 0, total: 0 },
      timings: [...this.spent].map(([tier, ms]) => ({ tier, ms: Math.round(ms) })),
      libraries: this.libraries,
      absent: [],
    };
  }

  private async classes(): Promise<void> {
    for (const [index, className] of this.at.classes.entries()) {
      const { staged } = this.at;
      const of = { ...staged, draft: { ...staged.draft, className } };
      const result = await this.run('import', of, { op: 'inspect' });
      // What keeps one class from being imported mostly keeps them all.
      if (!this.holds(result, 'AS4201', 'import') || !result.ok) return;
      const facts = result.value as unknown as ClassFacts;
      this.libraries = { ...this.libraries, ...facts.libraries };
      this.hasComponent ||= facts.kind !== 'other';
      // The module is the same for each of its classes.
      if (index === 0) this.note(accessFindings(facts.accesses, 'import', facts.kind, this.path));
      if (isConstructible(facts)) await this.construct(of, facts);
    }
  }

  private async construct(of: StagedDraft, facts: ClassFacts): Promise<void> {
    const result = await this.run('construct', of, { op: 'construct', inputs: {} });
    const module = this.at.component?.module;
    const { className } = of.draft;
    this.note(constructionFindings(result, facts, { className, module, path: this.path }));
  }

  /** Says so where there is nothing that Airflow would take for a component. */
  private async componentless(): Promise<void> {
    const { component, classes } = this.at;
    // What could not be imported may well be one.
    if (component === undefined || this.hasComponent || hasError(this.findings)) return;
    const { codeOf } = await import('./rules/code.js');
    const code = codeOf(component.module);
    if (code.classes.some(({ role }) => role !== 'other')) return;
    const { content = '' } = this.at.staged.draft.files[0] ?? {};
    const lacks = 'the file defines no operator, sensor, hook or trigger';
    const message = /^\s*(#.*\s*)*$/.test(content)
      ? 'the file is empty, so there is nothing to validate'
      : classes.length > 0
        ? lacks
        : `${lacks}, and no public class at all, so it was not imported`;
    const position = { path: this.path, line: 1, column: 1 };
    const remedy = 'Name the file that defines the component.';
    this.note([{ code: 'AS4004', severity: 'warning', tier: 'contract', message, remedy, position }]);
  }

  private note(findings: readonly Finding[]): void {
    this.findings.push(...findings.filter((finding) => !this.at.isOff(finding)));
  }

  private async run(tier: Tier, of: StagedDraft, job: LabJob): Promise<LabResult> {
    const result = await this.at.lab.run(this.at.environment, of, job);
    this.spent.set(tier, (this.spent.get(tier) ?? 0) + result.ms);
    return result;
  }

  private holds(result: LabResult, code: string, tier: Tier): boolean {
    if (!result.ok) this.note([failureFinding(result.failure, { code, tier, path: this.path })]);
    return result.ok;
  }
}
