/** Pull requests that touch the store: what is refused, what is only a candidate, and what fails the check. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Lesson, SpecOutcome } from '../../src/flow.js';
import {
  definitionId,
  type Evidence,
  type LearningRecord,
  pack,
  recordFile,
} from '../../src/knowledge/index.js';
import { isEvidence, type Stored } from '../../src/knowledge/records.js';
import type { Work } from '../../src/pipeline.js';
import { EXIT } from '../../src/problems.js';
import { attempt, componentSource, error, lesson, lessons, run, specFor } from '../learn/story.js';
import { outcomeOf, verdictOf } from '../publish/outcomes.js';
import { Scene, TOKEN } from './jobs.js';

const SPEC = 'specs/job_done.airsmith.yaml';

/** A run that proves JobDoneSensor, or proves it again where the branch has it, as the pipeline would. */
function proving(number = 1) {
  return async ({ onBranch, knowledge }: Work): Promise<readonly SpecOutcome[]> => {
    const again = onBranch.componentAt('JobDoneSensor') !== undefined;
    const learned: Lesson = again
      ? { records: [], items: [] }
      : await lesson({
          spec: specFor('JobDoneSensor'),
          attempts: [attempt(1, componentSource('job_done_sensor'))],
          run: run(number),
          knowledge,
        });
    return [
      outcomeOf({
        name: 'JobDoneSensor',
        path: SPEC,
        again,
        examples: ['one'],
        environments: [verdictOf('3.3.2', 1, 1)],
        files: [{ path: 'plugins/sensors/job_done_sensor.py', content: componentSource('job_done_sensor') }],
        records: learned.records,
      }),
    ];
  };
}

async function scene(main: { readonly [path: string]: string } = {}): Promise<Scene> {
  const made = await Scene.open();
  made.push('main', { 'README.md': 'hello\n', ...main });
  made.push('feature', { [SPEC]: 'airsmith: 1\n' });
  made.pullRequest();
  return made;
}

/** What the person sees after fetching what airsmith pushed. */
function pull(stage: Scene): void {
  stage.person.git('pull', '--quiet', '--ff-only', 'origin', 'feature');
}

function recordIn(stage: Scene, path: string): LearningRecord {
  return JSON.parse(readFileSync(join(stage.person.root, path), 'utf8'));
}

function firstPattern(stage: Scene): { readonly path: string; readonly id: string } {
  const path = stage.branch().files.find((file) => file.startsWith('learning/patterns/')) ?? '';
  const record = recordIn(stage, path);
  if (record.schema !== 'pattern/1') throw new Error(`${path} is no pattern`);
  return { path, id: definitionId(record) };
}

async function mainFiles(): Promise<{ readonly [path: string]: string }> {
  const all = (await lessons()).slice(0, 2).flatMap(({ records }) => records);
  return Object.fromEntries(all.map(({ path, content }) => [path, content]));
}

const rejections = (files: readonly string[]) =>
  files.filter((file) => /^learning\/rejections\/.*json$/.test(file));

