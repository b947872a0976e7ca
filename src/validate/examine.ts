import type {
  Draft,
  EnvironmentVerdict,
  Example,
  Finding,
  ReadyEnvironment,
  Spec,
  Tier,
  TierTiming,
} from '../flow.js';
import type {
  ClassFacts,
  Lab,
  LabFailure,
  LabJob,
  LabResult,
  PlayResult,
  StagedDraft,
  TestFacts,
} from '../ports.js';
import { FATAL_IMPORTS } from './airflow-index/fatal.js';
import { checkContract, FUTILE } from './contract.js';
import { exampleFindings } from './example.js';
import { failureFinding } from './failure.js';
import { type Sample, sampleOf, templatedSample } from './sample.js';
import { testFindings } from './tests.js';

/** Examples at once in one environment. More would only queue for the same cores. */
const AT_ONCE = 2;

export interface Examination {
  readonly environment: ReadyEnvironment;
  readonly staged: StagedDraft;
  readonly spec: Spec;
  readonly lab: Lab;
  /** What the indexes of the Airflows say of the component, for each environment. */
  readonly indexed: Promise<readonly Finding[]>;
  /** What the linter finds, once for every environment. */
  readonly lint: Promise<readonly Finding[]>;
  /** Whether the settings switch a finding off. */
  readonly isOff: (finding: Finding) => boolean;
}

/** The tiers of one environment in order; each says whether the next still has something to find out. */
export async function examine(examination: Examination): Promise<EnvironmentVerdict> {
  const bench = new Bench(examination);
  const [compiles] = await Promise.all([bench.syntax(), bench.lint(), bench.index()]);
  const facts = compiles ? await bench.inspect() : undefined;
  const goesOn =
    facts !== undefined && (await bench.contract(facts)) && (await bench.construct()) && (await bench.dag());
  if (goesOn) {
    await bench.examples();
    if (!bench.failed()) await bench.tests();
  }
  return bench.verdict(facts);
}

/** One environment at work on one draft: what it found, and how long it took. */
class Bench {
  private readonly findings: Finding[] = [];
  private readonly spent = new Map<Tier, number>();
  private passed = 0;
  private readonly at: Examination;
  private readonly spec: Spec;
  private readonly component: string;

  constructor(at: Examination) {
    this.at = at;
    this.spec = at.spec;
    this.component = pathOf(at.staged.draft, 'component') ?? '';
  }

  failed(): boolean {
    return this.findings.some(({ severity }) => severity === 'error');
  }

  /**
   * What the index says of imports only warns here, with its remedy and its edit: the real import, which comes next, decides. It may end
   * the examination once `npm run bench -- index` shows no disagreement over thousands of imports on every Airflow.
   */
  async index(): Promise<void> {
    const found = await this.at.indexed;
    this.note(
      found.map((one) => (FATAL_IMPORTS.has(one.code) ? { ...one, severity: 'warning' as const } : one)),
    );
  }

  async lint(): Promise<void> {
    this.note(await this.at.lint);
  }

  async syntax(): Promise<boolean> {
    const result = await this.run('syntax', { op: 'syntax', path: this.component });
    return this.holds(result, 'syntax', 'AS4001', this.component);
  }

  async inspect(): Promise<ClassFacts | undefined> {
    const result = await this.run('import', { op: 'inspect', requirements: this.spec.dependencies });
    if (result.ok) return result.value as unknown as ClassFacts;
    const absent = lacksClass(result.failure, this.spec.name);
    const found = absent
      ? ({ code: 'AS4101', tier: 'contract' } as const)
      : ({ code: 'AS4201', tier: 'import' } as const);
    this.note([failureFinding(result.failure, { ...found, path: this.component })]);
    return undefined;
  }

  async contract(facts: ClassFacts): Promise<boolean> {
    const found = await checkContract(this.at.staged.draft, this.spec, facts);
    this.note(found);
    return !found.some(({ code }) => FUTILE.has(code));
  }

  async construct(): Promise<boolean> {
    const sample = sampleOf(this.spec);
    if (!(await this.constructWith(sample, 'AS4202'))) return false;
    const templated = this.spec.kind === 'hook' ? undefined : templatedSample(this.spec, sample);
    return templated === undefined || this.constructWith(templated, 'AS4208');
  }

