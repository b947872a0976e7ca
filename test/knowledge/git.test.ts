/** The store in real git: read from commits of any repository, and written so that doing it again changes nothing. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRepository } from '../../src/adapters/git.js';
import { DEFAULT_SETTINGS } from '../../src/config.js';
import { digestOf, pack, readKnowledge, recordFile } from '../../src/knowledge/index.js';
import { planCommit } from '../../src/publish/commit.js';
import { lessons } from '../learn/story.js';

let folder: string;
let house: string;
const env = {
  PATH: process.env['PATH'],
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.invalid',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.invalid',
};

function git(root: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: root, env, encoding: 'utf8' }).trim();
}

function put(path: string, content: string): void {
  mkdirSync(join(house, dirname(path)), { recursive: true });
  writeFileSync(join(house, path), content);
}

async function commitLessons(): Promise<void> {
  for (const { records } of await lessons()) for (const { path, content } of records) put(path, content);
  git(house, 'add', '-A');
  git(house, 'commit', '-qm', 'learn');
}

async function readAt(root: string, commit?: string) {
  const repository = await openRepository(root, { env });
  const at = commit === undefined ? undefined : await repository.resolve(commit);
  return readKnowledge(repository.records('learning', at));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'airsmith-store-'));
  house = join(folder, 'house');
  mkdirSync(house);
  git(house, 'init', '-q', '-b', 'main');
  git(house, 'commit', '-q', '--allow-empty', '-m', 'start');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a folder, its commit, a bare clone and a shallow one hold the same knowledge', async () => {
  await commitLessons();
  git(folder, 'clone', '-q', '--bare', house, 'bare.git');
  git(folder, 'clone', '-q', '--depth=1', `file://${house}`, 'shallow');
  const digests = await Promise.all([
    readAt(house),
    readAt(house, 'HEAD'),
    readAt(join(folder, 'bare.git'), 'main'),
    readAt(join(folder, 'shallow'), 'HEAD'),
  ]);
  expect(digests[0]?.knowledge.counts.evidence).toBe(5);
  expect(new Set(digests.map(({ knowledge }) => digestOf(knowledge))).size).toBe(1);
  expect(digests.flatMap(({ problems }) => problems)).toEqual([]);
});

test('links, submodules and names that hide something are named, on disk and in a commit', async () => {
  await commitLessons();
  symlinkSync('/etc/passwd', join(house, 'learning/patterns/import/x-0123456789abcdef.json'));
  put('learning/patterns/import/X-0123456789abcdef.json', '{}\n');
  put('learning/patterns/import/x\u202e.json', '{}\n');
  git(house, 'add', '-A');
  const head = git(house, 'rev-parse', 'HEAD');
  git(house, 'update-index', '--add', '--cacheinfo', `160000,${head},learning/patterns/module`);
  git(house, 'commit', '-qm', 'attack');
  const codes = async (commit?: string) =>
    (await readAt(house, commit)).problems.map(({ code }) => code).sort();
  expect(await codes('HEAD')).toEqual(['AS6006', 'AS6007', 'AS6012', 'AS6012']);
  expect(await codes()).toEqual(['AS6006', 'AS6012', 'AS6012']);
});

test('strict reading ends at the first bad record, and says which', async () => {
  put('learning/patterns/import/x-0123456789abcdef.json', '{}\n');
  const repository = await openRepository(house, { env });
  const reading = readKnowledge(repository.records('learning'), { strict: true });
  await expect(reading).rejects.toMatchObject({ problem: { code: 'AS6010' }, message: /x-0123456789abcdef/ });
});

test('a run, its retry, a forced push and a cherry-pick leave the same records', async () => {
  await commitLessons();
  const before = git(house, 'rev-parse', 'HEAD^{tree}');
  const first = digestOf((await readAt(house, 'HEAD')).knowledge);

  await writeAgain();
  expect(git(house, 'status', '--porcelain')).toBe('');

  git(house, 'checkout', '-q', '-b', 'release', 'HEAD~1');
  git(house, 'cherry-pick', 'main');
  git(house, 'checkout', '-q', 'main');
  git(house, 'merge', '-q', '--no-edit', 'release');
  expect(git(house, 'rev-parse', 'HEAD^{tree}')).toBe(before);

  git(house, 'checkout', '-q', '-B', 'main', 'HEAD~1');
  git(house, 'reset', '-q', '--hard', git(house, 'rev-list', '--max-parents=0', 'HEAD'));
  await commitLessons();
  expect(git(house, 'rev-parse', 'HEAD^{tree}')).toBe(before);
  expect(digestOf((await readAt(house, 'HEAD')).knowledge)).toBe(first);
});

/** What the action does on a branch that holds everything already. */
async function writeAgain(): Promise<void> {
  const repository = await openRepository(house, { env });
  const changes = await planAgain((path) => repository.read(path));
  expect(changes).toEqual([]);
  await repository.write(changes);
}

async function planAgain(present: (path: string) => Promise<string | undefined>) {
  const outcomes = (await lessons()).map((lesson) => ({ lesson, proven: true, attempts: [] }));
  return planCommit(outcomes as unknown as Parameters<typeof planCommit>[0], DEFAULT_SETTINGS, present);
}

test('a record that is there is never touched, even a damaged one', async () => {
  const [learned] = await lessons();
  const damaged = learned?.records.find(({ path }) => path.endsWith('.json'))?.path;
  const changes = await planAgain(async (path) => (path === damaged ? 'damaged' : undefined));
  expect(changes.length).toBeGreaterThan(5);
  expect(changes.map(({ path }) => path)).not.toContain(damaged);
});

test('packing is one commit after which nothing is lost, and a cherry-pick brings nothing in twice', async () => {
  await commitLessons();
  const { records, knowledge } = await readAt(house, 'HEAD');
  const repository = await openRepository(house, { env });
  const head = git(house, 'rev-parse', 'HEAD');
  const { changes } = pack(records, { atLeast: 1 });
  await repository.commit([...changes], 'Pack', { branch: 'main', expectedHead: head });
  expect(git(house, 'ls-files', 'learning/evidence')).toMatch(/^learning\/evidence\/2026-11\/.gitkeep$/);
  const packed = await readAt(house, 'HEAD');
  expect(digestOf(packed.knowledge)).toBe(digestOf(knowledge));

  const back = records.find(({ record }) => record.schema === 'evidence/1');
  if (back) put(recordFile(back.record).path, recordFile(back.record).content);
  git(house, 'add', '-A');
  git(house, 'commit', '-qm', 'cherry-pick');
  expect(digestOf((await readAt(house, 'HEAD')).knowledge)).toBe(digestOf(knowledge));
});
