import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clustersOf, likeOf } from '../../src/knowledge/index.js';

const error = (id: string, pattern: string) => ({ id, definition: { class: 'unknown.00000000', pattern } });

const QUOTA = [
  error('a', 'QuotaError: <class> may send <n> more today'),
  error('b', 'QuotaError: <class> may send nothing more today'),
  error('c', 'QuotaError: <class> may read <n> more today'),
];
const OTHERS = [
  error('d', 'QuotaError: the plan of <name> has ended'),
  error('e', 'LimitError: <class> may send <n> more today'),
];

describe('clusters', () => {
  test('hold what is alike, and what is not stays alone', () => {
    expect(clustersOf([...QUOTA, ...OTHERS])).toEqual([
      { errors: ['a', 'b', 'c'], pattern: 'QuotaError: <class> may <*> <*> more today' },
      { errors: ['d'], pattern: 'QuotaError: the plan of <name> has ended' },
      { errors: ['e'], pattern: 'LimitError: <class> may send <n> more today' },
    ]);
  });

  test('do not mix exceptions', () => {
    expect(likeOf(OTHERS[1] as (typeof OTHERS)[number], QUOTA)).toEqual([]);
  });

  test('put a new error with its like, whether it is known already or not', () => {
    const fresh = error('z', 'QuotaError: <class> may send <n> less today');
    expect(likeOf(fresh, [...QUOTA, ...OTHERS])).toEqual(['a', 'b', 'c']);
    expect(likeOf(fresh, [...QUOTA, ...OTHERS, fresh])).toEqual(['a', 'b', 'c']);
  });

  const word = fc.constantFrom('may', 'send', 'read', '<n>', '<name>', 'more', 'less', 'today');
  const pattern = fc
    .tuple(fc.constantFrom('QuotaError:', 'LimitError:'), fc.array(word, { minLength: 1, maxLength: 6 }))
    .map(([head, words]) => [head, ...words].join(' '));
  const errors = fc
    .uniqueArray(pattern, { maxLength: 24 })
    .map((patterns) => patterns.map((one) => error(`id ${one}`, one)));

  test('do not depend on order, and hold each error once', () => {
    fc.assert(
      fc.property(
        errors.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          const clusters = clustersOf(all);
          expect(clustersOf(shuffled)).toEqual(clusters);
          expect(clustersOf([...all, ...shuffled])).toEqual(clusters);
          expect(clusters.flatMap((one) => one.errors).sort()).toEqual(all.map(({ id }) => id).sort());
        },
      ),
    );
  });

  test('only grow together when errors come: nobody is parted from its like', () => {
    fc.assert(
      fc.property(errors, pattern, (all, extra) => {
        const later = clustersOf([...all, error(`id ${extra}`, extra)]);
        for (const { errors: together } of clustersOf(all))
          expect(later.some((one) => together.every((id) => one.errors.includes(id)))).toBe(true);
      }),
    );
  });
});
