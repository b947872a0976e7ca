/**
 * Packs are data from a pull request: what is not exactly what airsmith would have written is named and not counted. Here
 * for packs of version 1, a line a record, which older versions wrote; see `columns.test.ts` for those of version 2.
 */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { hash16, pack, readKnowledge, recordFile, type Stored } from '../../src/knowledge/index.js';
import { MAX_ROWS } from '../../src/knowledge/packs.js';
import { stored } from './observed.js';

type Row = [string, unknown[]];

let some: readonly Stored[];
let lines: readonly string[];
beforeAll(async () => {
  const content = readFileSync(new URL('fixtures/packs/3c6d7537b5505df6.jsonl', import.meta.url), 'utf8');
  lines = content.split('\n').slice(0, -1);
  some = (await read([packOf(lines)])).records.map(({ record }) => stored(record));
});

test('an old pack is read, and its records have the ids that they had', () => {
  expect(some.map(({ hash }) => hash)).toEqual(lines.slice(1).map((line) => (JSON.parse(line) as Row)[0]));
});

/** A pack of these lines under a name that agrees with its bytes. */
function packOf(of: readonly string[]): { path: string; content: string } {
  const content = `${of.join('\n')}\n`;
  return { path: `learning/packs/${hash16(content)}.jsonl`, content };
}

function read(files: readonly { path: string; content: string | undefined }[], believe = false) {
  const byPath = new Map(files.map(({ path, content }) => [path, content]));
  return readKnowledge(
    { list: async () => [...byPath.keys()], read: async (path) => byPath.get(path) },
    { believe: () => believe },
  );
}

function header(change: (header: Record<string, unknown>) => unknown): string[] {
  return [JSON.stringify(change(JSON.parse(lines[0] ?? '') as Record<string, unknown>)), ...lines.slice(1)];
}

function withRow(number: number, change: (row: Row) => unknown): string[] {
  return lines.map((line, index) =>
    index === number ? JSON.stringify(change(JSON.parse(line) as Row)) : line,
  );
}

describe('a pack as a whole', () => {
  const cases: readonly (readonly [string, string, () => { path: string; content: string | undefined }])[] = [
    [
      'under another name',
      'AS6001',
      () => ({ ...packOf(lines), path: 'learning/packs/0123456789abcdef.jsonl' }),
    ],
    [
      'in a folder below',
      'AS6007',
      () => ({ ...packOf(lines), path: packOf(lines).path.replace('packs/', 'packs/old/') }),
    ],
    ['that is a link', 'AS6006', () => ({ ...packOf(lines), content: undefined })],
    ['of 10 MB', 'AS6006', () => packOf([' '.repeat(10_000_000)])],
    ['with merge markers', 'AS6003', () => packOf(['<<<<<<< HEAD', ...lines])],
    ['without its first line', 'AS6013', () => packOf(lines.slice(1))],
    ['that is empty', 'AS6013', () => packOf([])],
    ['of a newer version', 'AS6005', () => packOf(header((said) => ({ ...said, schema: 'pack/3' })))],
    ['of newer evidence', 'AS6005', () => packOf(header((said) => ({ ...said, of: 'evidence/2' })))],
    ['with a row more than it says', 'AS6013', () => packOf([...lines, lines.at(-1) ?? ''])],
    ['with a row less', 'AS6013', () => packOf(lines.slice(0, -1))],
    ['with rows in another order', 'AS6013', () => packOf([lines[0] ?? '', ...lines.slice(1).reverse()])],
    [
      'that claims too many rows',
      'AS6013',
      () => packOf(header((said) => ({ ...said, rows: MAX_ROWS + 1 }))),
    ],
    [
      'whose layout has a key of JavaScript',
      'AS6013',
      () => packOf(header((said) => ({ ...said, layout: { keys: ['__proto__'], cells: ['plain'] } }))),
    ],
    [
      'whose layout lacks a cell',
      'AS6013',
      () => packOf(header((said) => ({ ...said, layout: { keys: ['run'], cells: [] } }))),
    ],
    [
      'whose layout lacks a field',
      'AS6013',
      () => packOf(header((said) => ({ ...said, layout: { keys: ['run'], cells: ['plain'] } }))),
    ],
    [
      'whose layout nests without end',
      'AS6013',
      () =>
        packOf([
          `{"schema":"pack/1","of":"evidence/1","rows":1,"layout":${'{"array":'.repeat(5000)}"plain"${'}'.repeat(5000)}}`,
        ]),
    ],
    [
      'that was cut off',
      'AS6013',
      () => {
        const content = packOf(lines).content.slice(0, -9);
        return { path: `learning/packs/${hash16(content)}.jsonl`, content };
      },
    ],
  ];
  test.each(cases)('%s is refused (%s)', async (_, code, make) => {
    for (const believe of [true, false]) {
      const { problems, records } = await read([make()], believe);
      expect(problems.map((problem) => problem.code)).toEqual([code]);
      expect(records).toEqual([]);
    }
  });
});

