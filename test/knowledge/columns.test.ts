/** Packs of version 2, a column a line: what no pack can hold is named, and what can be read still is. */

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { inAscii } from '../../src/knowledge/canonical.js';
import { openColumn, valuesOf } from '../../src/knowledge/columns.js';
import {
  canonical,
  hash16,
  pack,
  readKnowledge,
  recordFile,
  type Stored,
} from '../../src/knowledge/index.js';
import { columnsOf, layoutOf } from '../../src/knowledge/layouts.js';
import type { Evidence } from '../../src/knowledge/records.js';
import { evidence, stored } from './observed.js';

/** In order of their ids, as the pack has them. */
let some: readonly Stored[];
/** The header, the ids, and the columns. */
let lines: readonly string[];
/** Which line holds the ids of the runs, of which no two are the same here. */
let runs: number;
beforeAll(() => {
  const unique = fc.uniqueArray(evidence, { minLength: 6, maxLength: 6, selector: ({ run }) => run.id });
  const [records = []] = fc.sample(unique, { numRuns: 1, seed: 5 });
  some = records.map(stored).sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const { changes } = pack(some, { atLeast: 1 });
  const content = changes.find(({ path }) => path.endsWith('.jsonl'))?.content ?? '';
  lines = content.split('\n').slice(0, -1);
  runs = lines.indexOf(JSON.stringify(some.map(({ record }) => (record as Evidence).run.id)));
});

interface File {
  readonly path: string;
  readonly content: string;
}

/** A pack of these lines under a name that agrees with its bytes. */
function packOf(of: readonly string[]): File {
  const content = `${of.join('\n')}\n`;
  return { path: `learning/packs/${hash16(content)}.jsonl`, content };
}

function read(files: readonly File[], believe = false) {
  const byPath = new Map(files.map(({ path, content }) => [path, content]));
  return readKnowledge(
    { list: async () => [...byPath.keys()], read: async (path) => byPath.get(path) },
    { believe: () => believe },
  );
}

type Header = Record<string, unknown> & { readonly layout: Record<string, unknown> };

function header(change: (header: Header) => unknown): string[] {
  return [inAscii(change(JSON.parse(lines[0] ?? '') as Header)), ...lines.slice(1)];
}

function withLine(number: number, change: (values: unknown[]) => unknown): string[] {
  return lines.map((line, at) => (at === number ? inAscii(change(JSON.parse(line) as unknown[])) : line));
}

/** The pack with another id of one run. */
function withRun(row: number, id: unknown): File {
  return packOf(withLine(runs, (values) => values.with(row, id)));
}

describe('what stands in a pack and is not read', () => {
  const bloated: readonly (readonly [string, () => File])[] = [
    [
      'a key that stands twice',
      () => packOf([lines[0]?.replace('{', '{"schema":"pack/9",') ?? '', ...lines.slice(1)]),
    ],
    ['a space', () => packOf(lines.map((line, at) => (at === runs ? line.replace(',', ', ') : line)))],
    ['a carriage return', () => packOf(lines.map((line) => `${line}\r`))],
    ['a number in another form', () => packOf(lines.map((line) => line.replace(/^\[(\d+),/, '[$1.0,')))],
  ];
  test.each(bloated)('%s is refused where it is verified', async (_, make) => {
    const { problems, records } = await read([make()]);
    expect(problems.map(({ code }) => code)).toEqual(['AS6013']);
    expect(records).toEqual([]);
  });
});

describe('a layout that nobody writes', () => {
  const rows = () => some.map(({ record }) => JSON.parse(canonical(record)) as object);
  const said = (layout: unknown) => ({ ...(JSON.parse(lines[0] ?? '') as Header), layout });
  const whole: readonly (readonly [string, () => readonly unknown[]])[] = [
    ['of whole records', () => [said('plain'), some.map(({ hash }) => hash), rows()]],
    [
      'of shared records',
      () => [said({ shared: rows() }), some.map(({ hash }) => hash), rows().map((_, at) => at)],
    ],
  ];
  test.each(whole)('%s is read as the records that it holds', async (_, make) => {
    const { problems, records } = await read([packOf(make().map(inAscii))]);
    expect(problems).toEqual([]);
    expect(records.map(({ hash }) => hash)).toEqual(some.map(({ hash }) => hash));
  });
  test('of one list is named', async () => {
    const make = [said({ array: 'plain' }), some.map(({ hash }) => hash), some.map(() => 1), rows()];
    const { problems } = await read([packOf(make.map(inAscii))]);
    expect(problems.length).toBeGreaterThan(0);
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['AS6004']));
  });
});

