/** Specs, attempts and runs as a test tells them: only what matters is said, the rest is plausible. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type {
  Attempt,
  Briefing,
  DiagnosedError,
  Kind,
  Lesson,
  RunIdentity,
  Spec,
  Verdict,
} from '../../src/flow.js';
import { fold, type Knowledge, readKnowledge } from '../../src/knowledge/index.js';
import { type LearnInput, learn } from '../../src/learn/index.js';

export const NOTHING_KNOWN = fold([]);
export const NO_BRIEFING: Briefing = { strategy: 'none', considered: [], items: [] };
const AIRFLOWS = ['2.8.1', '3.3.2'];

const KINDS: Readonly<Record<string, Kind>> = { operator: 'operator', sensor: 'sensor', hook: 'hook' };

/** Source of a component under `fixtures/components`. */
export function componentSource(file: string): string {
  return readFileSync(new URL(`fixtures/components/${file}.py`, import.meta.url), 'utf8');
}

/** A spec for the class `name`. */
export function specFor(name: string, changes: Partial<Spec> = {}): Spec {
  const kind = KINDS[/(operator|sensor|hook)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'operator';
  return {
    path: `specs/${name.toLowerCase()}.airsmith.yaml`,
    fingerprint: createHash('sha256')
      .update(JSON.stringify([name, changes]))
      .digest('hex'),
    name,
    kind,
    language: 'python',
    category: 'http',
    summary: 'A component.',
    description: '',
    airflow: '>=2.8,<4',
    dependencies: ['requests>=2.31'],
    inputs: [],
    methods: [],
    deferrable: false,
    raises: [],
    hints: [],
    params: [],
    examples: [],
    positions: {},
    ...changes,
  };
}

/** A run; later numbers are later runs. */
export function run(number = 1, attempt = 1): RunIdentity {
  const day = String((number % 27) + 1).padStart(2, '0');
  return {
    id: `${number}.${attempt}`,
    number,
    attempt,
    at: `2026-11-${day}T10:00:00Z`,
    origin: 'octo/house',
  };
}

export function verdict(
  proven: boolean,
  libraries: Readonly<Record<string, string>> = { requests: '2.32.3' },
): Verdict {
  return {
    proven,
    environments: AIRFLOWS.map((airflow) => ({
      airflow,
      python: '3.11',
      state: proven ? ('proven' as const) : ('failed' as const),
      sandbox: 'landlock + seccomp',
      lock: `airflow-${airflow}@0123456789ab`,
      findings: [],
      examples: { passed: proven ? 3 : 1, total: 3 },
      timings: [],
      libraries: { 'apache-airflow': airflow, ...libraries },
      absent: [],
    })),
  };
}

export function error(errorClass: string, pattern = `${errorClass} happened`): DiagnosedError {
  return {
    errorClass,
    pattern,
    rootCause: 'the module moved',
    airflow: ['3.3.2'],
    finding: { code: 'AS4001', severity: 'error', tier: 'import', message: pattern },
  };
}

/** An attempt with a draft of `source`; unproven when it has errors. */
export function attempt(number: number, source: string, errors: readonly DiagnosedError[] = []): Attempt {
  return {
    number,
    author: { model: 'claude-sonnet-5-5', promptFingerprint: 'a'.repeat(64), replayed: false },
    usage: { inputTokens: 3000, outputTokens: 900, cacheReadTokens: 0, cacheWriteTokens: 0, cost: 4100 },
    ms: 812.6,
    draft: {
      className: 'Example',
      module: 'operators.example',
      pythonRoot: 'plugins',
      files: [
        { role: 'component', path: 'plugins/operators/example.py', content: source },
        { role: 'test', path: 'tests/airsmith/test_example.py', content: 'def test(): ...\n' },
        { role: 'support', path: 'tests/airsmith/airsmith_world/__init__.py', content: '' },
      ],
    },
    verdict: verdict(errors.length === 0),
    ...(errors.length > 0 ? { diagnosis: { errors, guidance: 'try again' } } : {}),
  };
}

/** What one run of `spec` with one proven attempt of a fixture component teaches. */
export async function lesson(
  input: Partial<LearnInput> & Pick<LearnInput, 'spec' | 'attempts'>,
): Promise<Lesson> {
  return learn({
    briefing: NO_BRIEFING,
    run: run(),
    knowledge: NOTHING_KNOWN,
    generator: 'claude-sonnet-5-5/1',
    ...input,
  });
}

export const FIXTURES = [
  { file: 'open_meteo_forecast_operator', name: 'OpenMeteoForecastOperator', category: 'http' },
  { file: 'table_row_count_sensor', name: 'TableRowCountSensor', category: 'sql' },
  { file: 'ticket_desk_hook', name: 'TicketDeskHook', category: 'http' },
  { file: 'nemo_question_answering_operator', name: 'NeMoQuestionAnsweringOperator', category: 'ml' },
  { file: 'job_done_sensor', name: 'JobDoneSensor', category: 'http' },
] as const;

/** Lessons of every fixture component, each proven at its first attempt in a run of its own. */
export async function lessons(knowledge: Knowledge = NOTHING_KNOWN): Promise<readonly Lesson[]> {
  return Promise.all(
    FIXTURES.map(({ file, name, category }, index) =>
      lesson({
        spec: specFor(name, { category }),
        attempts: [attempt(1, componentSource(file))],
        run: run(index + 1),
        knowledge,
      }),
    ),
  );
}

/** Reads records back as the next run would; equal paths are one file. */
export async function known(
  learned: readonly Lesson[],
  ...more: readonly { path: string; content: string }[]
) {
  const files = new Map(
    [...learned.flatMap(({ records }) => records), ...more].map(({ path, content }) => [path, content]),
  );
  return readKnowledge({ list: async () => [...files.keys()], read: async (path) => files.get(path) });
}
