/** What a person has to do: for each unproven spec where, what, and which way out. */

import type { Finding, Json, Position, Problem, SpecOutcome } from '../flow.js';
import { byVersion, count } from './figures.js';
import { code, details, fence, prose, text } from './markdown.js';

/** Three say what is wrong; more only say that much is. */
const SHOWN = 3;

/** The same finding of several environments, said once. */
interface Shortfall {
  readonly finding: Finding;
  readonly airflows: readonly string[];
}

/** One block of Markdown for a spec that is not proven. */
export function needsYou(outcome: SpecOutcome): string {
  const { spec, best, attempts } = outcome;
  const shortfalls = shortfallsOf(outcome);
  const problem = best?.problem ?? attempts.at(-1)?.problem;
  const position = placeOf(outcome, shortfalls[0]?.finding, problem);
  const head = `**Needs you: ${code(spec.name, 80)}** · ${place(position)}`;
  const blocks = shortfalls.slice(0, SHOWN).map(describe);
  if (shortfalls.length > SHOWN) blocks.push(`… and ${count(shortfalls.length - SHOWN, 'finding')} more.`);
  blocks.push(...notRun(outcome));
  if (problem) blocks.push(describeProblem(problem));
  if (blocks.length === 0) blocks.push('No attempt gave a component that could be run.');
  return [head, ...blocks].join('\n\n');
}

/** A mistake in a spec file or in the settings, with its place, its line and its way out. */
export function describeMistake(problem: Problem): string {
  const where = problem.position ? `${place(problem.position)} · ` : '';
  const head = `- ${where}**${code(problem.code)}** ${describeProblem(problem)}`;
  if (!problem.excerpt) return head;
  const block = fence(`${problem.position?.line ?? ''} | ${problem.excerpt}`, '', 400, 3);
  return `${head}\n\n${indent(block)}`;
}

function describe({ finding, airflows }: Shortfall): string {
  const where =
    airflows.length > 0 ? ` on Airflow ${airflows.map((version) => text(version)).join(', ')}` : '';
  const example = finding.example
    ? `The example “${text(finding.example, 120)}” does not hold${where}: `
    : '';
  const line = `${example || `${tierOf(finding)}${where}: `}${stopped(prose(finding.message))}`;
  const remedy = finding.remedy ? `\n${stopped(prose(finding.remedy))}` : wayOut(finding);
  return [`${line}${remedy}`, ...values(finding), ...traceback(finding)].join('\n\n');
}

function wayOut(finding: Finding): string {
  return finding.example
    ? '\nSay in the spec which is right, the example or what was found; a push starts the next run.'
    : '';
}

function tierOf(finding: Finding): string {
  return `${code(finding.code)} ${text(finding.tier)} fails`;
}

function values({ expected, actual }: Finding): readonly string[] {
  if (expected === undefined && actual === undefined) return [];
  return [fence(`expected  ${json(expected)}\nactual    ${json(actual)}`, '', 1_200, 20)];
}

function traceback({ traceback: trace }: Finding): readonly string[] {
  return trace ? [details('traceback', fence(trace, 'text', 2_500, 30))] : [];
}

function notRun({ best }: SpecOutcome): readonly string[] {
  return (best?.verdict?.environments ?? [])
    .filter(({ state }) => state === 'not-run')
    .map((verdict) => {
      const why = verdict.problem ? `: ${describeProblem(verdict.problem)}` : '.';
      return `Airflow ${text(verdict.airflow)} on Python ${text(verdict.python)} was not run${why}`;
    });
}

function describeProblem(problem: Problem): string {
  const cause = problem.cause ? ` ${stopped(prose(problem.cause))}` : '';
  return `${stopped(prose(problem.message))}${cause} ${stopped(prose(problem.remedy))}`;
}

function shortfallsOf({ best }: SpecOutcome): readonly Shortfall[] {
  const grouped = new Map<string, { finding: Finding; airflows: Set<string> }>();
  for (const verdict of best?.verdict?.environments ?? []) {
    for (const finding of verdict.findings) {
      if (finding.severity !== 'error') continue;
      const key = JSON.stringify([finding.code, finding.message, finding.example, finding.expectation]);
      const group = grouped.get(key) ?? { finding, airflows: new Set<string>() };
      group.airflows.add(verdict.airflow);
      grouped.set(key, group);
    }
  }
  return [...grouped.values()].map(({ finding, airflows }) => ({
    finding,
    airflows: [...airflows].sort(byVersion),
  }));
}

/** In the spec, where the reader can act: the example's line, else the finding's own, else the name. */
function placeOf(
  { spec }: SpecOutcome,
  finding: Finding | undefined,
  problem: Problem | undefined,
): Position {
  const index = spec.examples.findIndex(({ name }) => name === finding?.example);
  const example = finding?.example === undefined ? undefined : spec.positions[`/examples/${index}`];
  // It names the line that has to change; what was found says only where it showed.
  if (problem?.code === 'AS5020' && problem.position) return problem.position;
  const named = spec.positions['/name'] ?? { path: spec.path, line: 1, column: 1 };
  return example ?? (finding ? finding.position : problem?.position) ?? named;
}

function place(position: Position): string {
  return `${code(position.path)}, line ${position.line}`;
}

function json(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function stopped(sentence: string): string {
  return /[.!?…:]$/.test(sentence) || sentence === '' ? sentence : `${sentence}.`;
}

function indent(block: string): string {
  return block
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
