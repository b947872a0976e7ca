/** A problem as text for a terminal or a log. */

import type { Problem } from '../flow.js';

const MAX_EXCERPT = 100;
const COLOURS = { error: 31, warning: 33, notice: 36 } as const;

/**
 * Place, code and message on one line, then the source line with a mark under what is meant, then cause and remedy.
 * Plain text that ends without a line break; `colour` adds ANSI sequences.
 */
export function renderProblem(problem: Problem, options: { readonly colour?: boolean } = {}): string {
  const paint = (code: number, text: string) => (options.colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const { position } = problem;
  const place = position ? `${visible(position.path)}:${position.line}:${position.column}  ` : '';
  const severity = problem.severity === 'error' ? '' : `${problem.severity}: `;
  const colour = COLOURS[problem.severity];
  const head = `${place}${paint(colour, problem.code)}  ${severity}${paint(1, visible(problem.message))}`;
  const excerpt = renderExcerpt(problem, (text) => paint(colour, text));
  const cause = problem.cause ? [`  ${visible(problem.cause)}`] : [];
  const remedy = `  ${visible(problem.remedy)} More: docs/errors/${problem.code}.md`;
  return [head, ...excerpt, ...cause, remedy].join('\n');
}

function renderExcerpt(problem: Problem, paint: (text: string) => string): string[] {
  const { position, excerpt } = problem;
  if (!position || excerpt === undefined || excerpt.trim() === '') return [];
  const start = position.column - 1;
  const end = Math.max(position.endColumn ?? position.column + 1, position.column + 1) - 1;
  const window = windowOf(excerpt, start);
  const shown = visible(excerpt.slice(window.from, window.to));
  const before = visible(excerpt.slice(window.from, start));
  const marked = visible(excerpt.slice(start, Math.min(end, window.to)));
  const lead = window.from > 0 ? '…' : '';
  const tail = window.to < excerpt.length ? '…' : '';
  const number = String(position.line);
  const margin = ' '.repeat(number.length);
  const indent = ' '.repeat(width(lead) + width(before));
  const mark = '^'.repeat(Math.max(width(marked), 1));
  return [`  ${number} | ${lead}${shown}${tail}`.trimEnd(), `  ${margin} | ${indent}${paint(mark)}`];
}

/** The part of a long line that is shown, with the marked place well inside. */
function windowOf(line: string, start: number): { readonly from: number; readonly to: number } {
  if (line.length <= MAX_EXCERPT) return { from: 0, to: line.length };
  const from = Math.max(0, Math.min(start - MAX_EXCERPT / 2, line.length - MAX_EXCERPT));
  return { from, to: Math.min(line.length, from + MAX_EXCERPT) };
}

/** Files may hold terminal escapes and bidirectional overrides; a report shows their codes instead. */
export function visible(text: string): string {
  return text
    .replaceAll('\t', ' ')
    .replace(
      /[\p{Cc}\p{Cs}\u200B\u200E\u200F\u202A-\u202E\u2028\u2029\u2066-\u2069\uFEFF]/gu,
      escapeCharacter,
    );
}

function escapeCharacter(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

/** Columns in a terminal: East Asian wide characters and emoji take two, combining marks none. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{Mn}|\u200D|\uFE0F/u.test(character)) continue;
    columns += WIDE.test(character) ? 2 : 1;
  }
  return columns;
}

const WIDE =
  /\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\uFF01-\uFF60\u3000-\u303F]/u;
