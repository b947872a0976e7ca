import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clustersOf, likeOf } from '../../src/knowledge/index.js';
import { patternOf } from '../../src/repair/pattern.js';

const error = (id: string, pattern: string) => ({ id, definition: { class: 'unknown.00000000', pattern } });

const MESSAGES = JSON.parse(
  readFileSync(join(import.meta.dirname, '../repair/fixtures/messages.json'), 'utf8'),
) as readonly { readonly mistake: string; readonly message: string }[];

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

  /** What real Airflows and interpreters said, by the name of the mistake, as patterns of a component of that name. */
  function patterns(mistake: string): readonly ReturnType<typeof error>[] {
    const said = MESSAGES.filter((one) => one.mistake === mistake && /\w+: /.test(one.message));
    const found = new Set(said.map(({ message }) => patternOf(message, 'PriceOperator')));
    return [...found].map((one, index) => error(`${mistake} ${index}`, one));
  }

  test.each([
    ['a text for a number of Airflow', 'which Airflow 3 raises as another exception'],
    ['arguments of the base class by position', 'which Airflow 3 raises as another exception'],
    ['execute without a context', 'which an example expected to be another'],
    ['the method to go on with is misspelt', 'which an example expected to be another'],
    ['a group stays open', 'which CPython renamed'],
  ])('hold one mistake, %s, %s', (mistake) => {
    const all = patterns(mistake);
    expect(all.length).toBeGreaterThan(1);
    expect(clustersOf(all)).toHaveLength(1);
  });

  test('hold a mistake with one argument and with several', () => {
    const said = MESSAGES.map(({ message }) => message);
    const counted = [/takes \d+ positional argument but/, /takes from \d+ to \d+ positional arguments but/];
    const found = counted.map(
      (one) => said.find((message) => one.test(message) && message.startsWith('TypeError: f()')) ?? '',
    );
    const [cluster, ...others] = clustersOf(
      found.map((one, index) => error(`${index}`, patternOf(one, 'X'))),
    );
    expect(others).toEqual([]);
    expect(cluster?.pattern).toBe(
      'TypeError: <name>() takes <*> <n> <*> positional argument but <n> were given',
    );
  });

  test('keep apart what real interpreters say of different mistakes with arguments', () => {
    const said = MESSAGES.map(({ message }) => message).filter((one) => one.startsWith('TypeError: f()'));
    const kinds = [/ takes /, / missing /, / unexpected /];
    const patternsOf = (kind: RegExp) =>
      said.filter((one) => kind.test(one)).map((one) => patternOf(one, 'X'));
    const all = kinds.flatMap((kind, index) =>
      patternsOf(kind).map((one, place) => error(`${index} ${place}`, one)),
    );
    for (const { errors: together } of clustersOf(all))
      expect(new Set(together.map((id) => id.split(' ')[0])).size).toBe(1);
    expect(clustersOf(all)).toHaveLength(kinds.length);
  });

  test('unwrap an exception that says nothing of its own', () => {
    const wrapped = error('w', 'AirflowException: QuotaError: <class> may send <n> more today');
    expect(likeOf(wrapped, [...QUOTA, ...OTHERS])).toEqual(['a', 'b', 'c']);
  });

  const word = fc.constantFrom('may', 'send', 'read', '<n>', '<name>', 'more', 'less', 'today');
  const pattern = fc
    .tuple(
      fc.constantFrom('QuotaError:', 'LimitError:', 'RuntimeError:', 'AirflowException: QuotaError:'),
      fc.array(word, { minLength: 1, maxLength: 6 }),
    )
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
