import {
  type EnvironmentVerdict,
  type Example,
  type Finding,
  fileOf,
  type ReadyEnvironment,
  type Spec,
  type Tier,
  type TierTiming,
} from '../flow.js';
import type {
  ClassFacts,
  Constructed,
  Lab,
  LabJob,
  LabResult,
  PlayResult,
  StagedDraft,
  TestFacts,
} from '../ports.js';
import type { PythonModule } from '../python/index.js';
import { accessFindings } from './access.js';
import { boundFindings } from './bounds.js';
import { otherFindings, refusalFindings } from './construction.js';
import { checkContract, FUTILE } from './contract.js';
import { exampleFindings } from './example.js';
import { absenceFinding, failureFinding, lacksClass } from './failure.js';
import { hasError, judged, sorted } from './indexed.js';
import { alteredFindings, keptFindings } from './kept.js';
import { probesOf, type Sample, sampleOf, templatedSample } from './sample.js';
import { testFindings } from './tests.js';

/** Examples at once in one environment: more would only queue. */
const AT_ONCE = 2;
export interface Examination {
  readonly environment: ReadyEnvironment;
  readonly staged: StagedDraft;
  readonly spec: Spec;
  readonly lab: Lab;
  /** The component, where it can be parsed. */
  readonly module: PythonModule | undefined;
  /** What the indexes of the Airflows say of the component, for each environment. */
  readonly indexed: Promise<readonly Finding[]>;
  /** What the linter finds, once for every environment. */
  readonly lint: Promise<readonly Finding[]>;
  /** What the contract rules find, once for every environment. */
  readonly rules: Promise<readonly Finding[]>;
  /** Whether the settings switch a finding off. */
  readonly isOff: (finding: Finding) => boolean;
}

/** The tiers of one environment in order; each says whether the next still has something to find out. */
export async function examine(examination: Examination): Promise<EnvironmentVerdict> {
  const bench = new Bench(examination);
  bench.absence();
  const [importable] = await Promise.all([bench.index(), bench.lint(), bench.rules()]);
  const facts = importable && (await bench.syntax()) ? await bench.inspect() : undefined;
  if (facts !== undefined) await bench.others();
  const goesOn =
    facts !== undefined && (await bench.contract(facts)) && (await bench.construct()) && (await bench.dag());
  if (goesOn) {
    await bench.examples();
    if (!bench.failed()) await bench.tests();
  }
  const { withoutShown } = await import('./rules/index.js');
  return bench.verdict(facts, withoutShown);
}

type Settle = (findings: readonly Finding[]) => readonly Finding[];

/** One environment at work on one draft: what it found, and how long it took. */
class Bench {
  private readonly findings: Finding[] = [];
  /** What the index calls an error without knowing whether it is ever run. */
  private readonly suspects: Finding[] = [];
  private readonly spent = new Map<Tier, number>();
  private passed = 0;
  private readonly at: Examination;
  private readonly spec: Spec;
  private readonly component: string;

  constructor(at: Examination) {
    this.at = at;
    this.spec = at.spec;
    this.component = fileOf(at.staged.draft, 'component')?.path ?? '';
  }

  failed(): boolean {
    return hasError(this.findings);
  }

  /** Dependencies that are not there are a case to test; a person is told why all the same. */
  absence(): void {
    const { overlay } = this.at.environment;
    this.note(overlay?.absent.map((problem): Finding => absenceFinding(problem)) ?? []);
  }

  /** Whether the module may be importable. */
  async index(): Promise<boolean> {
    const { indexed, environment, isOff } = this.at;
    const { importable, certain, suspects } = sorted(await indexed, environment, isOff);
    this.note(certain);
    this.suspects.push(...suspects);
    return importable;
  }

  async lint(): Promise<void> {
    this.note(await this.at.lint);
  }

  async rules(): Promise<void> {
    this.note(await this.at.rules);
  }

  async syntax(): Promise<boolean> {
    const result = await this.run('syntax', { op: 'syntax', path: this.component });
    return this.holds(result, 'syntax', 'AS4001', this.component);
  }

  async inspect(): Promise<ClassFacts | undefined> {
    const result = await this.run('import', { op: 'inspect', requirements: this.spec.dependencies });
    if (result.ok) {
      const facts = result.value as unknown as ClassFacts;
      this.note(accessFindings(facts.accesses, 'import', this.spec.kind, this.component));
      return facts;
    }
    const absent = lacksClass(result.failure, this.spec.name);
    const found = absent
      ? ({ code: 'AS4101', tier: 'contract' } as const)
      : ({ code: 'AS4201', tier: 'import' } as const);
    this.note([failureFinding(result.failure, { ...found, path: this.component })]);
    return undefined;
  }

