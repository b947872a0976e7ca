/** What must hold for every store, however it came about. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonical,
  digestOf,
  fold,
  hash16,
  pack,
  readKnowledge,
  recordFile,
  type Stored,
} from '../../src/knowledge/index.js';
import { evidence, stored, world } from './observed.js';

/** Files by path, as a folder holds them. */
type Files = ReadonlyMap<string, string>;

function filesOf(records: readonly Stored[]): Files {
  return new Map(records.map(({ record }) => recordFile(record)).map(({ path, content }) => [path, content]));
}

function read(files: Files, believe = false) {
  return readKnowledge(
    { list: async () => [...files.keys()].reverse(), read: async (path) => files.get(path) },
    { believe: () => believe },
  );
}

function changed(files: Files, changes: readonly { path: string; content: string | null }[]): Files {
  const after = new Map(files);
  for (const { path, content } of changes) {
    if (content === null) after.delete(path);
    else after.set(path, content);
  }
  return after;
}

const shuffled = (records: readonly Stored[]) =>
  fc.shuffledSubarray([...records], { minLength: records.length, maxLength: records.length });

describe('the fold', () => {
  test('gives identical bytes for any order and any duplication', () => {
    fc.assert(
      fc.property(
        world.chain((records) =>
          fc.tuple(fc.constant(records), shuffled(records), fc.subarray([...records])),
        ),
        ([records, other, copies]) => {
          expect(digestOf(fold([...copies, ...other]))).toBe(digestOf(fold(records)));
        },
      ),
    );
  });

  test('gives identical bytes for any partition into stores that are merged', () => {
    fc.assert(
      fc.property(
        world.chain((records) => fc.tuple(fc.constant(records), fc.array(fc.subarray([...records])))),
        ([records, parts]) => {
          const rest = records.filter((record) => !parts.flat().includes(record));
          expect(digestOf(fold([...parts.flat(), ...rest]))).toBe(digestOf(fold(records)));
        },
      ),
    );
  });

  test('lets rejections, retractions and corrections commute, and each count once', () => {
    fc.assert(
      fc.property(
        world.chain((records) => {
          const said = records.filter(({ record }) => record.schema !== 'evidence/1');
          return fc.tuple(fc.constant(records), shuffled(said), fc.boolean());
        }),
        ([records, said, before]) => {
          const observed = records.filter(({ record }) => record.schema === 'evidence/1');
          const order = before ? [...said, ...observed, ...said] : [...observed, ...said];
          expect(digestOf(fold(order))).toBe(digestOf(fold(records)));
        },
      ),
    );
  });

  test('holds with foreign evidence and with a date as well', () => {
    const options = { own: (origin: string) => origin === 'octo/house', asOf: '2026-11' };
    fc.assert(
      fc.property(
        world.chain((records) => fc.tuple(fc.constant(records), shuffled(records))),
        ([records, other]) => {
          expect(digestOf(fold(other, options))).toBe(digestOf(fold(records, options)));
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('files', () => {
  test('what is written is read back, and canonical bytes are a fixed point', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (records) => {
        const { records: back, problems } = await read(filesOf(records));
        expect(problems.filter(({ code }) => code !== 'AS6015')).toEqual([]);
        for (const { hash, record } of back) {
          expect(hash16(canonical(record))).toBe(hash);
          expect(canonical(JSON.parse(canonical(record)))).toBe(canonical(record));
        }
        expect(digestOf(fold(back))).toBe(digestOf(fold(records)));
      }),
      { numRuns: 60 },
    );
  });
});

describe('packs', () => {
  test('fold as the files did, believed and verified, and lose nothing', async () => {
    await fc.assert(
      fc.asyncProperty(world, fc.integer({ min: 1, max: 5 }), async (records, rows) => {
        const loose = filesOf(records);
        const { changes } = pack((await read(loose)).records, { atLeast: 1, rows });
        const packed = changed(loose, changes);
        expect([...packed.keys()].filter((path) => /evidence\/.*json$/.test(path))).toEqual(
          expungedFiles(loose, records),
        );
        for (const believe of [true, false]) {
          const { knowledge, records: back, problems } = await read(packed, believe);
          expect(problems.filter(({ code }) => code !== 'AS6015')).toEqual([]);
          expect(digestOf(knowledge)).toBe(digestOf(fold(records)));
          for (const { hash, record } of back) expect(hash16(canonical(record))).toBe(hash);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('of two branches that overlap count each record once, with what cherry-picks bring back', async () => {
    const split = world.chain((records) =>
      fc.tuple(
        fc.constant(records),
        fc.subarray([...records]),
        fc.subarray([...records]),
        fc.subarray([...records]),
      ),
    );
    await fc.assert(
      fc.asyncProperty(split, async ([records, left, right, back]) => {
        const loose = filesOf(records);
        const packs = [left, right].flatMap((some) =>
          pack(some, { atLeast: 1 }).changes.filter(({ content }) => content !== null),
        );
        const gone = [...left, ...right].filter((record) => !back.includes(record));
        const merged = changed(changed(loose, removals(gone)), packs);
        const { knowledge } = await read(merged);
        expect(digestOf(knowledge)).toBe(digestOf(fold(records)));
      }),
      { numRuns: 40 },
    );
  });

  test('are the same bytes whatever the order, and packing what is packed changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(evidence, { maxLength: 8, minLength: 1 }), async (records) => {
        const once = pack(records.map(stored), { atLeast: 1 });
        expect(pack(records.map(stored).reverse(), { atLeast: 1 })).toEqual(once);
        const packed = changed(filesOf(records.map(stored)), once.changes);
        expect(pack((await read(packed)).records, { atLeast: 1 }).changes).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

/** Files of evidence that a tombstone names: they are not packed. */
function expungedFiles(files: Files, records: readonly Stored[]): readonly string[] {
  const gone = records.flatMap(({ record }) => (record.schema === 'tombstone/1' ? [record.record] : []));
  return [...files.keys()].filter((path) => gone.some((hash) => path.endsWith(`/${hash}.json`)));
}

function removals(records: readonly Stored[]): readonly { path: string; content: null }[] {
  return records
    .filter(({ record }) => record.schema === 'evidence/1')
    .map(({ record }) => ({ path: recordFile(record).path, content: null }));
}
