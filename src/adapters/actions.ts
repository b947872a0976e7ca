/** The runner of GitHub Actions, through @actions/core: inputs, log, annotations, summary, outputs. */

import type { Problem, Severity } from '../flow.js';

/** What the log, the annotations and the outputs of a job can hold. */
export interface Runner {
  /** An input of `action.yml`, trimmed; empty when it is not set. */
  input(name: string): string;
  info(line: string): void;
  /** Folds what `work` logs. */
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** Problems at their lines, the worst first; what exceeds the ten of each level that GitHub shows goes to the log. */
  annotate(problems: readonly Problem[]): void;
  /** Replaces the step's summary. */
  summary(markdown: string): Promise<void>;
  output(name: string, value: string): void;
  /** Keeps a secret out of the log from here on. */
  mask(secret: string): void;
  /** Marks the step as failed. */
  fail(message: string): void;
}

/** GitHub's limit for one step. */
const ANNOTATIONS_EACH = 10;

export async function openRunner(): Promise<Runner> {
  const core = await import('@actions/core');
  const say = { error: core.error, warning: core.warning, notice: core.notice } as const;
  return {
    input: (name) => core.getInput(name),
    info: (line) => core.info(harmless(line)),
    group: (title, work) => core.group(harmless(title), work),
    annotate(problems) {
      for (const severity of ['error', 'warning', 'notice'] as const satisfies readonly Severity[]) {
        const all = problems.filter((problem) => problem.severity === severity);
        for (const problem of all.slice(0, ANNOTATIONS_EACH)) {
          say[severity](textOf(problem), propertiesOf(problem));
        }
        for (const problem of all.slice(ANNOTATIONS_EACH)) core.info(harmless(lineOf(problem)));
      }
    },
    async summary(markdown) {
      try {
        await core.summary.addRaw(markdown, true).write({ overwrite: true });
      } catch (error) {
        core.info(harmless(`no job summary: ${error instanceof Error ? error.message : String(error)}`));
      }
    },
    output: (name, value) => core.setOutput(name, value),
    mask: (secret) => {
      if (secret !== '') core.setSecret(secret);
    },
    fail: (message) => core.setFailed(message),
  };
}

/** A line of the log that begins like a command would be obeyed: `::set-output …`, `##[add-path] …`. */
export function harmless(text: string): string {
  return text
    .split(/\r\n|[\n\r]/)
    .map((line) => line.replace(/^(\s*):(?=:)/, '$1:\u200b').replace(/##(?=\[)/g, '#\u200b#'))
    .join('\n');
}

function textOf({ code, message, cause, remedy }: Problem): string {
  return [`${code}  ${message}`, ...(cause ? [cause] : []), remedy].join('\n');
}

function lineOf(problem: Problem): string {
  const { position } = problem;
  const at = position ? `${position.path}:${position.line}:${position.column}  ` : '';
  return `${at}${problem.code}  ${problem.message}. ${problem.remedy}`;
}

function propertiesOf({ code, position }: Problem) {
  const title = `airsmith ${code}`;
  if (!position) return { title };
  const { path, line, column, endColumn } = position;
  return {
    title,
    file: path,
    startLine: line,
    endLine: line,
    startColumn: column,
    ...(endColumn === undefined ? {} : { endColumn }),
  };
}
