/** What a person is told of a finding that is left. */

import { expect, test } from 'vitest';
import type { Draft, Finding, Verdict } from '../../src/flow.js';
import type { House } from '../../src/ports.js';
import { toldOf } from '../../src/repair/left.js';
import { specFor } from '../learn/story.js';

const DRAFT = { files: [], className: 'ExampleOperator' } as unknown as Draft;
const SPEC = specFor('ExampleOperator', {
  inputs: [{ name: 'n', type: 'int', description: '', template: false, minimum: 0 }],
  examples: [
    { name: 'one', inputs: { n: 1 }, returns: 1 },
    { name: 'two', inputs: { n: 1 }, returns: 2 },
  ],
  positions: { '/examples/1': { path: 'specs/x.yaml', line: 7, column: 3 } },
});

function told(finding: Partial<Finding>, house?: House) {
  const full: Finding = { code: 'AS4301', severity: 'error', tier: 'examples', message: '', ...finding };
  const verdict = { proven: false, environments: [{ findings: [full] }] } as unknown as Verdict;
  return toldOf(verdict, DRAFT, SPEC, [], house).get(full);
}

test('of an example that contradicts another the fault of the spec, with its line and a way out', () => {
  expect(told({ example: 'two', expectation: 'returns', expected: 2, actual: 1 })).toMatchObject({
    errorClass: 'example.returns',
    fault: {
      message: expect.stringContaining('exactly what "one" gives it'),
      proposal: expect.stringContaining('make `returns` the same'),
      position: { path: 'specs/x.yaml', line: 7 },
    },
  });
});

test.each([
  ['test_refuses[n--1] fails in call: DID NOT RAISE', '-1 against `minimum: 0` of `n` is not refused'],
  ['test_names fails in call: x', /^a test that airsmith makes from the spec$/],
])('of a test that airsmith makes what it asks: %s', (message, said) => {
  const { test: asked } = told({ code: 'AS4401', tier: 'tests', message }) ?? {};
  if (typeof said === 'string') expect(asked).toContain(said);
  else expect(asked).toMatch(said);
});

test.each([
  ["ImportError: cannot import name 'CompanyOperatr' from 'company.base' (x.py)", 'CompanyOperator'],
  ["ImportError: cannot import name 'LIMT' from 'company.base' (x.py)", 'LIMIT'],
  ["ModuleNotFoundError: No module named 'company.bose'", 'company.base'],
  ["ImportError: cannot import name 'Elephant' from 'company.base' (x.py)", undefined],
  ["ModuleNotFoundError: No module named 'requests'", undefined],
])('of a name of the house that is misspelt the one that is meant: %s', (message, meant) => {
  const content = 'LIMIT = 3\n\n\nclass CompanyOperator:\n    other = 1\n';
  const house = { folders: ['plugins'], files: [{ path: 'plugins/company/base.py', content }] };
  expect(told({ code: 'AS4201', tier: 'import', message }, house)?.meant).toBe(meant);
});
