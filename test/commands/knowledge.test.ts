/** `airsmith knowledge`: what it shows of a store, and what it writes into one. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordsInFolder } from '../../src/adapters/records.js';
import { reject, relabel, retract } from '../../src/commands/knowledge/decide.js';
import { diff } from '../../src/commands/knowledge/diff.js';
import { check, show, stats } from '../../src/commands/knowledge/look.js';
import type { Evidence } from '../../src/knowledge/index.js';
import { canonical, hash16, readKnowledge, recordFile } from '../../src/knowledge/index.js';
import { EXIT } from '../../src/problems.js';
import type { Checkout } from '../github/repositories.js';
import { attempt, componentSource, lesson, run, specFor } from '../learn/story.js';
import { fileOf, filesOf, house, refused, screen } from './desk.js';

const WHY = 'We do it otherwise here.';

/** Runs a command and gives the object that `--json` prints. */
async function json(
  work: Checkout,
  command: (flags: { json: true }, terminal: ReturnType<typeof screen>['terminal']) => Promise<number>,
) {
  const shown = screen(work.root);
  const status = await command({ json: true }, shown.terminal);
  return { status, ...JSON.parse(shown.out) };
}

function evidenceIn(work: Checkout, of: string): { path: string; record: Evidence } {
  const paths = work.git('ls-files', 'learning/evidence').split('\n');
  for (const path of paths.filter((one) => one.endsWith('.json'))) {
    const record = JSON.parse(readFileSync(join(work.root, path), 'utf8')) as Evidence;
    if (record.spec.name === of) return { path, record };
  }
  throw new Error(`no evidence of ${of}`);
}

function pathsBelow(work: Checkout, folder: string): readonly string[] {
  return work
    .git('ls-files', '--others', '--cached', folder)
    .split('\n')
    .filter((path) => path.endsWith('.json'));
}

const idIn = (path: string) => path.slice(-21, -5);

describe('check', () => {
  test('finds nothing in what airsmith itself wrote', async () => {
    using work = await house();
    expect(await json(work, check)).toMatchObject({
      status: EXIT.done,
      ok: true,
      errors: 0,
      warnings: 0,
    });
  });

  test.each([
    [
      'a proof that no attempt carries',
      'AS6044',
      (e: Evidence) => ({ ...e, attempts: e.attempts.map((a) => ({ ...a, result: 'failed' as const })) }),
    ],
    [
      'a proof although an Airflow failed',
      'AS6044',
      (e: Evidence) => ({
        ...e,
        environments: e.environments.map((x, at) => (at === 0 ? { ...x, state: 'failed' as const } : x)),
      }),
    ],
    [
      'a first attempt that was the second',
      'AS6044',
      (e: Evidence) => ({ ...e, outcome: { ...e.outcome, attempts: 7 } }),
    ],
    ['a subject of its own making', 'AS6043', (e: Evidence) => ({ ...e, subject: '0123456789abcdef' })],
  ])('finds evidence that claims %s', async (_, code, forge) => {
    using work = await house();
    const { path, record } = evidenceIn(work, 'JobDoneSensor');
    work.write({ [path]: null, ...fileOf(forge(record)) });
    const found = await json(work, check);
    expect(found.status).toBe(EXIT.unproven);
    expect(found.problems.map((problem: { code: string }) => problem.code)).toContain(code);
  });

  test('names dangling references, orphans, gone files, doubles, and decisions about nothing', async () => {
    using work = await house();
    const { path } = evidenceIn(work, 'MendedSensor');
    const pattern = pathsBelow(work, 'learning/patterns/import')[0] ?? '';
    const record = JSON.parse(readFileSync(join(work.root, pattern), 'utf8'));
    work.write({
      [path]: null,
      'plugins/operators/example.py': null,
      ...fileOf({ ...record, title: 'Another title' }),
      ...fileOf({ schema: 'rejection/1', item: '0123456789abcdef', why: WHY }),
    });
    const found = await json(work, check);
    const codes = new Set(found.problems.map((problem: { code: string }) => problem.code));
    expect([...codes].sort()).toEqual(['AS6045', 'AS6046', 'AS6047', 'AS6048']);
    expect(found).toMatchObject({ status: EXIT.done, errors: 0 });
    const strict = screen(work.root);
    expect(await check({ strict: true }, strict.terminal)).toBe(EXIT.unproven);
    expect(strict.err).toContain('plugins/operators/example.py of the component');
  });

  test('names evidence that refers to what nothing defines', async () => {
    using work = await house();
    const { path, record } = evidenceIn(work, 'JobDoneSensor');
    work.write({ [path]: null, ...fileOf({ ...record, found: [...record.found, 'f'.repeat(16)].sort() }) });
    const found = await json(work, check);
    const dangling = found.problems.filter(({ code }: { code: string }) => code === 'AS6042');
    expect(dangling).toMatchObject([{ message: expect.stringContaining('ffffffffffffffff') }]);
  });
});

