/** How the components of a pull request came about, from the evidence on its branch. Pure. */

import type { Evidence } from '../knowledge/index.js';
import { count, dollars } from './figures.js';
import { code, text } from './markdown.js';

const SHOWN = 20;

/** Markdown: of each spec its last run, attempt by attempt. `titleOf` names an item by its id. */
export function whyText(evidence: readonly Evidence[], titleOf: (id: string) => string | undefined): string {
  const last = new Map<string, Evidence>();
  for (const one of evidence) {
    const known = last.get(one.spec.path);
    if (known === undefined || isLater(one, known)) last.set(one.spec.path, one);
  }
  if (last.size === 0)
    return 'no run left evidence on this branch about the specs that this pull request changes.';
  const blocks = [...last.values()].sort((one, other) => (one.spec.path < other.spec.path ? -1 : 1));
  const more = blocks.length > SHOWN ? [`… and ${count(blocks.length - SHOWN, 'spec')} more.`] : [];
  return [...blocks.slice(0, SHOWN).map((one) => blockOf(one, titleOf)), ...more].join('\n\n');
}

function isLater({ run }: Evidence, { run: other }: Evidence): boolean {
  return run.number === other.number ? run.attempt > other.attempt : run.number > other.number;
}

function blockOf(evidence: Evidence, titleOf: (id: string) => string | undefined): string {
  const { spec, outcome, run, choice, attempts, environments } = evidence;
  const spent = attempts.reduce((sum, { micro_dollars }) => sum + micro_dollars, 0);
  const head = `**${code(spec.name, 80)}** · ${outcome.proven ? 'proven' : 'not proven'} · ${count(outcome.attempts, 'attempt')} · ${dollars(spent)} · run ${text(run.id, 24)}`;
  const told = choice.items.map(({ id }) => `*${text(titleOf(id) ?? id, 120)}* (${code(id)})`);
  const lines = attempts.slice(0, SHOWN).map(({ number, model, result, errors }) => {
    const what = errors.map(
      (error) =>
        `${code(error.class, 80)} on ${error.airflow.map((version) => text(version, 20)).join(', ')} (${code(error.id)})${error.fixed ? ', gone afterwards' : ''}`,
    );
    return `- attempt ${number} by ${text(model, 60)}: ${result}${what.length > 0 ? `: ${what.slice(0, 5).join('; ')}` : ''}`;
  });
  const ran = environments.map(
    ({ airflow, state, examples_passed, examples_total }) =>
      `${text(airflow, 20)} ${state}, ${examples_passed} of ${examples_total} examples`,
  );
  return [
    head,
    '',
    told.length > 0 ? `Told the author: ${told.join(', ')}.` : 'The author was told the spec alone.',
    '',
    ...lines,
    ...(ran.length > 0 ? [`- Airflow ${ran.join('; ')}`] : []),
  ].join('\n');
}
