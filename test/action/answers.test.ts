/** Commands in comments, labels, tasks and merges: against the local GitHub and real git, each delivered twice. */

import { describe, expect, test } from 'vitest';
import type { JobEvent } from '../../src/action/event.js';
import { canonical, recordFile, sha256 } from '../../src/knowledge/index.js';
import type { ModelRequest } from '../../src/ports.js';
import { AirsmithError, EXIT } from '../../src/problems.js';
import { git } from '../github/repositories.js';
import { attempt, error, lesson, specFor } from '../learn/story.js';
import { outcomeOf, verdictOf } from '../publish/outcomes.js';
import { BOT, ownMessage, Scene, TOKEN } from './jobs.js';

const SPEC = 'specs/orders.airsmith.yaml';
const COMPONENT = { path: 'plugins/operators/orders_operator.py', content: 'class OrdersOperator: ...\n' };
const { records } = await lesson({
  spec: { ...specFor('OrdersOperator'), path: SPEC },
  attempts: [attempt(1, '', [error('name')])],
});
const EVIDENCE = Object.fromEntries(records.map(({ path, content }) => [path, content]));
const [ERROR = ''] = Object.values(EVIDENCE)
  .filter((content) => content.startsWith('{'))
  .flatMap((content) => JSON.parse(content).attempts?.[0]?.errors.map(({ id }: { id: string }) => id) ?? []);

const proven = outcomeOf({
  name: 'OrdersOperator',
  path: SPEC,
  environments: [verdictOf('3.3.2', 0, 0)],
  files: [COMPONENT],
});

async function scene(): Promise<Scene> {
  const stage = await Scene.open();
  stage.push('main', { 'README.md': 'hello\n' });
  stage.push('feature', { [SPEC]: 'airsmith: 1\n', ...EVIDENCE });
  stage.pullRequest();
  stage.github.roles.set('ada', 'write');
  stage.github.roles.set('reader', 'read');
  return stage;
}

function say(stage: Scene, body: string, author = 'ada', bot = false): JobEvent['trigger'] {
  const { id } = stage.github.say(author, body);
  return { kind: 'comment', id, author, body, bot };
}

const signs = (stage: Scene) => stage.github.reactions.map(({ login, content }) => `${login} ${content}`);
const replies = (stage: Scene) =>
  stage.github.comments.filter(({ body }) => body.startsWith('<!-- airsmith:answer')).map(({ body }) => body);

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  const thrown = await work.catch((error: unknown) => error);
  return thrown instanceof AirsmithError ? thrown.problem.code : String((thrown as Error)?.stack ?? thrown);
}

describe('/airsmith reject', () => {
  test('writes the rejection on the branch, with a sign and a reply, and once however often it is delivered', async () => {
    await using stage = await scene();
    const trigger = say(stage, `/airsmith reject ${ERROR} @all <img src=x> is noise`);
    expect(await stage.run([], { trigger })).toBe(EXIT.done);
    const { head, files, log } = stage.branch();
    expect(files.filter((path) => path.startsWith('learning/rejections/'))).toEqual([
      'learning/rejections/.gitkeep',
      expect.stringMatching(/\.json$/),
    ]);
    expect(log.split('\n')[0]).toMatch(/^github-actions\[bot\]: Refuse /);
    expect(signs(stage)).toEqual([`${BOT} eyes`, `${BOT} +1`]);
    expect(replies(stage)).toEqual([expect.stringContaining('is not used or learned any more')]);

    expect(await stage.run([], { trigger })).toBe(EXIT.done);
    expect(await stage.run([], { trigger, attempt: 2 })).toBe(EXIT.done);
    expect(stage.branch().head).toBe(head);
    expect(replies(stage)).toHaveLength(1);
    expect(stage.works).toEqual([]);
    expect(stage.github.complaints).toEqual([]);
  });

  test('asked for by a second comment says that it is so already', async () => {
    await using stage = await scene();
    await stage.run([], { trigger: say(stage, `/airsmith reject ${ERROR}`) });
    const { head } = stage.branch();
    await stage.run([], { trigger: say(stage, `/airsmith reject ${ERROR} for another reason`) });
    expect(stage.branch().head).toBe(head);
    expect(replies(stage)[1]).toContain('is rejected already');
  });

  test('of what nobody knows is answered with what to do, and writes nothing', async () => {
    await using stage = await scene();
    const { head } = stage.branch();
    expect(await stage.run([], { trigger: say(stage, '/airsmith reject ffffffffffff') })).toBe(EXIT.done);
    expect(stage.branch().head).toBe(head);
    expect(signs(stage)).toEqual([`${BOT} eyes`, `${BOT} confused`]);
    expect(replies(stage)[0]).toContain('AS6040');
  });
});

