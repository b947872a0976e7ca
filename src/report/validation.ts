/** What `airsmith validate` says of each file: as text, as JSON, as problems for annotations. Pure. */

import type { Finding, Problem, UnspecifiedVerdict, Verdict } from '../flow.js';
import { findingText, line } from './terminal.js';

/** A file that was validated. */
export interface Validated {
  /** Path in the repository. */
  readonly path: string;
  readonly classes: readonly string[];
  /** Path of the spec it was held against; absent where there is none, so that its behaviour is unchecked. */
  readonly spec?: string;
  /** Path of the spec that names a class of the file and cannot be read. */
  readonly unread?: string;
  readonly verdict: Verdict | UnspecifiedVerdict;
}

/** Whether nothing was found against it: with a spec it is proven, without one it holds as far as anybody can ask. */
export function holds({ verdict }: Validated): boolean {
  return 'holds' in verdict ? verdict.holds : verdict.proven;
}

/** Whether a spec's examples were held against it. */
function behaviour({ verdict }: Validated): 'checked' | 'unchecked' {
  return verdict.environments.some(({ examples }) => examples.total > 0) ? 'checked' : 'unchecked';
}

/** Whether there is something in the file that Airflow takes for a component. */
export function hasComponent({ verdict }: Validated): boolean {
  return !verdict.environments.some(({ findings }) => findings.some(({ code }) => code === 'AS4004'));
}

/** A finding once, with the Airflows that have it. */
export interface Merged {
  readonly finding: Finding;
  readonly airflow: readonly string[];
}

/** The findings of all environments; what several of them say is one. */
export function mergedFindings({ verdict }: Validated): readonly Merged[] {
  const found = new Map<string, { finding: Finding; airflow: Set<string> }>();
  for (const { airflow, findings } of verdict.environments) {
    for (const finding of findings) {
      const { code, message, position, example, expectation } = finding;
      const key = JSON.stringify([code, message, position, example, expectation]);
      const known = found.get(key) ?? { finding, airflow: new Set<string>() };
      known.airflow.add(airflow);
      found.set(key, known);
    }
  }
  return [...found.values()].map(({ finding, airflow }) => ({ finding, airflow: [...airflow] }));
}

/** Where a file holds and where not. */
export function headLine(one: Validated): string {
  const { verdict, path } = one;
  const on = (state: string) =>
    verdict.environments.filter((environment) => environment.state === state).map(({ airflow }) => airflow);
  const states = [
    ['proven', on('proven')],
    ['holds', on('holds')],
    ['fails', on('failed')],
    ['not run', on('not-run')],
  ] as const;
  const said = states.flatMap(([word, airflows]) =>
    airflows.length > 0 ? [`${word} on ${airflows.join(', ')}`] : [],
  );
  const { examples } = verdict.environments.find(({ state }) => state !== 'not-run') ?? {};
  const checked = !one.spec
    ? `${one.unread ? `${one.unread} cannot be read` : 'no spec'}: behaviour unchecked`
    : examples
      ? `${examples.passed}/${examples.total} examples`
      : '';
  return line(
    'validate',
    [path, said.join(' · ') || 'no Airflow in its range', checked].filter(Boolean).join('  '),
  );
}

/** One line for the file, then what was found. */
export function validatedLines(one: Validated): string {
  const { verdict } = one;
  const rows = mergedFindings(one).map(
    ({ finding, airflow }) => `${findingText(finding)}  [${airflow.join(', ')}]`,
  );
  const missing = verdict.environments.flatMap(({ airflow, problem }) =>
    problem ? [`${problem.code}  Airflow ${airflow}: ${problem.message}. ${problem.remedy}`] : [],
  );
  return (
    headLine(one) +
    [...rows, ...missing].map((row) => `           ${row.replaceAll('\n', '\n           ')}\n`).join('')
  );
}

/** The one object of `--json`. Its fields are an interface: they are added to, never changed. */
export function validationJson(validated: readonly Validated[], problems: readonly Problem[]): object {
  const wrong = problems.some(({ severity }) => severity === 'error');
  return {
    ok: !wrong && validated.every(holds),
    files: validated.map((one) => ({
      path: one.path,
      classes: one.classes,
      spec: one.spec ?? null,
      proven: one.verdict.proven,
      holds: holds(one),
      behaviour: behaviour(one),
      environments: one.verdict.environments,
    })),
    problems,
  };
}

/** Findings as problems at their lines, for the annotations of a job. */
export function annotationsOf(one: Validated): readonly Problem[] {
  return mergedFindings(one).map(({ finding, airflow }): Problem => {
    const { code, severity, message, position, remedy, example } = finding;
    const where = `${example ? ` (example "${example}")` : ''} on Airflow ${airflow.join(', ')}`;
    return {
      code,
      severity,
      message: `${message}${where}`,
      remedy: remedy ?? `See docs/errors/${code}.md.`,
      position: position ?? { path: one.path, line: 1, column: 1 },
    };
  });
}
