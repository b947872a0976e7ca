/** Findings as SARIF 2.1.0, the format of GitHub's code scanning. Pure: values in, one JSON document out. */

import type { Position, Problem, Severity } from '../flow.js';
import type { Catalogue } from '../problems.js';
import type { Validated } from './validation.js';
import { mergedFindings } from './validation.js';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const PAGES = 'https://github.com/airsmith/airsmith/blob/main/docs/errors';
const LEVELS = { error: 'error', warning: 'warning', notice: 'note' } as const;

interface Result {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly position: Position;
  readonly airflow: readonly string[];
}

/** One run with a rule for each code that was found. `problems` are those of spec files, `catalogue` says what codes mean. */
export function sarif(
  validated: readonly Validated[],
  problems: readonly Problem[],
  catalogue: Catalogue,
  version: string,
): object {
  const results = [...problems.flatMap(ofProblem), ...validated.flatMap(ofValidated)];
  const codes = [...new Set(results.map(({ code }) => code))].sort();
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'airsmith',
            semanticVersion: version,
            informationUri: 'https://github.com/airsmith/airsmith',
            rules: codes.map((code) => rule(code, catalogue)),
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [invocation(validated)],
        results: results.map((result) => shown(result, codes)),
      },
    ],
  };
}

function ofProblem({ code, severity, message, position }: Problem): readonly Result[] {
  return position ? [{ code, severity, message, position, airflow: [] }] : [];
}

/** A finding without a place of its own stands at the first line of the file: without one it would be shown nowhere. */
function ofValidated(one: Validated): readonly Result[] {
  return mergedFindings(one).map(({ finding, airflow }) => ({
    code: finding.code,
    severity: finding.severity,
    message: finding.example ? `${finding.message} (example "${finding.example}")` : finding.message,
    position: finding.position ?? { path: one.path, line: 1, column: 1 },
    airflow,
  }));
}

function rule(code: string, catalogue: Catalogue): object {
  const entry = catalogue[code as keyof Catalogue];
  return {
    id: code,
    helpUri: `${PAGES}/${code}.md`,
    ...(entry
      ? {
          shortDescription: { text: entry.title },
          fullDescription: { text: entry.why },
          help: { text: entry.next, markdown: entry.next },
        }
      : {}),
  };
}

function shown({ code, severity, message, position, airflow }: Result, codes: readonly string[]): object {
  const { path, line, column, endColumn } = position;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: LEVELS[severity],
    message: { text: airflow.length > 0 ? `${message} [Airflow ${airflow.join(', ')}]` : message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: {
            uri: path.split('/').map(encodeURIComponent).join('/'),
            uriBaseId: '%SRCROOT%',
          },
          region: {
            startLine: Math.max(1, line),
            startColumn: Math.max(1, column),
            ...(endColumn !== undefined && endColumn > column ? { endColumn } : {}),
          },
        },
      },
    ],
    ...(airflow.length > 0 ? { properties: { airflow } } : {}),
  };
}

/** A file without results is not proven by that: nobody said what it should do. */
function unchecked({ path }: Validated): object {
  return { level: 'note', message: { text: `${path} has no spec: its behaviour is unchecked` } };
}

/** An environment that did not run is no result of the code, but a reader must not take its silence for a success. */
function invocation(validated: readonly Validated[]): object {
  const missing = new Map<string, Problem>();
  for (const { verdict } of validated) {
    for (const { state, problem, airflow, python } of verdict.environments) {
      if (state === 'not-run' && problem) missing.set(`Airflow ${airflow} on Python ${python}`, problem);
    }
  }
  return {
    executionSuccessful: missing.size === 0,
    toolExecutionNotifications: [
      ...[...missing].map(([name, { code, message }]) => ({
        level: 'error',
        message: { text: `${name} was not run: ${message}` },
        descriptor: { id: code },
      })),
      ...validated.filter(({ spec }) => spec === undefined).map(unchecked),
    ],
  };
}
