/** The pull request's one comment, and the job's summary. Pure: outcomes in, Markdown out. */

import { type Problem, type SpecOutcome, unseenBy } from '../flow.js';
import type { CommentContext } from './context.js';
import { count, dollars, duration, savings } from './figures.js';
import { learnedCount, learnedRows, learnedTable, why } from './lessons.js';
import { clip, code, details, link, prose, text } from './markdown.js';
import { candidateRow, candidatesTable, refusedLine, takenBackLine } from './memory.js';
import { mendedBlock } from './mended.js';
import { describeMistake, needsYou } from './needs.js';
import { attemptsPicture } from './picture.js';
import { airflowsOf, verdictTable } from './verdicts.js';

/** By this the one comment is found again; only in a comment of the same author. */
export const COMMENT_MARKER = '<!-- airsmith:comment -->';

/** GitHub's limits; the comment's is counted in characters, so bytes are on the safe side. */
const COMMENT_BYTES = 65_536;
const SUMMARY_BYTES = 1_000_000;
const REPORT_BYTES = 30_000_000;

/** Part of a comment. Blocks that find no room are counted, not cut in two. */
interface Section {
  readonly blocks: readonly string[];
  /** Of the room that is left, how much it may take; what is more important for the reader comes later. */
  readonly share?: number;
  /** Puts the blocks that fit together; `left` says how many did not. */
  readonly join: (blocks: readonly string[], left: number) => string;
}

/** At most 65,536 bytes; starts with the marker, then the line that says what the reader must do. */
export function renderComment(outcomes: readonly SpecOutcome[], context: CommentContext): string {
  return render(`${COMMENT_MARKER}\n`, outcomes, context, COMMENT_BYTES, 'see the job summary');
}

/** The same for the job's summary, with room for fifteen times as much. */
export function renderSummary(outcomes: readonly SpecOutcome[], context: CommentContext): string {
  return render('', outcomes, context, SUMMARY_BYTES, 'see the file that the output `report` names');
}

/** All of it, as far as a file can be read by people. */
export function renderReport(outcomes: readonly SpecOutcome[], context: CommentContext): string {
  return render('', outcomes, context, REPORT_BYTES, 'see the log');
}

