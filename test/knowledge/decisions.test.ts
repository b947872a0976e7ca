/** What people say outranks the machine, and what happened elsewhere counts less. */

import { describe, expect, test } from 'vitest';
import {
  confidenceOf,
  definitionId,
  type Evidence,
  fold,
  type LearningRecord,
} from '../../src/knowledge/index.js';
import { attempt, componentSource, error, lesson, run, specFor } from '../learn/story.js';
import { MISTAKES, PATTERNS, stored } from './observed.js';

const ERROR = definitionId(MISTAKES[0] as (typeof MISTAKES)[number]);
const PATTERN = definitionId(PATTERNS[0] as (typeof PATTERNS)[number]);

async function evidenceOf(changes: Partial<Evidence> = {}): Promise<Evidence> {
  const { records } = await lesson({
    spec: specFor('LateSensor'),
    attempts: [attempt(1, componentSource('job_done_sensor'), [error('timeout')])],
    run: run(3),
  });
  const file = records.find(({ path }) => path.includes('/evidence/') && path.endsWith('.json'));
  return { ...(JSON.parse(file?.content ?? '{}') as Evidence), ...changes };
}

async function failing(number: number): Promise<Evidence> {
  const made = await evidenceOf();
  return {
    ...made,
    subject: String(number).padStart(16, '0'),
    run: { ...made.run, number },
    attempts: made.attempts.map((one) => ({
      ...one,
      errors: [{ id: ERROR, class: 'example.error0', airflow: ['3.3.2'], fixed: false }],
    })),
    introduces: [...MISTAKES],
  };
}

function classes(records: readonly LearningRecord[]) {
  const knowledge = fold(records.map(stored));
  return { of: knowledge.errors.get(ERROR)?.class, all: [...knowledge.errorClasses.keys()] };
}

describe('a corrected class', () => {
  const relabel = { schema: 'relabel/1', error: ERROR, class: 'timeout', why: 'it waited' } as const;

  test('holds wherever the error was met', async () => {
    expect(classes([await failing(1), await failing(2)]).all).toEqual(['example.error0']);
    expect(classes([await failing(1), await failing(2), relabel])).toEqual({
      of: 'timeout',
      all: ['timeout'],
    });
  });

  test('of one occurrence leaves the others', async () => {
    const one = await failing(1);
    const here = { ...relabel, evidence: stored(one).hash };
    expect(classes([one, await failing(2), here])).toEqual({
      of: 'example.error0',
      all: ['example.error0', 'timeout'],
    });
  });

  test('can be corrected again by naming what it replaces', async () => {
    const one = await failing(1);
    const second = { ...relabel, class: 'network', replaces: [stored(relabel).hash] };
    const third = { ...relabel, class: 'timeout', why: 'no, it did', replaces: [stored(second).hash] };
    expect(classes([one, relabel, second]).of).toBe('network');
    expect(classes([one, third, second, relabel]).of).toBe('timeout');
  });
});

describe('foreign evidence', () => {
  const history = (own: number, foreign: number, proven = own) =>
    new Map([
      [
        '2026-11',
        {
          subjects: own + foreign,
          firstAttempt: own + foreign,
          proven: proven + foreign,
          foreign: { subjects: foreign, firstAttempt: foreign, proven: foreign },
        },
      ],
    ]);

  test('counts half, and no more than four observations, until the item is proven here', () => {
    expect(confidenceOf({ history: history(0, 2) })).toEqual(confidenceOf({ history: history(1, 0) }));
    expect(confidenceOf({ history: history(0, 500) })).toEqual(confidenceOf({ history: history(4, 0) }));
  });

  test('counts whole once it is, and never more than what happened here', () => {
    expect(confidenceOf({ history: history(1, 3) })).toEqual(confidenceOf({ history: history(4, 0) }));
    expect(confidenceOf({ history: history(10, 500) })).toEqual(confidenceOf({ history: history(20, 0) }));
  });

  test('is told from the own by its origin', async () => {
    const made = await evidenceOf({ found: [PATTERN], introduces: [...PATTERNS] });
    const there = { ...made, subject: 'f'.repeat(16), run: { ...made.run, origin: 'octo/garden' } };
    const knowledge = fold([made, there].map(stored), { own: (origin) => origin === 'octo/house' });
    expect(knowledge.counts).toMatchObject({ evidence: 2, foreign: 1 });
    expect(knowledge.patterns.get(PATTERN)?.tally).toMatchObject({ subjects: 2, foreign: { subjects: 1 } });
  });
});

test('with a date, an observation loses half of its weight with each full year', () => {
  const row = {
    subjects: 8,
    firstAttempt: 8,
    proven: 8,
    foreign: { subjects: 0, firstAttempt: 0, proven: 0 },
  };
  const history = new Map([['2024-11', row]]);
  expect(confidenceOf({ history }, '2025-10')).toEqual(confidenceOf({ history }));
  expect(confidenceOf({ history }, '2026-11').confidence).toBe(750);
  expect(confidenceOf({ history }, '9999-01').confidence).toBe(500);
});

test('a fix that was tried has its successes by class, Airflow and kind', async () => {
  const made = await failing(1);
  const [first] = made.attempts;
  if (!first) throw new Error('no attempt');
  const fix = {
    schema: 'fix/1',
    class: 'example.error0',
    strategy: 'edit',
    title: 'Do',
    before: 'a\n',
    after: 'b\n',
    prompt: 'do',
  } as const;
  const tried: Evidence = {
    ...made,
    introduces: [fix, ...MISTAKES],
    attempts: [
      first,
      { ...first, number: 2, errors: [], fixes: [{ id: definitionId(fix), error: ERROR, helped: true }] },
    ],
  };
  const again = {
    ...tried,
    subject: 'e'.repeat(16),
    attempts: [
      first,
      { ...first, number: 2, fixes: [{ id: definitionId(fix), error: ERROR, helped: false }] },
    ],
  };
  const knowledge = fold([tried, again].map(stored));
  expect(knowledge.fixes.get(definitionId(fix))?.trials).toEqual([
    { class: 'example.error0', airflow: '3.3.2', kind: 'sensor', helped: 1, failed: 1 },
  ]);
});

test('combinations, trend and arms are counted by subject', async () => {
  const made = await evidenceOf({
    found: PATTERNS.slice(0, 3).map(definitionId).sort(),
    introduces: [...PATTERNS],
    choice: { strategy: 'one-item', probability: 250, items: [] },
  });
  const many = Array.from({ length: 12 }, (_, number) =>
    stored({ ...made, subject: String(number).padStart(16, '0'), run: { ...made.run, number } }),
  );
  const knowledge = fold(many);
  expect(knowledge.combinations()).toHaveLength(3);
  expect(
    knowledge
      .combinations(PATTERN)
      .every(({ items, subjects }) => items.includes(PATTERN) && subjects === 12),
  ).toBe(true);
  expect(knowledge.trend().map(({ subjects }) => subjects)).toEqual([10, 2]);
  expect(knowledge.trend('nowhere')).toEqual([]);
  expect(knowledge.arms.get('one-item')).toMatchObject({ subjects: 12, weighted: { subjects: 48_000 } });
});
