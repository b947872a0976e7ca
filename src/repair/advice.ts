/** What an author is told who is asked again: what was found, what was tried against it, and what helped before. */

import type { Attempt, DiagnosedError, Diagnosis, Trial } from '../flow.js';
import type { FixItem, Knowledge } from '../knowledge/index.js';

/** One or two contrasts help; more bury the findings. */
const MOST_CONTRASTS = 2;
const MOST_LINES = 12;

/**
 * Guidance for the next attempt: that of the diagnosis of the draft that the author is shown, then the rest. `attempts` are those of
 * the run so far, the last one being that of this draft.
 */
export function adviceFor(
  diagnosis: Diagnosis,
  attempts: readonly Attempt[],
  knowledge: Pick<Knowledge, 'fixes'>,
): string {
  const trials = attempts.at(-1)?.mending ?? [];
  return [
    diagnosis.guidance,
    block(
      'Mended in your file already, without you; what you see above is the mended file:',
      trials.filter(({ helped }) => helped).map(trialLine),
    ),
    block(
      'Tried and taken back, since it did not help:',
      trials.filter(({ helped }) => !helped).map(trialLine),
    ),
    block(
      'Mistakes of earlier attempts that are gone; do not bring them back:',
      goneBefore(diagnosis, attempts).map(errorLine),
    ),
    ...contrastsFor(diagnosis, knowledge).map(({ definition }) => `Seen before. ${definition.prompt}`),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function block(title: string, lines: readonly string[]): string {
  const shown = [...new Set(lines)].slice(0, MOST_LINES);
  return shown.length === 0 ? '' : `${title}\n${shown.map((line) => `- ${line}`).join('\n')}`;
}

function trialLine({ title, error }: Trial): string {
  return `${title} (${error.errorClass}: ${oneLine(error.finding.message)})`;
}

function errorLine({ errorClass, finding }: DiagnosedError): string {
  return `${errorClass}: ${oneLine(finding.message)}`;
}

function oneLine(message: string): string {
  const text = message.replace(/\s+/g, ' ').trim();
  return text.length <= 200 ? text : `${text.slice(0, 199)}…`;
}

/** Mistakes of drafts before this one of a class that it no longer has. */
function goneBefore({ errors }: Diagnosis, attempts: readonly Attempt[]): readonly DiagnosedError[] {
  const number = attempts.at(-1)?.number;
  const classes = new Set(errors.map(({ errorClass }) => errorClass));
  return attempts
    .filter((attempt) => attempt.number !== number)
    .flatMap(({ diagnosis }) => diagnosis?.errors ?? [])
    .filter(({ errorClass }) => !classes.has(errorClass));
}

/** Contrasts of the store for these classes that helped more often than not, the surest first. They hold code of former components. */
function contrastsFor({ errors }: Diagnosis, { fixes }: Pick<Knowledge, 'fixes'>): readonly FixItem[] {
  const classes = new Set(errors.map(({ errorClass }) => errorClass));
  return [...fixes.values()]
    .filter(
      ({ definition, status, helped, failed }) =>
        classes.has(definition.class) &&
        status !== 'rejected' &&
        status !== 'retired' &&
        definition.before + definition.after !== '' &&
        helped > failed,
    )
    .sort((a, b) => b.confidence - a.confidence || b.helped - a.helped)
    .slice(0, MOST_CONTRASTS);
}
