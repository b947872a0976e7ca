/** Arbitrary evidence for properties: small worlds, in which subjects, items and errors meet often. */

import fc from 'fast-check';
import {
  type Definition,
  definitionId,
  type Evidence,
  hash16,
  type LearningRecord,
  recordFile,
  type Stored,
} from '../../src/knowledge/index.js';

const pattern = (number: number): Definition => ({
  schema: 'pattern/1',
  type: number % 2 === 0 ? 'import' : 'logging',
  title: `Pattern ${number}`,
  when: 'always …',
  not_when: 'never',
  code: `x = ${number}\n`,
  libraries: [],
});
const mistake = (number: number): Definition => ({
  schema: 'error/1',
  class: `example.error${number}`,
  pattern: `error ${number}`,
  root_cause: 'unknown',
});
const fix = (number: number): Definition => ({
  schema: 'fix/1',
  class: `example.error${number}`,
  strategy: 'edit',
  title: `Fix ${number}`,
  before: `a = ${number}\n`,
  after: '',
  prompt: 'do it',
});

export const PATTERNS = Array.from({ length: 6 }, (_, number) => pattern(number));
export const MISTAKES = Array.from({ length: 4 }, (_, number) => mistake(number));
const FIXES = Array.from({ length: 4 }, (_, number) => fix(number));
const DEFINITIONS = [...PATTERNS, ...MISTAKES, ...FIXES];
const ids = (records: readonly Definition[]) => records.map(definitionId);

const some = (records: readonly Definition[]) =>
  fc.uniqueArray(fc.constantFrom(...ids(records)), { maxLength: 4 });
const tokens = fc.nat({ max: 100_000 });
const moment = fc
  .record({
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 10, max: 28 }),
    year: fc.integer({ min: 2024, max: 2026 }),
  })
  .map(({ year, month, day }) => `${year}-${String(month).padStart(2, '0')}-${day}T10:00:00Z`);

const error = fc
  .record({
    number: fc.nat({ max: 3 }),
    fixed: fc.boolean(),
    seen: fc.boolean(),
    airflow: fc.subarray(['2.8.1', '3.3.2']),
  })
  .map(({ number, fixed, seen, airflow }) => ({
    id: definitionId(MISTAKES[number] as Definition),
    class: `example.error${number}`,
    airflow,
    fixed,
    ...(seen ? { fix: definitionId(FIXES[number] as Definition) } : {}),
  }));

const attempt = fc.record({
  number: fc.integer({ min: 1, max: 4 }),
  model: fc.constantFrom('claude-sonnet-5-5', 'claude-haiku-5'),
  prompt: fc.constant('a'.repeat(64)),
  replayed: fc.boolean(),
  result: fc.constantFrom('proven' as const, 'failed' as const, 'blocked' as const, 'absent' as const),
  input_tokens: tokens,
  output_tokens: tokens,
  cache_read_tokens: tokens,
  cache_write_tokens: tokens,
  micro_dollars: tokens,
  milliseconds: tokens,
  errors: fc.array(error, { maxLength: 3 }),
});

const environment = fc
  .record({
    airflow: fc.constantFrom('2.8.1', '3.3.2'),
    state: fc.constantFrom('proven' as const, 'failed' as const, 'not-run' as const),
    version: fc.constantFrom('2.31.0', '2.32.3'),
  })
  .map(({ airflow, state, version }) => ({
    airflow,
    python: '3.11',
    lock: `airflow-${airflow}@0123456789ab`,
    sandbox: 'landlock + seccomp',
    state,
    examples_passed: 1,
    examples_total: 3,
    libraries: [{ name: 'requests', version }],
    absent: [],
  }));

/** One run of one of few specs. */
export const evidence: fc.Arbitrary<Evidence> = fc
  .record({
    number: fc.nat({ max: 5 }),
    runAttempt: fc.integer({ min: 1, max: 2 }),
    id: fc.nat({ max: 1000 }).map(String),
    at: moment,
    origin: fc.constantFrom('octo/house', 'octo/garden'),
    spec: fc.nat({ max: 7 }),
    kind: fc.constantFrom('operator' as const, 'sensor' as const, 'hook' as const),
    category: fc.constantFrom('http', 'sql'),
    proven: fc.boolean(),
    firstAttempt: fc.boolean(),
    strategy: fc.constantFrom('none', 'one-item', 'three-items'),
    probability: fc.integer({ min: 0, max: 1000 }),
    items: some(PATTERNS),
    found: some(PATTERNS),
    attempts: fc.array(attempt, { maxLength: 3 }),
    environments: fc.array(environment, { maxLength: 2 }),
    introduces: fc.subarray(DEFINITIONS),
  })
  .map((made) => ({
    schema: 'evidence/1' as const,
    run: { id: made.id, number: made.number, attempt: made.runAttempt, at: made.at, origin: made.origin },
    subject: hash16(`subject ${made.spec}`),
    generator: 'model/1',
    spec: {
      name: `Spec${made.spec}Operator`,
      kind: made.kind,
      category: made.category,
      path: `specs/${made.spec}.airsmith.yaml`,
      fingerprint: hash16(`${made.spec}`).repeat(4),
      airflow: '>=2.8,<4',
    },
    outcome: { proven: made.proven, first_attempt: made.firstAttempt, attempts: made.attempts.length },
    choice: {
      strategy: made.strategy,
      probability: made.probability,
      items: [...made.items].sort().map((id) => ({ id, probability: 500 })),
    },
    found: [...made.found].sort(),
    attempts: made.attempts,
    environments: made.environments,
    introduces: made.introduces,
  }));

/** A record with its hash, as the reader gives it. */
export function stored(record: LearningRecord): Stored {
  const { path, content } = recordFile(record);
  return { hash: hash16(content), record, path };
}

/** What people may say of `records`, and the definitions in files of their own. */
function saidOf(records: readonly Stored[]): fc.Arbitrary<readonly LearningRecord[]> {
  const evidenceIds = records.map(({ hash }) => hash);
  const someEvidence = fc.constantFrom('0'.repeat(16), ...evidenceIds);
  const why = fc.constantFrom('no', 'because');
  const decision = fc.oneof(
    fc.record({
      schema: fc.constant('rejection/1' as const),
      item: fc.constantFrom(...ids(DEFINITIONS)),
      why,
    }),
    fc.record({ schema: fc.constant('retraction/1' as const), evidence: someEvidence, why }),
    fc.record({ schema: fc.constant('tombstone/1' as const), record: someEvidence, why }),
    fc.record(
      {
        schema: fc.constant('relabel/1' as const),
        error: fc.constantFrom(...ids(MISTAKES)),
        class: fc.constantFrom('import.moved', 'timeout'),
        why,
        evidence: someEvidence,
      },
      { requiredKeys: ['schema', 'error', 'class', 'why'] },
    ),
    fc.constantFrom(...DEFINITIONS),
  );
  return fc.uniqueArray(decision, { maxLength: 8, selector: (record) => recordFile(record).content });
}

/** Evidence of a small world with what people said of it. No record twice. */
export const world: fc.Arbitrary<readonly Stored[]> = fc
  .uniqueArray(evidence, { maxLength: 14, selector: (record) => recordFile(record).content })
  .map((records) => records.map(stored))
  .chain((records) => saidOf(records).map((said) => [...records, ...said.map(stored)]));
