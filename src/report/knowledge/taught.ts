/** `airsmith knowledge diff` on a terminal. Pure: what was taught in, lines out. */

import { showConfidence, type Taught, type TaughtItem } from '../../knowledge/index.js';
import { columns, counted, dollars, measured, plain } from './words.js';

const SIGNS = { new: '+', strengthened: '↑', weakened: '↓', seen: '·', rejected: '✕', gone: '-' } as const;

export function taughtText(found: Taught): string {
  const { items, runs, decisions, lost, before, after } = found;
  if (items.length + runs.length + decisions.length + lost.length === 0)
    return 'nothing is learned or refused\n';
  const spent = runs.reduce((sum, run) => sum + run.microDollars, 0);
  const parts = [
    `${counted(runs.length, 'run')} of evidence, ${runs.filter(({ proven }) => proven).length} proven, ${dollars(spent)}`,
    `first-attempt success ${measured(before.success, before.subjects)} → ${measured(after.success, after.subjects)} over ${before.subjects} → ${counted(after.subjects, 'spec')}`,
    columns(items.map(row)),
    decisions
      .map((one) => `${one.schema.replace('/1', '')} ${aboutOf(one)}: ${plain(one.why, 120)}`)
      .join('\n'),
    lost.length > 0
      ? `gone, which only expunge and pack may do:\n${lost.map((path) => `  ${path}`).join('\n')}`
      : '',
  ];
  return `${parts.filter((part) => part.trim() !== '').join('\n\n')}\n`;
}

function row(item: TaughtItem): readonly string[] {
  const { before, after, change, kind, id, title, subjects } = item;
  const score =
    kind === 'pattern' || kind === 'fix'
      ? `${before ? showConfidence(before) : '–'} → ${after ? `${showConfidence(after)} ${after.status}` : '–'}`
      : counted(subjects, 'time');
  return [SIGNS[change], kind, id, score, plain(title, 70)];
}

function aboutOf(decision: Taught['decisions'][number]): string {
  switch (decision.schema) {
    case 'rejection/1':
      return `of item ${decision.item}`;
    case 'retraction/1':
      return `of evidence ${decision.evidence}`;
    case 'relabel/1':
      return `of ${decision.error} to ${decision.class}`;
    case 'tombstone/1':
      return `of ${decision.record}`;
  }
}
