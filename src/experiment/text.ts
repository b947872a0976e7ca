/** Reports of experiments for a terminal. Pure: a report in, lines out. */

import type { CurveReport } from '../generated/curve-file.js';
import type { ExperimentReport } from '../generated/experiment-file.js';
import { columns, plain } from '../report/knowledge/words.js';

const PLUMBING = 'plumbing only: a double answered, so no figure here says anything about a model';

/** The table of arms, each against `none`, and what may be concluded. */
export function experimentText(report: ExperimentReport): string {
  const { how, arms, comparisons, missing } = report;
  const models = plain(how.models.join(', ')) || 'nobody';
  const blocks = [
    [
      `${how.specs} specs in ${how.families} families, ${how.samples} of each; ${how.answers}, by ${models}; prompt ${how.prompt}`,
      ...(missing > 0 ? [`${missing} cells are missing: run the same command again`] : []),
      ...(report.plumbing_only ? [PLUMBING] : []),
    ].join('\n'),
    columns([
      ['arm', 'right at first', 'in the end', 'attempts', 'tokens', 'cost', 'told', 'fell short'],
      ...arms.map((arm) => [
        arm.arm,
        shareText(arm.first),
        shareText(arm.proven),
        number(arm.attempts_to_proof, 2),
        number(arm.tokens, 0),
        arm.cost_usd === null ? 'replayed' : `$${arm.cost_usd.toFixed(4)}`,
        number(arm.told, 1),
        Object.entries(arm.failed)
          .map(([where, count]) => `${where} ${count}`)
          .join(', ') || '–',
      ]),
    ]),
    ...(comparisons.length > 0 ? [`against none\n${columns(comparisonRows(comparisons))}`] : []),
    ...comparisons
      .filter(({ harmed }) => harmed.length > 0)
      .map(({ arm, harmed }) => {
        const specs = harmed.map(
          ({ spec, right, before, of }) => `${spec} (${right} of ${of}, was ${before})`,
        );
        return `harmed by ${arm}: ${specs.join(', ')}`;
      }),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function comparisonRows(comparisons: ExperimentReport['comparisons']): readonly (readonly string[])[] {
  return [
    ['arm', 'difference', '95% by family', 'p', 'pairs', 'helped', 'hurt', 'verdict'],
    ...comparisons.map((one) => [
      one.arm,
      one.difference === null ? '–' : signed(one.difference),
      one.interval === null ? '–' : `${signed(one.interval.low)} to ${signed(one.interval.high)}`,
      one.p.toFixed(3),
      `${one.pairs}`,
      `${one.helped}`,
      `${one.hurt}`,
      `${one.verdict}: ${one.because}`,
    ]),
  ];
}

/** A line for each position, and the second half against the first. */
export function curveText(report: CurveReport): string {
  const { positions, early, late, difference, interval, missing } = report;
  const range = interval === null ? 'no interval' : `${signed(interval.low)} to ${signed(interval.high)}`;
  const blocks = [
    [
      `${report.specs} specs in ${report.orders} orders; ${report.answers}, by ${plain(report.models.join(', ')) || 'nobody'}`,
      ...(missing > 0 ? [`${missing} cells are missing: run the same command again`] : []),
      ...(report.plumbing_only ? [PLUMBING] : []),
    ].join('\n'),
    columns([
      ['position', 'right at first', 'attempts', 'tokens', 'cost'],
      ...positions.map((one) => [
        `${one.position}`,
        shareText(one),
        number(one.attempts, 2),
        number(one.tokens, 0),
        `$${one.cost_usd.toFixed(4)}`,
      ]),
    ]),
    `first half ${number(early, 2)}, second half ${number(late, 2)}: ${difference === null ? '–' : signed(difference)} (${range})  ${report.verdict}: ${report.because}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

type Share = ExperimentReport['arms'][number]['first'];

function shareText({ count, of, share, low, high }: Share): string {
  if (share === null) return '–';
  return `${count}/${of}  ${share.toFixed(2)} [${low.toFixed(2)}–${high.toFixed(2)}]`;
}

function number(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits);
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
