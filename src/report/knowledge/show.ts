/** `airsmith knowledge show`. Pure: an explanation in, lines out. */

import { canonical, type Explanation } from '../../knowledge/index.js';
import { visible } from '../problem.js';
import { columns, counted, measured, plain } from './words.js';

const RUNS_SHOWN = 20;

export function showText(explained: Explanation): string {
  const { entry, files, record, provenance, history, combinations, decisions } = explained;
  const parts = [
    `${entry.kind} ${entry.id}  ${plain(entry.title, 120)}`,
    ...(files.length > 0
      ? [`in ${files.join('\n   ')}`]
      : explained.shipped?.alone
        ? ['in no file here: it ships with airsmith']
        : ['in no file of its own: evidence embeds it, or a pack holds it']),
    standing(explained),
    seenText(explained),
    shippedText(explained),
    explained.class === undefined ? '' : `the class that holds: ${explained.class}`,
    decisions
      .map(({ kind, why, file }) => `${kind}: ${plain(why, 200)}${file ? `  (${file})` : ''}`)
      .join('\n'),
    record ? `what it is\n${indent(canonical(record))}` : '',
    section(
      `runs (${provenance.length})`,
      provenance
        .slice(-RUNS_SHOWN)
        .map((run) => [
          run.evidence,
          run.at.slice(0, 10),
          run.introduced ? `${run.role}, introduced` : run.role,
          run.proven ? (run.firstAttempt ? 'proven at first' : 'proven') : 'not proven',
          plain(run.spec, 60),
          plain(run.origin, 90),
        ]),
    ),
    section(
      'history',
      history
        .slice(-RUNS_SHOWN)
        .map((step) => [step.at.slice(0, 10), `run ${plain(step.run, 24)}`, measured(step, 1)]),
    ),
    section(
      'together with',
      combinations.map(({ id, title, together, proven }) => [
        id,
        `${together}×, ${proven} proven`,
        plain(title, 70),
      ]),
    ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function standing({ status, tally, confidence, margin }: Explanation): string {
  if (!status || !tally || confidence === undefined || margin === undefined) return '';
  const airflow = [...tally.airflow].map(
    ([version, { proven, failed }]) => `${version} ${proven}/${proven + failed}`,
  );
  const score = measured({ confidence, margin }, tally.subjects);
  return [
    `${status}, first-attempt success ${score} over ${counted(tally.subjects, 'subject')} (${tally.used} told, ${tally.found} found in the component)`,
    `proven in ${counted(tally.proven, 'component')} of ${counted(tally.specs, 'spec')}${airflow.length > 0 ? `; Airflow ${airflow.join(', ')}` : ''}`,
    ...(tally.lastUsed ? [`last carried ${tally.lastUsed.slice(0, 10)}`] : []),
  ].join('\n');
}

function seenText({ seen }: Explanation): string {
  if (seen === undefined) return '';
  const { sources, components, modules } = seen;
  const where = sources.slice(0, 6).map((name) => plain(name, 60));
  const more = sources.length > where.length ? ` and ${sources.length - where.length} more` : '';
  return `read in ${counted(components, 'component')} of ${counted(modules, 'module')}, which proves nothing: ${where.join(', ')}${more}`;
}

function shippedText({ shipped }: Explanation): string {
  if (shipped === undefined) return '';
  const runs = `shipped with airsmith: ${counted(shipped.subjects, 'observation')}`;
  if (!shipped.counts) return `${runs}, silent since enough was observed here`;
  return shipped.alone
    ? `${runs}, and none of it was made here`
    : `${runs}, each of which gives way to one made here`;
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : `${title}\n${columns(rows)}`;
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((row) => `  ${visible(row)}`)
    .join('\n');
}
