/** The one object that `--json` prints. Its fields are an interface: they are added to, never changed. */

import { attemptsMade, type Money, type Problem, type SpecOutcome, type Trial, unseenBy } from '../flow.js';

export interface JsonReport {
  /** True when every spec was proven on every configured Airflow in its range. */
  readonly proven: boolean;
  /** Attempts of all specs together. */
  readonly attempts: number;
  /** Airflow version → `proven`, `failed` or `not-run`; the worst of all specs and Pythons. */
  readonly airflow: { readonly [version: string]: string };
  readonly cost_usd: number;
  /** Of `cost_usd`, what was booked at the most since the bill is unknown; and what was not spent. */
  readonly assumed_usd: number;
  readonly saved_usd: {
    readonly cache: number;
    readonly batch: number;
    /** An estimate from below. */
    readonly edits: number;
  };
  /** Files that were written, sorted; none when nothing was proven but the evidence of that. */
  readonly files: readonly string[];
  readonly commit?: string;
  readonly components: readonly JsonComponent[];
  readonly problems: readonly Problem[];
}

interface JsonComponent {
  readonly name: string;
  readonly spec: string;
  readonly proven: boolean;
  readonly attempts: number;
  readonly reused: boolean;
  /** Who wrote the attempt that counts; empty where nobody was asked. */
  readonly model: string;
  readonly cost_usd: number;
  readonly environments: readonly {
    readonly airflow: string;
    readonly python: string;
    readonly verdict: string;
    readonly lock: string;
    readonly sandbox: string;
    readonly examples: { readonly passed: number; readonly total: number };
    readonly findings: readonly unknown[];
  }[];
  readonly problems: readonly Problem[];
  readonly assumptions: readonly string[];
  /** Name of the example that the author of the draft that counts had not seen; empty where there is none. */
  readonly held_back: string;
  /** Mistakes that were mended without a model, in order. */
  readonly mended: readonly JsonMended[];
  /** The proven draft is a mended one: without the edits the model would have been asked again. */
  readonly saved_call: boolean;
}

interface JsonMended {
  readonly fix: string;
  readonly title: string;
  readonly error: string;
  readonly message: string;
  readonly line?: number;
  /** Attempt whose draft was mended. */
  readonly attempt: number;
}

const WORST_FIRST = ['failed', 'not-run', 'proven'];

export function jsonReport(
  outcomes: readonly SpecOutcome[],
  problems: readonly Problem[],
  files: readonly string[],
  money: Money,
  commit: string | undefined,
): JsonReport {
  const wrong = problems.some(({ severity }) => severity === 'error');
  return {
    proven: outcomes.length > 0 && !wrong && outcomes.every((outcome) => outcome.proven),
    attempts: outcomes.reduce((sum, outcome) => sum + attemptsMade(outcome).length, 0),
    airflow: worst(outcomes),
    cost_usd: money.spent / 1e6,
    assumed_usd: money.assumed / 1e6,
    saved_usd: { cache: money.cache / 1e6, batch: money.batch / 1e6, edits: money.edits / 1e6 },
    files: [...files].sort(),
    ...(commit ? { commit } : {}),
    components: outcomes.map(component),
    problems,
  };
}

function worst(outcomes: readonly SpecOutcome[]): Record<string, string> {
  const verdicts: Record<string, string> = {};
  for (const { best } of outcomes) {
    for (const { airflow, state } of best?.verdict?.environments ?? []) {
      const before = verdicts[airflow] ?? 'proven';
      verdicts[airflow] = WORST_FIRST.indexOf(state) < WORST_FIRST.indexOf(before) ? state : before;
    }
  }
  return verdicts;
}

function component(outcome: SpecOutcome): JsonComponent {
  const { spec, best, proven, attempts } = outcome;
  return {
    name: spec.name,
    spec: spec.path,
    proven,
    attempts: attemptsMade(outcome).length,
    reused: proven && best?.number === 0,
    model: best && best.number > 0 ? best.author.model : '',
    cost_usd: attempts.reduce((sum, { usage }) => sum + usage.cost, 0) / 1e6,
    environments: (best?.verdict?.environments ?? []).map((verdict) => ({
      airflow: verdict.airflow,
      python: verdict.python,
      verdict: verdict.state,
      lock: verdict.lock,
      sandbox: verdict.sandbox,
      examples: verdict.examples,
      findings: verdict.findings,
    })),
    problems: attempts.flatMap(({ problem }) => (problem ? [problem] : [])),
    assumptions: best?.assumptions ?? [],
    held_back: unseenBy(outcome) ?? '',
    mended: attempts.flatMap(({ number, mending = [] }) =>
      mending.filter(({ helped }) => helped).map((trial) => mended(trial, number)),
    ),
    saved_call: proven && best?.mending !== undefined,
  };
}

function mended({ fix, title, error: { errorClass, finding } }: Trial, attempt: number): JsonMended {
  const { message, position } = finding;
  return { fix, title, error: errorClass, message, attempt, ...(position ? { line: position.line } : {}) };
}