  private async constructWith(sample: Sample, code: string): Promise<boolean> {
    const result = await this.run('construct', { op: 'construct', inputs: sample.inputs });
    if (result.ok) return true;
    const { stage, exception } = result.failure;
    // A check of its own that refuses what we made up is no fault of the component.
    if (sample.madeUp && stage === 'construct' && /(ValueError|AirflowException)$/.test(exception ?? ''))
      return true;
    const serializing = stage === 'serialize' || stage === 'deserialize';
    const found = serializing
      ? { code: 'AS4204', tier: 'serialize' as const }
      : { code, tier: 'construct' as const };
    this.note([failureFinding(result.failure, { ...found, path: this.component })]);
    return false;
  }

  async dag(): Promise<boolean> {
    const path = pathOf(this.at.staged.draft, 'dag');
    if (path === undefined) return true;
    const result = await this.run('dag', { op: 'dag', path });
    const serializing = !result.ok && /serialize$/.test(result.failure.stage);
    return serializing
      ? this.holds(result, 'serialize', 'AS4204', path)
      : this.holds(result, 'dag', 'AS4203', path);
  }

  async examples(): Promise<void> {
    const { examples } = this.spec;
    const { lab, environment, staged } = this.at;
    const { default: pLimit } = await import('p-limit');
    const limit = pLimit(AT_ONCE);
    let hangs = false;
    const play = async (example: Example): Promise<PlayResult | undefined> => {
      // A component that hangs once mostly hangs always, and each time costs a whole deadline.
      if (hangs) return undefined;
      const result = await lab.play(environment, staged, this.spec, example);
      hangs ||= result.failure?.kind === 'timeout';
      return result;
    };
    const results = await Promise.all(examples.map((example) => limit(play, example)));
    for (const [index, example] of examples.entries()) {
      const result = results[index];
      if (result === undefined) continue;
      this.spend('examples', result.ms);
      if (result.passed) this.passed += 1;
      this.note(exampleFindings(example, result, this.spec, this.component));
    }
  }

  async tests(): Promise<void> {
    const path = pathOf(this.at.staged.draft, 'test');
    if (path === undefined) return;
    const result = await this.run('tests', { op: 'tests', path });
    if (this.holds(result, 'tests', 'AS4401', path) && result.ok) {
      this.note(testFindings(result.value as unknown as TestFacts, path));
    }
  }

  verdict(facts: ClassFacts | undefined): EnvironmentVerdict {
    const { airflow, python, sandbox, lock } = this.at.environment;
    const timings: TierTiming[] = [...this.spent].map(([tier, ms]) => ({ tier, ms: Math.round(ms) }));
    return {
      airflow,
      python,
      sandbox,
      lock,
      state: this.failed() ? 'failed' : 'proven',
      findings: this.findings,
      examples: { passed: this.passed, total: this.spec.examples.length },
      timings,
      libraries: facts?.libraries ?? {},
      absent: facts?.absent ?? [],
    };
  }

  private note(findings: readonly Finding[]): void {
    this.findings.push(...findings.filter((finding) => !this.at.isOff(finding)));
  }

  private async run(tier: Tier, job: LabJob): Promise<LabResult> {
    const { lab, environment, staged } = this.at;
    const result = await lab.run(environment, staged, job);
    this.spend(tier, result.ms);
    return result;
  }

  private spend(tier: Tier, ms: number): void {
    this.spent.set(tier, (this.spent.get(tier) ?? 0) + ms);
  }

  private holds(result: LabResult, tier: Tier, code: string, path: string): boolean {
    if (result.ok) return true;
    this.note([failureFinding(result.failure, { code, tier, path })]);
    return false;
  }
}

/** The lab's own words for a module without the class: no line of the draft raised it. */
function lacksClass({ exception, message }: LabFailure, name: string): boolean {
  return exception === 'ImportError' && message.endsWith(` has no class ${name}`);
}

function pathOf(draft: Draft, role: 'component' | 'dag' | 'test'): string | undefined {
  return draft.files.find((file) => file.role === role)?.path;
}
