/** `airsmith knowledge diff --markdown`: what a pull request teaches, for a comment. Pure. */

import type { Taught, TaughtItem } from '../knowledge/index.js';
import { confidence, count, dollars } from './figures.js';
import { code, details, table, text } from './markdown.js';

const SIGN = { new: '🆕', strengthened: '⬆', weakened: '⬇', seen: '·', rejected: '✖', gone: '➖' } as const;
const SHOWN = 200;

/** Markdown in which everything that others wrote can only be read. */
export function taughtMarkdown(found: Taught): string {
  const { items, runs, decisions, lost, before, after } = found;
  const head = `### What this teaches: ${headOf(found)}`;
  const spent = runs.reduce((sum, run) => sum + run.microDollars, 0);
  const parts = [
    head,
    ...(runs.length > 0
      ? [
          `${count(runs.length, 'run')}, ${runs.filter(({ proven }) => proven).length} proven, ${dollars(spent)}. First-attempt success ${before.subjects > 0 ? confidence(before.success) : '–'} → ${confidence(after.success)}.`,
        ]
      : []),
    ...(items.length > 0 ? [itemsTable(items)] : []),
    ...(decisions.length > 0
      ? [decisions.map((one) => `- ${text(one.schema.replace('/1', ''))}: ${text(one.why, 300)}`).join('\n')]
      : []),
    ...(lost.length > 0
      ? [
          `**Gone from the base**, which only \`expunge\` and \`pack\` may do:\n\n${lost.map((path) => `- ${code(path)}`).join('\n')}`,
        ]
      : []),
    ...(runs.length > 0 ? [details('Evidence', runs.slice(0, SHOWN).map(runLine).join('\n'))] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

function headOf({ items, decisions }: Taught): string {
  const of = (change: TaughtItem['change']) => items.filter((item) => item.change === change).length;
  const parts = (['new', 'strengthened', 'weakened', 'rejected'] as const)
    .filter((change) => of(change) > 0)
    .map((change) => `${of(change)} ${change}`);
  if (decisions.length > 0) parts.push(count(decisions.length, 'decision'));
  return parts.length > 0 ? parts.join(', ') : 'nothing new';
}

function itemsTable(items: readonly TaughtItem[]): string {
  const rows = items
    .slice(0, SHOWN)
    .map((item) => [
      `${SIGN[item.change]} ${item.kind} *${text(item.title, 160)}*`,
      scoreOf(item),
      item.file && item.change === 'new' ? `delete ${code(item.file, 200)}` : code(item.id),
    ]);
  const more = items.length > SHOWN ? `\n\n… and ${items.length - SHOWN} more.` : '';
  return table(['what', 'before → after', 'refuse'], rows) + more;
}

function scoreOf({ kind, before, after, subjects }: TaughtItem): string {
  if (kind !== 'pattern' && kind !== 'fix') return count(subjects, 'time');
  return `${before ? confidence(before) : '–'} → ${after ? `${confidence(after)} · ${after.status}` : '–'}`;
}

function runLine(run: Taught['runs'][number]): string {
  return `- ${code(run.id)} run ${text(run.run, 40)} of ${code(run.spec, 100)}: ${run.proven ? 'proven' : 'not proven'}, ${count(run.attempts, 'attempt')}, ${text(run.origin, 120)}`;
}
