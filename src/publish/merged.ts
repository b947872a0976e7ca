/** What became of components when they were merged, for people. Pure. */

import { count } from './figures.js';
import { code, table } from './markdown.js';

export interface Merged {
  readonly name: string;
  readonly spec: string;
  /** Hash of the record that holds what airsmith proposed. */
  readonly record: string;
  readonly state: 'unchanged' | 'changed' | 'gone';
  /** Paths whose bytes people changed, and those that they took away. */
  readonly changed: readonly string[];
  readonly gone: readonly string[];
}

const SHOWN = 500;

export function mergedSummary(merged: readonly Merged[]): string {
  const unchanged = merged.filter(({ state }) => state === 'unchanged').length;
  const rows = merged
    .slice(0, SHOWN)
    .map(({ name, state, changed, gone }) => [
      code(name, 80),
      state,
      [...changed.map((path) => code(path, 200)), ...gone.map((path) => `${code(path, 200)} gone`)].join(
        ', ',
      ),
    ]);
  return `### airsmith · ${unchanged} of ${count(merged.length, 'component')} merged unchanged\n\n${table(['component', 'merged', 'what people changed'], rows)}\n`;
}
