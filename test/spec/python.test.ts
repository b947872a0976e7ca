/** What airsmith says of Python without Python, held against CPython itself. */

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearest } from '../../src/nearest.js';
import { snakeCase } from '../../src/python/names.js';
import { paramType } from '../../src/spec/check-params.js';
import { identifierFrom, nameFault } from '../../src/spec/python-names.js';
import { patternFault } from '../../src/spec/python-pattern.js';
import { fits, modernise, parseType, suggest } from '../../src/spec/python-type.js';
import { betterRange, isInRange, isRange, parseRequirement } from '../../src/spec/requirement.js';

function python(program: string, input: unknown): unknown {
  const output = execFileSync(
    'python3',
    ['-I', '-c', `import json, sys, warnings\nwarnings.simplefilter('ignore')\n${program}`],
    {
      input: JSON.stringify(input),
      maxBuffer: 1 << 28,
    },
  );
  return JSON.parse(output.toString());
}

describe('names', () => {
  test('every keyword of CPython is refused, and every identifier that is none is taken', () => {
    const keywords = python('import keyword\nprint(json.dumps(keyword.kwlist))', null) as string[];
    for (const word of keywords) expect(nameFault(word)?.reason, word).toBe('is a keyword of Python');
    for (const word of ['match', 'type', 'id', 'filter', '_private', 'a1', 'List']) {
      expect(nameFault(word), word).toBeUndefined();
    }
  });

  test('what is proposed instead can be taken, whatever was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => nameFault(identifierFrom(text)) === undefined),
    );
  });

  test.each([
    ['OpenMeteoForecastOperator', 'open_meteo_forecast_operator'],
    ['HTTPFileSensor', 'http_file_sensor'],
    ['NeMoQuestionAnsweringOperator', 'ne_mo_question_answering_operator'],
    ['S3ToGCSOperator', 's3_to_gcs_operator'],
  ])('the file of %s is %s', (name, file) => expect(snakeCase(name)).toBe(file));
});

describe('regular expressions', () => {
  const pieces =
    'a|b|1|(|)|[|]|{|}|*|+|?|^|$|.|-|\\|\\d|\\1|\\2|(?:|(?P<n>|(?P=n)|(?=|(?!|(?<!|(?#|(?i)|(?i:|{2}|{2,1}|{,3}|{,}|,|\\x41|\\xZ|\\b|\\Z|\\y|[^|a-z|z-a|[]|\\0|\\777|(?x)| |#|\n|é|😀|(?s-i:|\\u0041|\\p{L}|(?<n>|\\u12|8|\\8|\\-|(?aL)|(?'
      .split('|')
      .concat('|');

  test('nothing that CPython accepts is refused', () => {
    const patterns = fc.sample(
      fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
      8_000,
    );
    const program = `import re
def valid(pattern):
    try:
        re.compile(pattern)
        return True
    except re.error:
        return False
print(json.dumps([valid(pattern) for pattern in json.load(sys.stdin)]))`;
    const valid = python(program, patterns) as boolean[];
    const accepted = patterns.filter((_, index) => valid[index]);
    expect(accepted.length).toBeGreaterThan(500);
    // Flags in the middle are an error from Python 3.11 on, and only there.
    const refused = accepted.filter((pattern) => {
      const fault = patternFault(pattern);
      return fault && !fault.reason.startsWith('flags');
    });
    expect(refused).toEqual([]);
    const missed = patterns.filter((pattern, index) => !valid[index] && !patternFault(pattern));
    expect(missed.length).toBeLessThan(patterns.length / 50);
  });

  test.each([
    ['(a', 'a `)` is missing'],
    ['a)', 'a `)` has no `(`'],
    ['[a', 'a `]` is missing'],
    ['*a', 'there is nothing for `*` to repeat'],
    ['a**', '`*` repeats a repetition'],
    ['a{3,2}', '`{3,2}` ends below its begin'],
    ['[z-a]', 'a range in brackets ends before its begin'],
    ['\\p{L}', 'Python knows no escape `\\p`'],
    ['(?<year>x)', 'Python writes named groups as `(?P<name>…)`'],
    ['(a)\\2', 'there is no group 2 before'],
    ['a\\', 'it ends with a single backslash'],
  ])('%s: %s', (pattern, reason) => expect(patternFault(pattern)?.reason).toBe(reason));
});