describe('/airsmith relabel', () => {
  test('writes the correction, and refuses a class that nobody knows', async () => {
    await using stage = await scene();
    await stage.run([], { trigger: say(stage, `/airsmith relabel ${ERROR} import.moved`) });
    expect(stage.branch().files.some((path) => /^learning\/relabels\/.*\.json$/.test(path))).toBe(true);
    const { head } = stage.branch();
    await stage.run([], { trigger: say(stage, `/airsmith relabel ${ERROR} import.mooved`) });
    expect(stage.branch().head).toBe(head);
    expect(replies(stage)[1]).toContain('AS6054');
  });
});

describe('/airsmith why', () => {
  test('says how each component came about, and writes nothing but the answer', async () => {
    await using stage = await scene();
    const { head } = stage.branch();
    await stage.run([], { trigger: say(stage, '/airsmith why') });
    expect(replies(stage)[0]).toContain('<code>OrdersOperator</code>** · not proven');
    expect(replies(stage)[0]).toContain(ERROR);
    await stage.run([], { trigger: say(stage, `/airsmith why ${ERROR.slice(0, 8)}`) });
    expect(replies(stage)[1]).toContain(`error ${ERROR}`);
    expect(stage.branch().head).toBe(head);
  });
});

describe('/airsmith retry', () => {
  test('asks the model again although the head is our own commit', async () => {
    await using stage = await scene();
    stage.person.commit({ 'x.txt': 'x\n' }, ownMessage([proven]));
    stage.person.git('push', '--quiet', 'origin', 'feature');
    expect(await stage.run([proven], { trigger: say(stage, '/airsmith retry') })).toBe(EXIT.done);
    expect(stage.branch().files).toContain(COMPONENT.path);
    expect(stage.hands[0]?.model).toBeUndefined();
    expect(replies(stage)[0]).toContain('everything is proven');
  });

  test('that died before it answered is done by a re-run, and by nobody else', async () => {
    await using stage = await scene();
    const trigger = say(stage, '/airsmith retry');
    const died = stage.run(async () => Promise.reject(new Error('the runner is gone')), { trigger });
    await expect(died).rejects.toThrow('the runner is gone');
    await stage.run([proven], { trigger });
    expect(stage.works).toHaveLength(1);
    await stage.run([proven], { trigger, attempt: 2 });
    expect(stage.works).toHaveLength(2);
    expect(signs(stage)).toEqual([`${BOT} eyes`, `${BOT} +1`]);
  });
});

describe('who may ask', () => {
  test.each([
    ['somebody who may only read', 'reader', false],
    ['a stranger', 'mallory', false],
    ['a program', 'ada', true],
    ['airsmith itself', BOT, false],
  ])('%s is not answered, and costs nothing', async (_, author, bot) => {
    await using stage = await scene();
    stage.github.roles.set(BOT, 'write');
    const { head } = stage.branch();
    expect(await stage.run([proven], { trigger: say(stage, '/airsmith retry', author, bot) })).toBe(
      EXIT.done,
    );
    expect(stage.works).toEqual([]);
    expect(signs(stage)).toEqual([]);
    expect(replies(stage)).toEqual([]);
    expect(stage.branch().head).toBe(head);
  });

  test('for a fork nobody’s command writes anything', async () => {
    await using stage = await Scene.open();
    stage.push('main', { 'README.md': 'hello\n' });
    stage.push('feature', { [SPEC]: 'airsmith: 1\n', ...EVIDENCE });
    stage.person.git('push', '--quiet', 'origin', 'feature:refs/pull/1/head', ':feature');
    stage.pullRequest({ fromFork: true });
    stage.github.roles.set('ada', 'admin');
    const before = git(stage.github.bare, 'for-each-ref');
    for (const word of ['retry', `reject ${ERROR}`, `relabel ${ERROR} import.moved`])
      await stage.run([proven], { trigger: say(stage, `/airsmith ${word}`) });
    expect(stage.works).toEqual([]);
    expect(git(stage.github.bare, 'for-each-ref')).toBe(before);
    expect(replies(stage).every((body) => body.includes('comes from a fork'))).toBe(true);
    expect(replies(stage)).toHaveLength(3);
  });

  test('a token that may not answer says which lines are missing, before anything is done', async () => {
    await using stage = await scene();
    stage.github.actors.set(TOKEN, { login: BOT, contents: 'write', pullRequests: 'read' });
    const { head } = stage.branch();
    expect(await codeOf(stage.run([], { trigger: say(stage, `/airsmith reject ${ERROR}`) }))).toBe('AS7022');
    expect(stage.branch().head).toBe(head);
  });
});

