/** One value, one spelling. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, NotCanonical } from '../../src/knowledge/canonical.js';
import { forbiddenCharacter, tame } from '../../src/knowledge/characters.js';
import { slugify } from '../../src/knowledge/layout.js';

const text = fc.string({ unit: 'binary' }).filter((value) => !/\p{Surrogate}/u.test(value));
const value = fc.letrec((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    text,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme-ascii' }), tie('json'), { maxKeys: 4 }),
  ),
})).json;

describe('canonical bytes', () => {
  test('are a fixed point: reading and writing them changes nothing', () => {
    fc.assert(
      fc.property(value, (json) => {
        const once = canonical(json);
        expect(canonical(JSON.parse(once))).toBe(once);
      }),
    );
  });

  test('do not depend on the order in which keys were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme-ascii' }), fc.integer()), (record) => {
        expect(canonical(Object.fromEntries(Object.entries(record).reverse()))).toBe(canonical(record));
      }),
    );
  });

  test('are readable: sorted keys, two spaces, a final newline', () => {
    expect(canonical({ b: [1, { d: 'x', c: null }], a: [], é: {} })).toBe(
      '{\n  "a": [],\n  "b": [\n    1,\n    {\n      "c": null,\n      "d": "x"\n    }\n  ],\n  "é": {}\n}\n',
    );
  });

  test('spell one text one way: composed and decomposed letters are equal', () => {
    expect(canonical('e\u0301')).toBe(canonical('\u00e9'));
    expect(() => canonical({ 'e\u0301': 1, '\u00e9': 2 })).toThrow(NotCanonical);
  });

  test('do not exist for floats, huge integers, half characters, functions or bottomless nesting', () => {
    let nested: unknown = 0;
    for (let depth = 0; depth < 100_000; depth += 1) nested = [nested];
    for (const bad of [0.5, Number.NaN, 2 ** 53, '\ud800', () => 0, nested]) {
      expect(() => canonical(bad)).toThrow(NotCanonical);
    }
  });

  test('keep a key that is special in JavaScript', () => {
    expect(canonical(JSON.parse('{"__proto__": 1, "constructor": 2}'))).toBe(
      '{\n  "__proto__": 1,\n  "constructor": 2\n}\n',
    );
    expect(canonical(-0)).toBe('0\n');
  });
});

test('tamed text has no hidden character, is within its limit and stays as it is when tamed again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 50 }), (raw, limit) => {
      const calm = tame(raw, limit);
      expect(calm.length).toBeLessThanOrEqual(limit);
      expect(forbiddenCharacter(calm)).toBeUndefined();
      expect(() => canonical(calm)).not.toThrow();
    }),
  );
  expect(forbiddenCharacter('a\u202eb')).toBe('U+202E');
  expect(forbiddenCharacter('tab\tand\nline, naïve 日本 😀')).toBeUndefined();
});

test('a slug is a harmless piece of a path, whatever the title', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (title) => {
      expect(slugify(title)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(slugify(title).length).toBeLessThanOrEqual(60);
    }),
  );
  expect(slugify('Import BaseHook on both majors of Airflow')).toBe(
    'import-base-hook-on-both-majors-of-airflow',
  );
  expect(slugify('../../etc/passwd')).toBe('etc-passwd');
});
