/** Errors that no class describes: kept under the machine's class, shown once with the way to name them. */

import { describe, expect, test } from 'vitest';
import type { Attempt, DiagnosedError } from '../../src/flow.js';
import {
  canonical,
  definitionId,
  errorRecord,
  fold,
  hash16,
  type LearningRecord,
} from '../../src/knowledge/index.js';
import { learn } from '../../src/learn/index.js';
import { mistakesOf } from '../../src/learn/mistakes.js';
import { learnedLine } from '../../src/report/terminal.js';
import { specOf } from '../repair/spec.js';

const PATTERN = 'QuotaError: <class> may send <n> more today';

function attemptOf(errorClass: string, machine?: string, pattern = PATTERN): Attempt {
  const author = { model: 'm', promptFingerprint: '', replayed: false };
  const usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, cost: 0 };
  const files = [{ role: 'component', path: 'plugins/a.py', content: 'x = 1\n' } as const];
  const draft = { className: 'ForecastOperator', module: 'a', pythonRoot: 'plugins', files };
  const finding = { code: 'AS4302', severity: 'error', tier: 'examples', message: '' } as const;
  const error: DiagnosedError = {
    errorClass,
    pattern,
    rootCause: 'Nobody knows.',
    airflow: ['3.3.2'],
    finding,
    ...(machine === undefined ? {} : { machine }),
  };
  return { number: 1, author, usage, ms: 0, draft, diagnosis: { errors: [error], guidance: '' } };
}

function knows(...records: readonly LearningRecord[]) {
  return fold(records.map((record) => ({ hash: hash16(canonical(record)), record })));
}

async function itemsOf(knowledge: ReturnType<typeof fold>, attempt: Attempt) {
  const run = { id: '1.1', number: 1, attempt: 1, at: '2026-11-24T10:00:00Z', origin: 'terminal' };
  const briefing = { strategy: 'none', considered: [], items: [] };
  const { items } = await learn({ spec: specOf(), briefing, attempts: [attempt], run, knowledge });
  return items.filter(({ kind }) => kind === 'error');
}

describe('an error that nobody has named', () => {
  test('comes with the command that names it, in the items and on the terminal', async () => {
    const items = await itemsOf(knows(), attemptOf('unknown.00000001'));
    const id = definitionId(errorRecord('unknown.00000001', PATTERN, ''));
    expect(items[0]?.note).toBe(`say what it is: airsmith knowledge relabel ${id} CLASS`);
    expect(learnedLine(items, 1)).toContain(`airsmith knowledge relabel ${id} CLASS`);
  });

  test('is shown with its like, and with the class that a person gave those', async () => {
    const like = errorRecord('unknown.00000002', 'QuotaError: <class> may read <n> more today', 'x');
    const relabel: LearningRecord = {
      schema: 'relabel/1',
      error: definitionId(like),
      class: 'resource.limit',
      why: 'A quota.',
    };
    const [unsaid] = await itemsOf(knows(like), attemptOf('unknown.00000001'));
    expect(unsaid?.note).toMatch(new RegExp(`CLASS; like 1 known, the first ${definitionId(like)}$`));
    const [said] = await itemsOf(knows(like, relabel), attemptOf('unknown.00000001'));
    expect(said?.note).toContain(' resource.limit; like 1 known');
  });

  test('is not shown again, and one with a class has no such note', async () => {
    const known = errorRecord('unknown.00000001', PATTERN, 'x');
    expect(await itemsOf(knows(known), attemptOf('unknown.00000001'))).toEqual([]);
    const [named] = await itemsOf(knows(), attemptOf('key.missing'));
    expect(named?.note).toBeUndefined();
    expect(
      learnedLine(named ? [named] : [], 1)
        .trim()
        .split('\n'),
    ).toHaveLength(1);
  });
});

test('a corrected error is recorded as the machine saw it, so that a correction of the correction still finds it', () => {
  const { byAttempt, errors } = mistakesOf([attemptOf('resource.limit', 'unknown.00000001')], specOf());
  expect(errors.map((one) => one.class)).toEqual(['unknown.00000001']);
  expect(byAttempt[0]?.[0]?.class).toBe('unknown.00000001');
});
