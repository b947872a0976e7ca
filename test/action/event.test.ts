/** Which event means what, and what the lines to paste say. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { parseCommand } from '../../src/action/commands.js';
import { readEvent } from '../../src/action/event.js';
import { allEvents, EVENTS, eventLines } from '../../src/action/permissions.js';
import { AirsmithError } from '../../src/problems.js';
import { Checkout, temporaryFolder } from '../github/repositories.js';

async function read(name: string, payload: unknown, env: { readonly [name: string]: string } = {}) {
  using folder = new Checkout(temporaryFolder('event'));
  const path = join(folder.root, 'event.json');
  writeFileSync(path, typeof payload === 'string' ? payload : JSON.stringify(payload));
  return await readEvent({
    GITHUB_REPOSITORY: 'acme/airflow',
    GITHUB_EVENT_PATH: path,
    GITHUB_EVENT_NAME: name,
    GITHUB_WORKSPACE: folder.root,
    ...env,
  });
}

async function problemOf(work: Promise<unknown>) {
  const error = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AirsmithError);
  return (error as AirsmithError).problem;
}

const PULL = { pull_request: { number: 7 }, sender: { login: 'ada' } };
const COMMENT = {
  action: 'created',
  issue: { number: 7, pull_request: { url: 'x' } },
  comment: { id: 99, body: '/airsmith why', user: { login: 'ada', type: 'User' } },
};

describe('an event', () => {
  test.each(['opened', 'synchronize', 'reopened'])('pull_request %s builds', async (action) => {
    expect(await read('pull_request', { ...PULL, action })).toMatchObject({
      pullNumber: 7,
      trigger: { kind: 'pull' },
    });
  });

  test('of the label airsmith:retry builds once more, of another label nothing', async () => {
    const labeled = (name: string) => ({ ...PULL, action: 'labeled', label: { name } });
    expect((await read('pull_request', labeled('airsmith:retry'))).trigger).toEqual({
      kind: 'pull',
      retry: 'ada',
    });
    expect((await read('pull_request', labeled('bug'))).trigger.kind).toBe('nothing');
    expect((await read('pull_request', { ...PULL, action: 'closed' })).trigger.kind).toBe('nothing');
  });

  test('of a comment is data, and only a new one under a pull request counts', async () => {
    expect(await read('issue_comment', COMMENT)).toMatchObject({
      pullNumber: 7,
      trigger: { kind: 'comment', id: 99, author: 'ada', body: '/airsmith why', bot: false },
    });
    expect((await read('issue_comment', { ...COMMENT, action: 'edited' })).trigger.kind).toBe('nothing');
    expect((await read('issue_comment', { ...COMMENT, issue: { number: 7 } })).trigger.kind).toBe('nothing');
  });

  test('by hand, by the clock and of a push says where', async () => {
    const env = { GITHUB_REF: 'refs/heads/feature', GITHUB_SHA: 'a'.repeat(40) };
    const payload = { repository: { default_branch: 'trunk' } };
    expect((await read('workflow_dispatch', payload, env)).trigger).toEqual({
      kind: 'task',
      by: 'person',
      branch: 'feature',
      commit: 'a'.repeat(40),
      main: 'trunk',
    });
    expect((await read('schedule', payload, env)).trigger).toMatchObject({ by: 'clock' });
    expect(
      (await read('push', { ref: 'refs/heads/trunk', before: 'b', after: 'c', ...payload })).trigger,
    ).toEqual({
      kind: 'push',
      branch: 'trunk',
      before: 'b',
      after: 'c',
      main: 'trunk',
    });
  });

  test.each(['pull_request_target', 'workflow_run', 'issues', 'merge_group', 'pull_request_review'])(
    '%s is refused with the lines to paste',
    async (name) => {
      const { code, remedy } = await problemOf(read(name, PULL));
      expect(code).toBe('AS7030');
      const pasted = parse(remedy.slice(remedy.indexOf('on:')));
      expect(Object.keys(pasted.on)).toEqual(Object.keys(EVENTS));
      expect(pasted.permissions).toEqual({ contents: 'write', 'pull-requests': 'write' });
    },
  );

  test('that holds nonsense is refused, never taken for something', async () => {
    for (const payload of [
      'null',
      '[]',
      '7',
      '{',
      '{"pull_request":{"number":"7"}}',
      '{"pull_request":null}',
    ]) {
      const { code } = await problemOf(read('pull_request', payload));
      expect(['AS7030', 'AS7031'], payload).toContain(code);
    }
  });
});

describe('the lines to paste', () => {
  test('are YAML, and the page of events holds each of them', () => {
    const page = readFileSync(resolve(import.meta.dirname, '../../docs/github.md'), 'utf8');
    for (const event of Object.keys(EVENTS) as (keyof typeof EVENTS)[]) {
      const pasted = parse(eventLines(event));
      expect(Object.keys(pasted.on)).toEqual([event]);
      expect(page).toContain(eventLines(event));
    }
    expect(Object.keys(parse(allEvents()).on)).toEqual(Object.keys(EVENTS));
  });

  test('give each event no more than it uses: only what writes may write', () => {
    expect(parse(eventLines('push')).permissions).toEqual({ contents: 'read' });
    for (const { permissions } of Object.values(EVENTS))
      for (const permission of permissions)
        expect(['contents: write', 'contents: read', 'pull-requests: write']).toContain(permission);
  });
});

describe('a command', () => {
  test.each([
    ['/airsmith retry', { kind: 'retry' }],
    ['/airsmith retry\nthanks!', { kind: 'retry' }],
    ['/airsmith why', { kind: 'why' }],
    ['/airsmith why 0123abcd', { kind: 'why', id: '0123abcd' }],
    ['/airsmith reject 0123abcd', { kind: 'reject', id: '0123abcd' }],
    ['/airsmith reject 0123abcd too  clever', { kind: 'reject', id: '0123abcd', why: 'too clever' }],
    [
      '/airsmith relabel 0123abcd import.moved',
      { kind: 'relabel', id: '0123abcd', errorClass: 'import.moved' },
    ],
    ['/airsmith', { kind: 'unclear', word: '' }],
    ['/airsmith deploy', { kind: 'unclear', word: 'deploy' }],
    ['/airsmith retry now', { kind: 'unclear', word: 'retry' }],
    ['/airsmith reject ../../etc', { kind: 'unclear', word: 'reject' }],
    ['/airsmith relabel 0123abcd $(id)', { kind: 'unclear', word: 'relabel' }],
  ])('%j is read', (body, command) => {
    expect(parseCommand(body)).toEqual(command);
  });

  test.each([
    '',
    'please /airsmith retry',
    '> /airsmith retry',
    '`/airsmith retry`',
    '/airsmithretry',
    'x\n/airsmith retry',
  ])('%j is none', (body) => {
    expect(parseCommand(body)).toBeUndefined();
  });

  test('of any text holds only ids and classes where ids and classes are meant', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('why', 'reject', 'relabel'),
        (tail, word) => {
          const command = parseCommand(`/airsmith ${word} ${tail}`);
          if (command && 'id' in command && command.id !== undefined)
            expect(command.id).toMatch(/^[0-9a-f]{4,16}$/);
          if (command?.kind === 'relabel') expect(command.errorClass).toMatch(/^[a-z0-9][a-z0-9._-]*$/);
        },
      ),
    );
  });
});
