/** Knowledge is a fold over evidence: no order, no copy and no re-run may change it. */

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Lesson } from '../../src/flow.js';
import {
  fold,
  knowledgeText,
  type LearningRecord,
  recordFile,
  type Stored,
} from '../../src/knowledge/index.js';
import { statusOf } from '../../src/knowledge/tally.js';
import { attempt, componentSource, error, known, lesson, lessons, run, specFor } from '../learn/story.js';

const SOURCE = componentSource('table_row_count_sensor');
const SENSOR = specFor('TableRowCountSensor', { category: 'sql' });

/** A store with proven, failed, repeated, rejected and retracted things in it. */
async function store(): Promise<readonly Stored[]> {
  const failing = await lesson({
    spec: specFor('LateSensor'),
    attempts: [attempt(1, SOURCE, [error('timeout')])],
    run: run(3),
  });
  const mended = await lesson({
    spec: SENSOR,
    attempts: [attempt(1, SOURCE.replace('>= self', '> self'), [error('example.pokes')]), attempt(2, SOURCE)],
    run: run(4),
  });
  const again = await lesson({ spec: SENSOR, attempts: [attempt(1, SOURCE)], run: run(4, 2) });
  const { records } = await known([...(await lessons()), failing, mended, again]);
  const evidence = records.find(
    ({ record }) => record.schema === 'evidence/1' && record.spec.name === 'JobDoneSensor',
  );
  const pattern = records.find(({ record }) => record.schema === 'pattern/1');
  const extra: LearningRecord[] = [
    { schema: 'retraction/1', evidence: evidence?.hash ?? '', why: 'the run used a broken mirror' },
    {
      schema: 'rejection/1',
      item: (mended.records.length > 0 && pattern && idOf(pattern)) || '',
      why: 'we do it otherwise',
    },
  ];
  return [...records, ...extra.map((record) => ({ hash: recordFile(record).path.slice(-21, -5), record }))];
}

function idOf({ record }: Stored): string {
  return [...fold([{ hash: '', record }]).patterns.keys()][0] ?? '';
}

let all: readonly Stored[];
beforeAll(async () => {
  all = await store();
});

