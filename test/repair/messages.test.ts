/** `fixtures/messages.json` holds what real Airflows and Pythons said, each with the mistake that provoked it. */

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/flow.js';
import { patternOf } from '../../src/repair/pattern.js';
import { classify, TAXONOMY } from '../../src/repair/taxonomy.js';

type Message = Finding & { readonly errorClass: string; readonly airflow: string; readonly python: string };

const messages = JSON.parse(
  readFileSync(new URL('fixtures/messages.json', import.meta.url), 'utf8'),
) as readonly Message[];

describe('real messages', () => {
  test.each(messages)('$errorClass: $message (Airflow $airflow, Python $python)', (message) => {
    const finding: Finding = { ...message, severity: 'error' };
    const { errorClass } = classify(finding, patternOf(message.message, 'C'));
    if (message.errorClass === 'unknown') expect(errorClass).toMatch(/^unknown\.[0-9a-f]{8}$/);
    else expect(errorClass).toBe(message.errorClass);
  });

  test('of one mistake have one pattern on every Airflow, but for the wording of Python itself', () => {
    const moved = messages.filter(({ message }) => message.includes('BaseOperatorX'));
    const patterns = new Set(moved.map(({ message }) => patternOf(message, 'C')));
    expect([...patterns]).toEqual([
      "ImportError: cannot import name 'BaseOperatorX' from 'airflow.models' (<path>)",
    ]);
  });

  test('name what is at fault in the root cause', () => {
    const provider = messages.find(({ errorClass }) => errorClass === 'provider.missing');
    const label = messages.filter(({ errorClass }) => errorClass === 'attribute.read-only');
    expect(provider && classify({ ...provider, severity: 'error' }, '').rootCause).toContain(
      '`airflow.providers.amazon`',
    );
    // CPython 3.10 words it otherwise than 3.11.
    expect(label).toHaveLength(2);
    for (const message of label)
      expect(classify({ ...message, severity: 'error' }, '').rootCause).toContain('`label`');
  });
});

describe('the taxonomy', () => {
  test('has the 25 classes that people asked for, and more', () => {
    expect(new Set(TAXONOMY.map(({ id }) => id)).size).toBeGreaterThan(50);
  });

  test('has ids that can be folders of the learning store', () => {
    for (const { id } of TAXONOMY) expect(id).toMatch(/^[a-z]+(\.[a-z-]+)?$/);
  });

  test('leaves no group of a message unfilled in its texts', () => {
    for (const { rootCause, guidance, message } of TAXONOMY) {
      if (message === undefined) expect(`${rootCause}${guidance}`).not.toMatch(/\$\d/);
    }
  });
});
