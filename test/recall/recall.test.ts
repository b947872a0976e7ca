/** What an author is told, and why: few items, hard filters, reasons. */

import { beforeAll, describe, expect, test } from 'vitest';
import { recordsInFolder } from '../../src/adapters/records.js';
import { shipped as shippedFolder } from '../../src/assets.js';
import { type Knowledge, readKnowledge, withShipped } from '../../src/knowledge/index.js';
import { recall } from '../../src/recall/index.js';
import { known, lessons, NOTHING_KNOWN, specFor } from '../learn/story.js';

const AIRFLOW = ['2.8.1', '3.3.2'];
let knowledge: Knowledge;

beforeAll(async () => {
  ({ knowledge } = await known(await lessons()));
});

const http = () =>
  specFor('TideTableOperator', {
    connection: { type: 'http', default_id: 'tide_default', input: 'http_conn_id' },
  });

test('with nothing known, nothing is said', () => {
  expect(recall(http(), NOTHING_KNOWN)).toMatchObject({ strategy: 'none', considered: [], items: [] });
});

test('at most three items are told, within the budget, each with a reason and its confidence', () => {
  const briefing = recall(http(), knowledge, { airflow: AIRFLOW });
  expect(briefing.items.length).toBe(3);
  const chosen = briefing.considered.filter((item) => item.chosen);
  expect(chosen.map(({ id }) => id)).toEqual(briefing.items.map(({ id }) => id));
  for (const { reason } of chosen)
    expect(reason).toMatch(/\d of \d components that carry it were right at the first attempt/);
  const size = briefing.items.reduce(
    (sum, { title, when, notWhen, code }) => sum + (title + when + notWhen + code).length,
    0,
  );
  expect(size / 4).toBeLessThanOrEqual(2500);
});

test('an http operator is told of connections, and of nothing that only sensors or NeMo need', () => {
  const { items } = recall(http(), knowledge, { airflow: AIRFLOW });
  expect(items.map(({ title }) => title)).toContain('Import BaseHook on both majors of Airflow');
  expect(JSON.stringify(items)).not.toMatch(/nemo|Sensor/);
});

test('a spec without a connection is not told of connections', () => {
  const { items } = recall(specFor('TideTableOperator', { category: 'math', dependencies: [] }), knowledge, {
    airflow: AIRFLOW,
  });
  expect(JSON.stringify(items)).not.toMatch(/conn_id|BaseHook/);
});

test('an item is not used on an Airflow where it was never proven, and the reason says so', () => {
  const briefing = recall(http(), knowledge, { airflow: ['2.8.1', '3.4.0'] });
  expect(briefing.strategy).toBe('none');
  expect(briefing.considered.map(({ reason }) => reason)).toContain('not proven on 3.4.0');
});

test('an item that needs a library is only for specs that name the library', () => {
  const answers = specFor('AnswerOperator', { category: 'ml', dependencies: ['nemo_toolkit[nlp]>=1.23'] });
  const all = (dependencies: readonly string[]) =>
    recall({ ...answers, dependencies }, knowledge, { airflow: AIRFLOW }).considered.filter(
      ({ type }) => type === 'mock_execution',
    );
  expect(all([]).every(({ chosen }) => !chosen)).toBe(true);
  const reasons = all(answers.dependencies).map(({ reason }) => reason);
  expect(reasons.some((reason) => reason.includes('which the spec does not name'))).toBe(false);
});

test('what a person rejected is never told', async () => {
  const [top] = recall(http(), knowledge, { airflow: AIRFLOW }).items;
  const { recordFile } = await import('../../src/knowledge/index.js');
  const no = recordFile({ schema: 'rejection/1', item: top?.id ?? '', why: 'we have a helper for that' });
  const { knowledge: after } = await known(await lessons(), no);
  const briefing = recall(http(), after, { airflow: AIRFLOW });
  expect(briefing.items.map(({ id }) => id)).not.toContain(top?.id);
});

describe('what ships with airsmith', () => {
  test('says so where it is told', () => {
    const [top] = recall(http(), knowledge, { airflow: AIRFLOW }).items;
    const reasonWith = (part: { subjects: number; alone: boolean; counts: boolean }) => {
      const shipped = new Map([[top?.id ?? '', part]]);
      const { considered } = recall(http(), { ...knowledge, shipped }, { airflow: AIRFLOW });
      return considered.find(({ id }) => id === top?.id)?.reason;
    };
    expect(reasonWith({ subjects: 2, alone: true, counts: true })).toMatch(
      /; all of it shipped with airsmith$/,
    );
    expect(reasonWith({ subjects: 2, alone: false, counts: true })).toMatch(
      /; 2 of them shipped with airsmith$/,
    );
    expect(reasonWith({ subjects: 2, alone: false, counts: false })).not.toContain('airsmith');
  });

  test('tells no author of an edit that nothing here needed', async () => {
    const source = recordsInFolder(shippedFolder(), 'learning');
    const { records } = await readKnowledge(source);
    const all = withShipped(knowledge, [], records);
    const edits = [...all.fixes.values()].filter(({ definition }) => definition.strategy.startsWith('edit.'));
    expect(edits.length).toBeGreaterThan(10);
    const { considered } = recall(http(), all, { airflow: ['2.11.2', '3.3.2'] });
    expect(considered.some(({ id }) => edits.some((edit) => edit.id === id))).toBe(false);
  });
});

describe('what is not proven enough', () => {
  test('is tried one at a time, at a known probability', async () => {
    const [first] = await lessons();
    const { knowledge: young } = await known(first ? [first] : []);
    expect([...young.patterns.values()].every(({ status }) => status === 'quarantined')).toBe(true);
    const briefing = recall(http(), young, { airflow: AIRFLOW });
    expect(briefing.items.length).toBe(1);
    const [trial] = briefing.considered;
    expect(trial?.reason).toMatch(/^on trial: /);
    expect(trial?.probability).toBeGreaterThan(0);
    expect(trial?.probability).toBeLessThan(1000);
  });

  test('takes a place from a proven item in a quarter of the briefings, and over seeds each has its turn', () => {
    const briefings = Array.from({ length: 400 }, (_, seed) =>
      recall(http(), knowledge, { airflow: AIRFLOW, seed: String(seed) }),
    );
    const trials = briefings.filter(({ considered }) =>
      considered.some(({ chosen, reason }) => chosen && reason.startsWith('on trial')),
    );
    expect(trials.length).toBeGreaterThan(60);
    expect(trials.length).toBeLessThan(140);
    expect(new Set(trials.map(({ items }) => items.at(-1)?.id)).size).toBeGreaterThan(3);
  });
});

test('the same work gives the same briefing, in whatever order the store is read', async () => {
  const { knowledge: other } = await known([...(await lessons())].reverse());
  expect(recall(http(), other, { airflow: AIRFLOW, seed: 's' })).toEqual(
    recall(http(), knowledge, { airflow: AIRFLOW, seed: 's' }),
  );
});

test('ten thousand items are sorted out quickly, and the reasons stay few', () => {
  const [item] = [...knowledge.patterns.values()];
  if (!item) throw new Error('no pattern');
  const many = Array.from({ length: 10_000 }, (_, index) => {
    const id = index.toString(16).padStart(16, '0');
    return [id, { ...item, id }] as const;
  });
  const start = performance.now();
  const briefing = recall(http(), { ...knowledge, patterns: new Map(many) }, { airflow: AIRFLOW });
  expect(performance.now() - start).toBeLessThan(60_000);
  expect(briefing.considered.length).toBeLessThanOrEqual(23);
});