describe('the label airsmith:retry', () => {
  const trigger = { kind: 'pull', retry: 'ada' } as const;

  test('builds once more, is taken off, and a second delivery does nothing', async () => {
    await using stage = await scene();
    stage.github.labels.add('airsmith:retry');
    expect(await stage.run([proven], { trigger })).toBe(EXIT.done);
    expect([...stage.github.labels]).toEqual([]);
    await stage.run([proven], { trigger });
    expect(stage.works).toHaveLength(1);
  });

  test('put there by somebody who may only read does nothing', async () => {
    await using stage = await scene();
    stage.github.labels.add('airsmith:retry');
    await stage.run([proven], { trigger: { kind: 'pull', retry: 'reader' } });
    expect(stage.works).toEqual([]);
  });
});

describe('an App’s token', () => {
  test('writes under its own login, and the run that its commit starts asks nobody and writes nothing', async () => {
    await using stage = await scene();
    stage.github.actors.set(TOKEN, { login: 'our-forge[bot]', contents: 'write', pullRequests: 'write' });
    stage.github.say(BOT, '<!-- airsmith:comment -->\nby the workflow’s own token');
    expect(await stage.run([proven])).toBe(EXIT.done);
    const { head, log } = stage.branch();
    expect(log.split('\n')[0]).toBe('our-forge[bot]: Add OrdersOperator');
    const comments = stage.github.comments.map(({ author, body }) => [author, body]);
    expect(comments.map(([author]) => author)).toEqual([BOT, 'our-forge[bot]']);

    for (let delivery = 0; delivery < 3; delivery += 1) expect(await stage.run([proven])).toBe(EXIT.done);
    expect(stage.branch().head).toBe(head);
    expect(stage.github.comments.map(({ author, body }) => [author, body])).toEqual(comments);
    for (const { model } of stage.hands.slice(1))
      expect(await model.ask({ model: 'm' } as ModelRequest)).toMatchObject({ problem: { code: 'AS7033' } });
  });

  test('does not answer its own replies', async () => {
    await using stage = await scene();
    stage.github.actors.set(TOKEN, { login: 'our-forge[bot]', contents: 'write', pullRequests: 'write' });
    stage.github.roles.set('our-forge[bot]', 'write');
    await stage.run([proven], { trigger: say(stage, '/airsmith retry', 'our-forge[bot]') });
    expect(stage.works).toEqual([]);
    expect(stage.github.comments).toHaveLength(1);
  });
});

describe('what is started by hand, or by the clock', () => {
  const task = (stage: Scene, branch: string, by: 'person' | 'clock' = 'person') =>
    ({ kind: 'task', by, branch, commit: stage.branch(branch).head, main: 'main' }) as const;

  test('generate builds the pull request of the branch', async () => {
    await using stage = await scene();
    expect(await stage.run([proven], { trigger: task(stage, 'feature') })).toBe(EXIT.done);
    expect(stage.branch().files).toContain(COMPONENT.path);
  });

  test('generate on a branch without a pull request says what is missing', async () => {
    await using stage = await scene();
    expect(await codeOf(stage.run([proven], { trigger: task(stage, 'main') }))).toBe('AS7045');
    stage.push('lonely', { [SPEC]: 'airsmith: 1\n' });
    expect(await codeOf(stage.run([proven], { trigger: task(stage, 'lonely') }))).toBe('AS7045');
    expect(stage.works).toEqual([]);
  });

  test('report says what is known, with a token that only reads', async () => {
    await using stage = await scene();
    stage.github.actors.set(TOKEN, { login: BOT, contents: 'read', pullRequests: 'read' });
    expect(await stage.run([], { trigger: task(stage, 'feature'), task: 'report' })).toBe(EXIT.done);
    expect(stage.runner.markdown).toContain('1 run of evidence');
  });

  test('maintain with little evidence does nothing', async () => {
    await using stage = await scene();
    expect(await stage.run([], { trigger: task(stage, 'main', 'clock') })).toBe(EXIT.done);
    expect(stage.github.pulls).toHaveLength(1);
  });

  test('maintain proposes the packing as a pull request, once, and not again when that is closed', async () => {
    await using stage = await Scene.open();
    stage.push('main', loose(5_000));
    // What a runner has checked out does not matter here; a small branch is checked out faster.
    stage.person.git('switch', '--quiet', '--orphan', 'feature');
    stage.push('feature', { 'README.md': 'hello\n' });
    const main = stage.branch('main').head;
    const trigger = task(stage, 'main', 'clock');
    stage.github.mayPropose = false;
    expect(await codeOf(stage.run([], { trigger }))).toBe('AS7050');
    stage.github.mayPropose = true;
    expect(await stage.run([], { trigger })).toBe(EXIT.done);
    expect(stage.branch('main').head).toBe(main);
    const [pull] = stage.github.pulls;
    expect(pull?.head).toMatch(/^airsmith\/maintain-[0-9a-f]{12}$/);
    const branch = stage.branch(pull?.head);
    expect(git(stage.github.bare, 'rev-parse', `${pull?.head}^`)).toBe(main);
    expect(branch.files.filter((path) => path.endsWith('.jsonl'))).toHaveLength(1);
    expect(branch.files.filter((path) => /evidence.*\.json$/.test(path))).toEqual([]);

    await stage.run([], { trigger });
    if (pull) pull.state = 'closed';
    await stage.run([], { trigger });
    expect(stage.github.pulls).toHaveLength(1);
    expect(stage.branch(pull?.head).head).toBe(branch.head);
    expect(stage.github.complaints).toEqual([]);
  });
});

