/** Mistakes of failed attempts, and what mended them. */

import type { Attempt, Spec } from '../flow.js';
import {
  byCodeUnit,
  definitionId,
  type ErrorRecord,
  type Evidence,
  errorRecord,
  type FixRecord,
  tame,
} from '../knowledge/index.js';
import { contrastOf, contrastTitle } from './contrast.js';
import { contextOf } from './surroundings.js';

type Met = Evidence['attempts'][number]['errors'][number];

export interface Mistakes {
  /** For each attempt, in order. */
  readonly byAttempt: readonly (readonly Met[])[];
  readonly errors: readonly ErrorRecord[];
  readonly fixes: readonly FixRecord[];
}

/** Every mistake of `attempts` with its definition, and the fix where the next better attempt shows one. */
export function mistakesOf(attempts: readonly Attempt[], spec: Spec): Mistakes {
  const errors = new Map<string, ErrorRecord>();
  const fixes = new Map<string, FixRecord>();
  const byAttempt = attempts.map((attempt, index) => {
    const better = nextBetter(attempt, attempts.slice(index + 1));
    const met = new Map<string, Met>();
    for (const diagnosed of attempt.diagnosis?.errors ?? []) {
      const record = errorRecord(
        diagnosed.machine ?? diagnosed.errorClass,
        diagnosed.pattern,
        diagnosed.rootCause,
      );
      const id = definitionId(record);
      errors.set(id, record);
      const fixed = better !== undefined && !hasClass(better, diagnosed.errorClass);
      const fix = fixed ? fixRecord(diagnosed.errorClass, attempt, better, spec) : undefined;
      if (fix) fixes.set(definitionId(fix), fix);
      const airflow = [...new Set([...(met.get(id)?.airflow ?? []), ...diagnosed.airflow])].sort(byCodeUnit);
      const context = contextOf(diagnosed, attempt, spec);
      met.set(id, {
        id,
        class: record.class,
        airflow,
        fixed,
        ...(fix ? { fix: definitionId(fix) } : {}),
        ...(context ? { context } : {}),
      });
    }
    return [...met.values()].sort((a, b) => byCodeUnit(a.id, b.id));
  });
  return { byAttempt, errors: sortedById(errors), fixes: sortedById(fixes) };
}

function fixRecord(errorClass: string, attempt: Attempt, better: Attempt, spec: Spec): FixRecord | undefined {
  const failed = sourceOf(attempt);
  const mended = sourceOf(better);
  if (failed === undefined || mended === undefined) return undefined;
  const contrast = contrastOf(failed, mended, spec);
  if (!contrast) return undefined;
  return {
    schema: 'fix/1',
    class: errorClass,
    strategy: 'rewrite',
    title: tame(contrastTitle(errorClass, contrast), 120),
    ...contrast,
    prompt: promptOf(errorClass, contrast.before, contrast.after),
  };
}

function promptOf(errorClass: string, before: string, after: string): string {
  const head = `A failure of class ${errorClass} went away`;
  const show = (code: string) => `\n${code.trimEnd()}`;
  if (before === '') return tame(`${head} when this was added:${show(after)}`, 1000);
  if (after === '') return tame(`${head} when this was left out:${show(before)}`, 1000);
  return tame(`${head} when${show(before)}\nbecame${show(after)}`, 1000);
}

/** The next attempt with a draft that was executed and shows fewer mistakes. */
function nextBetter(attempt: Attempt, later: readonly Attempt[]): Attempt | undefined {
  const count = attempt.diagnosis?.errors.length ?? 0;
  return later.find(({ draft, verdict, diagnosis }) => {
    if (!draft || !verdict) return false;
    return verdict.proven || (diagnosis !== undefined && diagnosis.errors.length < count);
  });
}

function hasClass({ diagnosis }: Attempt, errorClass: string): boolean {
  return diagnosis?.errors.some((error) => error.errorClass === errorClass) === true;
}

/** Source of the component in an attempt’s draft. */
export function sourceOf({ draft }: Attempt): string | undefined {
  return draft?.files.find(({ role }) => role === 'component')?.content;
}

function sortedById<Value>(map: ReadonlyMap<string, Value>): readonly Value[] {
  return [...map].sort(([a], [b]) => byCodeUnit(a, b)).map(([, value]) => value);
}
