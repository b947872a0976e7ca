/** Where the lines of a component went, and which of them an edit wrote. */

import { type Draft, type Edit, type Finding, fileOf } from '../flow.js';

/** Lines of a component before and after edits. */
export class Lines {
  readonly #edits: readonly (Edit & { readonly added: number })[];

  readonly #path: string | undefined;

  constructor(edits: readonly Edit[], draft: Draft) {
    this.#path = fileOf(draft, 'component')?.path;
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

  /** Whether `after` is what `before` became. */
  holds(before: number, after: number): boolean {
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
    return opened <= after && after <= first + grown;
  }

  /** Whether an edit wrote in a line of the edited source. */
  wrote(after: number): boolean {
    return this.#edits.some((edit) => {
      if (edit.text === '') return false;
      const start =
        edit.start.line + this.#moved((other) => other !== edit && isBefore(other.end, edit.start));
      const whole = edit.text.endsWith('\n') ? edit.added - 1 : edit.added;
      return start <= after && after <= start + Math.max(0, whole);
    });
  }

  #moved(counts: (edit: Edit) => boolean): number {
    return this.#edits
      .filter(counts)
      .reduce((sum, { start, end, added }) => sum + added - (end.line - start.line), 0);
  }
}

function isBefore(a: Edit['start'], b: Edit['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.column <= b.column);
}