/** As many runs of one spec, each with its own evidence. */
function loose(count: number): { readonly [path: string]: string } {
  const [text] = Object.values(EVIDENCE).filter(
    (content) => content.startsWith('{"attempts') || content.includes('evidence/1'),
  );
  const record = JSON.parse(text ?? '');
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const one = { ...record, run: { ...record.run, id: `${index}.1`, number: index + 1 } };
      const { path } = recordFile(one);
      return [path, canonical(one)];
    }),
  );
}

describe('a push to main', () => {
  const component = (name: string, content: string) => {
    const path = `plugins/operators/${name.toLowerCase()}.py`;
    const file = recordFile({
      schema: 'component/1',
      name,
      kind: 'operator',
      category: 'http',
      spec: { path: SPEC, fingerprint: 'ab'.repeat(32) },
      files: [{ role: 'component', path, sha256: sha256(content) }],
      source: content,
    });
    return { path, content, record: { [file.path]: file.content } };
  };

  test('says which components were merged unchanged, changed or not at all; twice is the same, and nothing is written', async () => {
    await using stage = await Scene.open();
    const [kept, changed, gone] = ['Kept', 'Changed', 'Gone'].map((name) =>
      component(`${name}Operator`, `class ${name}Operator: ...\n`),
    ) as [ReturnType<typeof component>, ReturnType<typeof component>, ReturnType<typeof component>];
    const old = component('OldOperator', 'class OldOperator: ...\n');
    const before = stage.push('main', { ...old.record });
    stage.push('feature', { 'x.txt': 'x\n' });
    const after = stage.push('main', {
      ...kept.record,
      ...changed.record,
      ...gone.record,
      [kept.path]: kept.content,
      [changed.path]: `${changed.content}# by a person\n`,
    });
    const refs = git(stage.github.bare, 'for-each-ref');
    const trigger = { kind: 'push', branch: 'main', before, after, main: 'main' } as const;
    const seen: string[] = [];
    for (let delivery = 0; delivery < 2; delivery += 1) {
      expect(await stage.run([], { trigger })).toBe(EXIT.done);
      seen.push(stage.runner.outputs['merged'] ?? '');
    }
    expect(seen[0]).toBe(seen[1]);
    expect(
      JSON.parse(seen[0] ?? '').map(({ name, state }: { name: string; state: string }) => [name, state]),
    ).toEqual([
      ['ChangedOperator', 'changed'],
      ['GoneOperator', 'gone'],
      ['KeptOperator', 'unchanged'],
    ]);
    expect(stage.runner.markdown).toContain('1 of 3 components merged unchanged');
    expect(git(stage.github.bare, 'for-each-ref')).toBe(refs);
    expect(stage.github.comments).toEqual([]);
  });

  test('to another branch, or the first one, does nothing', async () => {
    await using stage = await scene();
    const { head } = stage.branch();
    const push = (branch: string, before: string) =>
      ({ kind: 'push', branch, before, after: head, main: 'main' }) as const;
    await stage.run([], { trigger: push('feature', head) });
    await stage.run([], { trigger: push('main', '0'.repeat(40)) });
    expect(stage.runner.outputs['merged']).toBe('[]');
  });
});