describe('deleting a pattern in the pull request that brought it', () => {
  test('is a refusal: the next run writes it, and after the merge nobody learns it again', async () => {
    await using stage = await scene();
    await stage.run(proving());
    pull(stage);
    const { path, id } = firstPattern(stage);
    stage.push('feature', { [path]: null });
    expect(await stage.run(proving())).toBe(EXIT.done);

    const { files, log } = stage.branch();
    expect(rejections(files)).toEqual([expect.stringContaining(`learning/rejections/${id}-`)]);
    expect(log.split('\n')[0]).toMatch(/^github-actions\[bot\]: Refuse /);
    expect(stage.github.comments[0]?.body).toContain('was deleted. It is never learned again');
    expect(stage.runner.annotations).toEqual([]);

    // A run for the same state changes nothing, and says nothing new.
    pull(stage);
    stage.push('feature', { 'notes.txt': 'x\n' });
    const { head } = stage.branch();
    expect(await stage.run(proving())).toBe(EXIT.done);
    expect(stage.branch().head).toBe(head);

    mergeAndBranch(stage);
    await stage.run(proving(2));
    const later = stage.branch().files;
    expect(later.some((file) => file === path)).toBe(false);
    expect(rejections(later)).toHaveLength(1);
    expect(stage.works.at(-1)?.knowledge.rejected.has(id)).toBe(true);
  });

  test('is taken back by restoring the file and deleting the rejection', async () => {
    await using stage = await scene();
    await stage.run(proving());
    pull(stage);
    const { path } = firstPattern(stage);
    const text = readFileSync(join(stage.person.root, path), 'utf8');
    stage.push('feature', { [path]: null });
    await stage.run(proving());
    pull(stage);
    const [rejection = ''] = rejections(stage.branch().files);
    stage.push('feature', { [path]: text, [rejection]: null });
    expect(await stage.run(proving())).toBe(EXIT.done);
    expect(rejections(stage.branch().files)).toEqual([]);
  });

  test('together with its evidence says nothing: the run was taken back', async () => {
    await using stage = await scene();
    await stage.run(proving());
    pull(stage);
    const learned = stage.branch().files.filter((file) => file.startsWith('learning/'));
    stage.push('feature', Object.fromEntries(learned.map((file) => [file, null])));
    await stage.run(proving());
    expect(rejections(stage.branch().files)).toEqual([]);
  });

  test('that a cancelled run never wrote is no refusal: it kept only the evidence of what it proved', async () => {
    await using stage = await scene();
    const { records } = await lesson({
      spec: specFor('JobDoneSensor'),
      attempts: [
        attempt(1, componentSource('job_done_sensor').replace('poke', 'prod'), [error('name')]),
        attempt(2, componentSource('job_done_sensor')),
      ],
      withheld: true,
    });
    const evidence = records.find(({ path }) => path.endsWith('.json'));
    const kept = JSON.parse(evidence?.content ?? '') as Evidence;
    expect(records.every(({ path }) => path.startsWith('learning/evidence/'))).toBe(true);
    expect(kept.outcome).toEqual({ proven: true, first_attempt: false, attempts: 2 });
    expect(kept.introduces.map(({ schema }) => schema)).toEqual(['error/1']);
    stage.push('feature', { [evidence?.path ?? '']: evidence?.content ?? '' });
    expect(await stage.run(proving(2))).toBe(EXIT.done);
    const { files } = stage.branch();
    expect(files.filter((path) => path.startsWith('learning/rejections/'))).toEqual([]);
    expect(files.some((path) => path.startsWith('learning/patterns/'))).toBe(true);
  });

  test('a better title is no refusal', async () => {
    await using stage = await scene();
    await stage.run(proving());
    pull(stage);
    const { path } = firstPattern(stage);
    const record = recordIn(stage, path);
    if (record.schema !== 'pattern/1') throw new Error('a pattern');
    const better = recordFile({ ...record, title: 'A better title' });
    stage.push('feature', { [path]: null, [better.path]: better.content });
    await stage.run(proving());
    expect(rejections(stage.branch().files)).toEqual([]);
    // It was written by a person, so that a reviewer is told.
    expect(stage.github.comments[0]?.body).toContain('A better title');
  });

  test('a revert of the merge on main is no refusal: a later pull request learns it again', async () => {
    await using stage = await scene();
    await stage.run(proving());
    pull(stage);
    const { path } = firstPattern(stage);
    stage.person.git('switch', '--quiet', 'main');
    stage.person.git('merge', '--quiet', '--no-ff', '--message', 'Merge', 'feature');
    stage.person.git('revert', '--no-edit', '--mainline', '1', 'HEAD');
    stage.person.git('push', '--quiet', 'origin', 'main');
    branchAgain(stage);
    await stage.run(proving(2));
    const { files } = stage.branch();
    expect(files).toContain(path);
    expect(rejections(files)).toEqual([]);
  });
});

function mergeAndBranch(stage: Scene): void {
  stage.person.git('switch', '--quiet', 'main');
  stage.person.git('merge', '--quiet', '--no-ff', '--message', 'Merge', 'feature');
  // The component and its record go, so that the next pull request builds it anew.
  const gone = stage.person.git('ls-files', 'plugins', 'learning/components', SPEC).split('\n');
  stage.person.git('rm', '--quiet', ...gone);
  stage.person.git('commit', '--quiet', '--message', 'Start anew');
  stage.person.git('push', '--quiet', 'origin', 'main');
  branchAgain(stage);
}

