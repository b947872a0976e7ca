/** A job from its event to the branch and the comment: real git over HTTP, the local GitHub, and outcomes put in. */

import { describe, expect, test } from 'vitest';
import type { ModelRequest } from '../../src/ports.js';
import { AirsmithError, EXIT } from '../../src/problems.js';
import { git } from '../github/repositories.js';
import { attempt, error, lesson, specFor } from '../learn/story.js';
import { outcomeOf, verdictOf } from '../publish/outcomes.js';
import { BOT, KEY, ownMessage, Scene, TOKEN } from './jobs.js';

const SPEC = 'specs/orders.airsmith.yaml';
const COMPONENT = { path: 'plugins/operators/orders_operator.py', content: 'class OrdersOperator: ...\n' };
const EVIDENCE = await evidence();

const proven = outcomeOf({
  name: 'OrdersOperator',
  path: SPEC,
  examples: ['one'],
  environments: [verdictOf('3.3.2', 1, 1)],
  files: [COMPONENT],
  records: [EVIDENCE],
});
const unproven = outcomeOf({
  name: 'OrdersOperator',
  path: SPEC,
  examples: ['one'],
  environments: [
    verdictOf('3.3.2', 0, 1, [
      { code: 'AS4101', severity: 'error', tier: 'examples', message: 'returns 1', example: 'one' },
    ]),
  ],
  files: [COMPONENT],
  records: [EVIDENCE],
});

/** A real record, since the next run reads it back. */
async function evidence() {
  const { records } = await lesson({
    spec: specFor('OrdersOperator'),
    attempts: [attempt(1, '', [error('name')])],
  });
  const found = records.find(({ path }) => path.endsWith('.json'));
  if (!found) throw new Error('a lesson has evidence');
  return found;
}

async function scene(
  files: { readonly [path: string]: string | null } = { [SPEC]: 'airsmith: 1\n' },
): Promise<Scene> {
  const made = await Scene.open();
  made.push('main', { 'README.md': 'hello\n' });
  made.push('feature', files);
  made.pullRequest();
  return made;
}

async function problemOf(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AirsmithError);
  return (error as AirsmithError).problem;
}

describe('a new spec that is proven', () => {
  test('becomes one commit on the head branch, one comment, a summary and outputs', async () => {
    await using stage = await scene();
    const before = stage.branch().head;
    expect(await stage.run([proven])).toBe(EXIT.done);
    const { head, files, log } = stage.branch();
    expect(files).toEqual(['README.md', EVIDENCE.path, COMPONENT.path, SPEC]);
    expect(log.split('\n')).toEqual(['github-actions[bot]: Add OrdersOperator', 'Ada: A person works']);
    expect(stage.person.git('ls-remote', 'origin', 'feature')).toContain(head);
    expect(stage.works[0]?.sources).toEqual([{ path: SPEC, bytes: Buffer.from('airsmith: 1\n') }]);
    expect(await stage.works[0]?.present('README.md')).toBe('hello\n');

    expect(stage.github.comments).toHaveLength(1);
    expect(stage.github.comments[0]?.author).toBe(BOT);
    expect(stage.github.comments[0]?.body).toContain('### airsmith · 1 proven');
    expect(stage.runner.markdown).toContain('### airsmith · 1 proven');
    expect(stage.runner.outputs).toMatchObject({
      proven: '1',
      failed: '0',
      commit: head,
      'cost-usd': '0.004',
    });
    expect(JSON.parse(stage.runner.outputs['components'] ?? '')).toEqual([
      {
        name: 'OrdersOperator',
        spec: SPEC,
        proven: true,
        attempts: 1,
        model: 'model',
        airflow: { '3.3.2': 'proven' },
        files: [COMPONENT.path],
      },
    ]);
    expect(before).not.toBe(head);
    expect(stage.github.complaints).toEqual([]);
  });

  test('twice is once: the second run of the same work commits nothing and says the same', async () => {
    await using stage = await scene();
    await stage.run([proven]);
    const { head } = stage.branch();
    const body = stage.github.comments[0]?.body;
    // A person pushes something else, so that the head is not our own commit.
    stage.person.git('pull', '--quiet', 'origin', 'feature');
    const theirs = stage.push('feature', { 'notes.txt': 'x\n' });
    expect(await stage.run([proven])).toBe(EXIT.done);
    expect(stage.branch().head).toBe(theirs);
    expect(stage.github.comments).toHaveLength(1);
    expect(head).not.toBe(theirs);
    expect(body).toContain('1 proven');
  });
});

