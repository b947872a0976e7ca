/** `airsmith knowledge check` says nothing good of nothing, and lets nothing pass that no run can have seen. */

import { mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { migrate, packs } from '../../src/commands/knowledge/keep.js';
import { check } from '../../src/commands/knowledge/look.js';
import { importFrom } from '../../src/commands/knowledge/share.js';
import { type Evidence, type LearningRecord, recordFile } from '../../src/knowledge/index.js';
import { EXIT } from '../../src/problems.js';
import { type Checkout, git, repository, temporaryFolder } from '../github/repositories.js';
import { fileOf, house, refused, screen } from './desk.js';
import { codes, numbers, recordsBelow } from './store.js';

const first = (work: Checkout): Evidence =>
  recordsBelow(work).find(
    (record): record is Evidence => record.schema === 'evidence/1' && record.found.length > 1,
  ) as Evidence;

async function checked(work: Checkout, flags: { readonly strict?: boolean } = {}) {
  const shown = screen(work.root);
  const status = await check({ ...flags, json: true }, shown.terminal);
  const { problems } = JSON.parse(shown.out) as {
    problems: readonly { code: string; message: string; remedy: string }[];
  };
  return { status, problems };
}

describe('evidence of what cannot be', () => {
  const environments = (change: (one: Evidence['environments'][number]) => object) => (e: Evidence) => ({
    ...e,
    environments: e.environments.map((one) => ({ ...one, ...change(one) })),
  });
  test.each([
    [
      'more examples passed than there are',
      /4 of 3/,
      environments(() => ({ examples_passed: 4, examples_total: 3 })),
    ],
    [
      'one Airflow twice',
      /lists Airflow .* twice/,
      (e: Evidence) => ({ ...e, environments: e.environments.flatMap((one) => [one, one]) }),
    ],
    ['findings out of order', /not sorted/, (e: Evidence) => ({ ...e, found: [...e.found].reverse() })],
    ['a finding twice', /not sorted/, (e: Evidence) => ({ ...e, found: e.found.flatMap((id) => [id, id]) })],
    [
      'a day that no calendar has',
      /no time 2026-02-30/,
      (e: Evidence) => ({ ...e, run: { ...e.run, at: '2026-02-30T10:00:00Z' } }),
    ],
  ])('%s fails the check', async (_, message, forge) => {
    using work = await house();
    const record = forge(first(work)) as Evidence;
    work.write(fileOf(record));
    const { status, problems } = await checked(work);
    expect(status).toBe(EXIT.unproven);
    expect(problems.find(({ code }) => code === 'AS6044')?.message).toMatch(message);
  });

  test('a month and an hour that do not exist do not fit the schema', async () => {
    using work = await house();
    const record = first(work);
    for (const at of ['2026-99-99T99:99:99Z', '2026-13-01T00:00:00Z', '2026-01-01T24:00:00Z'])
      work.write(fileOf({ ...record, run: { ...record.run, at } }));
    expect((await codes(work)).filter((code) => code === 'AS6004')).toHaveLength(3);
  });

  test('proven without an example is a warning, since a spec may have none', async () => {
    using work = await house();
    const bare = environments(() => ({ examples_passed: 0, examples_total: 0 }))(first(work)) as Evidence;
    work.write(fileOf(bare));
    expect((await checked(work)).problems.map(({ code }) => code)).toContain('AS6068');
    expect((await checked(work)).status).toBe(EXIT.done);
    expect((await checked(work, { strict: true })).status).toBe(EXIT.unproven);
  });

  test('a correction to a class that does not exist is named with the nearest', async () => {
    using work = await house();
    const error = recordsBelow(work).find(({ schema }) => schema === 'error/1');
    const id = error ? recordFile(error).path.slice(-21, -5) : '';
    const relabel: LearningRecord = {
      schema: 'relabel/1',
      error: id,
      class: 'import.movd',
      why: 'It moved.',
    };
    work.write(fileOf(relabel));
    const { status, problems } = await checked(work);
    expect(status).toBe(EXIT.unproven);
    expect(problems.find(({ code }) => code === 'AS6067')?.remedy).toMatch(
      /^Perhaps `import\.moved`, `\S+`, `\S+` was meant/,
    );
  });
});

describe('nothing', () => {
  test('is not in order: no folder, no repository, no files', async () => {
    const bare = temporaryFolder('bare');
    git(bare, 'init', '--quiet', '--bare');
    const empty = temporaryFolder('empty');
    for (const root of [join(empty, 'nowhere'), empty, bare])
      expect(await refused(check({ root }, screen(empty).terminal)), root).toMatchObject({ code: 'AS6072' });
  });

  test('is in order where a repository has learned nothing yet, and in an export without git', async () => {
    using work = repository();
    expect(await check({}, screen(work.root).terminal)).toBe(EXIT.done);
    const folder = temporaryFolder('export');
    mkdirSync(join(folder, 'learning'));
    expect(await check({ root: folder }, screen(folder).terminal)).toBe(EXIT.done);
  });

  test('is read through a link, or out of a file, in the work tree or at a commit', async () => {
    using work = await house();
    const outside = join(temporaryFolder('outside'), 'learning');
    renameSync(join(work.root, 'learning'), outside);
    symlinkSync(outside, join(work.root, 'learning'));
    expect(await refused(check({}, screen(work.root).terminal))).toMatchObject({ code: 'AS6073' });
    work.commit({});
    expect(await refused(importFrom('HEAD', {}, screen(work.root).terminal))).toMatchObject({
      code: 'AS6073',
    });

    using other = repository();
    writeFileSync(join(other.root, 'learning'), 'notes\n');
    expect(await refused(check({}, screen(other.root).terminal))).toMatchObject({ code: 'AS6073' });
  });
});

describe('what a crash or git left', () => {
  test('a file that a killed write left behind is to be deleted', async () => {
    using work = await house();
    work.write({ 'learning/errors/import/x-0123456789abcdef.json.airsmith-123-1': '{}\n' });
    const { problems } = await checked(work);
    expect(problems.find(({ code }) => code === 'AS6074')?.remedy).toMatch(/^Delete the file/);
    expect(problems.map(({ code }) => code)).not.toContain('AS6007');
  });

  test('migrate gives a pack its line ends back', async () => {
    using work = await house();
    await packs({ atLeast: '1' }, screen(work.root).terminal);
    work.commit({});
    const before = await numbers(work);
    const path =
      work
        .git('ls-files', 'learning/packs')
        .split('\n')
        .find((name) => name.endsWith('.jsonl')) ?? '';
    work.commit({ [path]: readFileSync(join(work.root, path), 'utf8').replaceAll('\n', '\r\n') });
    expect(await codes(work)).toContain('AS6001');
    await migrate({}, screen(work.root).terminal);
    expect(await codes(work)).toEqual([]);
    expect(await numbers(work)).toEqual(before);
  });
});

describe('import', () => {
  test('finds the records where the other repository keeps them', async () => {
    using work = await house();
    work.git('mv', 'learning', 'knowledge');
    work.commit({ '.airsmith.yaml': 'learning: knowledge\n' });
    using other = repository();
    other.commit({ 'README.md': 'hello\n' });
    expect(await importFrom(work.root, {}, screen(other.root).terminal)).toBe(EXIT.done);
    expect((await numbers(other)).evidence).toBe(6);
  });

  test('names the repository of a run that said no more than "terminal", the same each time', async () => {
    using work = await house();
    const record = first(work);
    const old = { ...record, run: { ...record.run, id: 'old', origin: 'terminal' } };
    work.commit(fileOf(old));
    const root = work.git('rev-list', '--max-parents=0', 'HEAD').trim();
    using other = repository();
    other.commit({ 'README.md': 'another house\n' });
    await importFrom(work.root, {}, screen(other.root).terminal);
    const origins = recordsBelow(other).flatMap((one) =>
      one.schema === 'evidence/1' ? [one.run.origin] : [],
    );
    expect(origins).toContain(`terminal ${root}`);
    expect(origins).not.toContain('terminal');
    const again = screen(other.root);
    await importFrom(work.root, {}, again.terminal);
    expect(again.out).toContain('nothing to do');
  });
});