describe('any order and any duplication', () => {
  test('folds to identical bytes', () => {
    const text = knowledgeText(fold(all));
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...all], { minLength: all.length }),
        fc.subarray([...all]),
        (shuffled, copies) => {
          expect(knowledgeText(fold([...copies, ...shuffled]))).toBe(text);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('of any part as well', () => {
    fc.assert(
      fc.property(fc.subarray([...all]), (part) => {
        expect(knowledgeText(fold([...part].reverse()))).toBe(knowledgeText(fold([...part, ...part])));
      }),
      { numRuns: 25 },
    );
  });
});

async function proof(number: number, attemptNumber: number, proven: boolean): Promise<Lesson> {
  const errors = proven ? [] : [error('timeout')];
  return lesson({ spec: SENSOR, attempts: [attempt(1, SOURCE, errors)], run: run(number, attemptNumber) });
}

describe('several runs of one subject', () => {
  test('count once, and a re-run hides no failure', async () => {
    const { knowledge } = await known([await proof(1, 1, false), await proof(1, 2, true)]);
    expect(knowledge.metrics.overall).toMatchObject({ subjects: 1, runs: 2, firstAttempt: 0, proven: 1 });
  });

  test('the last one decides whether it is proven', async () => {
    const { knowledge } = await known([await proof(1, 1, true), await proof(2, 1, false)]);
    expect(knowledge.metrics.overall).toMatchObject({ subjects: 1, firstAttempt: 1, proven: 0 });
  });

  test('every dollar of every run is counted', async () => {
    const { knowledge } = await known([
      await proof(1, 1, false),
      await proof(1, 2, true),
      await proof(2, 1, true),
    ]);
    expect(knowledge.metrics.overall).toMatchObject({ attempts: 3, microDollars: 3 * 4100 });
  });

  test('another generator is another subject', async () => {
    const other = await lesson({
      spec: SENSOR,
      attempts: [attempt(1, SOURCE)],
      run: run(2),
      generator: 'another-model/1',
    });
    const { knowledge } = await known([await proof(1, 1, true), other]);
    expect(knowledge.metrics.overall.subjects).toBe(2);
  });
});

describe('what a person says', () => {
  test('a retraction takes one observation out, and its definitions with it', async () => {
    const learned = await proof(1, 1, true);
    const { records } = await known([learned]);
    const evidence = records.find(({ record }) => record.schema === 'evidence/1');
    const no = recordFile({ schema: 'retraction/1', evidence: evidence?.hash ?? '', why: 'wrong lock' });
    const { knowledge } = await known([learned], no);
    expect(knowledge.metrics.overall.subjects).toBe(0);
    expect([...knowledge.patterns.values()].every(({ status }) => status === 'observed')).toBe(true);
  });

  test('a rejection outlives the file of what it rejects', async () => {
    const learned = await proof(1, 1, true);
    const [id = ''] = [...(await known([learned])).knowledge.patterns.keys()];
    const no = recordFile({ schema: 'rejection/1', item: id, why: 'not here' });
    const { knowledge } = await known([learned], no);
    expect(knowledge.patterns.get(id)?.status).toBe('rejected');
  });

  test('a better title splits nothing: it is the same item, and the file outranks what evidence embeds', async () => {
    const learned = await proof(1, 1, true);
    const { knowledge } = await known([learned]);
    const [id = '', item] = [...knowledge.patterns][0] ?? [];
    if (!item) throw new Error('nothing was learned');
    const titled = recordFile({ ...item.definition, title: 'A clearer title' });
    const without = learned.records.filter(
      ({ content }) =>
        !content.includes(`"title": "${item.definition.title}"`) || content.includes('evidence/1'),
    );
    const after = await known([{ ...learned, records: without }], titled);
    expect(after.problems).toEqual([]);
    expect(after.knowledge.patterns.get(id)?.definition.title).toBe('A clearer title');
    expect(after.knowledge.patterns.size).toBe(knowledge.patterns.size);
  });
});

describe('the status of an item', () => {
  test('one proven spec leaves it in quarantine, two make it active', async () => {
    const [weather, table] = await lessons();
    if (!weather || !table) throw new Error('no lessons');
    const one = (await known([weather])).knowledge;
    expect(new Set([...one.patterns.values()].map(({ status }) => status))).toEqual(new Set(['quarantined']));
    const two = (await known([weather, table])).knowledge;
    const active = [...two.patterns.values()].filter(({ status }) => status === 'active');
    expect(active.map(({ definition }) => definition.title)).toContain(
      'Import BaseHook on both majors of Airflow',
    );
    expect(active.every(({ tally, confidence }) => tally.specs === 2 && confidence === 750)).toBe(true);
  });

  test('a second version of one spec proves nothing more', async () => {
    const changed = await lesson({
      spec: { ...SENSOR, fingerprint: 'b'.repeat(64) },
      attempts: [attempt(1, SOURCE)],
      run: run(2),
    });
    const { knowledge } = await known([await proof(1, 1, true), changed]);
    expect([...knowledge.patterns.values()].map(({ status }) => status)).not.toContain('active');
  });

  test('an item whose carriers mostly fail is retired, and a rejection outranks all', () => {
    const { tally } = [...fold(all).patterns.values()][0] ?? {};
    if (!tally) throw new Error('no tally');
    const failing = { ...tally, subjects: 12, firstAttempt: 1, proven: 9, specs: 9 };
    expect(statusOf(failing, { confidence: 143, margin: 149 }, false)).toBe('retired');
    expect(statusOf(failing, { confidence: 143, margin: 149 }, true)).toBe('rejected');
  });
});

test('evidence that uses what nothing defines is named as dangling', async () => {
  const briefing = {
    strategy: 'one-item',
    considered: [],
    items: [{ id: 'f'.repeat(16), title: '', when: '', notWhen: '', code: '' }],
  };
  const learned = await lesson({ spec: SENSOR, attempts: [attempt(1, SOURCE)], briefing });
  expect((await known([learned])).knowledge.dangling).toEqual(['f'.repeat(16)]);
});

test('the library matrix says which version ran where', async () => {
  const { knowledge } = await known(await lessons());
  const lastRun = '2026-11-06T10:00:00Z';
  expect(knowledge.libraries.get('requests')?.matrix).toEqual([
    { airflow: '2.8.1', python: '3.11', version: '2.32.3', proven: 5, failed: 0, lastRun },
    { airflow: '3.3.2', python: '3.11', version: '2.32.3', proven: 5, failed: 0, lastRun },
  ]);
  expect([...knowledge.libraries.keys()]).toEqual(['requests']);
});

test('metrics are kept for each category', async () => {
  const { knowledge } = await known(await lessons());
  expect([...knowledge.metrics.categories].map(([category, { subjects }]) => [category, subjects])).toEqual([
    ['http', 3],
    ['ml', 1],
    ['sql', 1],
  ]);
});

test('evidence is immutable data: the fold changes no record', () => {
  const before = JSON.stringify(all);
  fold(all);
  expect(JSON.stringify(all)).toBe(before);
});
