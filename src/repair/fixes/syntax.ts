/** Mistakes that CPython names exactly while it compiles. The source has no tree then, so these work on its lines. */

import type { Edit } from '../../flow.js';
import { parseTree, tokensOf } from '../../python/index.js';
import type { Fix } from './fix.js';
import { textFix } from './site.js';

function linesOf(source: string): readonly string[] {
  return source.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
}

function lineEdit(line: number, from: number, to: number, text: string): Edit {
  return { start: { line, column: from + 1 }, end: { line, column: to + 1 }, text };
}

export const COLON: Fix = textFix(
  {
    id: 'colon',
    classes: ['syntax.invalid'],
    title: 'End the head of a block with a colon',
    prompt: 'End each `def`, `class`, `if`, `for`, `while`, `try` and `with` with a colon.',
  },
  ({ message, position }, { source }) => {
    const line = linesOf(source)[(position?.line ?? 0) - 1];
    if (position === undefined || line === undefined || !/expected ':'/.test(message)) return undefined;
    const code = line.slice(0, codeEnd(line)).trimEnd();
    return /[\w)\]"']$/.test(code) ? [lineEdit(position.line, code.length, code.length, ':')] : undefined;
  },
);

/** Where the comment of a line begins. */
function codeEnd(line: string): number {
  return tokensOf(line).find(({ type }) => type === 'comment')?.start ?? line.length;
}

export const EQUALITY: Fix = textFix(
  {
    id: 'equality',
    classes: ['syntax.invalid'],
    title: 'Compare with `==`',
    prompt: 'Compare with `==`; `=` assigns.',
  },
  ({ message, position }, { source }) => {
    const line = linesOf(source)[(position?.line ?? 0) - 1];
    if (position === undefined || line === undefined || !/Maybe you meant '=='/.test(message))
      return undefined;
    if (!/^\s*(if|elif|while)\b/.test(line)) return undefined;
    const single = [...line.matchAll(/(?<![=!<>:])=(?!=)/g)].filter(({ index }) => !insideText(line, index));
    const [one] = single;
    return single.length === 1 && one ? [lineEdit(position.line, one.index, one.index + 1, '==')] : undefined;
  },
);

function insideText(line: string, at: number): boolean {
  return tokensOf(line).some(({ start, end }) => start <= at && at < end);
}

export const PRINT_STATEMENT: Fix = textFix(
  {
    id: 'print-statement',
    classes: ['syntax.invalid'],
    title: 'Write to the log instead of with the `print` of Python 2',
    prompt: 'Write `self.log.info("…", value)`.',
  },
  ({ message, position }, { source }) => {
    const line = linesOf(source)[(position?.line ?? 0) - 1];
    if (
      position === undefined ||
      line === undefined ||
      !/Missing parentheses in call to 'print'/.test(message)
    )
      return undefined;
    const [, indent = '', value = ''] =
      /^(\s*)print\s+(.*)$/.exec(line.slice(0, codeEnd(line)).trimEnd()) ?? [];
    if (value === '' || /^>>|[\\,]$/.test(value)) return undefined;
    return [
      lineEdit(
        position.line,
        indent.length,
        indent.length + line.slice(indent.length, codeEnd(line)).trimEnd().length,
        `print(${value})`,
      ),
    ];
  },
);

