/** Outcomes as a run gives them, with only what a test wants to say spelled out. */

import type {
  Attempt,
  EnvironmentVerdict,
  Finding,
  LearnedItem,
  Problem,
  Spec,
  SpecOutcome,
} from '../../src/flow.js';
import { NO_USAGE } from '../../src/flow.js';
import type { CommentContext } from '../../src/publish/context.js';

export function specOf(name: string, path: string, exampleNames: readonly string[] = []): Spec {
  const positions = {
    '/name': { path, line: 3, column: 7 },
    ...Object.fromEntries(
      exampleNames.map((_, at) => [`/examples/${at}`, { path, line: 22 + 9 * at, column: 5 }]),
    ),
  };
  return {
    path,
    fingerprint: 'ab'.repeat(32),
    name,
    kind: name.endsWith('Hook') ? 'hook' : name.endsWith('Sensor') ? 'sensor' : 'operator',
    language: 'python',
    category: 'http',
    summary: 'Does a thing.',
    description: '',
    airflow: '>=2.8,<4',
    dependencies: [],
    inputs: [],
    methods: [],
    deferrable: false,
    raises: [],
    hints: [],
    params: [],
    examples: exampleNames.map((example) => ({ name: example })),
    positions,
  };
}

export function verdictOf(
  airflow: string,
  passed: number,
  total: number,
  findings: readonly Finding[] = [],
): EnvironmentVerdict {
  return {
    airflow,
    python: airflow.startsWith('2.8') ? '3.11' : '3.12',
    state: findings.some(({ severity }) => severity === 'error') ? 'failed' : 'proven',
    sandbox: 'landlock + seccomp',
    lock: `airflow-${airflow}.txt`,
    findings,
    examples: { passed, total },
    timings: [],
    libraries: {},
    absent: [],
  };
}

export interface OutcomeParts {
  readonly name: string;
  readonly path: string;
  readonly examples?: readonly string[];
  readonly environments?: readonly EnvironmentVerdict[];
  /** Attempts before the one that counts. */
  readonly earlier?: number;
  /** Micro-dollars for each attempt. */
  readonly cost?: number;
  readonly replayed?: boolean;
  readonly again?: boolean;
  readonly items?: readonly LearnedItem[];
  readonly problem?: Problem;
  readonly assumptions?: readonly string[];
  readonly considered?: SpecOutcome['briefing']['considered'];
  readonly files?: readonly { readonly path: string; readonly content: string }[];
  readonly records?: readonly { readonly path: string; readonly content: string }[];
}

export function outcomeOf(parts: OutcomeParts): SpecOutcome {
  const environments = parts.environments ?? [];
  const proven = environments.length > 0 && environments.every(({ state }) => state === 'proven');
  const usage = { ...NO_USAGE, cost: parts.cost ?? 0 };
  const author = { model: 'model', promptFingerprint: '', replayed: parts.replayed ?? false };
  const early = Array.from(
    { length: parts.earlier ?? 0 },
    (_, at): Attempt => ({ number: at + 1, author, usage, ms: 1 }),
  );
  const last: Attempt = {
    number: parts.again ? 0 : early.length + 1,
    author,
    usage,
    ms: 1,
    ...(environments.length > 0 ? { verdict: { proven, environments } } : {}),
    ...(parts.problem ? { problem: parts.problem } : {}),
    ...(parts.assumptions ? { assumptions: parts.assumptions } : {}),
    ...(parts.files
      ? {
          draft: {
            className: parts.name,
            module: 'operators.x',
            pythonRoot: 'plugins',
            files: parts.files.map(({ path, content }) => ({ role: roleOf(path), path, content })),
          },
        }
      : {}),
  };
  return {
    spec: specOf(parts.name, parts.path, parts.examples ?? []),
    briefing: { strategy: 'three items', considered: parts.considered ?? [], items: [] },
    attempts: [...early, last],
    proven,
    best: last,
    lesson: { records: parts.records ?? [], items: parts.items ?? [] },
    ms: 1,
  };
}

function roleOf(path: string) {
  if (path.includes('airsmith_world/')) return 'support';
  if (path.startsWith('tests/')) return 'test';
  if (path.startsWith('dags/')) return 'dag';
  return path.startsWith('docs/') ? 'page' : 'component';
}

const ready = (airflow: string, python: string) =>
  ({ airflow, python, state: 'ready', lock: 'lock', sandbox: 'landlock + seccomp', readyMs: 900 }) as const;

export function contextOf(parts: Partial<CommentContext> = {}): CommentContext {
  return {
    problems: [],
    environments: [ready('2.8.1', '3.11'), ready('2.11.2', '3.12'), ready('3.3.2', '3.12')],
    run: { id: '41.1', number: 41, attempt: 1, at: '2026-01-02T03:04:05Z', origin: 'forge' },
    runUrl: 'https://forge.example/acme/airflow/actions/runs/4711',
    spent: 25_000,
    budget: 1_000_000,
    ms: 48_000,
    author: 'asking a-model',
    commit: '4c1f'.repeat(10),
    deleted: [],
    renamed: [],
    ...parts,
  };
}
