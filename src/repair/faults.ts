/** Whether an edited draft is better: its mistakes against those of the draft before, wherever the edits moved the lines. */

import type {
  DiagnosedError,
  Draft,
  Edit,
  EnvironmentVerdict,
  Finding,
  Harm,
  Tier,
  Verdict,
} from '../flow.js';
import { Lines } from './lines.js';
import { isSame, matched, movedAmong } from './matched.js';
import { type Diagnose, mistakesOf } from './mistakes.js';

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
    const { kept, away, more } = matched(was, is, lines);
    const moved = movedAmong(away, more, lines);
    const came = more.filter((error) => !moved.has(error));
    const elsewhere = new Set(moved.values());
    const left = was.filter((error) => kept.has(error) || elsewhere.has(error));
    const gone = away.filter((error) => !elsewhere.has(error));
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
      pairs.some((pair) => pair.gone.some((other) => isSame(error, other))) &&
      !pairs.some((pair) => pair.left.some((other) => isSame(error, other))),
  };
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
 * Whether a mistake that is new could have been there before, hidden by one that is gone: Python stops at the first. What an edit
 * brought itself was never hidden.
 */
function cameToLight(
  { finding }: DiagnosedError,
  gone: readonly DiagnosedError[],
  before: EnvironmentVerdict,
  lines: Lines,
): boolean {
  if (lines.counts(finding) && isOwnWork(finding, lines)) return false;
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
      return (
        hid(['syntax', 'index', 'import']) ||
        hid(['contract'], ({ code }) => CLASSLESS.has(code)) ||
        (SHOWN_BY_CONSTRUCTION.has(finding.code) && hid(['construct', 'serialize', 'dag'], raised))
      );
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

/** What only reads the source, and so tells a mistake by what stands there: elsewhere a line is all that is known. */
const READERS: ReadonlySet<Tier> = new Set(['lint', 'security', 'index', 'contract']);

/** Whether an edit made a mistake itself. */
function isOwnWork(finding: Finding, lines: Lines): boolean {
  if (!READERS.has(finding.tier)) return lines.wrote(finding.position?.line ?? 0);
  return lines.brought(finding);
}

/** Without a class of Airflow there is no rule for it. */
const CLASSLESS: ReadonlySet<string> = new Set(['AS4101', 'AS4102']);

/** Rules that keep silent where the constructor stops, which says as much. */
const SHOWN_BY_CONSTRUCTION: ReadonlySet<string> = new Set(['AS4116', 'AS4117', 'AS4119']);

/** An example that expects one exception and met another went no further than that. */
function raisedAnother({ expectation, actual }: Finding): boolean {
  return expectation === 'raises' && typeof actual === 'object' && actual !== null && 'type' in actual;
}
