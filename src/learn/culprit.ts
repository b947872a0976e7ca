/** Which of the changes between two attempts mended which mistake: a contrast teaches only what belongs together. */

import type { DiagnosedError } from '../flow.js';
import type { Change, Contrast } from './contrast.js';

/** A longer contrast is a rewrite: what in it mended the mistake cannot be told. */
const LONGEST_CONTRAST = 12;
/** And so is a change of so much in all, wherever the mistake stood. */
const LONGEST_REWRITE = 60;

/**
 * For each of `errors`, which all went away, the contrast that mended it: the changes of its own line, else those that hold a name of
 * its message, else the only one that no other mistake has a claim to. Undefined for those of which nothing can be told.
 */
export function contrastsFor(
  errors: readonly DiagnosedError[],
  changes: readonly Change[],
): ReadonlyMap<DiagnosedError, Contrast | undefined> {
  if (changes.flatMap(statementsIn).join('\n').split('\n').length > LONGEST_REWRITE) return new Map();
  const claims = new Map(errors.map((error) => [error, claimed(error, changes)]));
  const taken = new Set([...claims.values()].flat());
  const free = changes.filter((change) => !taken.has(change));
  return new Map(
    [...claims].map(([error, own]) => [
      error,
      contrastOf(own.length > 0 ? own : free.length === 1 ? free : []),
    ]),
  );
}

function claimed({ at, finding }: DiagnosedError, changes: readonly Change[]): readonly Change[] {
  const line = at?.line;
  const here = changes.filter(
    ({ lines }) => line !== undefined && lines.some(({ from, to }) => from <= line && line <= to),
  );
  if (here.length > 0) return here;
  const names = namesIn(finding.message);
  return changes.filter(({ raw }) => words(raw).some((word) => names.has(word)));
}

/** Whole words in quotes. */
function namesIn(message: string): ReadonlySet<string> {
  return new Set([...message.matchAll(/(['"`])([A-Za-z_]\w*)\1/g)].map(([, , name = '']) => name));
}

function words(code: string): readonly string[] {
  return code.match(/[A-Za-z_]\w*/g) ?? [];
}

function contrastOf(changes: readonly Change[]): Contrast | undefined {
  const lines = changes.flatMap(statementsIn).join('\n').split('\n').length;
  if (changes.length === 0 || lines > LONGEST_CONTRAST) return undefined;
  return {
    before: text(changes.flatMap(({ before }) => before)),
    after: text(changes.flatMap(({ after }) => after)),
  };
}

function statementsIn({ before, after }: Change): readonly string[] {
  return [...before, ...after];
}

function text(statements: readonly string[]): string {
  return statements.length === 0 ? '' : `${statements.join('\n')}\n`;
}

/** One line that says what a contrast does. */
export function contrastTitle(errorClass: string, { before, after }: Contrast): string {
  const gone = firstLine(before);
  const come = firstLine(after);
  if (gone === '') return `${errorClass}: add ${come}`;
  return come === '' ? `${errorClass}: leave out ${gone}` : `${errorClass}: ${come} instead of ${gone}`;
}

/** What a piece of code is about, in a line: a bare `try:` says nothing. */
function firstLine(code: string): string {
  const [first = '', ...rest] = code.split('\n').map((line) => line.trim());
  if (first !== 'try:') return first;
  const handler = rest.find((line) => line.startsWith('except'))?.replace(/:$/, '') ?? 'finally';
  return `try … ${handler}`;
}
