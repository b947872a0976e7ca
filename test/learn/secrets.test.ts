/** Evidence never holds a payload: whatever a run meets, none of it gets into the records. */

import { expect, test } from 'vitest';
import type { DiagnosedError, Spec } from '../../src/flow.js';
import { attempt, componentSource, lesson, specFor } from './story.js';

/** A secret for each place that a run reads or hears from. */
const SECRETS = {
  specText: 'sk-ant-spec0description0value1234',
  input: 'hunter2-default-of-an-input',
  example: 'tok_example_payload_9f8e7d6c5b',
  connection: 'p4ssw0rd-of-the-connection',
  log: 'log-line-with-the-session-cookie',
  traceback: 'ghp_0123456789abcdefghij0123456789',
  expected: 'expected-value-iban-DE02120300',
  answer: 'AKIAABCDEFGHIJKLMNOP',
  assumption: 'assumed-the-key-is-xyzzy-plugh',
  guidance: 'guidance-quotes-the-bearer-9999',
} as const;

const SPEC: Spec = specFor('TableRowCountSensor', {
  description: `Send ${SECRETS.specText} along.`,
  summary: SECRETS.specText,
  hints: [SECRETS.specText],
  inputs: [{ name: 'key', type: 'str', description: SECRETS.input, default: SECRETS.input, template: false }],
  examples: [
    {
      name: SECRETS.example,
      inputs: { key: SECRETS.example },
      connection: { password: SECRETS.connection, host: SECRETS.connection },
      returns: SECRETS.example,
    },
  ],
});

function failure(source: string) {
  const error: DiagnosedError = {
    errorClass: 'example.returns',
    pattern: 'the value is <value>; expected <value>',
    rootCause: 'The value differs.',
    airflow: ['3.3.2'],
    finding: {
      code: 'AS4101',
      severity: 'error',
      tier: 'examples',
      message: `the value is ${SECRETS.log}`,
      example: SECRETS.example,
      expected: SECRETS.expected,
      actual: SECRETS.log,
      traceback: `File "x.py", line 1\nValueError: ${SECRETS.traceback}`,
    },
  };
  const failed = attempt(1, source, [error]);
  return {
    ...failed,
    assumptions: [SECRETS.assumption],
    diagnosis: { errors: [error], guidance: SECRETS.guidance },
    author: { ...failed.author, note: SECRETS.assumption },
  };
}

test('the evidence of a run with secrets everywhere holds none of them', async () => {
  const clean = componentSource('table_row_count_sensor');
  // The model puts one into its first answer, which never lands.
  const first = failure(`${clean}\nAPI_KEY = "${SECRETS.answer}"\n`);
  const { records } = await lesson({ spec: SPEC, attempts: [first, attempt(2, clean)] });
  const texts = records.map(({ path, content }) => `${path}\n${content}`);
  expect(texts.some((text) => text.includes('"schema": "evidence/1"'))).toBe(true);
  for (const [where, secret] of Object.entries(SECRETS)) {
    const found = texts.filter((text) => text.includes(secret)).map((text) => text.split('\n')[0]);
    expect(found, where).toEqual([]);
  }
});

test('nor does that of a run that stayed unproven', async () => {
  const first = failure(`API_KEY = "${SECRETS.answer}"\n${componentSource('table_row_count_sensor')}`);
  const { records } = await lesson({ spec: SPEC, attempts: [first] });
  expect(records.length).toBeGreaterThan(0);
  for (const secret of Object.values(SECRETS))
    expect(records.filter(({ content }) => content.includes(secret))).toEqual([]);
});