describe('types', () => {
  test.each([
    ['Optional[Dict[str, str]]', 'dict[str, str] | None'],
    ['typing.Optional[typing.List[int]]', 'list[int] | None'],
    ['Union[str, List[Dict[str, Any]], None]', 'str | list[dict[str, Any]] | None'],
    ['Optional[Union[str, int]]', 'str | int | None'],
    ['string', 'str'],
    ['integer', 'int'],
    ['strr', 'str'],
    ['lst[str]', 'list[str]'],
  ])('%s was meant to be %s', (written, better) => expect(suggest(written)).toBe(better));

  test.each([
    'datetime',
    'Callable[[int], str]',
    'str |',
    'list[str',
    'dict[int, str]',
    'list[int, str]',
    '',
    'str]',
    'constructor',
    '[[',
  ])('%j is no type', (text) => expect(parseType(text).ok).toBe(false));

  test('what is proposed parses, and modernising twice changes nothing, whatever was written', () => {
    const text = fc
      .array(
        fc.constantFrom(
          'Optional[',
          'Union[',
          'List[',
          'Dict[',
          'dict[',
          'str',
          'int',
          ', ',
          ']',
          ' | ',
          'None',
          'x',
          '...',
        ),
        { maxLength: 14 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (written) => {
        const better = suggest(written);
        if (better !== undefined) expect(parseType(better).ok).toBe(true);
        if (parseType(modernise(written)).ok) expect(modernise(modernise(written))).toBe(modernise(written));
      }),
    );
  });

  test.each([
    [1, 'float', true],
    [1.5, 'int', false],
    [true, 'int', false],
    [1, 'bool', false],
    [null, 'str', false],
    [null, 'str | None', true],
    [['a', 1], 'list[str]', false],
    [[1, 'a'], 'tuple[int, str]', true],
    [[1, 2], 'tuple[int]', false],
    [{ a: [1] }, 'dict[str, list[int]]', true],
    [[], 'dict[str, str]', false],
    ['x', 'Any', true],
  ])('%j is a %s: %s', (value, text, expected) => {
    const parsed = parseType(text);
    expect(parsed.ok && fits(value, parsed.type)).toBe(expected);
  });

  test('params may use the words of JSON Schema', () => {
    expect(paramType('integer | null')).toBe('int | None');
    expect(paramType('list[str]')).toBe('list[str]');
  });
});

describe('requirements and ranges', () => {
  test.each([
    'requests',
    'requests>=2.31',
    'nemo_toolkit[nlp]>=1.23',
    'a[x, y] ~= 1.4.2, != 1.4.3',
    'a (>=1,<2)',
    'a==1.*; python_version >= "3.10"',
    "a ; (os_name == 'nt' or sys_platform != 'win32') and 'x' not in platform_release",
    'zope.interface>=5',
  ])('%s is read', (text) => expect(parseRequirement(text).ok).toBe(true));

  test.each([
    ['a @ https://example.org/a.whl', 'location'],
    ['https://example.org/a.tar.gz', 'location'],
    ['git+ssh://git@example.org/a', 'location'],
    ['file:///etc/passwd', 'location'],
    ['../a', 'location'],
    ['a/b', 'location'],
    ['C:\\a', 'location'],
    ['-e .', 'location'],
    ['--extra-index-url x', 'location'],
    ['a.whl', 'location'],
    ['', 'syntax'],
    ['a b', 'syntax'],
    ['a>=', 'syntax'],
    ['a===1.0', 'syntax'],
    ['a[>=1', 'syntax'],
    ['a; rm -rf /', 'syntax'],
    ['a; python_version', 'syntax'],
    ['a\nb', 'syntax'],
  ])('%j is refused for its %s', (text, kind) => {
    const parsed = parseRequirement(text);
    expect(parsed.ok ? undefined : parsed.kind).toBe(kind);
  });

  test.each([
    ['2.8', '>=2.8'],
    ['^2.8', '>=2.8,<3'],
    ['~2.8', '~=2.8'],
    ['2.x', '>=2,<3'],
    ['2.8.x', '==2.8.*'],
    ['>=2.8 <4', '>=2.8,<4'],
    ['=> 2.8', '>=2.8'],
    ['= 2.8', '==2.8'],
  ])('for %s stands %s', (written, better) => {
    expect(isRange(written)).toBe(false);
    expect(betterRange(written)).toBe(better);
  });
});

test('a range answers for every version and never throws, whatever both are', () => {
  const text = fc
    .array(
      fc.constantFrom(
        '>=',
        '<',
        '==',
        '~=',
        '!=',
        '===',
        ',',
        '.',
        '*',
        '2',
        '8',
        '1',
        'a',
        'rc',
        'dev',
        'post',
        '+',
        '!',
        ' ',
        'v',
      ),
      { maxLength: 9 },
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (version, range) => {
      expect(typeof isInRange(version, range)).toBe('boolean');
      expect(typeof isInRange('2.8.1', range)).toBe('boolean');
      const better = betterRange(range);
      if (better !== undefined) expect(isRange(better)).toBe(true);
    }),
    { numRuns: 3_000 },
  );
  expect(isInRange('2.11.2', '>=2.8,<4')).toBe(true);
  expect(isInRange('2.8.1', '>=2.9')).toBe(false);
});

test('near names are found, far ones are not', () => {
  const names = ['latitude', 'longitude', 'days', 'temperature_unit'];
  expect(nearest('latitud', names)).toBe('latitude');
  expect(nearest('logntitude', names)).toBe('longitude');
  expect(nearest('temperatureUnit', names)).toBe('temperature_unit');
  expect(nearest('Day', names)).toBe('days');
  expect(nearest('colour', names)).toBeUndefined();
});
