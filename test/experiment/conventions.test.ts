import { describe, expect, test } from 'vitest';
import { type Convention, conventionsKept } from '../../src/experiment/conventions.js';

const NOTHING = {
  says: '',
  applies: ['operator'],
  imports: [],
  neverImports: [],
  must: [],
  mustNot: [],
} as const;

function asks(fields: Partial<Convention>): Convention {
  return { id: 'it', ...NOTHING, ...fields };
}

function keeps(source: string, fields: Partial<Convention>): boolean {
  const { kept, broken } = conventionsKept(source, [asks(fields)], 'operator');
  expect(kept.length + broken.length).toBe(1);
  return kept.length === 1;
}

const DERIVED = 'from acme.base import AcmeOperator\n\nclass SendOperator(AcmeOperator):\n    pass\n';

describe('the base of a component', () => {
  test.each([
    ['by its name', DERIVED, 'AcmeOperator', true],
    ['with its module', DERIVED, 'acme.base.AcmeOperator', true],
    ['of another module', DERIVED, 'other.AcmeOperator', false],
    ['that only ends alike', DERIVED, 'meOperator', false],
    [
      'by an alias',
      'from acme.base import AcmeOperator as B\nclass SendOperator(B): ...\n',
      'acme.base.AcmeOperator',
      true,
    ],
    [
      'by its module',
      'from acme import base\nclass SendOperator(base.AcmeOperator): ...\n',
      'acme.base.AcmeOperator',
      true,
    ],
    [
      'by the whole path',
      'import acme.base\nclass SendOperator(acme.base.AcmeOperator): ...\n',
      'acme.base.AcmeOperator',
      true,
    ],
    [
      'by a class between',
      `${DERIVED.replace('SendOperator', '_Common')}class SendOperator(_Common): ...\n`,
      'AcmeOperator',
      true,
    ],
    ['of itself', 'class SendOperator(SendOperator): ...\n', 'AcmeOperator', false],
    ['of no class', 'x = 1\n', 'AcmeOperator', false],
  ])('%s', (_name, source, base, expected) => {
    expect(keeps(source, { base })).toBe(expected);
  });
});

describe('imports', () => {
  const source = 'from acme.http import AcmeClient\nimport json\n';
  test.each([
    [['acme.http'], true],
    [['acme.http.AcmeClient'], true],
    [['acme'], true],
    [['acme.ht'], false],
    [['json', 'acme.sql'], false],
  ])('%j have to be there: %s', (imports, expected) => {
    expect(keeps(source, { imports })).toBe(expected);
  });

  test('what must not be imported is found inside functions too', () => {
    const late = 'def f():\n    from requests.adapters import HTTPAdapter\n';
    expect(keeps(late, { neverImports: ['requests'] })).toBe(false);
    expect(keeps('import requests_mock\n', { neverImports: ['requests'] })).toBe(true);
  });

  test('what only annotations need is no import', () => {
    const types = 'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from acme import Client\n';
    expect(keeps(types, { imports: ['acme.Client'] })).toBe(false);
    expect(keeps(types, { neverImports: ['acme'] })).toBe(true);
  });
});

describe('spellings', () => {
  const pattern = [/audit\.record\(/mu];
  test.each([
    ['in code', 'audit.record(1)\n', true],
    ['in a comment', '# audit.record(1)\nx = "#"  # audit.record(\n', false],
    ['in the docstring of the module', '"""audit.record(1)"""\n', false],
    [
      'in the docstring of a method',
      'class A:\n    "x"\n    def f(self):\n        """audit.record(1)"""\n        return 1\n',
      false,
    ],
    ['in a text that is no docstring', 'x = "audit.record(1)"\n', true],
    ['after a text with a hash', 'x = "#"; audit.record(1)\n', true],
  ])('%s', (_name, source, expected) => {
    expect(keeps(source, { must: pattern })).toBe(expected);
    expect(keeps(source, { mustNot: pattern })).toBe(!expected);
  });
});

test('other kinds are not asked, and source that cannot be read breaks everything', () => {
  const both = [asks({ id: 'a' }), asks({ id: 'b', applies: ['sensor'] })];
  expect(conventionsKept('x = 1\n', both, 'operator')).toEqual({ kept: ['a'], broken: [] });
  expect(conventionsKept('class\n', both, 'operator')).toEqual({ kept: [], broken: ['a'] });
});
