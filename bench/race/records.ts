/** What each writer learned: an observation of its own, and a pattern that all of them learned too. */

import type { RecordFile } from '../../src/flow.js';
import {
  definitionId,
  type Evidence,
  hash16,
  type PatternRecord,
  recordFile,
  sha256,
} from '../../src/knowledge/index.js';

const PATTERN: PatternRecord = {
  schema: 'pattern/1',
  type: 'import',
  title: 'Import BaseHook on both majors of Airflow',
  when: 'a hook must run on Airflow 2 and 3',
  not_when: 'the range holds only one major version',
  code: 'try:\n    from airflow.sdk import BaseHook\nexcept ImportError:\n    from airflow.hooks.base import BaseHook\n',
  libraries: [],
};

/** Files of run `number`: every run has a spec of its own. */
export function evidenceOf(number: number): readonly RecordFile[] {
  const fingerprint = sha256(`spec ${number}`);
  const generator = 'race';
  const evidence: Evidence = {
    schema: 'evidence/1',
    run: { id: `${number}.1`, number, attempt: 1, at: '2026-11-02T10:00:00Z', origin: 'race' },
    subject: hash16(`${fingerprint}\n${generator}`),
    generator,
    spec: {
      name: `Race${number}Operator`,
      kind: 'operator',
      category: 'http',
      path: `specs/race_${number}.yaml`,
      fingerprint,
      airflow: '>=2.8',
    },
    outcome: { proven: true, first_attempt: true, attempts: 1 },
    choice: { strategy: 'none', probability: 1000, items: [] },
    found: [definitionId(PATTERN)],
    attempts: [
      {
        number: 1,
        model: 'none',
        prompt: '',
        replayed: true,
        result: 'proven',
        input_tokens: 1,
        output_tokens: 1,
        cache_read_tokens: 0,
        cache_write_tokens: 0,
        micro_dollars: 1,
        milliseconds: 1,
        errors: [],
      },
    ],
    environments: [
      {
        airflow: '3.3.2',
        python: '3.12',
        lock: 'race',
        sandbox: 'none',
        state: 'proven',
        examples_passed: 1,
        examples_total: 1,
        libraries: [],
        absent: [],
      },
    ],
    introduces: [PATTERN],
  };
  return [recordFile(PATTERN), recordFile(evidence)];
}
