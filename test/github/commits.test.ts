/** Commits that GitHub makes for us, with git as the fallback: against the local GitHub and real git over HTTP. */

import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type GitRepository, openRepository } from '../../src/adapters/git.js';
import { createForge } from '../../src/adapters/github.js';
import type { FileChange } from '../../src/ports.js';
import { AirsmithError } from '../../src/problems.js';
import { land } from '../../src/publish/land.js';
import { signed } from '../../src/publish/signing.js';
import { GitHubDouble } from './double.js';
import { Checkout, GIT_ENV, git, temporaryFolder } from './repositories.js';

const APP = 'our-forge[bot]';
const FILES: readonly FileChange[] = [
  { path: 'plugins/ünï.py', content: 'x = "ü"\n' },
  { path: 'learning/evidence/.gitkeep', content: '' },
];

let github: GitHubDouble;
let person: Checkout;
let runner: Checkout;
let repository: GitRepository;
let base: string;
const told: string[] = [];
const waits: number[] = [];

beforeEach(async () => {
  github = await GitHubDouble.start();
  github.actors.set('app-token', { login: APP, contents: 'write', pullRequests: 'write' });
  github.actors.set('reader', { login: APP, contents: 'read', pullRequests: 'write' });
  person = new Checkout(temporaryFolder('person'));
  git(person.root, 'clone', '--quiet', github.bare, '.');
  person.git('switch', '--quiet', '--create', 'feature');
  person.commit({ 'README.md': 'hello\n', 'bin/run': '#!/bin/sh\n' });
  chmodSync(join(person.root, 'bin/run'), 0o755);
  person.git('add', '--all');
  base = person.commit({});
  person.git('push', '--quiet', 'origin', 'feature');
  runner = new Checkout(temporaryFolder('runner'));
  runner.git('init', '--quiet', '--initial-branch', 'none');
  runner.git('remote', 'add', 'origin', github.remoteUrl);
  runner.git('fetch', '--quiet', '--depth=1', `file://${github.bare}`, '+feature:refs/remotes/x/y');
  runner.git('checkout', '--quiet', '--detach', 'refs/remotes/x/y');
  repository = await opened('app-token');
  told.length = 0;
  waits.length = 0;
});

afterEach(async () => {
  expect(github.complaints).toEqual([]);
  person[Symbol.dispose]();
  runner[Symbol.dispose]();
  await github[Symbol.asyncDispose]();
});

function opened(token: string): Promise<GitRepository> {
  return openRepository(runner.root, {
    env: GIT_ENV,
    asBot: true,
    credentials: { serverUrl: github.url, token },
  });
}

async function landed(changes = FILES, token = 'app-token') {
  const { apiUrl, owner, repo } = github;
  const forge = await createForge({ token, apiUrl, owner, repo, pullNumber: 1 });
  const wait = async (ms: number) => void waits.push(ms);
  const hands = { forge, repository, wait, tell: (line: string) => void told.push(line) };
  const random = { hex: (bytes: number) => '7f'.repeat(bytes) };
  return land(
    {
      changes,
      message: 'Add x\n\nAirsmith-Run: 1.1\n',
      remote: 'origin',
      branch: 'feature',
      head: base,
      madeFrom: [],
    },
    { repository: signed(hands), random, wait },
  );
}

const tip = () => git(github.bare, 'rev-parse', 'feature');
const count = () => git(github.bare, 'rev-list', '--count', `${base}..feature`);
const requests = () => github.requests.filter((request) => request === 'POST /graphql').length;

describe('a commit that GitHub makes', () => {
  test('stands on the head, in the name of whoever the token is, with the same bytes', async () => {
    const { commit, made } = await landed();
    expect([commit, made]).toEqual([tip(), true]);
    expect(git(github.bare, 'rev-parse', `${commit}^`)).toBe(base);
    expect(git(github.bare, 'log', '-1', '--format=%an by %cn%n%B', commit)).toBe(
      `${APP} by GitHub\nAdd x\n\nAirsmith-Run: 1.1`,
    );
    expect(git(github.bare, 'show', `${commit}:plugins/ünï.py`)).toBe('x = "ü"');
    expect(await repository.unseen(FILES, commit, { remote: 'origin', branch: 'feature' })).toBeUndefined();
    expect(told).toEqual([]);
  });

  test('twice is once: what the branch holds is not asked for again', async () => {
    await landed();
    const head = tip();
    base = head;
    await repository.fetch('origin', [head]);
    expect(await landed()).toMatchObject({ commit: head, made: false });
    expect(requests()).toBe(1);
  });

  test('deletes what is there, and leaves alone what is gone already', async () => {
    await landed([
      { path: 'README.md', content: null },
      { path: 'gone.txt', content: null },
    ]);
    expect(git(github.bare, 'ls-tree', '-r', '--name-only', 'feature')).toBe('bin/run');
  });

  test('goes on top of what others pushed meanwhile, as long as nobody touched its files', async () => {
    const theirs = person.commit({ 'late.txt': 'late\n' });
    person.git('push', '--quiet', 'origin', 'feature');
    const { commit } = await landed();
    expect(git(github.bare, 'rev-parse', `${commit}^`)).toBe(theirs);
  });

  test('stops where somebody touched them', async () => {
    person.commit({ 'plugins/ünï.py': 'mine\n' });
    person.git('push', '--quiet', 'origin', 'feature');
    const head = tip();
    await expect(landed()).rejects.toMatchObject({ problem: { code: 'AS7002' } });
    expect(tip()).toBe(head);
  });
});

