import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRepository } from '../../src/adapters/git.js';
import { recordsInFolder } from '../../src/adapters/records.js';
import { openKnowledge } from '../../src/hands.js';
import {
  addressOf,
  ELSEWHERE,
  type LearningRecord,
  madeAt,
  recordFile,
  terminalOrigin,
} from '../../src/knowledge/index.js';
import { GIT_ENV, git, repository, temporaryFolder } from '../github/repositories.js';
import { lessons } from '../learn/story.js';

const HOUSE = 'github.com/octo/house';

describe('the address of a repository', () => {
  test.each([
    ['https://github.com/Octo/House.git', HOUSE],
    ['https://octo:ghp_secret@github.com/octo/house', HOUSE],
    ['https://github.com:443/octo/house/', HOUSE],
    ['git@github.com:octo/house.git', HOUSE],
    ['github.com:octo/house.git', HOUSE],
    ['ssh://git@github.com:22/octo/house.git', HOUSE],
    ['https://github.com/octo/house/actions/runs/17', HOUSE],
    [HOUSE, HOUSE],
    ['https://gitlab.example.com/a/b/c.git', 'gitlab.example.com/a/b/c'],
  ])('%s', (text, address) => {
    expect(addressOf(text)).toBe(address);
  });

  test.each([
    ['/srv/git/house.git'],
    ['file:///srv/git/house.git'],
    ['../house'],
    ['C:\\git\\house'],
    ['ext::sh -c evil'],
    ['git@github.com:../../etc'],
    ['terminal'],
    [''],
  ])('is not told by %j', (text) => {
    expect(addressOf(text)).toBeUndefined();
  });

  test('says which runs are own; those of terminals without a remote are', () => {
    const own = madeAt({ address: HOUSE });
    expect(own('https://github.com/octo/house/actions/runs/1')).toBe(true);
    expect(own(HOUSE)).toBe(true);
    expect(own('terminal')).toBe(true);
    expect(own('https://github.com/octo/other/actions/runs/1')).toBe(false);
    expect(own('https://github.com.evil.example/octo/house')).toBe(false);
  });

  test('a run of a terminal names its repository by the commit that the history begins with', () => {
    const [here, there] = ['1'.repeat(40), '2'.repeat(40)];
    expect(terminalOrigin([there, here])).toBe(`terminal ${here}`);
    expect(terminalOrigin()).toBe('terminal');
    for (const address of [HOUSE, undefined]) {
      const own = madeAt({ address, roots: [here] });
      expect(own(`terminal ${here}`)).toBe(true);
      expect(own(`terminal ${there}`)).toBe(false);
      expect(own(ELSEWHERE)).toBe(false);
      // As older airsmiths wrote it: nobody can tell.
      expect(own('terminal')).toBe(true);
    }
    // A shallow clone does not see where its history begins.
    expect(madeAt({ address: HOUSE })(`terminal ${there}`)).toBe(true);
  });

  test('without a remote, what has an address was made elsewhere', () => {
    expect(madeAt({ address: undefined, roots: [] })('https://github.com/octo/other')).toBe(false);
  });

  test('every clone of a repository begins with the same commits; a shallow one does not tell', async () => {
    using work = repository();
    expect(await (await openRepository(work.root, { env: GIT_ENV })).roots()).toBeUndefined();
    const root = work.commit({ 'a.txt': 'a\n' });
    const tip = work.commit({ 'a.txt': 'b\n' });
    expect(await (await openRepository(work.root, { env: GIT_ENV })).roots(tip)).toEqual([root]);
    const shallow = temporaryFolder('shallow');
    git(shallow, 'clone', '--quiet', '--depth', '1', `file://${work.root}`, '.');
    expect(await (await openRepository(shallow, { env: GIT_ENV })).roots()).toBeUndefined();
  });
});

function storeOf(records: readonly LearningRecord[]) {
  const root = temporaryFolder('store');
  for (const { path, content } of records.map((record) => recordFile(record))) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return recordsInFolder(root, 'learning');
}

async function taught(origin: string): Promise<readonly LearningRecord[]> {
  const files = (await lessons()).flatMap(({ records }) => records);
  return files
    .filter(({ path }) => path.endsWith('.json'))
    .map(({ content }) => JSON.parse(content) as LearningRecord)
    .map((record) =>
      record.schema === 'evidence/1' ? { ...record, run: { ...record.run, origin } } : record,
    );
}

describe('what ships with airsmith', () => {
  const empty = storeOf([]);
  const open = async (own: readonly LearningRecord[], shippedRecords: readonly LearningRecord[]) => {
    const source = storeOf(own);
    const view = { address: HOUSE, asOf: '2026-11' };
    return openKnowledge({ records: () => source }, 'learning', view, storeOf(shippedRecords));
  };

  test('is known, counts as made elsewhere whatever its origin says, and less than the same made here', async () => {
    const records = await taught('terminal');
    const theirs = await open([], records);
    const ours = await open(records, []);
    const ids = [...ours.knowledge.patterns.keys()];
    expect(ids.length).toBeGreaterThan(0);
    expect(theirs.knowledge.counts.foreign).toBe(theirs.knowledge.counts.evidence);
    expect(ours.knowledge.counts.foreign).toBe(0);
    expect(theirs.own.counts.evidence).toBe(0);
    expect(theirs.records).toEqual([]);
    for (const id of ids) {
      const [there, here] = [theirs.knowledge.patterns.get(id), ours.knowledge.patterns.get(id)];
      expect(there?.confidence).toBeLessThan(here?.confidence ?? 0);
      expect(there?.tally.foreign.subjects).toBe(there?.tally.subjects);
    }
  });

  test('counts as own where the repository holds the same records', async () => {
    const records = await taught(HOUSE);
    const both = await open(records, records);
    expect(both.knowledge.counts).toMatchObject({ foreign: 0, evidence: both.own.counts.evidence });
  });

  test('is nothing where nothing is shipped', async () => {
    expect(await empty.list()).toEqual([]);
    const { knowledge, own } = await open(await taught(HOUSE), []);
    expect(knowledge).toBe(own);
  });
});

test('evidence from another house counts less, and what is old counts less with each year', async () => {
  const own = storeOf(await taught(HOUSE));
  const other = storeOf(await taught('https://github.com/octo/other/actions/runs/1'));
  const at = async (source: typeof own, asOf: string) => {
    const { knowledge } = await openKnowledge(
      { records: () => source },
      'learning',
      { address: HOUSE, asOf },
      storeOf([]),
    );
    return Math.max(...[...knowledge.patterns.values()].map(({ confidence }) => confidence));
  };
  expect(await at(other, '2026-11')).toBeLessThan(await at(own, '2026-11'));
  expect(await at(own, '2028-12')).toBeLessThan(await at(own, '2026-11'));
});