describe('a row', () => {
  test('that is wrong is named with its line, and the others are read', async () => {
    const bad = withRow(3, ([id]) => [id, []]);
    const { problems, records } = await read([packOf(bad)]);
    expect(problems).toMatchObject([{ code: 'AS6004', position: { line: 4 } }]);
    expect(records.length).toBe(some.length - 1);
  });

  test('cannot claim the id of another record', async () => {
    const forged = withRow(2, ([, cell]) => [
      (JSON.parse(lines[1] ?? '') as Row)[0].replace(/.$/, 'f'),
      cell,
    ]);
    const { problems } = await read([packOf(forged)]);
    expect(problems.map(({ code }) => code)).toEqual(['AS6014']);
  });

  test('of a believed pack cannot displace the record whose id it claims', async () => {
    const [one] = some.toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
    if (!one) throw new Error('no evidence');
    const other = (JSON.parse(lines[2] ?? '') as Row)[1];
    const forged = packOf(withRow(1, ([id]) => [id, other]));
    const loose = recordFile(one.record);
    const { problems, records } = await read([forged, loose], true);
    expect(problems.map(({ code }) => code)).toEqual(['AS6014']);
    expect(records.find(({ hash }) => hash === one.hash)?.record).toEqual(one.record);
  });

  test('that breaks the schema is refused even in a believed pack', async () => {
    const layout = (JSON.parse(lines[0] ?? '') as { layout: { keys: string[] } }).layout;
    const subject = layout.keys.indexOf('subject');
    const bad = header((said) => {
      const cells = [...(said['layout'] as { cells: unknown[] }).cells];
      cells[subject] = 'plain';
      return { ...said, layout: { keys: layout.keys, cells } };
    }).map((line, index) => {
      if (index === 0) return line;
      const [id, cell] = JSON.parse(line) as Row;
      cell[subject] = { toString: 'x' };
      return JSON.stringify([id, cell]);
    });
    const { problems, records } = await read([packOf(bad)], true);
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['AS6004']));
    expect(records).toEqual([]);
  });

  test('that was expunged is named and not counted', async () => {
    const gone = some[0];
    const stone = recordFile({ schema: 'tombstone/1', record: gone?.hash ?? '', why: 'a password' });
    const { problems, knowledge } = await read([packOf(lines), stone]);
    expect(problems.map(({ code }) => code)).toEqual(['AS6015']);
    expect(knowledge.counts.evidence).toBe(some.length - 1);
  });
});

test('anything in place of a line is a problem and never an exception', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.string(), fc.nat({ max: 6 }), async (json, text, place) => {
      for (const line of [
        JSON.stringify(json),
        text.replaceAll('\n', ' '),
        JSON.stringify(['0'.repeat(16), json]),
      ]) {
        const { problems } = await read([packOf(lines.map((own, index) => (index === place ? line : own)))]);
        expect(problems.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 40 },
  );
});

test('packing waits for five thousand loose records, and for those that are old enough', () => {
  expect(pack(some).changes).toEqual([]);
  expect(pack(some, { atLeast: 1, olderThan: '2000-01' }).changes).toEqual([]);
});

test('packing splits at the number of rows, keeps every folder, and touches no pack that is there', async () => {
  const { changes, packed: moved } = pack(some, { atLeast: 1, rows: 4 });
  expect(moved).toBe(6);
  expect(changes.filter(({ path }) => path.endsWith('.jsonl'))).toHaveLength(2);
  for (const { path } of changes.filter(({ content }) => content === null))
    expect(changes).toContainEqual({ path: path.replace(/[^/]+$/, '.gitkeep'), content: '' });
});