test('a record that only looks like another one cannot take its id', async () => {
  const like = (some as readonly [Stored])[0].record as Evidence;
  const real = stored({ ...like, spec: { ...like.spec, name: 'KafkaOperator' } });
  const { changes } = pack([real], { atLeast: 1 });
  const content = changes.find(({ path }) => path.endsWith('.jsonl'))?.content ?? '';
  // U+212A is written as K wherever a text is brought into its normal form.
  const looksAlike = content.replace('KafkaOperator', '\\u212aafkaOperator');
  expect(looksAlike).not.toBe(content);
  const { problems, records } = await read([packOf(looksAlike.split('\n').slice(0, -1))]);
  expect(problems.map(({ code }) => code)).toEqual(['AS6009']);
  expect(records).toEqual([]);
});

test('ten thousand wrong records are one fault, and take no longer than one', async () => {
  const ids = Array.from({ length: 10_000 }, (_, at) => (at + 1).toString(16).padStart(16, '0'));
  const [one] = some.map(({ record }) => JSON.parse(canonical(record)) as Evidence);
  const list = Array.from({ length: 400 }, () => ({ schema: 'pattern/1' }));
  const shared = { shared: [{ ...one, introduces: list }] };
  const text = [{ schema: 'pack/2', of: 'evidence/1', rows: 10_000, layout: shared }, ids, ids.map(() => 0)];
  const { problems } = await read([packOf(text.map(inAscii))]);
  expect(problems.length).toBeLessThanOrEqual(21);
  expect(problems.at(-1)?.message).toMatch(/9980 more records|cannot be read/);
});

describe('a pack as a whole', () => {
  const cases: readonly (readonly [string, string, () => File])[] = [
    ['of a newer version', 'AS6005', () => packOf(header((said) => ({ ...said, schema: 'pack/3' })))],
    ['of newer evidence', 'AS6005', () => packOf(header((said) => ({ ...said, of: 'evidence/2' })))],
    ['without its first line', 'AS6013', () => packOf(lines.slice(1))],
    ['without its last column', 'AS6013', () => packOf(lines.slice(0, -1))],
    ['with a column more', 'AS6013', () => packOf([...lines, lines.at(-1) ?? ''])],
    ['with a record more than it says', 'AS6013', () => packOf(header((said) => ({ ...said, rows: 5 })))],
    ['with too many records', 'AS6013', () => packOf(header((said) => ({ ...said, rows: 10_001 })))],
    ['with ids in another order', 'AS6013', () => packOf(withLine(1, (ids) => ids.reverse()))],
    ['with one id twice', 'AS6013', () => packOf(withLine(1, (ids) => ids.with(1, ids[0])))],
    ['with a column that is too short', 'AS6013', () => packOf(withLine(runs, (ids) => ids.slice(1)))],
    ['with an object in place of a column', 'AS6013', () => packOf(withLine(runs, () => ({ length: 6 })))],
    [
      'with lists that hold more than there is',
      'AS6013',
      () => packOf(withLine(2, (lengths) => lengths.map(() => 1_000_000_000))),
    ],
    [
      'whose layout has a key of JavaScript',
      'AS6013',
      () =>
        packOf(
          header((said) => ({ ...said, layout: { keys: ['__proto__'], cells: ['plain'], optional: [] } })),
        ),
    ],
    [
      'whose layout lacks a cell',
      'AS6013',
      () => packOf(header((said) => ({ ...said, layout: { ...said.layout, cells: ['plain'] } }))),
    ],
    [
      'whose layout has a key that no record has',
      'AS6013',
      () => {
        const [first = ''] = header(({ layout, ...said }) => {
          const { keys, cells } = layout as { keys: string[]; cells: unknown[] };
          return { ...said, layout: { ...layout, keys: [...keys, 'zeal'], cells: [...cells, 'plain'] } };
        });
        return packOf([first, ...lines.slice(1), '[1,2,3,4,5,6]']);
      },
    ],
    [
      'whose layout nests without end',
      'AS6013',
      () =>
        packOf([
          `{"schema":"pack/2","of":"evidence/1","rows":1,"layout":${'{"array":'.repeat(5000)}"plain"${'}'.repeat(5000)}}`,
        ]),
    ],
  ];
  test.each(cases)('%s is refused (%s)', async (_, code, make) => {
    for (const believed of [true, false]) {
      const { problems, records } = await read([make()], believed);
      expect(problems.map((problem) => problem.code)).toEqual([code]);
      expect(records).toEqual([]);
    }
  });

  test('is one byte a letter, whatever its records say', () => {
    const record = { ...(some[0]?.record as Evidence), generator: 'modèle “deux” 🜁/1' };
    const file = pack([stored(record)], { atLeast: 1 }).changes.find(({ path }) => path.endsWith('.jsonl'));
    expect(file?.content).toMatch(/^[\0-\x7f]+$/);
    expect(file?.content).toContain('mod\\u00e8le');
  });
});