describe('an answer that is lost', () => {
  test('after the commit was made: it is recognised, and not made twice', async () => {
    github.faults.push({ method: 'POST', path: /graphql/, answer: 'lost', times: 1 });
    const { commit, made } = await landed();
    expect([commit, made, count()]).toEqual([tip(), true, '1']);
  });

  test('is recognised too when others have built on it since', async () => {
    github.faults.push({ method: 'POST', path: /graphql/, answer: 'lost', times: 1 });
    const { apiUrl, owner, repo } = github;
    const forge = await createForge({ token: 'app-token', apiUrl, owner, repo, pullNumber: 1 });
    const target = { remote: 'origin', branch: 'feature', expectedHead: base };
    expect(await forge.commit(FILES, 'Add x\n', target)).toEqual({ kind: 'unheard', after: 0 });
    const ours = tip();
    person.git('pull', '--quiet', 'origin', 'feature');
    person.commit({ 'on-top.txt': 'x\n' });
    person.git('push', '--quiet', 'origin', 'feature');
    expect(await landed()).toMatchObject({ commit: ours, made: true });
    expect(count()).toBe('2');
  });

  test('is not taken for ours where somebody else’s commit holds other bytes, whatever it says', async () => {
    person.commit({ 'plugins/ünï.py': 'evil\n' }, 'Add x\n\nAirsmith-Run: 1.1');
    person.git('push', '--quiet', 'origin', 'feature');
    const target = { remote: 'origin', branch: 'feature', expectedHead: base };
    expect(await repository.arrived(FILES, target)).toBeUndefined();
  });

  test('before it was made: it is tried again', async () => {
    github.faults.push({ method: 'POST', path: /graphql/, answer: 502, times: 2 });
    await landed();
    expect([count(), requests(), waits]).toEqual(['1', 3, [1000, 2000]]);
  });

  test('a busy GitHub is waited for as long as it says', async () => {
    const headers = { 'retry-after': '7' };
    github.faults.push({ method: 'POST', path: /graphql/, answer: 403, headers, times: 1 });
    await landed();
    expect([count(), waits]).toEqual(['1', [7000]]);
  });
});

describe('git makes the commit', () => {
  test.each([404, 403, 400])('where GraphQL answers %i', async (answer) => {
    github.faults.push({ method: 'POST', path: /graphql/, answer, times: 9 });
    const { commit } = await landed();
    expect(git(github.bare, 'log', '-1', '--format=%an', commit)).toBe('airsmith[bot]');
    expect(told.join()).toContain(`GitHub answered ${answer}`);
  });

  test('where GitHub stays silent', async () => {
    github.faults.push({ method: 'POST', path: /graphql/, answer: 503, times: 9 });
    await landed();
    expect([count(), told]).toEqual(['1', [expect.stringContaining('did not answer')]]);
  });

  test('where a file is executable, which GitHub’s commits are not', async () => {
    await landed([{ path: 'bin/run', content: '#!/bin/sh\nexit 0\n' }]);
    expect(git(github.bare, 'ls-tree', 'feature', 'bin/run')).toMatch(/^100755 /);
    expect(requests()).toBe(0);
  });

  test('where it is too much for one request', async () => {
    await landed([{ path: 'large.txt', content: 'x'.repeat(16 * 1024 * 1024) }]);
    expect([count(), requests()]).toEqual(['1', 0]);
  });
});

test('a token that may not write is refused with the lines to paste', async () => {
  repository = await opened('reader');
  await expect(landed(FILES, 'reader')).rejects.toMatchObject({ problem: { code: 'AS7016' } });
});

test('a token that is not accepted is no reason to try otherwise', async () => {
  await expect(landed(FILES, 'stolen')).rejects.toBeInstanceOf(AirsmithError);
  expect(count()).toBe('0');
});

test('a link in the way is refused before GitHub is asked', async () => {
  person.git('pull', '--quiet', 'origin', 'feature');
  person.git('config', 'core.symlinks', 'true');
  person.git('update-index', '--add', '--cacheinfo', `120000,${link()},plugins`);
  person.git('commit', '--quiet', '--message', 'A link');
  person.git('push', '--quiet', 'origin', 'feature');
  base = tip();
  await repository.fetch('origin', [base]);
  await expect(landed()).rejects.toMatchObject({ problem: { code: 'AS7020' } });
  expect(requests()).toBe(0);
});

function link(): string {
  person.write({ 'target.txt': '/etc' });
  return person.git('hash-object', '-w', 'target.txt');
}

test('bytes that differ from what was sent are noticed when they are read back', async () => {
  github.corrupt = true;
  const { commit } = await landed();
  expect(await repository.unseen(FILES, commit, { remote: 'origin', branch: 'feature' })).toBe(
    'plugins/ünï.py',
  );
});

test('a commit that the branch no longer holds is noticed too', async () => {
  const { commit } = await landed();
  git(github.bare, 'update-ref', 'refs/heads/feature', base);
  expect(await repository.unseen(FILES, commit, { remote: 'origin', branch: 'feature' })).toBe('feature');
});
