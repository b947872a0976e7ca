/** What a pull request may take from the store of its base: care and second thoughts, and nothing else. */

import { describe, expect, test } from 'vitest';
import { type Evidence, hash16, type LearningRecord, pack, recordFile } from '../../src/knowledge/index.js';
import {
  expungeNamed,
  openShelf,
  type PullReview,
  reviewPull,
  type Shelf,
  tidy,
} from '../../src/knowledge/review/index.js';
import type { ChangedFile } from '../../src/ports.js';
import { lessons } from '../learn/story.js';

type Files = { readonly [path: string]: string };
type Changes = readonly { readonly path: string; readonly content: string | null }[];

const WHY = 'It held a name.';

function shelfOf(files: Files): Promise<Shelf> {
  const source = { list: async () => Object.keys(files), read: async (path: string) => files[path] };
  return openShelf(source, 'learning');
}

function applied(files: Files, changes: Changes): Files {
  const after: { [path: string]: string } = { ...files };
  for (const { path, content } of changes) {
    if (content === null) delete after[path];
    else after[path] = content;
  }
  return after;
}

async function review(main: Files, changes: Changes, fromFork = false): Promise<PullReview> {
  const after = applied(main, changes);
  const changed = [...new Set([...Object.keys(main), ...Object.keys(after)])].flatMap(
    (path): ChangedFile[] => {
      if (main[path] === after[path]) return [];
      if (!(path in after)) return [{ path, status: 'deleted' }];
      return [{ path, status: path in main ? 'modified' : 'added' }];
    },
  );
  const [base, head] = await Promise.all([shelfOf(main), shelfOf(after)]);
  return reviewPull({ base, head, changed, fromFork, broughtBy: () => undefined });
}

const saidOf = ({ problems }: PullReview) =>
  problems.map(({ code, severity, position }) => `${severity} ${code} ${position?.path}`);

async function learned(): Promise<Files> {
  const records = (await lessons()).slice(0, 3).flatMap((one) => one.records);
  return Object.fromEntries(records.map(({ path, content }) => [path, content]));
}

async function packed(): Promise<Files> {
  const files = await learned();
  return applied(files, pack((await shelfOf(files)).records, { atLeast: 1 }).changes);
}

/** A file below `folder`, with its text. */
function oneIn(files: Files, folder: string): readonly [path: string, text: string] {
  const found = Object.entries(files).find(
    ([path, text]) => path.startsWith(`learning/${folder}/`) && text !== '',
  );
  if (!found) throw new Error(`nothing in ${folder}`);
  return found;
}

function file(record: LearningRecord) {
  return recordFile(record);
}

describe('a pack of main', () => {
  test('may be renewed without a row that was expunged', async () => {
    const main = await packed();
    const shelf = await shelfOf(main);
    const { hash } = shelf.records.find(({ path }) => path?.endsWith('.jsonl')) ?? { hash: '' };
    const { changes } = expungeNamed(shelf, hash, WHY);
    expect(changes.filter(({ path }) => path.endsWith('.jsonl'))).toHaveLength(2);
    const found = await review(main, changes);
    expect(found.problems).toEqual([]);
    expect(found.candidates).toMatchObject([{ kind: 'tombstone' }]);
  });

  test('may be unpacked', async () => {
    const [main, loose] = [await packed(), await learned()];
    const [path] = oneIn(main, 'packs');
    const evidence = Object.entries(loose).filter(([name]) => name.startsWith('learning/evidence/'));
    const back = evidence.map(([name, content]) => ({ path: name, content }));
    expect(await review(main, [...back, { path, content: null }])).toMatchObject({
      problems: [],
      candidates: [],
    });
  });

  test('may not lose a row', async () => {
    const main = await packed();
    const [path] = oneIn(main, 'packs');
    const rest = (await shelfOf(main)).records.filter((one) => one.path === path).slice(1);
    const loose = rest.map(({ record }) => file(record));
    const found = await review(main, [...loose, { path, content: null }]);
    expect(saidOf(found)).toEqual([`error AS6052 ${path}`]);
  });

  test('may not be damaged, though each of its rows stands elsewhere', async () => {
    const loose = await learned();
    const main = { ...loose, ...(await packed()) };
    const [path, text] = oneIn(main, 'packs');
    const found = await review(main, [{ path, content: `${text}\n` }]);
    expect(saidOf(found)).toEqual([`error AS6001 ${path}`]);
  });
});

