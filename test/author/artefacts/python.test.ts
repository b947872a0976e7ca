/** Python literals mean what the value meant, to a real CPython, and show everything that is in them. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LINE_WIDTH, literal, statement } from '../../../src/author/artefacts/python.js';
import { columns } from '../../../src/author/artefacts/text.js';
import type { Json } from '../../../src/flow.js';
import { evaluate } from './cpython.js';

/** Texts that end literals, escape, hide or reorder elsewhere. */
const HOSTILE = [
  '"""',
  "'''",
  '"',
  "'",
  '\\',
  '\\"',
  '\n',
  '\r\n',
  '\r',
  '\0',
  '\t',
  '\f',
  '\\N{BULLET}',
  '\\x41',
  '\\',
  '{x}',
  '%s',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\u2028',
  '\u0085',
  '\ud800',
  '\udfff',
  '😀',
  '\u{1f468}\u200d\u{1f469}',
  '\u3164',
  'é',
  'e\u0301',
  '天气',
  ' ',
  '#',
  ')',
  ']',
  '}',
];

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string()), { maxLength: 40 })
    .map((parts) => parts.join('')),
  fc
    .array(fc.constantFrom('word', ' ', '\n', 'a-very-long-word-without-any-blank-in-it-at-all', '"'), {
      maxLength: 80,
    })
    .map((parts) => parts.join('')),
);

const value = fc.letrec<{ value: Json; leaf: Json }>((tie) => ({
  leaf: fc.oneof(
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  ),
  value: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 6 }),
    fc.dictionary(text, tie('value'), { maxKeys: 6 }),
  ),
})).value;

/** JSON tells 1.0 and 1 as one, Python's reader does not; and 2^53 and beyond has more digits than JSON writes. */
function byValue(json: Json | undefined): unknown {
  if (typeof json === 'number') return `number ${Number(json)}`;
  if (Array.isArray(json)) return json.map((item: Json) => byValue(item));
  if (typeof json !== 'object' || json === null) return json;
  return Object.entries(json).map(([key, item]) => [key, byValue(item)]);
}

describe('a Python literal', () => {
  test('has the value that it was made from, whatever the text and the nesting', () => {
    const values = fc.sample(value, { numRuns: 800, seed: 7 });
    const sources = values.map((one) => statement(0, '', literal(one)));
    const answers = evaluate(sources);
    answers.forEach((answer, index) => {
      expect(answer.error, sources[index]).toBeUndefined();
      expect(byValue(answer.value), sources[index]).toEqual(byValue(values[index] ?? null));
    });
  });

  test('keeps within the line width, except for what cannot be cut', () => {
    fc.assert(
      fc.property(value, (one) => {
        for (const line of statement(4, 'example = ', literal(one)).split('\n')) {
          const shallow = line.length - line.trimStart().length < 60;
          if (shallow) expect(columns(line)).toBeLessThanOrEqual(LINE_WIDTH);
        }
      }),
      { seed: 7, numRuns: 150 },
    );
  });

  test('shows every character that hides, reorders or ends a line', () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(statement(0, '', literal(one))).not.toMatch(/[^\P{C}\n]|\p{Zl}|\p{Zp}|\p{DI}/u);
      }),
      { seed: 7, numRuns: 150 },
    );
  });

  test.each<[Json, string]>([
    ['plain', '"plain"'],
    ['say "yes"', `'say "yes"'`],
    [`it's "so"`, `'it\\'s "so"'`],
    ['a\nb\\', '"a\\nb\\\\"'],
    ['\ud800', '"\\ud800"'],
    ['\u202eabc', '"\\u202eabc"'],
    [null, 'None'],
    [true, 'True'],
    [-0, '-0.0'],
    [2 ** 60, '1152921504606846976'],
    [1e300, '1e300'],
    [1.5, '1.5'],
    [Number.POSITIVE_INFINITY, 'float("inf")'],
    [[], '[]'],
    [{}, '{}'],
    [{ a: [1, null] }, '{"a": [1, None]}'],
  ])('of %j is %s', (one, source) => {
    expect(statement(0, '', literal(one))).toBe(source);
  });

  test('breaks a long text behind its line ends, so that a program stays readable', () => {
    const program =
      'class DataFrame:\n    def __init__(self, *args):\n        self.args = args\n\n    def to_csv(self): ...\n';
    expect(statement(0, 'x = ', literal({ pandas: program }))).toBe(
      [
        'x = {',
        '    "pandas": (',
        '        "class DataFrame:\\n"',
        '        "    def __init__(self, *args):\\n"',
        '        "        self.args = args\\n"',
        '        "\\n"',
        '        "    def to_csv(self): ...\\n"',
        '    ),',
        '}',
      ].join('\n'),
    );
  });
});
