/** `airsmith knowledge stats`. Pure: figures in, lines out. */

import type { Metrics, StoreFigures } from '../../knowledge/index.js';
import { columns, counted, dollars, measured, plain } from './words.js';

const SHOWN = 10;

export function statsText(figures: StoreFigures, folder: string): string {
  const { overall, categories } = figures.metrics;
  const blocks = [
    `${folder}/  ${counted(figures.files, 'file')}, ${counted(figures.evidence, 'run')} of evidence, ${counted(figures.components, 'component')}`,
    block(
      'items',
      ['type', 'total', 'active', 'quarantined', 'observed', 'retired', 'rejected'],
      itemRows(figures),
    ),
    block(
      'by category',
      ['category', 'specs', 'proven', 'first attempt', 'mended', 'attempts', 'errors', 'cost'],
      [
        ...Object.entries(categories).map(([name, metrics]) => metricsRow(name, metrics)),
        metricsRow('all', overall),
      ],
    ),
    block(
      'errors',
      ['id', 'class', 'met', 'fixed', 'message'],
      figures.errors
        .slice(0, SHOWN)
        .map((error) => [
          error.id,
          error.class,
          `${error.subjects}`,
          `${error.fixed}`,
          plain(error.pattern, 60),
        ]),
    ),
    block(
      'fixes',
      ['id', 'helps', 'what'],
      figures.fixes.slice(0, SHOWN).map((fix) => [fix.id, measured(fix, fix.tried), plain(fix.title, 60)]),
    ),
    block(
      'libraries',
      ['name', 'proven on', 'failed on'],
      figures.libraries.map(({ name, proven, failed }) => [
        name,
        proven.join(' ') || '–',
        failed.join(' ') || '–',
      ]),
    ),
    figures.shipped.evidence > 0
      ? `shipped with airsmith, and not counted above: ${counted(figures.shipped.items, 'item')} that nothing here defines, ${counted(figures.shipped.evidence, 'run')} of evidence`
      : '',
    ...(figures.problems > 0
      ? [`${counted(figures.problems, 'record')} cannot be read: airsmith knowledge check says which`]
      : []),
  ];
  return `${blocks.filter((part) => part !== '').join('\n\n')}\n`;
}

function block(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : `${title}\n${columns([head, ...rows])}`;
}

function itemRows({ items }: StoreFigures): readonly (readonly string[])[] {
  return items.map(({ type, total, status }) => [
    type,
    `${total}`,
    ...[status.active, status.quarantined, status.observed, status.retired, status.rejected].map(String),
  ]);
}

function metricsRow(name: string, metrics: Metrics): readonly string[] {
  const { subjects, proven, mended, success, attempts, errors, microDollars } = metrics;
  return [
    name,
    `${subjects}`,
    `${proven}`,
    measured(success, subjects),
    `${mended}`,
    `${attempts}`,
    `${errors}`,
    dollars(microDollars),
  ];
}
