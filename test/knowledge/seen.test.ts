/** Code that was read: it says where a pattern comes from, and proves nothing. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { definitionId, fold, type SeenRecord, withShipped } from '../../src/knowledge/index.js';
import { PATTERNS, stored } from './observed.js';

const [PATTERN] = PATTERNS;
if (PATTERN === undefined) throw new Error('no pattern');
const ID = definitionId(PATTERN);

function seen(
  name: string,
  version: string,
  components: number,
  kinds: SeenRecord['patterns'][number]['kinds'],
) {
  return stored({
    schema: 'seen/1',
    source: { name, version, sha256: '0'.repeat(64) },
    components: 9,
    patterns: [{ id: ID, components, modules: Math.min(2, components), kinds, example: 'a/b.py C' }],
  });
}

const READ = [
  seen('quay', '1.0', 2, ['hook']),
  seen('quay', '2.0', 5, ['operator']),
  seen('orchard', '1.0', 1, ['hook']),
];

test('a pattern that was read everywhere is observed, and no more', () => {
  const many = Array.from({ length: 50 }, (_, index) => seen(`source ${index}`, '', 50, ['operator']));
  const item = fold([stored(PATTERN), ...many]).patterns.get(ID);
  expect(item).toMatchObject({ status: 'observed', tally: { subjects: 0, proven: 0 } });
  expect(item?.seen?.components).toBe(2500);
});

test('two versions of one source are one source, in whatever order they are read', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(READ, { minLength: READ.length }), (records) => {
      expect(fold([...records, stored(PATTERN)]).patterns.get(ID)?.seen).toEqual({
        sources: ['orchard', 'quay'],
        components: 6,
        modules: 3,
        kinds: new Set(['hook', 'operator']),
      });
    }),
  );
});

test('what ships as read is there beside an empty store, and what was read here outranks it', () => {
  const ships = [stored(PATTERN), ...READ];
  const empty = withShipped(fold([]), [], ships).patterns.get(ID);
  expect(empty).toMatchObject({ status: 'observed', seen: { sources: ['orchard', 'quay'] } });
  const own = [stored(PATTERN), seen('plugins', '', 3, ['sensor'])];
  const here = withShipped(fold(own), own, ships).patterns.get(ID);
  expect(here?.seen?.sources).toEqual(['plugins']);
});

test('a record of what was read defines nothing', () => {
  const knowledge = fold(READ);
  expect(knowledge.patterns.size).toBe(0);
  expect(knowledge.counts.evidence).toBe(0);
});
