/** How figures of the learning store read on a terminal. */

import type { Confidence } from '../../knowledge/index.js';
import { showConfidence } from '../../knowledge/index.js';
import { visible } from '../problem.js';

/** Columns as wide as their widest cell, two blanks between; no blanks at the end of a line. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  return rows
    .map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}

/** `0.82 ± 0.07`; nothing was measured where nobody carried the item. */
export function measured(confidence: Confidence, subjects: number): string {
  return subjects === 0 ? 'not measured' : showConfidence(confidence);
}

/** Micro-dollars. */
export function dollars(micro: number): string {
  return `$${(micro / 1e6).toFixed(micro > 0 && micro < 10_000 ? 4 : 2)}`;
}

/** One line of somebody else’s text, cut to `limit`. */
export function plain(text: string, limit = 80): string {
  const line = visible(text.replace(/\s+/g, ' ').trim());
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}

export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