/** The next pull request for the same spec, from where main is now. */
function branchAgain(stage: Scene): void {
  stage.person.git('switch', '--quiet', '--force-create', 'feature', 'main');
  stage.person.commit({ [SPEC]: 'airsmith: 1\nsummary: again\n' });
  stage.person.git('push', '--quiet', '--force', 'origin', 'feature');
}

describe('a record of main', () => {
  test.each([
    ['is changed', (text: string) => text.replace('evidence/1', 'evidence/1 ')],
    ['is deleted', () => null],
  ])('that %s fails the check, at its file', async (_, change) => {
    const main = await mainFiles();
    await using stage = await scene(main);
    const [path = '', text = ''] = Object.entries(main).find(([file]) => /evidence.*json$/.test(file)) ?? [];
    stage.push('feature', { [path]: change(text) });
    expect(await stage.run(proving())).toBe(EXIT.unproven);
    expect(stage.runner.annotations).toMatchObject([
      { code: 'AS6052', severity: 'error', position: { path, line: 1 } },
    ]);
    expect(stage.github.comments[0]?.body).toContain('AS6052');
  });

  test('also where no spec is touched', async () => {
    const main = await mainFiles();
    await using stage = await Scene.open();
    stage.push('main', main);
    const path = Object.keys(main).find((file) => file.startsWith('learning/patterns/')) ?? '';
    stage.push('feature', { [path]: null });
    stage.pullRequest();
    expect(await stage.run([])).toBe(EXIT.unproven);
    expect(stage.works).toEqual([]);
    expect(stage.runner.annotations).toMatchObject([{ code: 'AS6052' }]);
  });

  test('that came to main after the branch left it is not missed', async () => {
    await using stage = await scene();
    stage.push('main', await mainFiles());
    stage.person.git('switch', '--quiet', 'feature');
    expect(await stage.run(proving())).toBe(EXIT.done);
    expect(stage.runner.annotations).toEqual([]);
  });

  test('may go where a tombstone says so', async () => {
    const main = await mainFiles();
    await using stage = await scene(main);
    const path = Object.keys(main).find((file) => file.startsWith('learning/patterns/')) ?? '';
    const stone = recordFile({ schema: 'tombstone/1', record: path.slice(-21, -5), why: 'It held a name.' });
    stage.push('feature', { [path]: null, [stone.path]: stone.content });
    expect(await stage.run(proving())).toBe(EXIT.done);
    expect(stage.runner.annotations).toMatchObject([{ code: 'AS6053', severity: 'notice' }]);
  });
});

describe('a rejection of main', () => {
  test('is taken back by deleting its file: the comment says so, and until the merge it holds', async () => {
    const main = await mainFiles();
    const [, text = ''] = Object.entries(main).find(([path]) => path.startsWith('learning/patterns/')) ?? [];
    const item = definitionId(JSON.parse(text));
    const rejection = recordFile({ schema: 'rejection/1', item, why: 'We call it *otherwise*.' });
    await using stage = await scene({ ...main, [rejection.path]: rejection.content });
    stage.push('feature', { [rejection.path]: null });
    expect(await stage.run(proving())).toBe(EXIT.done);
    expect(stage.runner.annotations).toMatchObject([
      { code: 'AS6066', severity: 'warning', position: { path: rejection.path } },
    ]);
    const body = stage.github.comments[0]?.body;
    expect(body).toContain('1 decision taken back');
    expect(body).toContain('Decision taken back: the rejection of');
    expect(body).toContain(item);
    expect(stage.works[0]?.knowledge.rejected.has(item)).toBe(true);
  });
});