/** `2 proven, 1 needs you`: the headline without any markup, for the log and the check's title. */
export function headline(
  outcomes: readonly SpecOutcome[],
  context: Pick<CommentContext, 'problems' | 'fork' | 'candidates' | 'refused' | 'takenBack'>,
): string {
  const proven = outcomes.filter((outcome) => outcome.proven).length;
  const failed = outcomes.length - proven;
  const mistakes = errorsOf(context.problems).length;
  if (context.fork) {
    const read = count(context.fork.checked, 'spec');
    return mistakes > 0
      ? `${read} read, ${count(mistakes, 'mistake')} to correct`
      : `${read} read, nothing built`;
  }
  const parts = [
    ...(proven > 0 ? [`${proven} proven`] : []),
    ...(failed > 0 ? [`${failed} ${failed === 1 ? 'needs' : 'need'} you`] : []),
    ...(mistakes > 0 ? [`${count(mistakes, 'mistake')} to correct`] : []),
    ...(context.refused?.length ? [`${context.refused.length} refused`] : []),
    ...(context.takenBack?.length ? [`${count(context.takenBack.length, 'decision')} taken back`] : []),
    ...(context.candidates?.length ? [`${count(context.candidates.length, 'candidate')} to review`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'nothing to do';
}

function render(
  marker: string,
  outcomes: readonly SpecOutcome[],
  context: CommentContext,
  limit: number,
  elsewhere: string,
): string {
  const head = `${marker}### airsmith · ${headline(outcomes, context)}`;
  const foot = `<sub>${footer(context)}</sub>\n`;
  let room = limit - bytes(head) - bytes(foot) - 200;
  const parts: string[] = [];
  for (const section of sectionsOf(outcomes, context, elsewhere)) {
    const part = fitInto(section, Math.floor(room * (section.share ?? 1)));
    if (part === '') continue;
    parts.push(part);
    room -= bytes(part) + 2;
  }
  return [head, ...parts, foot].join('\n\n');
}

/** In the order in which they get their room. */
function sectionsOf(
  outcomes: readonly SpecOutcome[],
  context: CommentContext,
  elsewhere: string,
): readonly Section[] {
  const more = (left: number, what: string) =>
    left > 0 ? `\n\n… and ${left} more ${what}: ${elsewhere}.` : '';
  const list = (blocks: readonly string[], between: string, what: string): Section => ({
    blocks,
    join: (kept, left) => `${kept.join(between)}${more(left, what)}`,
  });
  const unproven = outcomes.filter(({ proven }) => !proven);
  const errors = errorsOf(context.problems);
  const warnings = context.problems.filter(({ severity }) => severity !== 'error');
  const learned = learnedRows(outcomes);
  return [
    ...(context.fork ? [single(FORK)] : []),
    tableSection(outcomes, more),
    list(errors.map(describeMistake), '\n', 'mistakes'),
    list(unproven.map(needsYou), '\n\n', 'that need you'),
    single(attemptsPicture(outcomes)),
    list([...notes(context), ...absences(outcomes), ...unseen(outcomes)], '\n', 'notes'),
    list(
      outcomes.map(mendedBlock).filter((block) => block !== ''),
      '\n',
      'with mended mistakes',
    ),
    list((context.refused ?? []).map(refusedLine), '\n', 'refused'),
    list((context.takenBack ?? []).map(takenBackLine), '\n', 'decisions taken back'),
    candidatesSection(context, more),
    folded('Warnings', warnings.map(describeMistake), '\n', (left) => more(left, 'warnings')),
    {
      blocks: learned.map(({ what }) => what),
      join: (kept, left) =>
        details(
          `What was learned (${learnedCount(learned)})`,
          learnedTable(learned.slice(0, kept.length)) + more(left, 'items'),
        ),
    },
    folded(
      'Why it was written this way',
      outcomes.map(why).filter((block) => block !== ''),
      '\n\n',
      (left) => more(left, 'components'),
    ),
  ];
}

const FORK =
  'This pull request comes from a fork. Its specs were read and checked; nothing was built, since neither the key of the ' +
  'model nor a token that can write is given to forks. Somebody with write access can push the branch to this repository ' +
  'to have it built.';

function tableSection(
  outcomes: readonly SpecOutcome[],
  more: (left: number, what: string) => string,
): Section {
  const airflows = airflowsOf(outcomes);
  // What needs a person stands first, so that a long table is cut where nothing has to be done.
  const ordered = [...outcomes].sort((one, other) => Number(one.proven) - Number(other.proven));
  const shown = outcomes.length > 20 ? ordered : outcomes;
  return {
    share: 0.5,
    blocks: shown.map(({ spec }) => spec.name),
    join: (kept, left) => verdictTable(shown.slice(0, kept.length), airflows) + more(left, 'components'),
  };
}

/** What is not shown is named, since a reviewer must not miss one. */
function candidatesSection(context: CommentContext, more: (left: number, what: string) => string): Section {
  const rows = (context.candidates ?? []).map(candidateRow);
  return {
    share: 0.5,
    blocks: rows.map((cells) => cells.join(' ')),
    join: (kept, left) =>
      kept.length + left === 0
        ? ''
        : candidatesTable(rows.slice(0, kept.length), rows.length, more(left, 'candidates')),
  };
}

function single(block: string): Section {
  return { blocks: block === '' ? [] : [block], join: (kept) => kept.join('') };
}

function folded(
  title: string,
  blocks: readonly string[],
  between: string,
  more: (left: number) => string,
): Section {
  return { blocks, join: (kept, left) => details(title, kept.join(between) + more(left)) };
}

/** As many blocks as `room` bytes hold, found by halving: what fits once fits with fewer blocks too. */
function fitInto(section: Section, room: number): string {
  const { blocks, join } = section;
  const part = (kept: number) => join(blocks.slice(0, kept), blocks.length - kept).trim();
  if (blocks.length === 0) return '';
  let fitting = 0;
  let tooMany = blocks.length + 1;
  while (tooMany - fitting > 1) {
    const middle = (fitting + tooMany) >> 1;
    if (bytes(part(middle)) <= room) fitting = middle;
    else tooMany = middle;
  }
  const text = part(fitting);
  return bytes(text) <= room ? text : '';
}

function notes(context: CommentContext): readonly string[] {
  return [
    ...context.renamed.map(
      ({ from, to }) => `- ${code(from)} is now ${code(to)}; same bytes need no new component.`,
    ),
    ...context.deleted.map(
      (path) =>
        `- ${code(path)} is gone. Its component, tests, DAG and page stay, since DAGs may import them: delete them in this pull request if nothing does.`,
    ),
  ];
}

/** Dependencies that are not there are a case that was tested, and a reader should know which case. */
function absences(outcomes: readonly SpecOutcome[]): readonly string[] {
  const found = new Set<string>();
  for (const { spec, best } of outcomes) {
    for (const { findings } of best?.verdict?.environments ?? []) {
      for (const { severity, code: of, message } of findings) {
        if (severity === 'notice') found.add(`- ${code(spec.name, 80)}: ${prose(message)} (${code(of)})`);
      }
    }
  }
  return [...found];
}

/** The example that shows whether a component does what is meant, or only what it was shown. */
function unseen(outcomes: readonly SpecOutcome[]): readonly string[] {
  return outcomes.flatMap((outcome) => {
    const name = outcome.proven ? unseenBy(outcome) : undefined;
    if (name === undefined) return [];
    return [
      `- ${code(outcome.spec.name, 80)}: its author was not shown the example “${text(name, 120)}”, and it holds.`,
    ];
  });
}

function footer(context: CommentContext): string {
  const ready = context.environments.filter(({ state }) => state === 'ready');
  const sandboxes = [...new Set(ready.flatMap((env) => (env.state === 'ready' ? [env.sandbox] : [])))];
  const locks = ready.map((env) => `${env.airflow} on Python ${env.python}`);
  const run = `run ${text(clip(context.run.id, 24))}`;
  return [
    `Spent ${dollars(context.spent)} of ${dollars(context.budget)}`,
    ...(context.money ? savings(context.money) : []),
    duration(context.ms),
    context.runUrl ? link(run, context.runUrl) : run,
    ...(context.commit ? [`commit ${text(context.commit.slice(0, 12))}`] : []),
    text(context.author, 120),
    ...(locks.length > 0 ? [`Airflow ${text(locks.join(', '), 300)}`] : []),
    ...(sandboxes.length > 0 ? [`sandbox: ${text(sandboxes.join(', '), 120)}`] : []),
  ].join(' · ');
}

function errorsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ severity }) => severity === 'error');
}

function bytes(value: string): number {
  return Buffer.byteLength(value);
}