describe('stats and show', () => {
  test('count what is there', async () => {
    using work = await house();
    const found = await json(work, stats);
    expect(found).toMatchObject({ evidence: 6, problems: 0, components: 6 });
    expect(found.metrics.overall).toMatchObject({ subjects: 6, proven: 6, firstAttempt: 5 });
    expect(found.errors).toMatchObject([{ class: 'example.pokes', subjects: 1, fixed: 1 }]);
    const shown = screen(work.root);
    await stats({}, shown.terminal);
    expect(shown.out).toContain('example.pokes');
  });

  test('an item by its id, a prefix of it, the hash of its file, or the path: with the runs that prove it', async () => {
    using work = await house();
    const path = pathsBelow(work, 'learning/patterns/import')[0] ?? '';
    const byPath = await json(work, (flags, terminal) => show(path, flags, terminal));
    expect(byPath.files).toEqual([path]);
    expect(byPath.provenance.length).toBeGreaterThan(0);
    expect(byPath.provenance[0]).toMatchObject({
      proven: true,
      introduced: true,
      role: 'found',
      origin: 'octo/house',
    });
    const weighing = { own: () => false, asOf: new Date().toISOString().slice(0, 7) };
    const { knowledge } = await readKnowledge(recordsInFolder(work.root, 'learning'), weighing);
    const { confidence, margin } = knowledge.patterns.get(byPath.entry.id) ?? {};
    expect(byPath.history.at(-1)).toMatchObject({ confidence, margin });
    for (const name of [byPath.entry.id, byPath.entry.id.slice(0, 9), idIn(path)]) {
      expect(await json(work, (flags, terminal) => show(name, flags, terminal))).toEqual(byPath);
    }
    const library = await json(work, (flags, terminal) => show('requests', flags, terminal));
    expect(library.entry.kind).toBe('library');
  });

  test('an unknown id says what may be meant, an ambiguous one lists what fits', async () => {
    using work = await house();
    const unknown = await refused(show('import of BaseHook', {}, screen(work.root).terminal));
    expect(unknown).toMatchObject({ code: 'AS6040', remedy: /Perhaps [0-9a-f]{16} \(/ });
    const twins = twinsOf('ab12');
    work.write(
      Object.assign({}, ...twins.map((hash) => fileOf({ schema: 'retraction/1', evidence: hash, why: WHY }))),
    );
    const [one = '', two = ''] = pathsBelow(work, 'learning/retractions').map(idIn);
    expect(await refused(show('ab12', {}, screen(work.root).terminal))).toMatchObject({
      code: 'AS6041',
      remedy: expect.stringMatching(new RegExp(`${[one, two].sort().join('.*')}`)),
    });
  });
});

/** Two ids whose retractions’ own hashes begin with `prefix`. */
function twinsOf(prefix: string): readonly string[] {
  const found: string[] = [];
  for (let at = 0; found.length < 2; at += 1) {
    const evidence = at.toString(16).padStart(16, '0');
    if (hash16(canonical({ schema: 'retraction/1', evidence, why: WHY })).startsWith(prefix))
      found.push(evidence);
  }
  return found;
}

describe('a person says no', () => {
  test('to an item: one canonical file, and the item is rejected', async () => {
    using work = await house();
    const path = pathsBelow(work, 'learning/patterns/import')[0] ?? '';
    const dry = await json(work, (flags, terminal) =>
      reject(path, { ...flags, why: WHY, dryRun: true }, terminal),
    );
    expect(work.git('status', '--porcelain')).toBe('');
    const done = await json(work, (flags, terminal) => reject(path, { ...flags, why: WHY }, terminal));
    expect(done.written).toEqual(dry.written);
    expect(done.written.filter((one: string) => one.endsWith('.json'))).toHaveLength(1);
    const explained = await json(work, (flags, terminal) => show(path, flags, terminal));
    expect(explained).toMatchObject({ status: 'rejected', decisions: [{ kind: 'rejection', why: WHY }] });
    expect((await json(work, check)).status).toBe(EXIT.done);
    const again = await json(work, (flags, terminal) => reject(path, { ...flags, why: WHY }, terminal));
    expect(again.written).toEqual([]);
  });

  test('to an observation: it no longer counts', async () => {
    using work = await house();
    const { path } = evidenceIn(work, 'JobDoneSensor');
    await retract(idIn(path), { why: WHY }, screen(work.root).terminal);
    expect((await json(work, stats)).metrics.overall.subjects).toBe(5);
  });

  test('to a class: the error is filed where it belongs', async () => {
    using work = await house();
    const path = pathsBelow(work, 'learning/errors')[0] ?? '';
    const done = await json(work, (flags, terminal) => relabel(path, 'import.moved', flags, terminal));
    expect(done.written[0]).toMatch(/^learning\/relabels\/[0-9a-f]{16}-[0-9a-f]{16}\.json$/);
    expect((await json(work, check)).status).toBe(EXIT.done);
    const shown = await json(work, (flags, terminal) => show(path, flags, terminal));
    expect(shown.decisions).toMatchObject([{ kind: 'relabel to import.moved' }]);
    expect(await refused(relabel(path, 'imports.move', {}, screen(work.root).terminal))).toMatchObject({
      code: 'AS6054',
      remedy: /^Perhaps `import\.moved`, `\S+`, `\S+` was meant/,
    });
  });

  test('only with a reason, and only to what can be refused so', async () => {
    using work = await house();
    const pattern = pathsBelow(work, 'learning/patterns/import')[0] ?? '';
    const evidence = evidenceIn(work, 'JobDoneSensor').path;
    const { terminal } = screen(work.root);
    for (const why of [undefined, '  ', 'x'.repeat(1001), 'a\u202eb'])
      expect(await refused(reject(pattern, why === undefined ? {} : { why }, terminal))).toMatchObject({
        code: 'AS6049',
      });
    expect(await refused(reject(evidence, { why: WHY }, terminal))).toMatchObject({
      code: 'AS6050',
      remedy: /retract/,
    });
    expect(await refused(retract(pattern, { why: WHY }, terminal))).toMatchObject({
      code: 'AS6050',
      remedy: /reject/,
    });
    expect(await refused(relabel(pattern, 'import.moved', {}, terminal))).toMatchObject({ code: 'AS6050' });
    expect(work.git('status', '--porcelain')).toBe('');
  });
});

describe('diff', () => {
  test('says what a branch teaches, with confidence before and after, also when main went on', async () => {
    using work = await house();
    const path = pathsBelow(work, 'learning/patterns/import')[0] ?? '';
    work.git('switch', '--quiet', '--create', 'feature');
    const more = await lesson({
      spec: specFor('TableRowCountSensor', { category: 'sql', summary: 'Again.' }),
      attempts: [attempt(1, componentSource('table_row_count_sensor'))],
      run: run(20),
    });
    work.commit({
      ...filesOf([more]),
      ...fileOf({
        schema: 'rejection/1',
        item: (await json(work, (f, t) => show(path, f, t))).entry.id,
        why: WHY,
      }),
    });
    work.git('switch', '--quiet', 'main');
    const onMain = await lesson({
      spec: specFor('ThirdSensor'),
      attempts: [attempt(1, componentSource('job_done_sensor'))],
      run: run(21),
    });
    work.commit(filesOf([onMain]));

    const found = await json(work, (flags, terminal) =>
      diff('main..feature', { ...flags, asOf: '2026-11' }, terminal),
    );
    expect(found.runs).toMatchObject([{ spec: 'TableRowCountSensor', proven: true }]);
    expect(found.lost).toEqual([]);
    expect(found.decisions).toMatchObject([{ schema: 'rejection/1', why: WHY }]);
    expect([found.before.subjects, found.after.subjects]).toEqual([7, 8]);
    const changes = new Set(found.items.map((item: { change: string }) => item.change));
    expect(changes).toContain('strengthened');
    expect(changes).toContain('rejected');
    const stronger = found.items.find((item: { change: string }) => item.change === 'strengthened');
    expect(stronger.after.confidence).toBeGreaterThan(stronger.before.confidence);

    const shown = screen(work.root);
    await diff('main..feature', { markdown: true }, shown.terminal);
    expect(shown.out).toContain('| what | before → after | refuse |');
  });

  test('shows what a branch took away', async () => {
    using work = await house();
    const { path } = evidenceIn(work, 'JobDoneSensor');
    work.git('switch', '--quiet', '--create', 'feature');
    work.commit({ [path]: null });
    const found = await json(work, (flags, terminal) =>
      diff('main..feature', { ...flags, asOf: '2026-11' }, terminal),
    );
    expect(found.lost).toEqual([path]);
  });

  test('needs two commits', async () => {
    using work = await house();
    for (const range of ['nowhere', 'main..nowhere', '..main', 'a..b..c', '--upload-pack=x..main'])
      expect(await refused(diff(range, {}, screen(work.root).terminal))).toMatchObject({ code: 'AS6058' });
  });
});

test('a record written by a person is as canonical as any other', async () => {
  const { path, content } = recordFile({ schema: 'rejection/1', item: '0123456789abcdef', why: WHY });
  expect(path.endsWith(`${hash16(content)}.json`)).toBe(true);
});
