import type { EnvironmentVerdict, Finding, Json, Verdict } from '../flow.js';
import type { Judged } from './corrections.js';

/** Longer guidance buries what matters, and every character is paid for. */
const MOST = 12_000;
const MOST_VALUE = 1_500;
const MOST_TRACEBACK = 2_500;
const MOST_WARNINGS = 5;

/** One mistake, wherever it showed. */
export interface Group extends Judged {
  readonly pattern: string;
  readonly finding: Finding;
  readonly environments: readonly EnvironmentVerdict[];
}

/** Text for the next attempt: what was found, in the order in which it was found, with real tracebacks and values. */
export function guidanceOf(groups: readonly Group[], verdict: Verdict): string {
  const ran = verdict.environments.filter(({ state }) => state !== 'not-run');
  const blocks = groups.map((group, index) => blockOf(group, index + 1, ran));
  const kept: string[] = [];
  let length = 0;
  for (const block of blocks) {
    if (kept.length > 0 && length + block.length > MOST) break;
    kept.push(block.slice(0, MOST));
    length += block.length;
  }
  const left = blocks.length - kept.length;
  const rest = left > 0 ? [`And ${left} more of the kinds above, left out for length.`] : [];
  return [headOf(ran), ...kept, ...rest, ...tidying(ran)].filter((part) => part !== '').join('\n\n');
}

function headOf(ran: readonly EnvironmentVerdict[]): string {
  const passed = ran.filter(({ state }) => state === 'proven').map(nameOf);
  return passed.length === 0 ? '' : `Everything holds on Airflow ${passed.join(', ')}: keep that.`;
}

function blockOf(group: Group, number: number, ran: readonly EnvironmentVerdict[]): string {
  const { finding } = group;
  const { position } = finding;
  const lines = [`${number}. ${group.errorClass}, ${whereOf(group.environments, ran)}`];
  if (finding.example !== undefined) lines.push(`Acceptance example: ${finding.example}`);
  if (position?.path.endsWith('.py')) lines.push(`At ${position.path}, line ${position.line}`);
  lines.push(finding.message);
  if (finding.traceback !== undefined) lines.push(tail(finding.traceback.trimEnd(), MOST_TRACEBACK));
  if (finding.expected !== undefined) lines.push(`Expected: ${show(finding.expected)}`);
  if (finding.actual !== undefined) lines.push(`Actual:   ${show(finding.actual)}`);
  lines.push(`Why: ${group.rootCause}`, `Do: ${finding.remedy ?? group.guidance}`);
  return lines.join('\n');
}

function whereOf(environments: readonly EnvironmentVerdict[], ran: readonly EnvironmentVerdict[]): string {
  const names = environments.map(nameOf).join(', ');
  if (environments.length === ran.length)
    return ran.length === 1 ? `on Airflow ${names}` : `on every Airflow (${names})`;
  return `on Airflow ${names} only`;
}

function nameOf({ airflow, python }: EnvironmentVerdict): string {
  return `${airflow} (Python ${python})`;
}

/** What only warns: worth a line where the file is written anew anyway. */
function tidying(ran: readonly EnvironmentVerdict[]): readonly string[] {
  const warnings = new Set<string>();
  for (const { findings } of ran) {
    for (const { severity, message, position } of findings) {
      if (severity === 'warning') warnings.add(position ? `line ${position.line}: ${message}` : message);
    }
  }
  if (warnings.size === 0) return [];
  return [
    `While you are there:\n${[...warnings]
      .slice(0, MOST_WARNINGS)
      .map((line) => `- ${line}`)
      .join('\n')}`,
  ];
}

function show(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= MOST_VALUE ? text : `${text.slice(0, MOST_VALUE)}… (${text.length} characters)`;
}

function tail(text: string, most: number): string {
  return text.length <= most ? text : `…${text.slice(text.length - most)}`;
}
