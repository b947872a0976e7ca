/** What was tried on a file that people wrote: each change once, by the lines of the file as they know it. Pure. */

import type { Edit, Finding, MendTrial, Setback } from '../flow.js';
import { asInRepository } from './lab-paths.js';
import { lineBefore } from './line-map.js';

/** What a change was for. */
export interface Reason {
  readonly code: string;
  readonly error: string;
  readonly message: string;
  readonly airflow: readonly string[];
  /** Line of the file before anything was changed; null where the mistake does not stand in it. */
  readonly line: number | null;
  /** Where it stands in another file: the spec with its examples. */
  readonly elsewhere: string | null;
}

export interface Change {
  readonly fix: string;
  readonly title: string;
  readonly kept: boolean;
  readonly line: number | null;
  readonly reasons: readonly Reason[];
  /** Why it was taken back; null for one that was kept. */
  readonly setback: string | null;
}

/** The changes that were tried on `path`, which held `original`, each once; one that was kept in the end is not named as taken back. */
export function changesOf(trials: readonly MendTrial[], path: string, original: string): readonly Change[] {
  const found = new Map<string, Change>();
  for (const trial of trials) {
    const reason = reasonOf(trial, path, original);
    const line = reason.line ?? placeOf(trial.edits, lineBefore(original, trial.source));
    const key = JSON.stringify([trial.fix, line, trial.edits.map(({ text }) => text)]);
    const known = found.get(key);
    if (known && (known.kept || !trial.helped)) {
      found.set(key, { ...known, reasons: joined(known.reasons, reason) });
      continue;
    }
    found.set(key, {
      fix: trial.fix,
      title: titleOf(trial),
      kept: trial.helped,
      line,
      reasons: joined(known?.reasons ?? [], reason),
      setback: trial.setback ? setbackText(trial.setback) : null,
    });
  }
  return [...found.values()].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

/** Line of a trial's mistake in the file as it was; null where it does not stand in it. */
export function lineOf(
  { error: { finding }, source }: MendTrial,
  path: string,
  original: string,
): number | null {
  const { position } = finding;
  return position?.path === path ? lineBefore(original, source)(position.line) : null;
}

function reasonOf(trial: MendTrial, path: string, original: string): Reason {
  const { finding, errorClass, airflow } = trial.error;
  const line = lineOf(trial, path, original);
  return {
    code: finding.code,
    error: errorClass,
    message: asInRepository(firstLine(finding.message)),
    airflow,
    line,
    elsewhere: line === null ? elsewhereOf(finding) : null,
  };
}

function elsewhereOf({ position, example }: Finding): string | null {
  const at = position ? `${position.path}:${position.line}` : '';
  return [at, example ? `example "${example}"` : ''].filter(Boolean).join(', ') || null;
}

/** The same words once, with the Airflows of all. */
function joined(reasons: readonly Reason[], reason: Reason): readonly Reason[] {
  const same = reasons.find(
    ({ code, message, line }) => code === reason.code && message === reason.message && line === reason.line,
  );
  if (same === undefined) return [...reasons, reason];
  const airflow = [...new Set([...same.airflow, ...reason.airflow])];
  return reasons.map((one) => (one === same ? { ...same, airflow } : one));
}

/** Where the change is; an import that it brings stands at the top and says nothing of that. */
function placeOf(edits: readonly Edit[], before: (line: number) => number): number | null {
  const [first] = edits.filter(({ text }) => !/^\s*(from|import)\s/.test(text));
  const edit = first ?? edits[0];
  return edit ? before(edit.start.line) : null;
}

/** What a finding says itself says more than that it was followed. */
function titleOf({ fix, title, error: { finding } }: MendTrial): string {
  if (fix !== 'as-found' || finding.remedy === undefined) return title;
  const remedy = firstLine(finding.remedy).replace(/; the edit writes it$/, '');
  return remedy.charAt(0).toUpperCase() + remedy.slice(1);
}

function setbackText(setback: Setback): string {
  switch (setback.kind) {
    case 'stayed':
      return 'what it was for was still there afterwards';
    case 'came': {
      const { code, message } = setback.error.finding;
      return `on Airflow ${setback.airflow} it brought ${code}  ${asInRepository(firstLine(message))}`;
    }
    case 'fewer-examples':
      return `on Airflow ${setback.airflow} ${setback.after} examples passed afterwards instead of ${setback.before}`;
    case 'not-run':
      return `Airflow ${setback.airflow} could not be run afterwards`;
  }
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}
