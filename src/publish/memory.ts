/** What the comment says of the store beside what was learned: who else wrote into it, and what was refused. */

import type { Candidate, Refused, TakenBack } from '../knowledge/index.js';
import { count } from './figures.js';
import { code, details, table, text } from './markdown.js';

/** `Refused for good: pattern *x*` for each item whose file a person deleted. */
export function refusedLine({ kind, title, path }: Refused): string {
  return `- Refused: ${text(kind)} *${text(title, 120)}*, since ${code(path, 240)} was deleted. It is never learned again; to take that back, restore the file and delete the rejection.`;
}

/** What a person decided on the base, and what this pull request undoes of it: it is for the reviewer to agree. */
export function takenBackLine({ kind, about, title, why, path, again }: TakenBack): string {
  const of = title === undefined ? code(about) : `*${text(title, 120)}* (${code(about)})`;
  const then = again
    ? `Another ${kind} of it still stands.`
    : 'It holds until this is merged, and no longer.';
  return `- Decision taken back: the ${kind} of ${of}, which said *${text(why, 200)}*, since ${code(path, 240)} was deleted. ${then}`;
}

/** One row for a record that no run on this pull request wrote. */
export function candidateRow({ kind, title, path, commit, author }: Candidate): readonly string[] {
  const by = commit
    ? `${text(author ?? 'unknown', 60)} in ${code(commit.slice(0, 10))}`
    : 'not known: shallow clone';
  return [`${text(kind)} *${text(title, 120)}*`, code(path, 240), by];
}

/** The table of those rows; `more` says how many found no room. */
export function candidatesTable(rows: readonly (readonly string[])[], total: number, more: string): string {
  const note =
    'No run of airsmith on this pull request wrote these records. Their hashes prove that they are whole, not who made ' +
    'them. They did not count in this run. Merging them accepts them, which only people with write access can do.';
  return details(
    `Candidates: ${count(total, 'record')} that airsmith did not write here`,
    `${note}\n\n${table(['record', 'file', 'committed by'], rows)}${more}`,
  );
}