describe('a file of main that cannot be read', () => {
  test('may be brought in order, as `migrate` does, and no longer fails the check', async () => {
    const files = await learned();
    const [evidence, text] = oneIn(files, 'evidence');
    const [pattern, lines] = oneIn(files, 'patterns');
    const misplaced = evidence.replace(/evidence\/[^/]+/, 'evidence/1999-01');
    const windows = lines.replaceAll('\n', '\r\n');
    expect(windows).not.toBe(lines);
    const main = applied(files, [
      { path: evidence, content: null },
      { path: misplaced, content: text },
      { path: pattern, content: windows },
    ]);
    const { changes } = await tidy(await shelfOf(main), async (path) => main[path]);
    const found = await review(main, changes);
    expect(saidOf(found).sort()).toEqual([`notice AS6065 ${misplaced}`, `notice AS6065 ${pattern}`].sort());
    // It never counted on main, so that somebody has to look at it.
    expect(found.candidates.map(({ path }) => path)).toEqual([evidence, pattern].sort());
  });

  test('may be removed, which is said, and fails the check as before where it is left', async () => {
    const files = await learned();
    const [path, text] = oneIn(files, 'patterns');
    const main = { ...files, [path]: text.slice(0, 40) };
    expect(saidOf(await review(main, []))).toEqual([`error AS6002 ${path}`]);
    expect(saidOf(await review(main, [{ path, content: null }]))).toEqual([`warning AS6065 ${path}`]);
    const worse = await review(main, [{ path, content: text.slice(0, 20) }]);
    expect(saidOf(worse)).toContain(`error AS6052 ${path}`);
  });

  test('stays where a newer airsmith may read it', async () => {
    const text = '{"schema":"pattern/9"}\n';
    const path = `learning/patterns/import/new-${hash16(text)}.json`;
    const main = { ...(await learned()), [path]: text };
    const found = await review(main, [{ path, content: null }]);
    expect(saidOf(found)).toContain(`error AS6052 ${path}`);
  });
});

describe('a decision of main', () => {
  async function decided() {
    const files = await learned();
    const item = (await shelfOf(files)).knowledge.patterns.values().next().value?.id ?? '';
    const evidence = oneIn(files, 'evidence')[0].slice(-21, -5);
    const records = [
      file({ schema: 'rejection/1', item, why: WHY }),
      file({ schema: 'retraction/1', evidence, why: WHY }),
      file({ schema: 'relabel/1', error: item, class: 'import.moved', why: WHY }),
    ];
    return { main: applied(files, records), item, evidence, records };
  }

  test('may be taken back, one and all, and is told with what it said', async () => {
    const { main, item, evidence, records } = await decided();
    const found = await review(
      main,
      records.map(({ path }) => ({ path, content: null })),
    );
    expect(found.problems).toEqual([]);
    expect(found.takenBack).toMatchObject(
      [
        { kind: 'rejection', about: item, why: WHY, again: false, title: expect.stringMatching(/./) },
        { kind: 'relabel', about: item, again: false },
        { kind: 'retraction', about: evidence, again: false },
      ].sort((a, b) => order(a.kind) - order(b.kind)),
    );
  });

  test('still holds where another says the same', async () => {
    const { main, item, records } = await decided();
    const other = file({ schema: 'rejection/1', item, why: 'Another reason.' });
    const gone = { path: records[0]?.path ?? '', content: null };
    expect(await review(main, [gone, other])).toMatchObject({
      takenBack: [{ kind: 'rejection', again: true }],
    });
  });

  test('is not taken back by a fork, by an edit, or where it is a tombstone', async () => {
    const { main, records } = await decided();
    const gone = { path: records[0]?.path ?? '', content: null };
    const fork = await review(main, [gone], true);
    expect(saidOf(fork)).toEqual([`error AS6052 ${gone.path}`]);
    expect(fork.takenBack).toEqual([]);
    const edited = await review(main, [{ ...gone, content: `${main[gone.path]} ` }]);
    expect(saidOf(edited)).toEqual([`error AS6052 ${gone.path}`]);
    const stone = file({ schema: 'tombstone/1', record: 'f'.repeat(16), why: WHY });
    const risen = await review(applied(main, [stone]), [{ path: stone.path, content: null }]);
    expect(saidOf(risen)).toEqual([`error AS6052 ${stone.path}`]);
  });
});

/** Files come in the order in which the pull request lists them: as they were written. */
function order(kind: string): number {
  return ['rejection', 'retraction', 'relabel'].indexOf(kind);
}

test('evidence is what a pack of these tests holds', async () => {
  const rows = (await shelfOf(await packed())).records.filter(({ path }) => path?.endsWith('.jsonl'));
  expect(rows.map(({ record }) => (record as Evidence).schema)).toEqual(Array(3).fill('evidence/1'));
});
