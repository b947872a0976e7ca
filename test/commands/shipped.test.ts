/** What ships with airsmith, as the commands show it in a repository that knows nothing yet, and as people refuse it there. */

import { beforeAll, describe, expect, test } from 'vitest';
import { recordsInFolder } from '../../src/adapters/records.js';
import { shipped } from '../../src/assets.js';
import { reject } from '../../src/commands/knowledge/decide.js';
import { check, show, stats } from '../../src/commands/knowledge/look.js';
import { openKnowledge } from '../../src/hands.js';
import { type Knowledge, readKnowledge } from '../../src/knowledge/index.js';
import { EXIT } from '../../src/problems.js';
import { FIXES } from '../../src/repair/fixes/index.js';
import { repository } from '../github/repositories.js';
import { screen } from './desk.js';
import { codes, numbers } from './store.js';

let ships: Knowledge;
let fix = { id: '', title: '' };

beforeAll(async () => {
  ships = (await readKnowledge(recordsInFolder(shipped(), 'learning'))).knowledge;
  const most = [...ships.fixes.values()].sort((a, b) => b.helped - a.helped)[0];
  fix = { id: most?.id ?? '', title: most?.definition.title ?? '' };
});

test('the shipped store knows of trials on an Airflow 2 and 3, of edits that exist, and of what the examples share', () => {
  const edits = [...ships.fixes.values()].filter(({ helped, failed }) => helped + failed > 0);
  expect(edits.length).toBeGreaterThan(10);
  for (const { definition } of edits)
    expect(FIXES.map(({ id }) => `edit.${id}`)).toContain(definition.strategy);
  const airflows = new Set(edits.flatMap(({ trials }) => trials.map(({ airflow }) => airflow[0])));
  expect([...airflows].sort()).toEqual(['2', '3']);
  expect([...ships.patterns.values()].some(({ tally }) => tally.specs > 1)).toBe(true);
  expect(ships.components.size).toBe(0);
});

describe('in a repository that knows nothing', () => {
  test('it is shown as shipped, and is no part of the figures', async () => {
    using work = repository();
    const shown = screen(work.root);
    expect(await show(fix.id.slice(0, 12), {}, shown.terminal)).toBe(EXIT.done);
    expect(shown.out).toContain('it ships with airsmith');
    expect(shown.out).toMatch(/shipped with airsmith: \d+ observations?, and none of it was made here/);
    const text = screen(work.root);
    await stats({}, text.terminal);
    expect(text.out).toMatch(/shipped with airsmith, and not counted above: \d+ items/);
    const figures = await numbers(work);
    expect(figures).toMatchObject({ evidence: 0, fixes: [], errors: [], components: 0 });
    expect(figures.shipped.items).toBeGreaterThan(20);
    expect(await check({}, screen(work.root).terminal)).toBe(EXIT.done);
  });

  test('an item of it can be refused, and then is not used', async () => {
    using work = repository();
    work.commit({ 'README.md': 'hello\n' });
    await reject(fix.id, { why: 'We do it otherwise.' }, screen(work.root).terminal);
    expect(await codes(work)).toEqual([]);
    const shown = screen(work.root);
    await check({ json: true }, shown.terminal);
    expect(JSON.parse(shown.out).problems).toEqual([]);
    const { knowledge, own } = await openKnowledge(
      { records: () => recordsInFolder(work.root, 'learning') },
      'learning',
      { address: undefined, asOf: '2026-11' },
    );
    expect(knowledge.fixes.get(fix.id)?.status).toBe('rejected');
    expect(own.fixes.size).toBe(0);
    expect(own.metrics).toEqual(knowledge.metrics);
  });
});
