/** Which edits could mend a draft: for each mistake the most promising fix that applies and was not tried on it yet. */

import {
  type AirflowTarget,
  type DiagnosedError,
  type Draft,
  type Edit,
  fileOf,
  type Spec,
  type Verdict,
} from '../flow.js';
import type { Knowledge } from '../knowledge/index.js';
import { applyEdits } from '../python/edit.js';
import { linesOf } from '../python/positions.js';
import { type Fix, fixesFor, type Ground, groundOf } from './fixes/fix.js';
import { withoutIdleImports } from './idle-imports.js';
import { type Diagnose, mistakesOf, wordsOf } from './mistakes.js';
import { type FixName, isVain, ranked } from './order.js';

/** A fix with its edits, and the mistakes that it is for. */
export interface Candidate {
  readonly fix: FixName;
  readonly errors: readonly DiagnosedError[];
  readonly edits: readonly Edit[];
}

export interface Case {
  readonly spec: Spec;
  readonly targets: readonly AirflowTarget[];
  readonly knowledge: Pick<Knowledge, 'fixes'>;
  readonly fixes: readonly Fix[];
  readonly diagnose: Diagnose;
  /** Asked before each mistake: lets others have a turn, and is false where there is no more time. Throws where the run is interrupted. */
  goesOn?(): Promise<boolean>;
}

/** Mistakes that are looked at in one round: each takes a reading of the whole file. The others wait for the next. */
const MOST_AT_ONCE = 100;

/**
 * Candidates whose edits do not touch one another; what would overlap waits for the next round, and so does what never helped in
 * components of this kind while anything else can be tried. `tried` holds keys of `trialKey`.
 */
export async function candidatesFor(
  draft: Draft,
  verdict: Verdict,
  at: Case,
  tried: ReadonlySet<string>,
): Promise<readonly Candidate[]> {
  const errors = targetsOf(verdict, draft, at.diagnose);
  const file = fileOf(draft, 'component');
  const ground = groundOf(file?.content ?? '', at.spec, at.targets, file?.path);
  const promising = await among(errors, ground, at, tried, false);
  return promising.length > 0 ? promising : await among(errors, ground, at, tried, true);
}

async function among(
  errors: readonly DiagnosedError[],
  ground: Ground,
  { spec, knowledge, fixes, goesOn }: Case,
  tried: ReadonlySet<string>,
  vain: boolean,
): Promise<readonly Candidate[]> {
  const { source, path } = ground;
  const lines = linesOf(source);
  const chosen: Candidate[] = [];
  let looked = 0;
  for (const error of errors) {
    const untried = ranked(fixesFor(error.errorClass, fixes), error, spec.kind, knowledge).filter(
      (fix) => !tried.has(trialKey(fix, error, lines)),
    );
    if (untried.length === 0) continue;
    looked += 1;
    if (looked > MOST_AT_ONCE || (goesOn && !(await goesOn()))) break;
    for (const fix of untried) {
      if (!vain && isVain(fix, error, spec.kind, knowledge)) continue;
      const own = editsOf(fix, error, ground, path);
      if (own === undefined || own.length === 0 || !changes(source, own)) continue;
      const edits = withoutIdleImports(own, ground);
      const twin = chosen.findIndex((other) => isSameEdit(other.edits, edits));
      const known = chosen[twin];
      if (known) chosen[twin] = { ...known, errors: [...known.errors, error] };
      else if (!chosen.some((other) => touches(other.edits, edits)))
        chosen.push({ fix, errors: [error], edits });
      break;
    }
  }
  return chosen;
}

/** Names a fix with the mistake that it was tried on, wherever that stands; `lines` are those of the component. */
export function trialKey(
  { id }: FixName,
  { errorClass, finding }: DiagnosedError,
  lines: readonly string[],
): string {
  const own = finding.position?.path.endsWith('.py') === true;
  const line = own ? (lines[(finding.position?.line ?? 0) - 1] ?? '') : '';
  const { tier, example, expectation } = finding;
  return JSON.stringify([id, errorClass, tier, example, expectation, wordsOf(finding), line.trim()]);
}

/** Mistakes of all environments, each once, errors first. */
function targetsOf(verdict: Verdict, draft: Draft, diagnose: Diagnose): readonly DiagnosedError[] {
  const found = new Map<string, DiagnosedError>();
  for (const environment of verdict.environments) {
    for (const error of mistakesOf(environment, draft, diagnose)) {
      const { tier, example, expectation, position } = error.finding;
      const key = JSON.stringify([
        error.errorClass,
        tier,
        example,
        expectation,
        position?.line,
        wordsOf(error.finding),
      ]);
      const known = found.get(key);
      const airflow = [...new Set([...(known?.airflow ?? []), environment.airflow])];
      found.set(key, { ...(known ?? error), airflow });
    }
  }
  const rank = ({ finding }: DiagnosedError) => (finding.severity === 'error' ? 0 : 1);
  return [...found.values()].sort((a, b) => rank(a) - rank(b));
}

/** Edits of a fix; undefined where it does not apply, or stumbles. */
function editsOf(
  fix: Fix,
  error: DiagnosedError,
  ground: Ground,
  path: string | undefined,
): readonly Edit[] | undefined {
  // An edit that came with a finding is of the file at its position, which may be one that is made from the component.
  const { edit, position } = error.finding;
  if (edit !== undefined && position !== undefined && position.path !== path) return undefined;
  try {
    return fix.edits(error, ground);
  } catch {
    // A draft is whatever a model wrote: a fix that stumbles over one does not apply, and must not end the run of every spec.
    return undefined;
  }
}

/** Whether the edits can be made and make a difference. Lines of a draft may be counted differently by whoever proposed them. */
function changes(source: string, edits: readonly Edit[]): boolean {
  try {
    return applyEdits(source, edits) !== source;
  } catch {
    return false;
  }
}

function isSameEdit(one: readonly Edit[], other: readonly Edit[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Edits that share a place, be it only its edge, for their order would decide what comes out; or that bring the same import. */
function touches(one: readonly Edit[], other: readonly Edit[]): boolean {
  const before = (a: Edit['start'], b: Edit['start']) =>
    a.line < b.line || (a.line === b.line && a.column < b.column);
  const brought = new Set(importsIn(one));
  return (
    importsIn(other).some((line) => brought.has(line)) ||
    one.some((a) => other.some((b) => !before(a.end, b.start) && !before(b.end, a.start)))
  );
}

function importsIn(edits: readonly Edit[]): readonly string[] {
  return edits.flatMap(({ text }) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /^(from|import)\s/.test(line)),
  );
}
