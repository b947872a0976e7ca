/** GitHub as a forge, against a local double that knows GitHub's published API description. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createForge } from '../../src/adapters/github.js';
import type { Forge } from '../../src/ports.js';
import { AirsmithError } from '../../src/problems.js';
import { GitHubDouble } from './double.js';
import { Checkout, git, temporaryFolder } from './repositories.js';

const MARKER = '<!-- airsmith:comment -->';
const BOT = 'github-actions[bot]';

let github: GitHubDouble;
let person: Checkout;
let forge: Forge;
const waits: number[] = [];

beforeEach(async () => {
  github = await GitHubDouble.start();
  github.actors.set('job-token', { login: BOT, contents: 'write', pullRequests: 'write' });
  github.actors.set('reader', { login: BOT, contents: 'read', pullRequests: 'read' });
  person = new Checkout(temporaryFolder());
  git(person.root, 'clone', '--quiet', github.bare, '.');
  person.git('switch', '--quiet', '--create', 'main');
  person.commit({ 'README.md': 'hello\n', 'specs/old.airsmith.yaml': 'old: 1\nline: 2\nthree: 3\n' });
  person.git('push', '--quiet', 'origin', 'main');
  github.pulls.push({ number: 7, base: 'main', head: 'feature' });
  person.git('switch', '--quiet', '--create', 'feature');
  person.commit({ 'specs/new.airsmith.yaml': 'new: 1\n' });
  person.git('push', '--quiet', 'origin', 'feature');
  waits.length = 0;
  forge = await forgeOf('job-token');
});

afterEach(async () => {
  expect(github.complaints).toEqual([]);
  person[Symbol.dispose]();
  await github[Symbol.asyncDispose]();
});

function forgeOf(token: string, pullNumber = 7): Promise<Forge> {
  const patience = { wait: async (ms: number) => void waits.push(ms) };
  const { apiUrl, owner, repo } = github;
  return createForge({ token, apiUrl, owner, repo, pullNumber, patience });
}

async function problemOf(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AirsmithError);
  return (error as AirsmithError).problem;
}

describe('who pushed', () => {
  test('is what the forge says of the push, page by page, whatever the commits say of themselves', async () => {
    const ref = 'refs/heads/feature';
    const push = (login: string, after: string, on = ref) => ({
      login,
      ref: on,
      before: '1'.repeat(40),
      after,
    });
    const ours = ['a', 'b', 'c'].map((digit) => digit.repeat(40));
    github.pageSize = 2;
    github.pushes.push(
      push(BOT, ours[0] ?? ''),
      push('ada', 'd'.repeat(40)),
      push(BOT, ours[1] ?? ''),
      push(BOT, 'e'.repeat(40), 'refs/heads/other'),
      push(BOT, ours[2] ?? ''),
    );
    expect([...(await forge.pushedByUs('feature'))].sort()).toEqual(ours);
    expect(await forge.pushedByUs('nobody')).toEqual(new Set());
  });

  test('is nobody where the forge does not tell', async () => {
    github.pushes.push({
      login: BOT,
      ref: 'refs/heads/feature',
      before: '1'.repeat(40),
      after: 'a'.repeat(40),
    });
    for (const answer of [403, 404]) {
      github.faults.push({ method: 'GET', path: /\/activity$/, answer, times: 9 });
      expect(await forge.pushedByUs('feature')).toEqual(new Set());
      github.faults.length = 0;
    }
    expect((await forge.pushedByUs('feature')).size).toBe(1);
  });
});

describe('a pull request', () => {
  test('is known by its two commits and branches', async () => {
    expect(await forge.pullRequest()).toEqual({
      number: 7,
      headSha: person.git('rev-parse', 'feature'),
      headRef: 'feature',
      baseSha: person.git('rev-parse', 'main'),
      baseRef: 'main',
      fromFork: false,
    });
  });

  test('is from a fork when its head lives in another repository', async () => {
    person.git('push', '--quiet', 'origin', 'feature:refs/pull/8/head');
    github.pulls.push({ number: 8, base: 'main', head: 'main', fromFork: true });
    expect((await (await forgeOf('job-token', 8)).pullRequest()).fromFork).toBe(true);
  });

  test('lists its files over all pages, renames and deletions too', async () => {
    github.pageSize = 2;
    person.git('mv', 'specs/old.airsmith.yaml', 'specs/renamed.airsmith.yaml');
    person.commit({ 'README.md': null, 'a.txt': 'one\n', 'ünï códe.txt': 'two\n' });
    person.git('push', '--quiet', 'origin', 'feature');
    expect(await forge.changedFiles()).toEqual([
      { path: 'README.md', status: 'deleted' },
      { path: 'a.txt', status: 'added' },
      { path: 'specs/new.airsmith.yaml', status: 'added' },
      { path: 'specs/renamed.airsmith.yaml', status: 'renamed', previousPath: 'specs/old.airsmith.yaml' },
      { path: 'ünï códe.txt', status: 'added' },
    ]);
    expect(github.requests.filter((request) => request.endsWith('/files'))).toHaveLength(3);
  });
});

describe('the one comment', () => {
  test('is created once, updated in place, and left alone when it says the same', async () => {
    const first = await forge.comment(MARKER, `${MARKER}\none`);
    expect(await forge.comment(MARKER, `${MARKER}\ntwo`)).toEqual(first);
    github.requests.length = 0;
    await forge.comment(MARKER, `${MARKER}\ntwo`);
    expect(github.requests.some((request) => request.startsWith('PATCH'))).toBe(false);
    expect(github.comments).toEqual([{ id: 100, author: BOT, body: `${MARKER}\ntwo` }]);
  });

  test('of somebody else is never touched, though it carries the marker', async () => {
    github.say('mallory', `${MARKER}\nall proven, merge at once`);
    await forge.comment(MARKER, `${MARKER}\nreal`);
    expect(github.comments.map(({ author, body }) => [author, body])).toEqual([
      ['mallory', `${MARKER}\nall proven, merge at once`],
      [BOT, `${MARKER}\nreal`],
    ]);
  });

  test('is found behind a hundred others', async () => {
    for (let at = 0; at < 130; at += 1) github.say('ada', `talk ${at}`);
    const own = github.say(BOT, `${MARKER}\nold`);
    await forge.comment(MARKER, `${MARKER}\nnew`);
    expect(own.body).toBe(`${MARKER}\nnew`);
    expect(github.comments).toHaveLength(131);
  });

  test('quoted in a bot’s other comment is not ours', async () => {
    github.say(BOT, `> ${MARKER}\n> quoted`);
    await forge.comment(MARKER, `${MARKER}\nreal`);
    expect(github.comments).toHaveLength(2);
  });

  test('is written again when somebody deletes it between reading and updating', async () => {
    await forge.comment(MARKER, `${MARKER}\none`);
    const effect = () => github.comments.splice(0);
    github.faults.push({ method: 'PATCH', path: /comments/, answer: 404, effect, times: 1 });
    await forge.comment(MARKER, `${MARKER}\ntwo`);
    expect(github.comments.map(({ body }) => body)).toEqual([`${MARKER}\ntwo`]);
  });

  test('is not written twice when the answer to the first write is lost', async () => {
    github.faults.push({ method: 'POST', path: /issues\/7\/comments/, answer: 'lost', times: 1 });
    await forge.comment(MARKER, `${MARKER}\nonce`);
    expect(github.comments.map(({ body }) => body)).toEqual([`${MARKER}\nonce`]);
  });
});

describe('when GitHub fails', () => {
  test('a server error is tried again', async () => {
    github.faults.push({ method: 'GET', path: /pulls\/7$/, answer: 502, times: 2 });
    expect((await forge.pullRequest()).number).toBe(7);
    expect(waits).toEqual([1000, 2000]);
  });

  test('three server errors end with what to do', async () => {
    github.faults.push({ method: 'GET', path: /pulls\/7$/, answer: 503, times: 3 });
    expect(await problemOf(forge.pullRequest())).toMatchObject({ code: 'AS7024', remedy: /again/ });
  });

  test('a rate limit waits as long as it says', async () => {
    const headers = { 'retry-after': '7' };
    github.faults.push({ method: 'GET', path: /pulls\/7$/, answer: 403, headers, times: 1 });
    await forge.pullRequest();
    expect(waits).toEqual([7000]);
  });

  test('a rate limit of an hour is not waited for', async () => {
    const headers = { 'retry-after': '3600' };
    github.faults.push({ method: 'GET', path: /pulls\/7$/, answer: 429, headers, times: 1 });
    await problemOf(forge.pullRequest());
    expect(waits).toEqual([]);
  });

  test('a wrong token, a missing right and a wrong number each say what to change', async () => {
    expect(await problemOf((await forgeOf('stolen')).pullRequest())).toMatchObject({ code: 'AS7021' });
    const refused = await problemOf((await forgeOf('reader')).comment(MARKER, `${MARKER}\nhello`));
    expect(refused.code).toBe('AS7022');
    expect(refused.remedy).toContain('permissions:\n  contents: write\n  pull-requests: write');
    expect(await problemOf((await forgeOf('job-token', 99)).pullRequest())).toMatchObject({ code: 'AS7023' });
  });
});

describe('who we are', () => {
  test('is asked, and comments of another login are not ours', async () => {
    github.actors.set('app-token', { login: 'our-forge[bot]', contents: 'write', pullRequests: 'write' });
    github.say(BOT, `${MARKER}\nof the workflow’s own token`);
    const app = await forgeOf('app-token');
    expect(await app.login()).toBe('our-forge[bot]');
    await app.comment(MARKER, `${MARKER}\nours`);
    expect(github.comments.map(({ author }) => author)).toEqual([BOT, 'our-forge[bot]']);
  });

  test('is found without GraphQL too: a person by name, else the token of a workflow', async () => {
    github.actors.set('persons-token', { login: 'ada', contents: 'write', pullRequests: 'write' });
    github.faults.push({ method: 'POST', path: /graphql/, answer: 404, times: 99 });
    expect(await (await forgeOf('persons-token')).login()).toBe('ada');
    expect(await forge.login()).toBe(BOT);
  });
});

describe('who may write', () => {
  test.each([
    ['admin', true],
    ['write', true],
    ['read', false],
  ] as const)('%s: %s', async (role, may) => {
    github.roles.set('ada', role);
    expect(await forge.mayWrite('ada')).toBe(may);
  });

  test('nobody whom GitHub does not know, and a name can lead nowhere else', async () => {
    expect(await forge.mayWrite('mallory')).toBe(false);
    expect(await forge.mayWrite('../../acme/collaborators/ada')).toBe(false);
  });
});

describe('a proposal', () => {
  const proposal = { branch: 'airsmith/maintain-1', base: 'main', title: 'Pack', body: 'x' };

  test('is made once, also when an answer is lost', async () => {
    const main = person.git('rev-parse', 'main');
    for (const path of [/git\/refs$/, /\/pulls$/])
      github.faults.push({ method: 'POST', path, answer: 'lost', times: 1 });
    await forge.createBranch(proposal.branch, main);
    const made = await forge.propose(proposal);
    expect(await forge.propose(proposal)).toEqual(made);
    expect(git(github.bare, 'rev-parse', proposal.branch)).toBe(main);
    expect(github.pulls.filter(({ head }) => head === proposal.branch)).toHaveLength(1);
  });

  test('of a fork’s branch of the same name is not ours', async () => {
    github.pulls.push({ number: 9, base: 'main', head: proposal.branch, fromFork: true });
    expect(await forge.pulls({ branch: proposal.branch, state: 'all' })).toEqual([]);
  });
});

describe('a sign', () => {
  test('can be put once, so that it is a claim; others’ signs are not ours', async () => {
    const { id } = github.say('ada', '/airsmith retry');
    github.reactions.push({ comment: id, login: 'mallory', content: '+1' });
    expect(await forge.reactions(id)).toEqual([]);
    expect([await forge.react(id, 'eyes'), await forge.react(id, 'eyes')]).toEqual([true, false]);
    expect(await forge.reactions(id)).toEqual(['eyes']);
  });
});

test('the double refuses what GitHub does not describe', async () => {
  const ask = (method: string, path: string, body?: unknown) =>
    fetch(`${github.apiUrl}${path}`, {
      method,
      headers: { authorization: 'token job-token' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  expect((await ask('GET', '/repos/acme/airflow/pulls/7/filez')).status).toBe(500);
  expect((await ask('POST', '/repos/acme/airflow/issues/7/comments', { text: 'wrong' })).status).toBe(500);
  expect((await ask('GET', '/repos/acme/airflow/pulls/seven')).status).toBe(500);
  expect((await ask('GET', '/repos/acme/airflow/pulls/7/files?colour=red')).status).toBe(500);
  expect((await ask('POST', '/graphql', { query: '{ viewer { nickname } }' })).status).toBe(500);
  expect(github.complaints).toHaveLength(5);
  github.complaints.length = 0;
});
