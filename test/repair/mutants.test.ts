/** Who writes a way to break components says which classes are right for it; the bench holds the taxonomy to that. */

import { describe, expect, test } from 'vitest';
import { BEHAVIOUR_OPERATORS } from '../../bench/mutants/operators/behaviour.js';
import { SIGNATURE_OPERATORS } from '../../bench/mutants/operators/signature.js';
import { TEMPLATE_OPERATORS } from '../../bench/mutants/operators/templates.js';
import { WAITING_OPERATORS } from '../../bench/mutants/operators/waiting.js';
import { TAXONOMY } from '../../src/repair/taxonomy.js';

const OPERATORS = [
  ...BEHAVIOUR_OPERATORS,
  ...SIGNATURE_OPERATORS,
  ...TEMPLATE_OPERATORS,
  ...WAITING_OPERATORS,
];
const IDS = [...new Set(TAXONOMY.map(({ id }) => id))];

describe.each(OPERATORS)('the operator "$id"', ({ expects, family }) => {
  test('names classes that there are, and never that nobody knows', () => {
    expect(IDS.filter((id) => expects.test(id))).not.toEqual([]);
    expect(expects.test('unknown.1a2b3c4d')).toBe(false);
  });

  test('is no excuse for whatever comes', () => {
    const right = IDS.filter((id) => expects.test(id));
    expect(right.length).toBeLessThan(IDS.length / 2);
    if (family === 'imports') expect(right.filter((id) => /^(example|template|secret)/.test(id))).toEqual([]);
    else expect(right).not.toContain('import.moved');
  });
});
