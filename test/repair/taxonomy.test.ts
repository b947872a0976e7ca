import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/flow.js';
import { isUnnamed } from '../../src/knowledge/index.js';
import { classify, TAXONOMY } from '../../src/repair/taxonomy.js';
import { INDEX_FINDINGS } from '../../src/validate/airflow-index/problems.js';
import { FINDINGS } from '../../src/validate/problems.js';
import { RULE_FINDINGS } from '../../src/validate/rules/problems.js';

const IDS = new Set(TAXONOMY.map(({ id }) => id));

/** FEATURES E1, with the classes that are it. */
const ASKED_FOR: { readonly [word: string]: readonly string[] } = {
  syntax: ['syntax.invalid', 'syntax.f-string'],
  indentation: ['syntax.indentation'],
  import: ['import.moved', 'import.name', 'import.circular', 'provider.missing'],
  name: ['name.undefined'],
  attribute: ['attribute.missing', 'attribute.none', 'attribute.read-only'],
  type: ['type.mismatch', 'value.conversion'],
  'parameter ordering': ['syntax.parameter-order', 'contract.order'],
  'missing argument': ['argument.missing', 'contract.parameter'],
  'template field': ['template.field', 'template.extra', 'template.attribute'],
  serialization: ['serialization.value', 'trigger.serialize', 'json.encode', 'xcom.value'],
  'template rendering': ['template.render', 'template.file', 'template.constructor'],
  security: ['security.eval', 'security.shell', 'security.pickle', 'security.yaml', 'security.certificate'],
  'secret in log': ['secret.logged', 'secret.source'],
  connection: ['connection.missing', 'connection.at-construct'],
  'return value': ['example.returns', 'sensor.poke'],
  'exception type': ['example.exception', 'raises.missing'],
  timeout: ['timeout', 'request.timeout', 'request.unanswered', 'sensor.timeout'],
  'dependency missing': ['dependency.missing'],
  'version conflict': ['dependency.conflict'],
  'DAG import': ['dag.import'],
  deferral: ['deferral', 'deferral.method', 'trigger.run'],
  resource: ['resource.limit'],
  'network at import': ['import.network', 'import.access'],
  'mutable default': ['mutable.default'],
  'example failed': ['example.raises', 'example.returns', 'example.not-raised'],
};

function findingOf(code: string, more: Partial<Finding> = {}): Finding {
  return { code, severity: 'error', tier: 'examples', message: 'something that nobody foresaw', ...more };
}

describe('the taxonomy', () => {
  test('has the classes that people asked for, and more', () => {
    expect(Object.keys(ASKED_FOR)).toHaveLength(25);
    for (const [word, ids] of Object.entries(ASKED_FOR))
      for (const id of ids) expect(IDS, word).toContain(id);
  });

  const ONLY_WARN = ['AS4003', 'AS4004'];
  /** What these mean is said by the exception, and there are exceptions that nobody knows yet. */
  const BY_EXCEPTION = ['AS4201', 'AS4202', 'AS4302'];
  const codes = Object.keys({ ...FINDINGS, ...INDEX_FINDINGS, ...RULE_FINDINGS }).filter(
    (code) => !ONLY_WARN.includes(code) && !BY_EXCEPTION.includes(code),
  );

  test.each(codes)('knows every finding of the code %s, whatever its words', (code) => {
    expect(classify(findingOf(code), 'x').errorClass).not.toMatch(/^unknown/);
    expect(classify(findingOf(code, { exception: 'NobodyKnowsError' }), 'x').errorClass).not.toMatch(
      /^unknown/,
    );
  });

  test.each(BY_EXCEPTION)('keeps what an unknown exception says under %s', (code) => {
    const one = classify(findingOf(code, { exception: 'NobodyKnowsError' }), 'pattern one');
    expect(isUnnamed(one.errorClass)).toBe(true);
    expect(classify(findingOf(code, { exception: 'NobodyKnowsError' }), 'pattern one')).toEqual(one);
    expect(classify(findingOf(code, { exception: 'NobodyKnowsError' }), 'pattern two').errorClass).not.toBe(
      one.errorClass,
    );
    // Libraries move their classes between modules.
    expect(classify(findingOf(code, { exception: 'a.b.NobodyKnowsError' }), 'pattern one').errorClass).toBe(
      one.errorClass,
    );
  });

  test('has ids that can be folders of the learning store', () => {
    for (const id of IDS) expect(id).toMatch(/^[a-z]+(\.[a-z-]+)?$/);
  });

  test('has only classes that something can match first', () => {
    // An entry whose conditions an earlier one always meets would never be chosen.
    const shadowed = TAXONOMY.filter((later, index) =>
      TAXONOMY.slice(0, index).some(
        (earlier) =>
          earlier.message === undefined &&
          within(later.codes, earlier.codes) &&
          within(later.exceptions, earlier.exceptions) &&
          within(later.stages, earlier.stages) &&
          within(later.expectations, earlier.expectations),
      ),
    );
    expect(shadowed.map(({ id }) => id)).toEqual([]);
  });

  test('leaves no group of a message unfilled in its texts', () => {
    for (const { rootCause, guidance, message } of TAXONOMY) {
      if (message === undefined) expect(`${rootCause}${guidance}`).not.toMatch(/\$\d/);
    }
  });
});

function within(inner: readonly string[] | undefined, outer: readonly string[] | undefined): boolean {
  return outer === undefined || inner?.every((one) => outer.includes(one)) === true;
}
