/** Taking out for good takes out everywhere, and nothing else. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordsInFolder } from '../../src/adapters/records.js';
import { retract } from '../../src/commands/knowledge/decide.js';
import { expunge, packs } from '../../src/commands/knowledge/keep.js';
import { hash16, readKnowledge } from '../../src/knowledge/index.js';
import { packText } from '../../src/knowledge/pack.js';
import { definitionId, isEvidence, type StoredEvidence } from '../../src/knowledge/records.js';
import { EXIT } from '../../src/problems.js';
import type { Checkout } from '../github/repositories.js';
import { fileOf, house, refused, screen } from './desk.js';
import { codes, numbers, pathOf, textsBelow } from './store.js';

const WHY = 'A name of a customer stood in it.';

async function evidenceOf(work: Checkout): Promise<readonly StoredEvidence[]> {
  return (await readKnowledge(recordsInFolder(work.root, 'learning'))).records.filter(isEvidence);
}

/** A pack of `rows`, as a file of the store. */
function packOf(rows: readonly StoredEvidence[]): { readonly path: string; readonly content: string } {
  const content = packText(rows);
  return { path: `learning/packs/${hash16(content)}.jsonl`, content };
}

function packsOf(work: Checkout): readonly string[] {
  return readdirSync(join(work.root, 'learning/packs')).filter((name) => name.endsWith('.jsonl'));
}

const run = (work: Checkout, name: string, why: string | undefined = WHY) =>
  expunge(name, why === undefined ? {} : { why }, screen(work.root).terminal);

describe('a record in several files', () => {
  test('goes from its own file and from every pack, whose other rows stay', async () => {
    using work = await house();
    const [a, b, c, d] = (await evidenceOf(work)) as [
      StoredEvidence,
      StoredEvidence,
      StoredEvidence,
      StoredEvidence,
    ];
    const [first, second] = [packOf([a, b, c]), packOf([a, c, d])];
    work.commit({ [first.path]: first.content, [second.path]: second.content });
    const before = await numbers(work);

    expect(await run(work, a.hash)).toBe(EXIT.done);
    expect(textsBelow(work)).not.toContain(`["${a.hash}"`);
    expect(existsSync(join(work.root, first.path)) || existsSync(join(work.root, second.path))).toBe(false);
    expect(packsOf(work).length).toBe(2);
    expect((await numbers(work)).evidence).toBe(before.evidence - 1);
    expect((await codes(work)).filter((code) => code === 'AS6015')).toEqual([]);
    // Rows that a loose file holds too are still in the packs.
    for (const { path } of [b, c, d]) work.write({ [path ?? '']: null });
    expect((await numbers(work)).evidence).toBe(before.evidence - 1);
  });

  test('goes again when a branch brings it back, by the id that check names, and without a new reason', async () => {
    using work = await house();
    const [a, b] = (await evidenceOf(work)) as [StoredEvidence, StoredEvidence];
    const pack = packOf([a, b]);
    await run(work, a.hash);
    work.write({ [pack.path]: pack.content });
    work.git('checkout', 'HEAD', '--', a.path ?? '');
    expect((await codes(work)).filter((code) => code === 'AS6015')).toHaveLength(2);
    expect(await run(work, a.hash, undefined)).toBe(EXIT.done);
    expect((await codes(work)).filter((code) => code === 'AS6015')).toEqual([]);
    expect(packsOf(work)).toEqual([packOf([b]).path.split('/').at(-1)]);
  });

  test('an item that evidence embeds again goes again, by its id or by that of its bytes', async () => {
    for (const named of ['item', 'bytes'] as const) {
      using work = await house();
      const path = pathOf(work, 'learning/fixes') || pathOf(work, 'learning/errors');
      const record = JSON.parse(readFileSync(join(work.root, path), 'utf8'));
      await run(work, path);
      const [one] = (await evidenceOf(work)) as [StoredEvidence];
      work.commit(
        fileOf({
          ...one.record,
          introduces: [...one.record.introduces, record],
          run: { ...one.record.run, number: 4711 },
        }),
      );
      expect(await codes(work)).toContain('AS6051');
      expect(await run(work, named === 'item' ? definitionId(record) : path.slice(-21, -5))).toBe(EXIT.done);
      expect(await codes(work)).not.toContain('AS6051');
    }
  });
});

