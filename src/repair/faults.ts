/** Whether an edited draft is better: its mistakes against those of the draft before, wherever the edits moved the lines. */

import type {
  DiagnosedError,
  Diagnosis,
  Draft,
  Edit,
  EnvironmentVerdict,
  Finding,
  Harm,
  Tier,
  Verdict,
} from '../flow.js';
import { Lines } from './lines.js';

/** What comparing two verdicts shows. */
export interface Comparison {
  /** The first that is worse on the first environment where something is. */
  readonly harm?: Harm;
  /** True when no environment shows the mistake any more. */
  gone(error: DiagnosedError): boolean;
}

/** A draft with its verdict. */
export interface Proved {
  readonly draft: Draft;
  readonly verdict: Verdict;
}

/** Gives the mistakes of a verdict their classes. */
export type Diagnose = (verdict: Verdict, draft: Draft) => Diagnosis;

/** Compares `after`, which is `before` with `edits`, environment by environment. */
export function compared(
  before: Proved,
  after: Proved,
  edits: readonly Edit[],
  diagnose: Diagnose,
): Comparison {
  const lines = new Lines(edits, before.draft);
  const pairs = before.verdict.environments.map((old) => {
    const now = after.verdict.environments.find(
      ({ airflow, python }) => airflow === old.airflow && python === old.python,
    );
    const was = mistakesOf(old, before.draft, diagnose);
    const is = now === undefined ? [] : mistakesOf(now, after.draft, diagnose);
    const left = was.filter((error) => is.some((other) => isSame(error, other, lines)));
    const gone = was.filter((error) => !left.includes(error));
    const came = is.filter((error) => !was.some((other) => isSame(other, error, lines)));
    return { old, now, gone, left, came };
  });
  const [harm] = pairs.flatMap(({ old, now, gone, came }): readonly Harm[] => {
    const { airflow } = old;
    if (old.state === 'not-run') return [];
    if (now === undefined || now.state === 'not-run') return [{ kind: 'not-run', airflow }];
    const [error] = came.filter(
      (one) => one.finding.severity === 'error' && !cameToLight(one, gone, old, lines),
    );
    if (error) return [{ kind: 'came', error, airflow }];
    const [was, is] = [old.examples.passed, now.examples.passed];
    return is < was ? [{ kind: 'fewer-examples', before: was, after: is, airflow }] : [];
  });
  return {
    ...(harm ? { harm } : {}),
    gone: (error) =>
      pairs.some((pair) => pair.gone.some((other) => isSame(error, other, UNMOVED))) &&
      !pairs.some((pair) => pair.left.some((other) => isSame(error, other, UNMOVED))),
  };
}

/**
 * Every error of an environment with its class, and what is put right in passing: what the index of its Airflow warns of with an edit,
 * since the real import, which stops at the first, would show it one by one; and what the rules warn of.
 */
export function mistakesOf(
  environment: EnvironmentVerdict,
  draft: Draft,
  diagnose: Diagnose,
): readonly DiagnosedError[] {
  const written = new Map<Finding, Finding>();
  for (const finding of environment.findings) {
    const { severity, tier, edit } = finding;
    const inPassing = tier === 'contract' || tier === 'security' || (tier === 'index' && edit !== undefined);
    if (severity !== 'error' && !inPassing) continue;
    written.set({ ...finding, severity: 'error' }, finding);
  }
  const { errors } = diagnose(
    { proven: false, environments: [{ ...environment, findings: [...written.keys()] }] },
    draft,
  );
  return errors.map((error) => ({ ...error, finding: written.get(error.finding) ?? error.finding }));
}

/** Same class, same place, same words; numbers and addresses differ from run to run. */
function isSame(
  before: DiagnosedError,
  after: DiagnosedError,
  lines: Pick<Lines, 'holds' | 'counts'>,
): boolean {
  const [old, now] = [before.finding, after.finding];
  return (
    before.errorClass === after.errorClass &&
    old.tier === now.tier &&
    old.example === now.example &&
    old.expectation === now.expectation &&
    wordsOf(old) === wordsOf(now) &&
    old.position?.path === now.position?.path &&
    (old.position === undefined ||
      now.position === undefined ||
      !lines.counts(old) ||
      lines.holds(old.position.line, now.position.line))
  );
}

/** What a mistake says, without what changes from run to run. */
export function wordsOf({ message }: Finding): string {
  return message.replace(/\b0x[0-9a-fA-F]+\b/g, '<address>').replace(/\d+/g, '<n>');
}

/** Tiers that run only where those before them hold. */
const RUNNERS: { readonly [Of in Tier]?: readonly Tier[] } = {
  syntax: ['syntax'],
  import: ['import'],
  construct: ['construct'],
  serialize: ['construct', 'dag'],
  dag: ['dag'],
  examples: ['examples'],
  tests: ['tests'],
};

/**
 * Whether a mistake that is new could have been there before, hidden by one that is gone: Python stops at the first. What stands
 * in text that an edit wrote was never hidden.
 */
function cameToLight(
  { finding }: DiagnosedError,
  gone: readonly DiagnosedError[],
  before: EnvironmentVerdict,
  lines: Lines,
): boolean {
  if (lines.counts(finding) && lines.wrote(finding.position?.line ?? 0)) return false;
  const hid = (tiers: readonly Tier[], test: (other: Finding) => boolean = () => true) =>
    gone.some(
      (error) =>
        error.finding.severity === 'error' && tiers.includes(error.finding.tier) && test(error.finding),
    );
  const follows = (other: Finding) =>
    other.position === undefined ||
    finding.position === undefined ||
    lines.first(other.position.line) <= finding.position.line;
  const ran = (tier: Tier) => before.timings.some((timing) => timing.tier === tier);
  const runners = RUNNERS[finding.tier];
  if (runners !== undefined && !runners.every(ran)) return gone.length > 0;
  const raised = (other: Finding) => other.exception !== undefined || raisedAnother(other);
  switch (finding.tier) {
    case 'syntax':
      return hid(['syntax'], follows);
    case 'lint':
    case 'security':
    case 'index':
      return hid(['syntax']);
    case 'import':
      return hid(['import'], follows);
    case 'contract':
      return hid(['syntax', 'index', 'import']);
    case 'construct':
    case 'serialize':
    case 'dag':
      return hid([finding.tier], raised);
    case 'examples':
      return hid(['examples'], (other) => raised(other) && other.example === finding.example);
    case 'tests':
      return false;
  }
}

/** An example that expects one exception and met another went no further than that. */
function raisedAnother({ expectation, actual }: Finding): boolean {
  return expectation === 'raises' && typeof actual === 'object' && actual !== null && 'type' in actual;
}

const UNMOVED: Pick<Lines, 'holds' | 'counts'> = {
  holds: (before, after) => before === after,
  counts: () => true,
};
