/** The care of a store: taking out for good, packing, tidying, and carrying from house to house. */

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expunge, migrate, packs } from '../../src/commands/knowledge/keep.js';
import { show } from '../../src/commands/knowledge/look.js';
import { exportTo, importFrom } from '../../src/commands/knowledge/share.js';
import { recordFile } from '../../src/knowledge/index.js';
import { EXIT } from '../../src/problems.js';
import { repository, temporaryFolder } from '../github/repositories.js';
import { house, refused, screen } from './desk.js';
import { codes, numbers, pathOf, textsBelow } from './store.js';

const WHY = 'A name of a customer stood in it.';

describe('expunge', () => {
  test('takes an item out of its file and of the evidence that embeds it, and leaves nothing of it', async () => {
    using work = await house();
    const path = pathOf(work, 'learning/patterns/deferral') || pathOf(work, 'learning/patterns/import');
    const { code } = JSON.parse(readFileSync(join(work.root, path), 'utf8'));
    const before = await numbers(work);
    expect(textsBelow(work)).toContain(JSON.stringify(code).slice(1, -1));

    expect(await expunge(path, { why: WHY }, screen(work.root).terminal)).toBe(EXIT.done);
    expect(existsSync(join(work.root, path))).toBe(false);
    expect(textsBelow(work)).not.toContain(`"code": ${JSON.stringify(code)}`);
    const after = await numbers(work);
    expect(after.metrics.overall).toEqual(before.metrics.overall);
    // Evidence still refers to it, and nobody is told to bring it back.
    expect(await codes(work)).toEqual([]);
  });

  test('ignores the same bytes when a merge brings them back, and says that they are there', async () => {
    using work = await house();
    const path = pathOf(work, 'learning/evidence');
    await expunge(path, { why: WHY }, screen(work.root).terminal);
    const after = await numbers(work);
    work.git('checkout', 'HEAD', '--', path);
    expect((await numbers(work)).metrics.overall.subjects).toBe(after.metrics.overall.subjects);
    expect((await codes(work)).some((code) => code === 'AS6015')).toBe(true);
  });

  test('takes a row out of a pack, and keeps the others', async () => {
    using work = await house();
    await packs({ atLeast: '1' }, screen(work.root).terminal);
    work.git('add', '--all');
    work.git('commit', '--quiet', '--message', 'Pack');
    const before = await numbers(work);
    const shown = screen(work.root);
    await show('requests', { json: true }, shown.terminal);
    const id = JSON.parse(shown.out).provenance[0].evidence;
    await expunge(id, { why: WHY }, screen(work.root).terminal);
    expect(textsBelow(work)).not.toContain(`["${id}"`);
    const after = await numbers(work);
    expect(after.metrics.overall.subjects).toBe(before.metrics.overall.subjects - 1);
    expect(after.problems).toBe(0);
  });

  test('takes a file that is no record by its path, and nothing outside of the folder', async () => {
    using work = await house();
    work.commit({ 'learning/patterns/import/notes.json': 'call Ada on 555\n' });
    await expunge('learning/patterns/import/notes.json', { why: WHY }, screen(work.root).terminal);
    expect(existsSync(join(work.root, 'learning/patterns/import/notes.json'))).toBe(false);
    for (const path of [
      'plugins/operators/example.py',
      'learning/../plugins/operators/example.py',
      '/etc/passwd',
    ])
      expect(await refused(expunge(path, { why: WHY }, screen(work.root).terminal))).toMatchObject({
        code: 'AS6061',
      });
    expect(
      await refused(expunge(pathOf(work, 'learning/errors'), {}, screen(work.root).terminal)),
    ).toMatchObject({
      code: 'AS6049',
    });
  });
});

describe('pack and migrate', () => {
  test('packing changes no figure, and a second time nothing at all', async () => {
    using work = await house();
    const before = await numbers(work);
    await packs({ atLeast: '1' }, screen(work.root).terminal);
    expect(await numbers(work)).toMatchObject({ metrics: before.metrics, problems: 0 });
    const again = screen(work.root);
    await packs({ atLeast: '1' }, again.terminal);
    expect(again.out).toContain('nothing to do');
  });

  test('packing is refused on a branch that lacks commits of main, and packs only what main holds', async () => {
    using work = await house();
    const tip = work.git('rev-parse', 'HEAD').trim();
    work.git('update-ref', 'refs/remotes/origin/main', tip);
    const more = { ...JSON.parse(readFileSync(join(work.root, pathOf(work, 'learning/evidence')), 'utf8')) };
    const fresh = recordFile({ ...more, run: { ...more.run, number: 4711 } });
    work.commit({ [fresh.path]: fresh.content });
    const shown = screen(work.root);
    await packs({ atLeast: '1', json: true }, shown.terminal);
    const { deleted, packed } = JSON.parse(shown.out);
    expect(packed).toBe(6);
    expect(deleted).not.toContain(fresh.path);

    work.git('switch', '--quiet', '--detach', tip);
    work.commit({ 'README.md': 'main went on\n' });
    work.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    work.git('switch', '--quiet', '--detach', tip);
    expect(await refused(packs({ atLeast: '1' }, screen(work.root).terminal))).toMatchObject({
      code: 'AS6063',
    });
  });

  test('migrate moves what stands elsewhere and mends line ends, and changes no id', async () => {
    using work = await house();
    const before = await numbers(work);
    const [error, fix] = [pathOf(work, 'learning/errors'), pathOf(work, 'learning/libraries')];
    const text = (path: string) => readFileSync(join(work.root, path), 'utf8');
    work.write({
      [error]: null,
      [error.replace('errors/', 'errors/other/')]: text(error),
      [fix]: text(fix).replaceAll('\n', '\r\n'),
    });
    work.commit({});
    expect((await codes(work)).length).toBeGreaterThan(1);
    await migrate({}, screen(work.root).terminal);
    expect(await codes(work)).toEqual([]);
    expect((await numbers(work)).metrics).toEqual(before.metrics);
  });
});

