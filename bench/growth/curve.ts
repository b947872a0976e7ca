/** The curve of the experiment in blocks, for JSON and for the docs. */

import { readFileSync, writeFileSync } from 'node:fs';
import type { Figures } from './arm.js';

export interface Pair {
  readonly empty: Figures;
  readonly growing: Figures;
}

export interface Block {
  readonly drafts: string;
  readonly empty: Means;
  readonly growing: Means;
}

interface Means {
  readonly attempts: number;
  readonly calls: number;
  readonly executions: number;
  readonly first_attempt: number;
  readonly proven: number;
}

const BLOCK = 20;
const PAGE = 'docs/learning.md';
const BEGIN = '<!-- growth: written by `npm run bench -- growth --docs` -->';
const END = '<!-- /growth -->';

export function curveOf(pairs: readonly Pair[]): readonly Block[] {
  return Array.from({ length: Math.ceil(pairs.length / BLOCK) }, (_, index) => {
    const some = pairs.slice(index * BLOCK, (index + 1) * BLOCK);
    return {
      drafts: `${index * BLOCK + 1}-${index * BLOCK + some.length}`,
      empty: meansOf(some.map(({ empty }) => empty)),
      growing: meansOf(some.map(({ growing }) => growing)),
    };
  });
}

function meansOf(some: readonly Figures[]): Means {
  const mean = (value: (one: Figures) => number) =>
    Number((some.reduce((sum, one) => sum + value(one), 0) / some.length).toFixed(2));
  return {
    attempts: mean(({ attempts }) => attempts),
    calls: mean(({ calls }) => calls),
    executions: mean(({ executions }) => executions),
    first_attempt: mean(({ firstAttempt }) => Number(firstAttempt)),
    proven: mean(({ proven }) => Number(proven)),
  };
}

/** Puts the curve between its marks in the docs. Throws where they are not there. */
export function writeCurve(blocks: readonly Block[]): void {
  const text = readFileSync(PAGE, 'utf8');
  const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`${PAGE} has no place for the curve`);
  writeFileSync(PAGE, `${text.slice(0, start)}${BEGIN}\n${tableOf(blocks)}\n${text.slice(end)}`);
}

function tableOf(blocks: readonly Block[]): string {
  const shown = ['calls', 'executions', 'first_attempt'] as const;
  return [
    '| drafts | model calls, empty store | growing store | runs to mend, empty | growing | right at first, empty | growing |',
    '|---|---|---|---|---|---|---|',
    ...blocks.map(({ drafts, empty, growing }) => {
      const cells = shown.flatMap((figure) => [empty[figure].toFixed(2), growing[figure].toFixed(2)]);
      return `| ${[drafts, ...cells].join(' | ')} |`;
    }),
  ].join('\n');
}
