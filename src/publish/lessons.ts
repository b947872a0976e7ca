/** What was learned, and why each component was written as it is. */

import type { LearnedItem, SpecOutcome } from '../flow.js';
import { confidence, count } from './figures.js';
import { code, prose, table, text } from './markdown.js';

const SIGN = { new: '🆕', strengthened: '⬆', weakened: '⬇', known: '·' } as const;

/** Rows that are worth a reader's time: what changed. Evidence is where it comes from, not what is learned. */
export function learnedRows(outcomes: readonly SpecOutcome[]): readonly LearnedItem[] {
  const rank = ({ change }: LearnedItem) => ['new', 'strengthened', 'weakened', 'known'].indexOf(change);
  return outcomes
    .flatMap(({ lesson }) => lesson.items)
    .filter(({ kind, change }) => kind !== 'evidence' && change !== 'known')
    .sort((one, other) => rank(one) - rank(other));
}

/** `3 new, 2 strengthened`. */
export function learnedCount(items: readonly LearnedItem[]): string {
  const of = (change: LearnedItem['change']) => items.filter((item) => item.change === change).length;
  const parts = (['new', 'strengthened', 'weakened'] as const)
    .filter((change) => of(change) > 0)
    .map((change) => `${of(change)} ${change}`);
  return parts.length > 0 ? parts.join(', ') : 'nothing new';
}

export function learnedTable(items: readonly LearnedItem[]): string {
  return table(
    ['what', 'before → after', 'refuse'],
    items.map((item) => [
      `${SIGN[item.change]} ${item.kind} *${text(item.what, 160)}*`,
      `${item.before ? confidence(item.before) : '–'} → ${after(item)}`,
      refusal(item),
    ]),
  );
}

/** A new item has its file in this pull request; one that main holds already is refused by a decision. */
function refusal({ path, change }: LearnedItem): string {
  if (path === undefined) return '';
  if (change === 'new') return `delete ${code(path, 200)}`;
  const hash = /-([0-9a-f]{16})\.json$/.exec(path)?.[1];
  return hash === undefined ? '' : code(`/airsmith reject ${hash} why`);
}

function after(item: LearnedItem): string {
  const value = item.after ? confidence(item.after) : '';
  const note = item.note ? text(item.note, 120) : '';
  if (value && note) return `${value} · ${note}`;
  return value || note || 'known';
}

/** Chosen and passed-over items with their reasons, and what the author decided. Empty where there is nothing to say. */
export function why({ spec, briefing, best }: SpecOutcome): string {
  const chosen = briefing.considered.filter((item) => item.chosen);
  const passed = briefing.considered.filter((item) => !item.chosen);
  const line = (item: (typeof chosen)[number]) =>
    `- *${text(item.title, 120)}* (${text(item.type, 40)}, ${confidence(item)}): ${prose(item.reason, 240)}`;
  const assumptions = best?.assumptions ?? [];
  const note = best?.author.note;
  if (briefing.considered.length === 0 && assumptions.length === 0 && !note) return '';
  return [
    `**${code(spec.name, 80)}** · strategy ${text(briefing.strategy, 80)}`,
    ...(chosen.length > 0 ? ['', 'Told the author:', '', ...chosen.map(line)] : []),
    ...(passed.length > 0 ? ['', 'Passed over:', '', ...passed.slice(0, 5).map(line)] : []),
    ...(passed.length > 5 ? [`- … and ${count(passed.length - 5, 'other')}`] : []),
    ...(assumptions.length > 0 ? ['', 'The spec leaves open, and the author decided:', ''] : []),
    ...assumptions.slice(0, 8).map((assumption) => `- ${prose(assumption, 300)}`),
    ...(note ? ['', `Note: ${text(note, 200)}.`] : []),
  ].join('\n');
}
