/** Changes to a file by what stands in it: an author who changes little writes little. */

export interface SourceEdit {
  /** A part of the file, to the letter, that stands in it exactly once. */
  readonly before: string;
  readonly after: string;
}

export type Edited =
  | { readonly ok: true; readonly source: string }
  /** Why they do not fit, in words for whoever made them. Then nothing is changed. */
  | { readonly ok: false; readonly fault: string };

/** `source`, whose line ends are `\n`, with all `edits` made at once, or none. */
export function editedSource(source: string, edits: readonly SourceEdit[]): Edited {
  const cuts: {
    readonly start: number;
    readonly end: number;
    readonly after: string;
    readonly number: number;
  }[] = [];
  for (const [index, edit] of edits.entries()) {
    const number = index + 1;
    const [before, after] = [edit.before, edit.after].map((text) => text.replace(/\r\n?/g, '\n'));
    const which = `edit ${number} of ${edits.length}`;
    if (!before || after === undefined) return fault(`${which}: its \`before\` is empty`);
    const start = source.indexOf(before);
    if (start < 0) return fault(`${which}: ${quoted(before)} stands nowhere in the file`);
    if (source.indexOf(before, start + 1) >= 0)
      return fault(
        `${which}: ${quoted(before)} stands in the file more than once; copy more of what is round it`,
      );
    cuts.push({ start, end: start + before.length, after, number });
  }
  cuts.sort((one, other) => one.start - other.start);
  let [result, at] = ['', 0];
  for (const [index, { start, end, after, number }] of cuts.entries()) {
    if (start < at) return fault(`edits ${cuts[index - 1]?.number} and ${number} overlap`);
    result += source.slice(at, start) + after;
    at = end;
  }
  return { ok: true, source: result + source.slice(at) };
}

function fault(text: string): Edited {
  return { ok: false, fault: text };
}

function quoted(text: string): string {
  return JSON.stringify(text.length <= 120 ? text : `${text.slice(0, 120)}…`);
}