describe('a record that no run here wrote', () => {
  test('is a candidate: shown with who committed it, and not counted', async () => {
    await using stage = await scene();
    const main = await mainFiles();
    const commit = stage.push('feature', main);
    expect(await stage.run(proving())).toBe(EXIT.done);
    expect(stage.works[0]?.knowledge.subjects.size).toBe(0);
    const records = Object.keys(main).filter((path) => path.endsWith('.json'));
    expect(new Set(stage.runner.annotations.map(({ code }) => code))).toEqual(new Set(['AS6053']));
    expect(stage.runner.annotations).toHaveLength(records.length);
    expect(stage.runner.annotations[0]?.message).toContain(`Ada committed it in ${commit.slice(0, 10)}`);
    expect(stage.github.comments[0]?.body).toContain(`Candidates: ${records.length} records`);
    // What the run itself wrote is none, in this run and in the next.
    pull(stage);
    stage.push('feature', { 'notes.txt': 'x\n' });
    stage.runner.annotations.length = 0;
    await stage.run(proving());
    expect(stage.runner.annotations).toHaveLength(records.length);
  });

  test('counts from the merge on, which only people with write access can do', async () => {
    await using stage = await scene();
    stage.push('feature', await mainFiles());
    stage.person.git('switch', '--quiet', 'main');
    stage.person.git('merge', '--quiet', '--no-ff', '--message', 'Merge', 'feature');
    stage.person.git('push', '--quiet', 'origin', 'main');
    branchAgain(stage);
    await stage.run(proving());
    expect(stage.works[0]?.knowledge.subjects.size).toBe(2);
    expect(stage.runner.annotations).toEqual([]);
  });

  test('fails the check where it claims a proof that it does not carry, or is damaged', async () => {
    await using stage = await scene();
    const [path = '', text = ''] =
      Object.entries(await mainFiles()).find(([file]) => /evidence.*json$/.test(file)) ?? [];
    const forged = JSON.parse(text);
    forged.environments[0].state = 'failed';
    const file = recordFile(forged);
    stage.push('feature', { [file.path]: file.content, [path]: text.replace('"proven"', '"failed"') });
    expect(await stage.run(proving())).toBe(EXIT.unproven);
    const codes = stage.runner.annotations.map(({ code }) => code).sort();
    expect(codes).toEqual(['AS6001', 'AS6044', 'AS6053']);
  });

  test('fails the check in a pack as it does in a file of its own, and names the row', async () => {
    await using stage = await scene();
    const [forged, honest] = await forgedAndHonest();
    const packed = packFiles([forged, honest]);
    stage.push('feature', packed);
    expect(await stage.run(proving())).toBe(EXIT.unproven);
    const [path] = Object.keys(packed);
    const said = stage.runner.annotations.map(({ code, position }) => `${code} ${position?.path}`);
    expect(new Set(said)).toEqual(new Set(['AS6043', 'AS6044', 'AS6053'].map((code) => `${code} ${path}`)));
    for (const { code, message } of stage.runner.annotations)
      if (code !== 'AS6053') expect(message).toContain(forged.hash);
    const candidates = stage.runner.annotations.filter(({ code }) => code === 'AS6053');
    expect(candidates.map(({ message }) => message).join()).toMatch(
      new RegExp(`${[forged.hash, honest.hash].sort().join('.*')}`),
    );
    expect(stage.github.comments[0]?.body).toContain('Candidates: 2 records');
  });

  test('is none where main holds it and a pull request only packs it', async () => {
    const main = await mainFiles();
    await using stage = await scene(main);
    const evidence = storedEvidence(main);
    stage.push('feature', {
      ...Object.fromEntries(evidence.map(({ path = '' }) => [path, null])),
      ...packFiles(evidence),
    });
    expect(await stage.run(proving())).toBe(EXIT.done);
    expect(stage.runner.annotations).toEqual([]);
  });

  test('is checked for what it claims though its commit says that a run here made it', async () => {
    await using stage = await scene();
    const [forged] = await forgedAndHonest();
    const { path, content } = recordFile(forged.record as Evidence);
    await spoofed(stage, { [path]: content });
    expect(await stage.run(proving())).toBe(EXIT.unproven);
    const codes = new Set(stage.runner.annotations.map(({ code }) => code));
    expect(codes).toEqual(new Set(['AS6043', 'AS6044', 'AS6053']));
  });

  test('is a candidate though its commit says that a run here made it, unless the forge says that airsmith pushed it', async () => {
    for (const [token, codes] of [
      ['', ['AS6053']],
      ['ada-token', ['AS6053']],
      [TOKEN, []],
    ] as const) {
      await using stage = await scene();
      stage.github.actors.set('ada-token', { login: 'ada', contents: 'write', pullRequests: 'write' });
      await spoofed(stage, await mainFiles(), 1, token);
      await stage.run(proving());
      expect([...new Set(stage.runner.annotations.map(({ code }) => code))]).toEqual(codes);
      expect(stage.github.complaints).toEqual([]);
    }
  });

  test('is a candidate where the forge does not say who pushed', async () => {
    await using stage = await scene();
    await spoofed(stage, await mainFiles(), 1, TOKEN);
    stage.github.faults.push({ method: 'GET', path: /\/activity$/, answer: 403, times: 9 });
    await stage.run(proving());
    expect(stage.runner.annotations.map(({ code }) => code)).toContain('AS6053');
  });

  test('is a candidate on a fork, and in a pack anywhere, whatever its commit says', async () => {
    const main = await mainFiles();
    const evidence = storedEvidence(main);
    for (const [fromFork, files] of [
      [true, main],
      [false, packFiles(evidence)],
    ] as const) {
      await using stage = await Scene.open();
      stage.push('main', { 'README.md': 'hello\n' });
      stage.push('feature', { [SPEC]: 'airsmith: 1\n' });
      stage.pullRequest({ fromFork });
      await spoofed(stage, files);
      if (fromFork) stage.person.git('push', '--quiet', 'origin', 'feature:refs/pull/1/head', ':feature');
      await stage.run(proving());
      expect(stage.runner.annotations.map(({ code }) => code)).toContain('AS6053');
    }
  });

  test('copied from airsmith’s commit on another pull request is a candidate too', async () => {
    await using stage = await scene();
    await spoofed(stage, await mainFiles(), 77);
    await stage.run(proving());
    expect(stage.runner.annotations[0]).toMatchObject({ code: 'AS6053' });
  });
});

