/** Ideas in code that was only read: what independent components share, whatever they call things. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { definitionId } from '../../src/knowledge/index.js';
import { independent, type Mined, mine, type Quarry, spread } from '../../src/learn/mining/mine.js';
import { seenRecords, shared } from '../../src/learn/mining/seen.js';

const FOLDER = join(import.meta.dirname, 'fixtures/mining');

function file(name: string, path = `plugins/${name}`) {
  return { path, content: readFileSync(join(FOLDER, name), 'utf8') };
}

function quarry(name: string, ...files: Quarry['files'][number][]): Quarry {
  return { name, version: '', files };
}

const HARBOUR = quarry('port', file('harbour.py'));
const ORCHARD = quarry('farm', file('orchard.py'));

function titles(mined: Mined): readonly string[] {
  return shared(mined).map(({ record: { type, title } }) => `${type}: ${title}`);
}

describe('the same idea from two components is one', () => {
  test('whatever they call their arguments, connections and services', () => {
    expect(titles(mine([HARBOUR, ORCHARD]))).toEqual(
      expect.arrayContaining([
        'initialization: Decide service for the base class',
        'template_fields: Add to the templated arguments of BaseOperator',
        'error_handling: Before going on, raise ValueError where self.value is None or self.value == ""',
        'import: Import BaseHook from airflow.sdk',
      ]),
    );
  });

  test('and no name of theirs is left in it', () => {
    const texts = shared(mine([HARBOUR, ORCHARD])).map(({ record }) => JSON.stringify(record));
    expect(texts.length).toBeGreaterThan(3);
    expect(texts.join('\n')).not.toMatch(/harbour|orchard|berth|ship|tree|pick|pilot/i);
  });
});

describe('independent', () => {
  test('are modules, not the classes of one', () => {
    const alone = mine([HARBOUR]);
    const kill = alone.seams.find(({ record }) => record.title === 'The whole of on_kill');
    expect(kill?.places.map(({ component }) => component)).toEqual(['BerthOperator', 'UnberthOperator']);
    expect(kill && independent(kill)).toBe(1);
    expect(shared(alone)).toEqual([]);
  });

  test('is no copy of a file, under whatever path and in whatever source', () => {
    const copied = mine([HARBOUR, quarry('copy', file('harbour.py', 'vendored/quay.py'))]);
    expect(shared(copied)).toEqual([]);
    expect(copied.components).toEqual(mine([HARBOUR]).components);
  });
});

test('which file is read first decides nothing', () => {
  const all = [HARBOUR, ORCHARD, quarry('sea', file('tide.py'))];
  const facts = (mined: Mined) =>
    mined.seams.map((seam) => [seam.id, independent(seam), spread(seam), seam.record.libraries]);
  const expected = facts(mine(all));
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
      expect(facts(mine(shuffled))).toEqual(expected);
    }),
  );
});

test('a file that does not parse is named, and the others are read', () => {
  const broken = { path: 'plugins/broken.py', content: readFileSync(join(FOLDER, 'broken.py.txt'), 'utf8') };
  const mined = mine([quarry('port', broken, file('harbour.py'))]);
  expect(mined.unparsed).toMatchObject([{ path: 'plugins/broken.py', line: 1 }]);
  expect(mined.components.map(({ component }) => component)).toContain('BerthOperator');
});

test('a trigger is a part of components: it shows how to fire, and no shape of a whole', () => {
  const mined = mine([quarry('sea', file('tide.py'))]);
  const roles = mined.components.map(({ component, role }) => `${component} ${role}`);
  expect(roles).toEqual(['TideOperator operator', 'TideTrigger trigger']);
  const ofTrigger = mined.seams.filter(({ places }) => places.every(({ role }) => role === 'trigger'));
  const types = new Set(ofTrigger.map(({ record }) => record.type));
  expect(types).toContain('deferral');
  expect(types).not.toContain('structural');
});

describe('an idea needs', () => {
  test('the provider that its base class comes from', () => {
    const { seams } = mine([quarry('sea', file('tide.py'))]);
    const shape = seams.find(({ record }) => record.type === 'structural');
    expect(shape?.record.libraries).toEqual(['apache-airflow-providers-google']);
  });

  test('no library that is a module of the repository itself', () => {
    const needs = (own: readonly string[]) =>
      mine([ORCHARD], new Set(own)).seams.flatMap(({ record }) => record.libraries);
    expect(needs([])).toContain('orchard');
    expect(needs(['orchard'])).not.toContain('orchard');
  });
});

test('a source says of each idea that is kept in how many of its components it stands, and nothing of others', () => {
  const mined = mine([HARBOUR, ORCHARD, quarry('sea', file('tide.py'))]);
  const kept = shared(mined);
  const records = seenRecords(mined, kept);
  // Nothing of the sea is shared with anybody.
  expect(records.map(({ source }) => source.name)).toEqual(['port', 'farm']);
  const ids = new Set(kept.map(({ record }) => definitionId(record)));
  for (const { patterns } of records) {
    expect(patterns.length).toBeGreaterThan(0);
    for (const { id, components, modules, example } of patterns) {
      expect(ids).toContain(id);
      expect(components).toBeGreaterThanOrEqual(modules);
      expect(example).toMatch(/^plugins\/\w+\.py \w+$/);
    }
  }
});