describe('a spec that is not proven', () => {
  test('leaves only its evidence, fails the step, and is annotated at its line', async () => {
    await using stage = await scene();
    expect(await stage.run([unproven])).toBe(EXIT.unproven);
    expect(stage.branch().files).toEqual(['README.md', EVIDENCE.path, SPEC]);
    expect(stage.branch().log.split('\n')[0]).toBe('github-actions[bot]: Record attempts at OrdersOperator');
    expect(stage.runner.annotations).toMatchObject([
      { code: 'AS4101', severity: 'error', position: { path: SPEC, line: 22 } },
    ]);
    expect(stage.github.comments[0]?.body).toContain('### airsmith · 1 needs you');
    expect(stage.runner.outputs).toMatchObject({ proven: '0', failed: '1' });
  });

  test('does not fail the step where the workflow says so', async () => {
    await using stage = await scene();
    expect(await stage.run([unproven], { failOn: 'mistake' })).toBe(EXIT.done);
    expect(await stage.run([unproven], { failOn: 'never' })).toBe(EXIT.done);
  });
});

describe('what is read from where', () => {
  test('settings come from the base: a pull request cannot change them for itself', async () => {
    await using stage = await Scene.open();
    stage.push('main', { '.airsmith.yaml': 'max-cost: 2\nspecs: ["wanted/*.airsmith.yaml"]\n' });
    stage.push('feature', {
      '.airsmith.yaml': 'max-cost: 900\nspecs: ["**/*.airsmith.yaml"]\n',
      'wanted/a.airsmith.yaml': 'a: 1\n',
      'other/b.airsmith.yaml': 'b: 1\n',
    });
    stage.pullRequest();
    await stage.run([proven]);
    expect(stage.works[0]?.config.maxCost).toBe(2);
    expect(stage.works[0]?.sources.map(({ path }) => path)).toEqual(['wanted/a.airsmith.yaml']);
  });

  test('a pull request without specs ends at once, and says nothing', async () => {
    await using stage = await scene({ 'dags/x.py': 'x = 1\n' });
    expect(await stage.run([])).toBe(EXIT.done);
    expect(stage.works).toEqual([]);
    expect(stage.github.comments).toEqual([]);
    expect(stage.runner.outputs['components']).toBe('[]');
  });

  test('a deleted spec builds nothing; the comment says what stays', async () => {
    await using stage = await Scene.open();
    stage.push('main', { [SPEC]: 'a: 1\n' });
    stage.push('feature', { [SPEC]: null });
    stage.pullRequest();
    expect(await stage.run([])).toBe(EXIT.done);
    expect(stage.works).toEqual([]);
    expect(stage.github.comments[0]?.body).toContain('is gone. Its component, tests, DAG and page stay');
  });

  test('a renamed spec is looked at under its new name', async () => {
    await using stage = await Scene.open();
    stage.push('main', { [SPEC]: 'a: 1\n'.repeat(10) });
    stage.push('feature', { [SPEC]: null, 'specs/renamed.airsmith.yaml': 'a: 1\n'.repeat(10) });
    stage.pullRequest();
    await stage.run([proven]);
    expect(stage.works[0]?.sources.map(({ path }) => path)).toEqual(['specs/renamed.airsmith.yaml']);
    expect(stage.github.comments[0]?.body).toContain('specs/renamed.airsmith.yaml</code>');
  });
});

describe('a pull request from a fork', () => {
  const broken = 'airsmith: 1\nname: 7\n';

  test('has its specs checked and nothing else, with a token that only reads', async () => {
    await using stage = await Scene.open();
    stage.push('main', { 'README.md': 'hello\n' });
    stage.push('feature', { [SPEC]: broken });
    stage.person.git('push', '--quiet', 'origin', 'feature:refs/pull/1/head', ':feature');
    stage.pullRequest({ fromFork: true });
    stage.github.actors.set(TOKEN, { login: BOT, contents: 'read', pullRequests: 'read' });
    expect(await stage.run([proven])).toBe(EXIT.unproven);
    expect(stage.works).toEqual([]);
    expect(stage.github.comments).toEqual([]);
    expect(stage.runner.markdown).toContain('comes from a fork');
    expect(stage.runner.annotations.length).toBeGreaterThan(0);
    expect(stage.runner.annotations.every(({ position }) => position?.path === SPEC)).toBe(true);
  });
});