describe('a record in columns', () => {
  test('that does not fit its schema is named, and the others are read, believed or not', async () => {
    for (const believed of [true, false]) {
      const { problems, records } = await read([withRun(3, '')], believed);
      expect(problems.map(({ code }) => code)).toEqual(['AS6004']);
      expect(problems[0]?.message).toContain('record 4 of 6');
      expect(records.map(({ hash }) => hash)).toEqual(
        some.flatMap(({ hash }, row) => (row === 3 ? [] : [hash])),
      );
      for (const { hash, record } of records)
        expect(record).toEqual(some.find((one) => one.hash === hash)?.record);
    }
  });

  test('that breaks a rule of no single value is named too', async () => {
    for (const wrong of [null, 7, { toString: 'x' }, ['1']]) {
      const { problems, records } = await read([withRun(0, wrong)], true);
      expect(problems.map(({ code }) => code)).toEqual(['AS6004']);
      expect(records).toHaveLength(5);
    }
  });

  test('cannot be another than its id says', async () => {
    const { problems, records } = await read([withRun(2, 'another')]);
    expect(problems.map(({ code }) => code)).toEqual(['AS6014']);
    expect(records).toHaveLength(5);
  });

  test('cannot hide anything', async () => {
    const { problems } = await read([withRun(2, 'a\u202eb')]);
    expect(problems.map(({ code }) => code)).toEqual(['AS6008']);
  });

  test('of a believed pack cannot displace the record whose id it claims', async () => {
    const one = some[2] as Stored;
    const { problems, records } = await read([withRun(2, 'another'), recordFile(one.record)], true);
    expect(problems.map(({ code }) => code)).toEqual(['AS6014']);
    expect(records.find(({ hash }) => hash === one.hash)?.record).toEqual(one.record);
  });
});

test('anything in place of a line is a problem and never an exception', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.string(), fc.nat(), async (json, text, number) => {
      const place = number % lines.length;
      for (const line of [JSON.stringify(json), text.replaceAll('\n', ' '), JSON.stringify([json])]) {
        if (line === lines[place]) continue;
        const { problems } = await read([packOf(lines.map((own, at) => (at === place ? line : own)))]);
        expect(problems.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 40 },
  );
});

test('whatever values columns are made from, they come back', () => {
  const leaf = fc.oneof(fc.constantFrom('a', 'b', 'long enough'), fc.integer(), fc.boolean());
  const key = fc.constantFrom('a', 'b', 'c');
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), (values) => {
      const layout = layoutOf(values);
      const columns = JSON.parse(JSON.stringify([...columnsOf(values, layout)])) as unknown[][];
      const column = openColumn(layout, values.length, () => columns.shift() ?? []);
      expect(valuesOf(column).map(canonical)).toEqual(values.map(canonical));
      expect(columns).toEqual([]);
    }),
  );
});
