/** Where the lines of a component went, and which of them an edit wrote. */

import { type Draft, type Edit, type Finding, fileOf } from '../flow.js';
import { linesOf, sliceOf } from '../python/positions.js';

/** Lines of a component before and after edits. */
export class Lines {
  readonly #edits: readonly (Edit & { readonly added: number })[];

  readonly #path: string | undefined;

  readonly #written: readonly Written[];

  constructor(edits: readonly Edit[], draft: Draft) {
    const component = fileOf(draft, 'component');
    this.#path = component?.path;
    this.#written = writtenBy(edits, component?.content ?? '');
    this.#edits = edits.map((edit) => ({ ...edit, added: edit.text.split(/\r\n|\r|\n/).length - 1 }));
  }

  /** Whether a finding stands in the edited file. Lines of the spec stay, and those of what is made from the component say little. */
  counts({ tier, position }: Finding): boolean {
    return position?.path === this.#path && tier !== 'dag' && tier !== 'tests';
  }

  /** The first line that `line` became. */
  first(line: number): number {
    return line + this.#moved(({ end }) => end.line < line || (end.line === line && end.column === 1));
  }

  /** The first and the last line that `before` may have become. */
  range(before: number): readonly [number, number] {
    const first = this.first(before);
    const grown = this.#edits
      .filter(({ start, end }) => start.line <= before && before <= end.line)
      .reduce((sum, { added }) => sum + added, 0);
    const opened = Math.min(
      first,
      ...this.#edits
        .filter(({ start, end }) => start.line < before && before <= end.line)
        .map(({ start }) => this.first(start.line)),
    );
    return [opened, first + grown];
  }

  /** Whether an edit wrote in a line of the edited source. */
  wrote(after: number): boolean {
    return this.#written.some((one) => isOn(one, after));
  }

  /**
   * Whether a finding in the edited source is about what an edit brought there: it names a word that is new on that line, or stands in
   * text that is. What an edit only moved along was there before.
   */
  brought({ position, message }: Finding): boolean {
    if (position === undefined) return false;
    const said = new Set(wordsIn(message));
    return this.#written.some((one) => {
      if (!isOn(one, position.line)) return false;
      if (one.fresh.some((word) => said.has(word))) return true;
      const text = textAt(position, one);
      return text !== undefined && !one.instead.includes(text);
    });
  }

  #moved(counts: (edit: Edit) => boolean): number {
    return this.#edits
      .filter(counts)
      .reduce((sum, { start, end, added }) => sum + added - (end.line - start.line), 0);
  }
}

/** The text of an edit, and where it stands in the edited source. */
interface Written {
  readonly text: string;
  readonly start: Edit['start'];
  /** The last line that holds some of it. */
  readonly last: number;
  /** What stood in its place. */
  readonly instead: string;
  /** Its words that are not in what stood there. */
  readonly fresh: readonly string[];
}

function writtenBy(edits: readonly Edit[], source: string): readonly Written[] {
  const lines = linesOf(source.replace(/^\ufeff/, ''));
  const ordered = edits.toSorted((a, b) => placed(a.start, b.start) || placed(a.end, b.end));
  const found: Written[] = [];
  // Where the source goes on behind the edits so far, before and after.
  let [old, now] = [
    { line: 1, column: 1 },
    { line: 1, column: 1 },
  ];
  for (const { start: from, end, text } of ordered) {
    const column = from.line === old.line ? from.column - old.column + now.column : from.column;
    const start = { line: from.line - old.line + now.line, column };
    const parts = linesOf(text);
    const tail = parts.at(-1) ?? '';
    const line = start.line + parts.length - 1;
    old = end;
    now = { line, column: (parts.length === 1 ? start.column : 1) + tail.length };
    if (text === '') continue;
    const instead = sliceOf(lines, { ...from, endLine: end.line, endColumn: end.column });
    const known = new Set(wordsIn(instead));
    const fresh = wordsIn(text).filter((word) => !known.has(word));
    found.push({ text, start, last: tail === '' ? line - 1 : line, instead, fresh });
  }
  return found;
}

function isOn({ start, last }: Written, line: number): boolean {
  return start.line <= line && line <= Math.max(start.line, last);
}

/** What begins at a place, as far as the next blank, comma or bracket that closes; undefined where the place is not in the text. */
function textAt({ line, column }: Edit['start'], { text, start }: Written): string | undefined {
  const own = linesOf(text)[line - start.line] ?? '';
  const from = column - (line === start.line ? start.column : 1);
  return from < 0 || from >= own.length ? undefined : (/^[^\s,)]*/.exec(own.slice(from))?.[0] ?? '');
}

function wordsIn(text: string): readonly string[] {
  return text.match(/[A-Za-z_]\w+/g) ?? [];
}

/** Negative where `a` comes first. */
function placed(a: Edit['start'], b: Edit['start']): number {
  return a.line - b.line || a.column - b.column;
}