describe('a pack that is named by its path', () => {
  test('is not dropped while its rows can be read', async () => {
    using work = await house();
    await packs({ atLeast: '1' }, screen(work.root).terminal);
    const path = `learning/packs/${packsOf(work)[0]}`;
    expect(await refused(run(work, path))).toMatchObject({ code: 'AS6070' });
    expect(existsSync(join(work.root, path))).toBe(true);
  });

  test('is written again without the rows that cannot be read', async () => {
    using work = await house();
    await packs({ atLeast: '1' }, screen(work.root).terminal);
    const [name = ''] = packsOf(work);
    const good = readFileSync(join(work.root, 'learning/packs', name), 'utf8');
    const lines = good.split('\n');
    // The last record, under an id that it does not have.
    const [first = '', ids = '', ...columns] = lines;
    const forged = [first, ids.replace(/"[0-9a-f]{16}"\]$/, '"ffffffffffffffff"]'), ...columns].join('\n');
    const path = `learning/packs/${hash16(forged)}.jsonl`;
    work.write({ [`learning/packs/${name}`]: null, [path]: forged });
    expect(await codes(work)).toContain('AS6014');
    const { evidence } = await numbers(work);
    await run(work, path);
    expect(existsSync(join(work.root, path))).toBe(false);
    expect(await codes(work)).not.toContain('AS6014');
    expect((await numbers(work)).evidence).toBe(evidence);
  });

  test('goes whole where nothing in it is a record', async () => {
    using work = await house();
    const path = `learning/packs/${hash16('secret\n')}.jsonl`;
    work.commit({ [path]: 'secret\n' });
    expect(await codes(work)).toContain('AS6013');
    await run(work, path);
    expect(existsSync(join(work.root, path))).toBe(false);
  });
});

test('a copy under another name takes its record along, rather than bury it alone', async () => {
  using work = await house();
  const path = pathOf(work, 'learning/errors');
  const copy = path.replace(/[^/]*-(?=[0-9a-f]{16}\.json$)/, 'copy-');
  work.commit({ [copy]: readFileSync(join(work.root, path), 'utf8') });
  await run(work, copy);
  expect(existsSync(join(work.root, path)) || existsSync(join(work.root, copy))).toBe(false);
  expect(await codes(work)).not.toContain('AS6015');
});

test('what was retracted stays retracted, and a correction of one occurrence holds, when evidence is written anew', async () => {
  using work = await house();
  const path = pathOf(work, 'learning/fixes') || pathOf(work, 'learning/errors');
  const item = definitionId(JSON.parse(readFileSync(join(work.root, path), 'utf8')));
  const one = (await evidenceOf(work)).find(({ record }) =>
    record.introduces.some((definition) => definitionId(definition) === item),
  );
  const error = one?.record.attempts.flatMap(({ errors }) => errors)[0]?.id ?? '';
  work.commit(
    fileOf({ schema: 'relabel/1', error, evidence: one?.hash ?? '', class: 'import.moved', why: WHY }),
  );
  await retract(one?.hash ?? '', { why: WHY }, screen(work.root).terminal);
  const before = await numbers(work);
  await run(work, path);
  const after = await numbers(work);
  expect(after.metrics.overall).toEqual(before.metrics.overall);
  const renewed = (await evidenceOf(work)).find(({ record }) => record.run.id === one?.record.run.id);
  expect(renewed?.hash).not.toBe(one?.hash);
  const said = (await readKnowledge(recordsInFolder(work.root, 'learning'))).records.map(
    ({ record }) => record,
  );
  expect(said).toContainEqual({ schema: 'retraction/1', evidence: renewed?.hash, why: WHY });
  expect(said).toContainEqual(expect.objectContaining({ schema: 'relabel/1', evidence: renewed?.hash }));
});