describe('our own commit as the head', () => {
  test('proves again, asks nobody, writes nothing, and keeps the verdict of the step honest', async () => {
    await using stage = await scene();
    stage.person.commit({ [COMPONENT.path]: COMPONENT.content }, ownMessage([proven]));
    stage.person.git('push', '--quiet', 'origin', 'feature');
    const { head } = stage.branch();
    expect(await stage.run([unproven])).toBe(EXIT.unproven);
    expect(await stage.run([proven])).toBe(EXIT.done);
    const question = { model: 'a-model' } as ModelRequest;
    for (const { model } of stage.hands) {
      expect(await model.ask(question)).toMatchObject({ kind: 'failed', problem: { code: 'AS7033' } });
    }
    expect(stage.branch().head).toBe(head);
    expect(stage.github.comments).toEqual([]);
  });
});

describe('when something is in the way', () => {
  test('a missing right to push is said with the lines to paste, before anything is spent', async () => {
    await using stage = await scene();
    stage.github.actors.set(TOKEN, { login: BOT, contents: 'read', pullRequests: 'write' });
    const problem = await problemOf(stage.run([proven]));
    expect(problem).toMatchObject({ code: 'AS7016', remedy: /contents: write/ });
    expect(stage.works).toEqual([]);
  });

  test('a missing right to comment hides nothing: commit, outputs and summary are there', async () => {
    await using stage = await scene();
    stage.github.actors.set(TOKEN, { login: BOT, contents: 'write', pullRequests: 'read' });
    expect(await problemOf(stage.run([proven]))).toMatchObject({
      code: 'AS7022',
      remedy: /pull-requests: write/,
    });
    expect(stage.branch().files).toContain(COMPONENT.path);
    expect(stage.runner.outputs['proven']).toBe('1');
    expect(stage.runner.markdown).toContain('1 proven');
  });

  test('a branch that moved during the run takes the commit where nothing of it is touched', async () => {
    await using stage = await scene();
    const theirs: string[] = [];
    const onRun = () => void theirs.push(stage.push('feature', { 'late.txt': 'late\n' }));
    expect(await stage.run([proven], { onRun })).toBe(EXIT.done);
    expect(stage.branch().files).toEqual(expect.arrayContaining([COMPONENT.path, EVIDENCE.path, 'late.txt']));
    expect(git(stage.github.bare, 'rev-parse', 'feature^')).toBe(theirs[0]);
  });

  test.each([
    ['the spec', SPEC, 'airsmith: 1\nsummary: other\n'],
    ['a file that would be written', COMPONENT.path, 'mine = 1\n'],
  ])('a change of %s meanwhile leaves it to the run for the new state', async (_, path, text) => {
    await using stage = await scene();
    const onRun = () => void stage.push('feature', { [path]: text });
    expect(await problemOf(stage.run([proven], { onRun }))).toMatchObject({
      code: 'AS7002',
      message: expect.stringContaining(path),
    });
    expect(stage.branch().files).not.toContain(EVIDENCE.path);
  });

  test.each([
    ['plain', KEY],
    ['encoded', Buffer.from(TOKEN).toString('base64')],
  ])('a secret in a generated file, %s, stops the commit', async (_, secret) => {
    await using stage = await scene();
    const leaking = outcomeOf({
      name: 'OrdersOperator',
      path: SPEC,
      environments: [verdictOf('3.3.2', 1, 1)],
      files: [{ ...COMPONENT, content: `KEY = "${secret}"\n` }],
    });
    expect(await problemOf(stage.run([leaking]))).toMatchObject({ code: 'AS7032' });
    expect(stage.branch().files).not.toContain(COMPONENT.path);
  });

  test('a commit whose files are not there as they were sent is no success', async () => {
    await using stage = await scene();
    stage.github.corrupt = true;
    expect(await problemOf(stage.run([proven]))).toMatchObject({ code: 'AS7044' });
    expect(stage.github.comments).toEqual([]);
  });

  test('a secret in a message does not reach the comment or the summary', async () => {
    await using stage = await scene();
    const problem = { code: 'AS5002', severity: 'error', message: `said ${KEY}`, remedy: 'x' } as const;
    await stage.run([outcomeOf({ name: 'OrdersOperator', path: SPEC, problem })]);
    expect(stage.github.comments[0]?.body).toContain('redacted');
    expect(`${stage.github.comments[0]?.body}${stage.runner.markdown}`).not.toContain(KEY);
  });
});
