/** The seam between the bench and what mends: a failed draft in, what became of it out. */

import type { Draft, Edit, Finding, Spec, Verdict } from '../../src/flow.js';
import { furthest } from '../../src/repair/index.js';
import { componentOf, type Workshop } from './workshop.js';

export interface Mended {
  readonly source: string;
  readonly verdict: Verdict;
  /** How often it was executed. */
  readonly executions: number;
}

const MOST_ROUNDS = 4;

/** Applies the edits that findings bring, as long as the draft comes further by them. */
export async function mended(
  draft: Draft,
  spec: Spec,
  verdict: Verdict,
  workshop: Workshop,
): Promise<Mended> {
  let best: Mended = { source: componentOf(draft), verdict, executions: 0 };
  for (let round = 0; round < MOST_ROUNDS && !best.verdict.proven; round += 1) {
    const source = edited(best.source, best.verdict);
    if (source === best.source) break;
    const next = await workshop.prove(workshop.draft(spec, source), spec);
    const executions = best.executions + 1;
    if (!furtherThan(next, best.verdict)) return { ...best, executions };
    best = { source, verdict: next, executions };
  }
  return best;
}

function furtherThan(next: Verdict, before: Verdict): boolean {
  const attempt = (number: number, verdict: Verdict) => ({
    number,
    verdict,
    author: { model: '', promptFingerprint: '', replayed: false },
    usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, cost: 0 },
    ms: 0,
  });
  return furthest([attempt(2, next), attempt(1, before)])?.number === 2;
}

function edited(source: string, { environments }: Verdict): string {
  const groups = new Map<string, readonly Edit[]>();
  for (const { edit } of environments.flatMap(({ findings }) => findings as readonly Finding[]))
    if (edit !== undefined) groups.set(JSON.stringify(edit), edit);
  const lines = source.split('\n');
  const starts = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  const at = ({ line, column }: Edit['start']) => (starts[line - 1] ?? 0) + column - 1;
  const taken: { start: number; end: number; text: string }[] = [];
  for (const group of groups.values()) {
    const places = group.map(({ start, end, text }) => ({ start: at(start), end: at(end), text }));
    const free = places.every(({ start, end }) => taken.every((one) => end <= one.start || one.end <= start));
    if (free) taken.push(...places);
  }
  return taken
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), source);
}
