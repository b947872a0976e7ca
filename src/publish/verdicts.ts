/** The table: a row for each component, a column for each Airflow. */

import { attemptsMade, type EnvironmentVerdict, type SpecOutcome, unseenBy, writerOf } from '../flow.js';
import { byVersion, dollars } from './figures.js';
import { code, table, text } from './markdown.js';

/** Airflows that any outcome was run on, or should have been; oldest first. */
export function airflowsOf(outcomes: readonly SpecOutcome[]): readonly string[] {
  const named = outcomes.flatMap(({ best }) =>
    (best?.verdict?.environments ?? []).map(({ airflow }) => airflow),
  );
  return [...new Set(named)].sort(byVersion);
}

/** The table's head, and its rows in the order of `outcomes`. */
export function verdictTable(outcomes: readonly SpecOutcome[], airflows: readonly string[]): string {
  const head = ['component', ...airflows, 'attempts', 'cost', 'examples'];
  return table(
    head,
    outcomes.map((outcome) => row(outcome, airflows)),
  );
}

function row(outcome: SpecOutcome, airflows: readonly string[]): readonly string[] {
  const verdicts = outcome.best?.verdict?.environments ?? [];
  const cost = outcome.attempts.reduce((sum, { usage }) => sum + usage.cost, 0);
  return [
    `${outcome.proven ? '✅' : '❌'} ${code(outcome.spec.name, 80)}`,
    ...airflows.map((airflow) => cell(verdicts.filter((verdict) => verdict.airflow === airflow))),
    attemptsOf(outcome),
    dollars(cost),
    examplesOf(outcome),
  ];
}

/** Several Pythons share a column: the worst of them is shown. */
function cell(verdicts: readonly EnvironmentVerdict[]): string {
  if (verdicts.length === 0) return '–';
  if (verdicts.some(({ state }) => state === 'failed')) return '❌';
  if (verdicts.some(({ state }) => state === 'not-run')) return '⚠️ not run';
  return '✅';
}

function attemptsOf(outcome: SpecOutcome): string {
  if (outcome.proven && outcome.best?.number === 0) return '0 · proven again';
  const made = attemptsMade(outcome);
  const by = outcome.best && outcome.best.number > 0 ? [text(writerOf(outcome), 60)] : [];
  const how = [
    ...by,
    ...(made.some(({ author }) => author.replayed) ? ['recorded'] : []),
    ...(outcome.best?.mending ? ['mended'] : []),
  ];
  return [String(made.length), ...how].join(' · ');
}

/** The environment where the fewest passed decides: `2 of 3`; `1 held back` where the author had not seen one of them. */
function examplesOf(outcome: SpecOutcome): string {
  const { spec, best } = outcome;
  if (spec.examples.length === 0) return '⚠️ none';
  const ran = best?.verdict?.environments.filter(({ state }) => state !== 'not-run') ?? [];
  if (ran.length === 0) return `0 of ${spec.examples.length}`;
  const passed = `${Math.min(...ran.map(({ examples }) => examples.passed))} of ${spec.examples.length}`;
  return unseenBy(outcome) === undefined ? passed : `${passed} · 1 held back`;
}
