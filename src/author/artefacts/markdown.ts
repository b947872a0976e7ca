/**
 * Markdown from untrusted text. Paragraphs, lists, emphasis, inline code and fenced code of a spec survive; raw HTML,
 * links, images, headings, tables and everything that could swallow the rest of the page come out as visible text.
 */

import { oneLine } from './text.js';

/** A paragraph or a table cell: one line, emphasis and inline code kept. */
export function inline(text: string): string {
  return escapeStart(spans(oneLine(text)));
}

/** `text` as inline code, whatever backticks it holds. */
export function code(text: string): string {
  const line = oneLine(text);
  if (line === '') return '*empty*';
  const fence = '`'.repeat(longestRun(line, /`+/g) + 1);
  const pad = /^`|`$/.test(line) ? ' ' : '';
  return fence + pad + line + pad + fence;
}

/** A fenced block that nothing in `text` can close. */
export function fenced(language: string, text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text, /`+/g) + 1));
  const body = text.split(/\r\n|[\n\r]/).map((line) => line.replace(HIDDEN, ' ').trimEnd());
  return [fence + language, ...body, fence].join('\n');
}

/** A table of ready Markdown cells; pipes and line ends in them stay inside their cell. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function cell(markdown: string): string {
  // GitHub takes `\|` for a pipe in a cell, inside inline code too; one that is escaped already stays.
  return markdown
    .replace(/\n/g, ' ')
    .replace(/\\*\|/g, (pipe) => (pipe.length % 2 === 0 ? pipe : `\\${pipe}`));
}

/** A description of many paragraphs, made safe line by line. */
export function prose(text: string): string {
  const out: string[] = [];
  let block: { mark: string; language: string; lines: string[] } | undefined;
  for (const raw of text.trimEnd().split(/\r\n|[\n\r]/)) {
    const fence = /^ {0,3}(`{3,}|~{3,})[ \t]*([\w+-]*)/.exec(raw);
    if (block === undefined && fence !== null && !/^ {0,3}(`+)(?!`)[^`]*`/.test(raw)) {
      block = { mark: fence[1] ?? '```', language: fence[2] ?? '', lines: [] };
    } else if (block === undefined) {
      out.push(proseLine(raw));
    } else if (closes(raw, block.mark)) {
      out.push(fenced(block.language, block.lines.join('\n')));
      block = undefined;
    } else {
      block.lines.push(raw);
    }
  }
  if (block !== undefined) out.push(fenced(block.language, block.lines.join('\n')));
  return out
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{DI}]+/gu;

function closes(line: string, mark: string): boolean {
  const trimmed = line.trim();
  return trimmed.length >= mark.length && trimmed === (mark[0] ?? '').repeat(trimmed.length);
}

/** One line of prose: its indent and list marker stay, so that nested lists do. */
function proseLine(raw: string): string {
  const [, indent = '', marker = '', rest = ''] =
    /^([ \t]*)((?:[-*+]|\d{1,9}[.)])[ \t]+)?(.*)$/.exec(raw.replace(HIDDEN_BUT_TAB, ' ')) ?? [];
  const text = escapeStart(spans(rest.trimEnd()));
  if (text === '') return marker.trim() === '' ? '' : `${clip(indent)}\\${marker.trim()}`;
  return clip(indent) + marker.replaceAll('\t', ' ') + text;
}

const HIDDEN_BUT_TAB = /[^\P{C}\t]|[\p{Zl}\p{Zp}\p{DI}]/gu;

/** Deep indents would make code blocks of paragraphs; list items nest within twelve columns. */
function clip(indent: string): string {
  return ' '.repeat(Math.min(12, indent.replaceAll('\t', '    ').length));
}

/** Keeps inline code that opens and closes on this line, and escapes what is outside of it. */
function spans(line: string): string {
  return line
    .split(/((?<!`)(`+)(?!`)(?:.*?[^`])\2(?!`))/)
    .map((part, index) => {
      if (index % 3 === 2) return '';
      return index % 3 === 1 ? part : escapeText(part);
    })
    .join('');
}

function escapeText(text: string): string {
  return text
    .replace(/[\\`[\]|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/(^|[^\p{L}\p{N}])(_+)|(_+)(?=[^\p{L}\p{N}]|$)/gu, (run) => run.replaceAll('_', '\\_'));
}

/**
 * A line must not start a heading, a rule, a container, a list where there is none, an underline of the line before it,
 * or the `:-:` that makes a table of its neighbours: a table would end inline code at a pipe.
 */
function escapeStart(text: string): string {
  return text.replace(/^(#{1,6}(?=\s|$)|=+\s*$|[:-][\s:-]*$|\*[\s*]*$|[-+*](?=\s)|:{3}|!{3})/, '\\$1');
}

function longestRun(text: string, runs: RegExp): number {
  return Math.max(0, ...(text.match(runs) ?? []).map((run) => run.length));
}
