/** What was only read, beside what a run brought: it may be tried, and never crowds that out. */

import { beforeAll, expect, test } from 'vitest';
import { type Definition, fold, type Stored } from '../../src/knowledge/index.js';
import { recall } from '../../src/recall/index.js';
import { stored } from '../knowledge/observed.js';
import { known, lessons, specFor } from '../learn/story.js';

const AIRFLOW = ['2.8.1', '3.3.2'];
const MANY = 300;
let run: readonly Stored[];

beforeAll(async () => {
  // One lesson: its patterns are in quarantine.
  ({ records: run } = await known((await lessons()).slice(0, 1)));
});

function read(kinds: readonly ('hook' | 'operator')[] = ['operator'], only?: 'shapes'): readonly Stored[] {
  const patterns = Array.from(
    { length: MANY },
    (_, index): Definition => ({
      schema: 'pattern/1',
      type: 'error_handling',
      title: `Check ${index}`,
      when: 'always',
      not_when: 'never',
      code: `if value == ${index}:\n    raise ValueError("…")\n`,
      libraries: [],
    }),
  );
  const shapes = patterns.map((one): Definition => ({ ...one, type: 'initialization' }) as Definition);
  const records = [...(only ? [] : patterns), ...shapes].map((one) => stored(one));
  const { patterns: items } = fold(records);
  return [
    ...records,
    stored({
      schema: 'seen/1',
      source: { name: 'quay', version: '1.0', sha256: '0'.repeat(64) },
      components: 9,
      patterns: [...items.keys()]
        .sort()
        .map((id) => ({ id, components: 2, modules: 2, kinds: [...kinds], example: 'a b' })),
    }),
  ];
}

function chosenOver(records: readonly Stored[]) {
  const knowledge = fold(records);
  const spec = specFor('TideTableOperator', {
    connection: { type: 'http', default_id: 'tide_default', input: 'http_conn_id' },
  });
  return Array.from({ length: 400 }, (_, seed) => {
    const { considered } = recall(spec, knowledge, { airflow: AIRFLOW, seed: `${seed}` });
    return considered.filter((one) => one.chosen).map(({ id }) => knowledge.patterns.get(id)?.status);
  }).flat();
}

test('six hundred ideas that were read are tried no more often than a few would be', () => {
  const chosen = chosenOver([...run, ...read()]);
  const observed = chosen.filter((status) => status === 'observed').length;
  expect(observed).toBeGreaterThan(0);
  expect(observed / chosen.length).toBeLessThan(0.34);
});

test('an idea about the shape of a component is for the kinds in which it was seen', () => {
  const knowledge = fold(read(['hook'], 'shapes'));
  const { considered } = recall(specFor('TideTableOperator'), knowledge, { airflow: AIRFLOW });
  expect(considered.map(({ reason }) => reason)).toContain('seen in a hook only');
});
