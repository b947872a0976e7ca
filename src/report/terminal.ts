/** What the terminal shows while a run goes on, and at its end. Pure: values in, lines out. */

import {
  attemptsMade,
  type Environment,
  type EnvironmentVerdict,
  type Finding,
  type LearnedItem,
  type Money,
  mendedBy,
  type Problem,
  type SpecOutcome,
  type Trial,
  unseenBy,
  writerOf,
} from '../flow.js';
import { asInRepository } from './lab-paths.js';
import { renderProblem, visible } from './problem.js';

const LABEL_WIDTH = 8;

/** A line with its step in front, as in `lab      Airflow 2.8.1 ready`. */
export function line(step: string, text: string): string {
  return `${step.padEnd(LABEL_WIDTH)} ${text}\n`;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 9_950 ? 2 : 1)} s`;
}

export function environmentLine(environment: Environment): string {
  const name = `Airflow ${environment.airflow} on Python ${environment.python}`;
  if (environment.state === 'ready') {
    return line('lab', `${name}  ready in ${seconds(environment.readyMs)}  sandbox: ${environment.sandbox}`);
  }
  const { message, remedy, cause, position } = environment.problem;
  const place = position ? `${position.path}:${position.line}` : '';
  const why = [place, cause ?? ''].filter(Boolean).join('  ');
  return line('lab', `${name}  not run: ${message}. ${remedy}`) + (why ? indent(visible(why)) : '');
}

export function specLine(read: number, problems: readonly Problem[]): string {
  const wrong = problems.filter(({ severity }) => severity === 'error').length;
  return line('spec', `${read} read, ${wrong} ${wrong === 1 ? 'problem' : 'problems'}`);
}

/** One line for a proven component; for another one also what fell short and what to do. */
export function outcomeLines(outcome: SpecOutcome): string {
  const { spec, best, proven, attempts } = outcome;
  const verdict = best?.verdict;
  const ran = verdict?.environments.filter(({ state }) => state !== 'not-run') ?? [];
  const name = spec.name.padEnd(30);
  if (proven && verdict) {
    const edited = best?.mending ? ', mended' : '';
    const how = best?.number === 0 ? 'proven again' : `attempt ${best?.number}${edited}  proven`;
    const by = best && best.number > 0 ? `  by ${writerOf(outcome)}` : '';
    const on = ran.map(({ airflow }) => airflow).join(', ');
    const note = best?.author.note ? `  (${best.author.note})` : '';
    const unseen = unseenBy(outcome) === undefined ? '' : ', 1 held back';
    const head = line(
      'forge',
      `${name}  ${how} on ${on}  ${examplesOf(ran)}${unseen}  ${seconds(outcome.ms)}${by}${note}`,
    );
    return head + [...mendedLines(outcome), ...absences(ran)].map(indent).join('');
  }
  const made = attemptsMade(outcome).length;
  const after =
    made === 0 ? 'not attempted' : `not proven after ${made} ${made === 1 ? 'attempt' : 'attempts'}`;
  const head = line('forge', `${name}  ${after}  ${seconds(outcome.ms)}`);
  const problem = attempts.at(-1)?.problem;
  // Why each environment was not run was said when the lab was made ready.
  const rows = [
    ...mendedLines(outcome),
    ...(made === 0 ? [] : (verdict?.environments.flatMap(shortfall) ?? [])),
    ...absences(ran),
    ...(problem ? [renderProblem(problem, { colour: false })] : []),
  ];
  return head + rows.map((row) => indent(row)).join('');
}

/** `2 mistakes mended without a model:`, then a line for each with its reason. */
function mendedLines(outcome: SpecOutcome): readonly string[] {
  const trials = mendedBy(outcome);
  if (trials.length === 0) return [];
  const mistakes = `${trials.length} ${trials.length === 1 ? 'mistake' : 'mistakes'}`;
  return [
    `${mistakes} mended without a model${savedCall(outcome) ? ', which saved a call' : ''}:`,
    ...trials.map((trial) => `  ${visible(trialText(trial))}`),
  ];
}

/** Whether the draft that is proven is a mended one: without the edits the model would have been asked again. */
function savedCall({ proven, best }: SpecOutcome): boolean {
  return proven && best?.mending !== undefined;
}

/** What a fix did and why, in one line. */
export function trialText({ title, error: { finding, errorClass } }: Trial): string {
  const { position } = finding;
  // A line alone is one of the component; an example stands in the spec.
  const place = position?.path.endsWith('.py') ? 'line ' : `${position?.path}:`;
  const at = position ? `${place}${position.line}: ` : '';
  return `${at}${title} (${errorClass}: ${finding.message.split('\n')[0] ?? ''})`;
}

/** Why dependencies are not there: their absence is what was tested. */
function absences(environments: readonly EnvironmentVerdict[]): readonly string[] {
  const notices = environments.flatMap(({ findings }) =>
    findings.filter(({ severity }) => severity === 'notice'),
  );
  return [...new Set(notices.map(findingText))];
}

function examplesOf(environments: readonly EnvironmentVerdict[]): string {
  const passed = environments.reduce((sum, { examples }) => sum + examples.passed, 0);
  const total = environments.reduce((sum, { examples }) => sum + examples.total, 0);
  if (total === 0) return 'no examples: behaviour unchecked';
  const each = environments[0]?.examples.total ?? 0;
  return passed === total ? `${each}/${each} examples` : `${passed}/${total} examples`;
}

function shortfall(verdict: EnvironmentVerdict): readonly string[] {
  const where = `Airflow ${verdict.airflow} on Python ${verdict.python}`;
  if (verdict.state === 'not-run') return [`${where}: not run. ${verdict.problem?.remedy ?? ''}`];
  const errors = verdict.findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return [];
  const shown = errors.slice(0, 3).map((finding) => `${where}: ${findingText(finding)}`);
  return errors.length > 3 ? [...shown, `${where}: and ${errors.length - 3} more`] : shown;
}

/** A finding in one line: code, place, what, and the example that shows it. */
export function findingText(finding: Finding): string {
  const at = finding.position ? `${finding.position.path}:${finding.position.line}  ` : '';
  const example = finding.example ? ` (example "${finding.example}")` : '';
  const expected = finding.expected === undefined ? '' : `\n  expected ${clip(finding.expected)}`;
  const actual = finding.actual === undefined ? '' : `\n  actual   ${clip(finding.actual)}`;
  return `${finding.code}  ${at}${asInRepository(finding.message)}${example}${expected}${actual}`;
}

/** A value in one line that is not too long. */
export function clip(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function indent(text: string): string {
  const pad = ' '.repeat(LABEL_WIDTH + 3);
  return `${text
    .trimEnd()
    .split('\n')
    .map((row) => pad + row)
    .join('\n')}\n`;
}

/** What was learned, counted by kind: `12 patterns, 1 error, 4 components`; and errors that wait for a person to name them. */
export function learnedLine(items: readonly LearnedItem[], runs: number): string {
  const fresh = items.filter(({ change }) => change === 'new');
  const counts = new Map<string, number>();
  for (const { kind } of fresh) if (kind !== 'evidence') counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = [...counts].map(([kind, count]) => `${count} ${count === 1 ? kind : plural(kind)}`);
  const strengthened = items.filter(({ change }) => change === 'strengthened').length;
  if (strengthened > 0) parts.push(`${strengthened} strengthened`);
  const unnamed = fresh.flatMap(({ kind, what, note }) =>
    kind === 'error' && note !== undefined ? [line('', `new and unnamed: ${what}; ${note}`)] : [],
  );
  const head = line(
    'learn',
    `${parts.length > 0 ? parts.join(', ') : 'nothing new'} → learning/ (${runs} ${runs === 1 ? 'run' : 'runs'} of evidence)`,
  );
  return [head, ...unnamed].join('');
}

/** What was spent and what was not: `$0.041, of which … ; the prompt cache saved $0.012`. */
export function costText({ spent, assumed, cache, batch, edits, reused }: Money): string {
  const dollars = (micro: number) => `$${(micro / 1e6).toFixed(4)}`;
  return [
    `${dollars(spent)} spent`,
    ...(assumed > 0 ? [`${dollars(assumed)} of it at the most, since the bill is unknown`] : []),
    ...(cache > 0 ? [`the prompt cache saved ${dollars(cache)}`] : []),
    ...(batch > 0 ? [`batches saved ${dollars(batch)}`] : []),
    ...(edits > 0 ? [`edits instead of whole files saved about ${dollars(edits)} (estimate)`] : []),
    ...(reused > 0 ? [`${reused} reused for nothing`] : []),
  ].join(', ');
}

function plural(kind: string): string {
  return kind === 'library' ? 'libraries' : kind === 'fix' ? 'fixes' : `${kind}s`;
}

/** Named phases against the whole: `time     start 0.1 s · lab 2.9 s … of 8.2 s (98% named)`. */
export function timeLine(
  phases: readonly { readonly name: string; readonly ms: number }[],
  total: number,
): string {
  const named = phases.reduce((sum, { ms }) => sum + ms, 0);
  const parts = phases.map(({ name, ms }) => `${name} ${seconds(ms)}`).join(' · ');
  const share = total > 0 ? Math.min(100, Math.round((100 * named) / total)) : 100;
  return line('time', `${parts} of ${seconds(total)} (${share}% named)`);
}