/**
 * A commit that says, without being one, that it is a run of airsmith on pull request `pull`, pushed with `token` over HTTP where one
 * is given; and one of a person on top.
 */
async function spoofed(
  stage: Scene,
  files: { readonly [path: string]: string },
  pull = 1,
  token = '',
): Promise<void> {
  stage.person.write(files);
  stage.person.git('add', '--all');
  const bot = 'airsmith[bot] <airsmith[bot]@users.noreply.github.com>';
  const message = `Add X\n\nAirsmith-Run: 3.1\nAirsmith-Pull: ${pull}\n`;
  stage.person.git('commit', '--quiet', '--author', bot, '--message', message);
  if (token !== '') await stage.pushAs(token, 'feature');
  stage.person.commit({ 'notes.txt': 'x\n' });
  stage.person.git('push', '--quiet', 'origin', 'feature');
}

/** The records of evidence among files, as a store holds them. */
function storedEvidence(files: { readonly [path: string]: string }): readonly Stored[] {
  return Object.entries(files)
    .filter(([path]) => /evidence\/.*json$/.test(path))
    .map(([path, text]) => ({ hash: path.slice(-21, -5), record: JSON.parse(text), path }));
}

/** One record that says proven while every attempt failed, under a subject that was made up; and one as it was learned. */
async function forgedAndHonest(): Promise<readonly [Stored, Stored]> {
  const [one, other] = storedEvidence(await mainFiles()).filter(isEvidence);
  if (!one || !other) throw new Error('two runs');
  const record: Evidence = {
    ...one.record,
    subject: '0000000000000001',
    attempts: one.record.attempts.map((made) => ({ ...made, result: 'failed' })),
  };
  const { path } = recordFile(record);
  return [{ hash: path.slice(-21, -5), record, path }, other];
}

/** Evidence as the pack that holds it. */
function packFiles(evidence: readonly Stored[]): { readonly [path: string]: string } {
  const { changes } = pack(evidence, { atLeast: 1 });
  return Object.fromEntries(
    changes.flatMap(({ path, content }) => (content === null || content === '' ? [] : [[path, content]])),
  );
}