describe('from one house to another', () => {
  test('evidence keeps its bytes and its origin; components and decisions stay at home', async () => {
    using work = await house();
    using other = repository();
    other.commit({ 'README.md': 'hello\n' });
    const folder = join(temporaryFolder('export'), 'out');
    expect(await exportTo(folder, {}, screen(work.root).terminal)).toBe(EXIT.done);
    expect(await importFrom(folder, {}, screen(other.root).terminal)).toBe(EXIT.done);
    const there = await numbers(other);
    expect(there.evidence).toBe(6);
    expect(there.components).toBe(0);
    const path = pathOf(work, 'learning/evidence');
    expect(readFileSync(join(other.root, path), 'utf8')).toBe(readFileSync(join(work.root, path), 'utf8'));
    expect((await codes(other)).filter((code) => code !== 'AS6042')).toEqual([]);

    // A second time, and from the repository itself, nothing is new.
    const again = screen(other.root);
    await importFrom(work.root, {}, again.terminal);
    expect(again.out).toContain('nothing to do');
  });

  test('a commit that was fetched can be imported, such as one out of a bundle', async () => {
    using work = await house();
    using other = repository();
    other.commit({ 'README.md': 'hello\n' });
    const bundle = join(temporaryFolder('bundle'), 'house.bundle');
    work.git('bundle', 'create', '--quiet', bundle, 'HEAD');
    other.git('fetch', '--quiet', bundle, 'HEAD');
    await importFrom('FETCH_HEAD', {}, screen(other.root).terminal);
    expect((await numbers(other)).evidence).toBe(6);
    expect(await refused(importFrom('no-such-branch', {}, screen(other.root).terminal))).toMatchObject({
      code: 'AS6055',
    });
  });

  test('an export is whole or not there', async () => {
    using work = await house();
    const parent = temporaryFolder('export');
    const folder = join(parent, 'below', 'out');
    const blocked = join(temporaryFolder('file'), 'x');
    writeFileSync(blocked, '');
    expect(await refused(exportTo(join(blocked, 'out'), {}, screen(work.root).terminal))).toMatchObject({
      code: 'AS6064',
    });
    await exportTo(folder, {}, screen(work.root).terminal);
    expect(readdirSync(join(parent, 'below'))).toEqual(['out']);
  });

  test('what was expunged here is not brought again', async () => {
    using work = await house();
    using other = repository();
    other.commit({ 'README.md': 'hello\n' });
    await importFrom(work.root, {}, screen(other.root).terminal);
    const path = readdirSync(join(other.root, 'learning/evidence'), {
      recursive: true,
      encoding: 'utf8',
    }).find((name) => name.endsWith('.json'));
    await expunge(`learning/evidence/${path}`, { why: WHY }, screen(other.root).terminal);
    const again = screen(other.root);
    await importFrom(work.root, { json: true }, again.terminal);
    expect(JSON.parse(again.out)).toMatchObject({ left: { expunged: 1 }, written: [] });
  });

  test('a damaged or empty source brings nothing, and a folder in use is not exported to', async () => {
    using work = await house();
    using other = repository();
    other.commit({ 'README.md': 'hello\n' });
    const empty = temporaryFolder('empty');
    expect(await refused(importFrom(empty, {}, screen(other.root).terminal))).toMatchObject({
      code: 'AS6055',
    });
    work.write({ [pathOf(work, 'learning/errors')]: '{}\n' });
    expect(await refused(importFrom(work.root, {}, screen(other.root).terminal))).toMatchObject({
      code: 'AS6056',
    });
    expect(other.git('status', '--porcelain')).toBe('');
    expect(await refused(exportTo(work.root, {}, screen(work.root).terminal))).toMatchObject({
      code: 'AS6057',
    });
  });
});
