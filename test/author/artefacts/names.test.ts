/** Example names are free text; test functions need identifiers, each its own. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testNames } from '../../../src/author/artefacts/names.js';
import { docstring } from '../../../src/author/artefacts/text.js';
import { docstrings, identifiers } from './cpython.js';

describe('the name of a test', () => {
  test.each([
    ['two days, rendered note', 'test_two_days_rendered_note'],
    ['Größe: 5 µm', 'test_große_5_μm'],
    ['çà et là', 'test_ca_et_la'],
    ['天气预报 🌧', 'test_天气预报'],
    ['!!!', 'test_example_1'],
    ['\u202e__import__("os")', 'test_import_os'],
  ])('of %j is %s', (text, name) => {
    expect(testNames([text], [])).toEqual([name]);
  });

  test('is not used twice, and not that of another test', () => {
    expect(testNames(['a b', 'A-b', 'default', '?'], ['test_default'])).toEqual([
      'test_a_b',
      'test_a_b_2',
      'test_default_2',
      'test_example_4',
    ]);
  });

  test('is an identifier of CPython and unique, whatever the texts', () => {
    const texts = fc.sample(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), {
      numRuns: 1000,
      seed: 3,
    });
    const names = testNames(texts, []);
    const answers = identifiers(names);
    const wrong = names.filter((_, index) => !answers[index]);
    expect(wrong).toEqual([]);
    // CPython compares identifiers after NFKC.
    expect(new Set(names.map((name) => name.normalize('NFKC'))).size).toBe(names.length);
  });
});

describe('a docstring', () => {
  test('is one statement that says the words, whatever quotes, escapes and controls they hold', () => {
    const word = fc.constantFrom(
      '"""',
      "'''",
      '"',
      '\\',
      '\\"',
      '\n',
      '\0',
      '\u202e',
      '\ud800',
      '\\N{DASH}',
      'word',
      'é',
      ')',
      '#',
    );
    const texts = fc.sample(
      fc.array(word, { maxLength: 60 }).map((words) => words.join(' ')),
      { numRuns: 500, seed: 5 },
    );
    const answers = docstrings(texts.map((text) => `${docstring([text, 'The end.'])}\n`));
    answers.forEach((answer, index) => {
      expect(answer.statements).toBe(1);
      expect(answer.text?.endsWith('The end.'), texts[index]).toBe(true);
      const words = (from: string) => from.replace(/["'\s]|[\0\u202e\ud800]/g, '');
      expect(words(answer.text ?? '')).toBe(words(`${texts[index]}The end.`));
    });
  });
});