export const ASYNC_METHOD: Fix = textFix(
  {
    id: 'async-method',
    classes: ['syntax.invalid', 'async.loop', 'trigger.run'],
    title: 'Make a method that awaits a coroutine',
    prompt: 'Only an `async def` may await.',
  },
  ({ message, position }, { source }) => {
    if (position === undefined || !/outside (of )?async(hronous)? function/.test(message)) return undefined;
    const lines = linesOf(source);
    const depth = (line: string) => line.search(/\S|$/);
    let limit = depth(lines[position.line - 1] ?? '');
    for (let row = position.line - 2; row >= 0 && limit > 0; row -= 1) {
      const line = lines[row] ?? '';
      if (line.trim() === '' || depth(line) >= limit) continue;
      limit = depth(line);
      if (!/^\s*def\s/.test(line)) continue;
      // Others are called by Airflow or by code that does not wait for them.
      return /^\s*def\s+run\s*\(/.test(line) ? [lineEdit(row + 1, limit, limit, 'async ')] : undefined;
    }
    return undefined;
  },
);

export const DEFAULT_ORDER: Fix = textFix(
  {
    id: 'default-order',
    classes: ['syntax.parameter-order'],
    title: 'Take the inputs by name, so that their order does not matter',
    prompt: 'Put `*` behind `self`, so that every input is given by name.',
  },
  ({ position }, { source, spec }) => {
    if (position === undefined || spec.kind === 'hook') return undefined;
    const lines = linesOf(source);
    for (let row = position.line - 1; row >= Math.max(0, position.line - 60); row -= 1) {
      const found = /^(\s*def\s+__init__\s*\(\s*)(.*)$/.exec(lines[row] ?? '');
      if (found === null) continue;
      return starred(lines, row);
    }
    return undefined;
  },
);

/** `*` behind `self`, on a line of its own where `self` has one. An older `*` or `*args` would be a second one. */
function starred(lines: readonly string[], row: number): readonly Edit[] | undefined {
  const head = lines.slice(row, row + 60).join('\n');
  const signature = head.slice(0, head.search(/\)\s*(->[^:]+)?:\s*(#.*)?(\n|$)/));
  if (/[(,]\s*\*(?!\*)/.test(signature) || /,\s*\/\s*,/.test(signature)) return undefined;
  for (let at = row; at < Math.min(lines.length, row + 5); at += 1) {
    const line = lines[at] ?? '';
    const found = /(^\s*|\(\s*)self\s*,/.exec(line);
    if (found === null) continue;
    const end = found.index + found[0].length;
    const own = /^\s*self\s*,\s*(#.*)?$/.test(line);
    const text = own ? `\n${/^\s*/.exec(line)?.[0] ?? ''}*,` : ' *,';
    return own ? [lineEdit(at + 1, line.length, line.length, text)] : [lineEdit(at + 1, end, end, text)];
  }
  return undefined;
}

export const TABS: Fix = textFix(
  {
    id: 'tabs',
    classes: ['syntax.indentation'],
    title: 'Indent with spaces',
    prompt: 'Indent every block by four spaces, never with tabs.',
  },
  ({ exception, message }, { source }) => {
    if (!/TabError|inconsistent use of tabs/.test(`${exception} ${message}`)) return undefined;
    const lines = linesOf(source);
    const inText = textLines(source);
    const trees = [4, 8].map((width) =>
      lines.map((line, row) => (inText.has(row) ? line : spaced(line, width))),
    );
    const fitting = trees.filter((text) => parseTree(text.join('\n')).ok);
    // Where both widths make sense they may mean two things.
    const [one, other] = fitting;
    if (one === undefined || (other && shape(one) !== shape(other))) return undefined;
    return one.flatMap((line, row) =>
      line === lines[row] ? [] : [lineEdit(row + 1, 0, (lines[row] ?? '').length, line)],
    );
  },
);

function shape(lines: readonly string[]): string {
  const parsed = parseTree(lines.join('\n'));
  return parsed.ok
    ? JSON.stringify(parsed.tree, (key, value) =>
        /lineno|col_offset/.test(key) ? undefined : typeof value === 'bigint' ? String(value) : value,
      )
    : '';
}

function spaced(line: string, width: number): string {
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  let column = 0;
  for (const blank of indent) column = blank === '\t' ? column + width - (column % width) : column + 1;
  return indent.includes('\t') ? ' '.repeat(column) + line.slice(indent.length) : line;
}

/** Lines that begin inside a text, whose blanks belong to it. */
function textLines(source: string): ReadonlySet<number> {
  const text = source.replace(/^\ufeff/, '');
  const rows = new Set<number>();
  const rowOf = (at: number) => text.slice(0, at).split(/\r\n|\r|\n/).length - 1;
  for (const { type, start, end } of tokensOf(text)) {
    if (type === 'text') for (let row = rowOf(start) + 1; row <= rowOf(end); row += 1) rows.add(row);
  }
  return rows;
}

export const INDENTATION: Fix = textFix(
  {
    id: 'indentation',
    classes: ['syntax.indentation'],
    title: 'Indent a line like its neighbours',
    prompt: 'Indent every block by four spaces.',
  },
  ({ message, position }, { source }) => {
    const lines = linesOf(source);
    const row = (position?.line ?? 0) - 1;
    const line = lines[row];
    if (line === undefined || !/unindent does not match|unexpected indent/.test(message)) return undefined;
    const own = line.search(/\S|$/);
    const above = lines
      .slice(0, row)
      .filter((one) => one.trim() !== '' && !/^\s*#/.test(one))
      .map((one) => one.search(/\S/));
    const open = openDepths(above);
    const near = open.filter((depth) => Math.abs(depth - own) <= 2 && depth !== own);
    const wanted = /unexpected/.test(message) ? above.at(-1) : near.length === 1 ? near[0] : undefined;
    if (wanted === undefined) return undefined;
    // The line alone, or with all that is indented as it is or more.
    for (const last of [row, lastOfBlock(lines, row, own)]) {
      const edits = shifted(lines, row, last, wanted - own);
      if (parsesWith(edits, lines)) return edits;
    }
    return undefined;
  },
);

function shifted(lines: readonly string[], first: number, last: number, by: number): readonly Edit[] {
  return lines.slice(first, last + 1).flatMap((text, index) => {
    const depth = text.search(/\S|$/);
    return text.trim() === '' ? [] : [lineEdit(first + index + 1, 0, depth, ' '.repeat(depth + by))];
  });
}

/** Depths of the blocks that are open behind lines of these depths. */
function openDepths(depths: readonly number[]): readonly number[] {
  const open: number[] = [];
  for (const depth of depths) {
    while ((open.at(-1) ?? -1) > depth) open.pop();
    if (open.at(-1) !== depth) open.push(depth);
  }
  return open;
}

/** The lines behind `row` that are indented at least as it is, which move with it. */
function lastOfBlock(lines: readonly string[], row: number, own: number): number {
  let last = row;
  for (let at = row + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    if (line.search(/\S/) < own) break;
    last = at;
  }
  return last;
}

function parsesWith(edits: readonly Edit[], lines: readonly string[]): boolean {
  const text = [...lines];
  for (const { start, end, text: indent } of edits)
    text[start.line - 1] = indent + (lines[start.line - 1] ?? '').slice(end.column - 1);
  return parseTree(text.join('\n')).ok;
}
