/** Warnings of a proven draft, mended for a person who asked for it: one by one, and only where everything stays proven. */

import { type Finding, fileOf, type MendTrial, type Verdict } from '../flow.js';
import { applyEdits } from '../python/edit.js';
import { linesOf } from '../python/positions.js';
import { type Candidate, candidatesFor, trialKey } from './candidates.js';
import { compared, type Proved } from './faults.js';
import { FIXES } from './fixes/index.js';
import type { Mended, Patient } from './mend.js';

/** Each trial is a validation of its own. */
const LIMITS = { proofs: 16, ms: 60_000 };

/**
 * The draft with what known fixes mend of its warnings, and the verdict of exactly that draft. An edit stays only where the draft stays
 * proven, its warning went on every Airflow that showed it, and nothing else was found, be it a warning. A draft that is not proven is
 * left alone. Pure but for `prove` and the clock.
 */
export async function mendWarnings(patient: Patient): Promise<Omit<Mended, 'diagnosis'>> {
  const { clock, draftOf, prove, diagnose, fixes = FIXES } = patient;
  const limits = { ...LIMITS, ...patient.limits };
  const start = clock.elapsed();
  const tried = new Set<string>();
  const trials: MendTrial[] = [];
  let now: Proved = { draft: patient.draft, verdict: patient.verdict };
  let proofs = 0;
  while (now.verdict.proven && proofs < limits.proofs && clock.elapsed() - start < limits.ms) {
    const before = raised(now.verdict);
    const [candidate] = await candidatesFor(now.draft, before.verdict, { ...patient, fixes }, tried);
    if (candidate === undefined) break;
    const source = sourceOf(now);
    const lines = linesOf(source);
    const begun = clock.elapsed();
    const draft = draftOf(applyEdits(source, candidate.edits));
    const verdict = await prove(draft);
    proofs += 1;
    const found = compared(
      { draft: now.draft, verdict: before.verdict },
      { draft, verdict: raised(verdict).verdict },
      candidate.edits,
      diagnose,
    );
    const helped =
      found.harm === undefined &&
      verdict.proven &&
      candidate.errors.every((error) => found.gone(error)) &&
      countOf(verdict) < countOf(now.verdict);
    const outcome = helped ? { helped } : { helped, setback: found.harm ?? ({ kind: 'stayed' } as const) };
    const ms = Math.round(clock.elapsed() - begun);
    trials.push(...trialsOf(candidate, before.written).map((one) => ({ ...one, ...outcome, ms, source })));
    for (const error of candidate.errors) tried.add(trialKey(candidate.fix, error, lines));
    if (helped) now = { draft, verdict };
  }
  return { ...now, trials, proofs, ms: Math.round(clock.elapsed() - start) };
}

/** A verdict whose warnings count as errors do, and what each of them was. */
export function raised(verdict: Verdict): {
  readonly verdict: Verdict;
  readonly written: ReadonlyMap<Finding, Finding>;
} {
  const written = new Map<Finding, Finding>();
  const environments = verdict.environments.map((environment) => ({
    ...environment,
    findings: environment.findings.map((finding) => {
      if (finding.severity !== 'warning') return finding;
      const error: Finding = { ...finding, severity: 'error' };
      written.set(error, finding);
      return error;
    }),
  }));
  return { verdict: { ...verdict, environments }, written };
}

function trialsOf(
  { fix: { id, title, prompt }, errors, edits }: Candidate,
  written: ReadonlyMap<Finding, Finding>,
) {
  return errors.map((error) => ({
    fix: id,
    title,
    prompt,
    error: { ...error, finding: written.get(error.finding) ?? error.finding },
    edits,
  }));
}

function countOf({ environments }: Verdict): number {
  return environments.reduce((sum, { findings }) => sum + findings.length, 0);
}

function sourceOf({ draft }: Proved): string {
  return fileOf(draft, 'component')?.content ?? '';
}
