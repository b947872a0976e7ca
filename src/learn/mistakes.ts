/** Mistakes of failed attempts, and what mended them. */

import { type Attempt, type DiagnosedError, fileOf, type Spec, type Trial } from '../flow.js';
import {
  byCodeUnit,
  definitionId,
  type ErrorRecord,
  type Evidence,
  editRecord,
  errorRecord,
  type FixRecord,
  tame,
} from '../knowledge/index.js';
import { type Contrast, changesBetween } from './contrast.js';
import { contrastsFor, contrastTitle } from './culprit.js';
import { contextOf } from './surroundings.js';

type Met = Evidence['attempts'][number]['errors'][number];
type Applied = NonNullable<Evidence['attempts'][number]['fixes']>[number];

/** What a record of one attempt has room for. */
const MOST_ERRORS = 100;
const MOST_FIXES = 32;

export interface Mistakes {
  /** For each attempt, in order. */
  readonly byAttempt: readonly (readonly Met[])[];
  readonly errors: readonly ErrorRecord[];
  /** Contrasts of a failed attempt and a better one: what somebody, or an edit, changed. */
  readonly fixes: readonly FixRecord[];
  /** Known fixes that were tried, for each attempt; undefined for one that is no mending. */
  readonly applied: readonly (readonly Applied[] | undefined)[];
  /** Definitions of the known fixes. */
  readonly edits: readonly FixRecord[];
}

/** Every mistake of `attempts` with its definition, and the fix where the next better attempt shows one. */
export function mistakesOf(attempts: readonly Attempt[], spec: Spec): Mistakes {
  const errors = new Map<string, ErrorRecord>();
  const fixes = new Map<string, FixRecord>();
  const byAttempt = attempts.map((attempt, index) => {
    const better = nextBetter(attempt, attempts.slice(index + 1));
    const left = attempt.diagnosis?.errors ?? [];
    const met = new Map<string, Met>();
    const mended = better ? left.filter(({ errorClass }) => !hasClass(better, errorClass)) : [];
    const contrasts = better ? contrastsOf(mended, attempt, better, spec) : new Map<DiagnosedError, never>();
    for (const diagnosed of [...left, ...cameUp(attempt, attempts[index - 1])]) {
      const record = recordOf(diagnosed);
      const id = definitionId(record);
      errors.set(id, record);
      const gone = !left.includes(diagnosed);
      const fixed = gone || mended.includes(diagnosed);
      const contrast = contrasts.get(diagnosed);
      const fix = contrast && better ? fixRecord(diagnosed.errorClass, contrast, better) : undefined;
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
    return [...met.values()].slice(0, MOST_ERRORS).sort((a, b) => byCodeUnit(a.id, b.id));
  });
  const edits = new Map<string, FixRecord>();
  const applied = attempts.map(({ mending }) => mending && appliedIn(mending, errors, edits));
  return {
    byAttempt,
    errors: sortedById(errors),
    fixes: sortedById(fixes),
    applied,
    edits: sortedById(edits),
  };
}

/** Mistakes that were met only while the draft was mended, and are gone: those before them hid them. */
function cameUp(
  { mending = [], diagnosis }: Attempt,
  before: Attempt | undefined,
): readonly DiagnosedError[] {
  const known = new Set([...(diagnosis?.errors ?? []), ...(before?.diagnosis?.errors ?? [])].map(idOf));
  return mending.flatMap(({ error }) => {
    const id = idOf(error);
    return known.has(id) || !known.add(id) ? [] : [error];
  });
}

function idOf(error: DiagnosedError): string {
  return definitionId(recordOf(error));
}

function appliedIn(
  trials: readonly Trial[],
  errors: Map<string, ErrorRecord>,
  edits: Map<string, FixRecord>,
): readonly Applied[] {
  const found = new Map<string, Applied>();
  for (const { error, helped, ...trial } of trials) {
    const record = editRecord({ ...trial, id: trial.fix }, error.errorClass);
    const met = recordOf(error);
    const [id, of] = [definitionId(record), definitionId(met)];
    errors.set(of, met);
    edits.set(id, record);
    const key = `${id} ${of}`;
    found.set(key, { id, error: of, helped: helped || found.get(key)?.helped === true });
  }
  return [...found]
    .slice(0, MOST_FIXES)
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([, applied]) => applied);
}

function recordOf({ machine, errorClass, pattern, rootCause }: DiagnosedError): ErrorRecord {
  return errorRecord(machine ?? errorClass, pattern, rootCause);
}

function contrastsOf(
  errors: readonly DiagnosedError[],
  attempt: Attempt,
  better: Attempt,
  spec: Spec,
): ReadonlyMap<DiagnosedError, Contrast | undefined> {
  const failed = sourceOf(attempt);
  const mended = sourceOf(better);
  const changes =
    failed === undefined || mended === undefined ? undefined : changesBetween(failed, mended, spec);
  return changes ? contrastsFor(errors, changes) : new Map();
}

function fixRecord(errorClass: string, contrast: Contrast, better: Attempt): FixRecord {
  return {
    schema: 'fix/1',
    class: errorClass,
    strategy: better.mending ? 'edit' : 'rewrite',
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
  return later.find(({ draft, verdict, diagnosis, mending }) => {
    if (!draft || !verdict) return false;
    // What was hidden may be more than what is gone; that each edit did no harm was proven.
    if (mending?.some(({ helped }) => helped)) return true;
    return verdict.proven || (diagnosis !== undefined && diagnosis.errors.length < count);
  });
}

function hasClass({ diagnosis }: Attempt, errorClass: string): boolean {
  return diagnosis?.errors.some((error) => error.errorClass === errorClass) === true;
}

/** Source of the component in an attempt’s draft. */
export function sourceOf({ draft }: Attempt): string | undefined {
  return draft && fileOf(draft, 'component')?.content;
}

function sortedById<Value>(map: ReadonlyMap<string, Value>): readonly Value[] {
  return [...map].sort(([a], [b]) => byCodeUnit(a, b)).map(([, value]) => value);
}