  /** The other components of the file are held against nothing but Airflow, as `validate` without a spec does. */
  async others(): Promise<void> {
    const { module, staged } = this.at;
    if (module === undefined) return;
    const at = { module, staged, path: this.component, except: this.spec.name };
    this.note(await otherFindings(at, (tier, job, of) => this.run(tier, job, of)));
  }

  async contract(facts: ClassFacts): Promise<boolean> {
    const found = await checkContract(this.component, this.at.module, this.spec, facts);
    this.note(found);
    return !found.some(({ code }) => FUTILE.has(code));
  }

  async construct(): Promise<boolean> {
    const sample = sampleOf(this.spec);
    if (!(await this.constructWith(sample, 'AS4202'))) return false;
    const templated = this.spec.kind === 'hook' ? undefined : templatedSample(this.spec, sample);
    if (templated !== undefined && !(await this.constructWith(templated, 'AS4208'))) return false;
    if (!sample.madeUp) await this.bounds(sample);
    return true;
  }

  /** Whether the constructor keeps to the bounds of the spec, on both sides of each. */
  private async bounds(sample: Sample): Promise<void> {
    for (const probe of probesOf(this.spec, sample)) {
      const result = await this.run('construct', { op: 'construct', inputs: probe.inputs });
      this.note(boundFindings(probe, result, this.spec, this.component));
    }
  }

  private async constructWith(sample: Sample, code: string): Promise<boolean> {
    const result = await this.run('construct', { op: 'construct', inputs: sample.inputs });
    if (result.ok) {
      const object = result.value as unknown as Constructed;
      if (code === 'AS4202') {
        this.note(accessFindings(object.accesses, 'construct', this.spec.kind, this.component));
        if (object.missing?.length === 0) this.drop('AS4116');
      }
      // Jinja text that an example gives itself says no more than the second construction does.
      const held = code === 'AS4208' ? object : { lost: object.lost ?? [] };
      this.add(keptFindings(held, this.at.module, this.spec, this.component));
      this.add(alteredFindings(object.altered, this.at.module, this.spec.name, this.component));
      return true;
    }
    const found = refusalFindings(result.failure, code, sample.madeUp, this.component);
    this.note(found);
    return found.length === 0;
  }

  async dag(): Promise<boolean> {
    const path = fileOf(this.at.staged.draft, 'dag')?.path;
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
    const path = fileOf(this.at.staged.draft, 'test')?.path;
    if (path === undefined) return;
    const result = await this.run('tests', { op: 'tests', path });
    if (this.holds(result, 'tests', 'AS4401', path) && result.ok) {
      this.note(testFindings(result.value as unknown as TestFacts, path));
    }
  }

  /** `settle` leaves out what another finding shows better. */
  verdict(facts: ClassFacts | undefined, settle: Settle): EnvironmentVerdict {
    const { airflow, python, sandbox, lock } = this.at.environment;
    const findings = settle([...judged(this.suspects, this.failed()), ...this.findings]);
    const timings: TierTiming[] = [...this.spent].map(([tier, ms]) => ({ tier, ms: Math.round(ms) }));
    return {
      airflow,
      python,
      sandbox,
      lock,
      state: hasError(findings) ? 'failed' : 'proven',
      findings,
      examples: { passed: this.passed, total: this.spec.examples.length },
      timings,
      libraries: facts?.libraries ?? {},
      absent: facts?.absent ?? [],
    };
  }

  private note(findings: readonly Finding[]): void {
    this.findings.push(...findings.filter((finding) => !this.at.isOff(finding)));
  }

  /** Notes what no finding of the same code says already, as surely. */
  private add(findings: readonly Finding[]): void {
    const isSaid = ({ code, severity }: Finding) =>
      this.findings.some((one) => one.code === code && (one.severity === 'error' || severity !== 'error'));
    this.note(findings.filter((finding) => !isSaid(finding)));
  }

  /** Takes back what a rule read in the source and the object proves wrong. */
  private drop(code: string): void {
    const kept = this.findings.filter((one) => one.code !== code || one.severity !== 'error');
    this.findings.splice(0, this.findings.length, ...kept);
  }

  private async run(tier: Tier, job: LabJob, staged = this.at.staged): Promise<LabResult> {
    const { lab, environment } = this.at;
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
