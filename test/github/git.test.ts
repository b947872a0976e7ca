/** The user's repository, with real git: what is read, what is committed, and what is refused. */

import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isBranchName, isRemoteName, isRepositoryPath, isRevision } from '../../src/adapters/git/names.js';
import { type GitRepository, initRepository, openRepository } from '../../src/adapters/git.js';
import { AirsmithError } from '../../src/problems.js';
import { Checkout, GIT_ENV, git, Remotes, repository, temporaryFolder } from './repositories.js';

const open = (checkout: { readonly root: string }) => openRepository(checkout.root, { env: GIT_ENV });
const file = (path: string, content: string) => ({ path, content });

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AirsmithError);
  return (error as AirsmithError).problem.code;
}

async function head(repo: GitRepository): Promise<string> {
  return (await repo.resolve('HEAD')) ?? '';
}

describe('reading', () => {
  test('gives a file as it was at a commit, whatever the work tree holds now', async () => {
    using work = repository();
    const first = work.commit({ 'specs/a b.yaml': 'one\n', 'ünï/códe\nline.txt': 'odd\n', 'empty.txt': '' });
    work.commit({ 'specs/a b.yaml': 'two\n' });
    work.write({ 'specs/a b.yaml': 'three\n' });
    const repo = await open(work);
    expect(await repo.read('specs/a b.yaml', first)).toBe('one\n');
    expect(await repo.read('specs/a b.yaml', await head(repo))).toBe('two\n');
    expect(await repo.read('specs/a b.yaml')).toBe('three\n');
    expect(await repo.read('empty.txt', first)).toBe('');
    expect(await repo.read('absent.txt', first)).toBeUndefined();
    expect(await repo.list('specs', first)).toEqual(['specs/a b.yaml']);
    expect(await repo.list('', first)).toContain('ünï/códe\nline.txt');
  });

  test('reads many files at once through one process', async () => {
    using work = repository();
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`f/${at}.txt`, `text ${at}\n`]));
    const commit = work.commit(files);
    const repo = await open(work);
    const paths = await repo.list('f', commit);
    const texts = await Promise.all(paths.map((path) => repo.read(path, commit)));
    expect(Object.fromEntries(paths.map((path, at) => [path, texts[at]]))).toEqual(files);
  });

  test('follows no link, in the work tree or in a commit', async () => {
    using work = repository();
    writeFileSync(join(work.root, 'secret.txt'), 'outside\n');
    mkdirSync(join(work.root, 'specs'));
    symlinkSync('../secret.txt', join(work.root, 'specs', 'link.yaml'));
    symlinkSync('specs', join(work.root, 'folder'));
    const commit = work.commit({ 'specs/real.yaml': 'real\n' });
    const repo = await open(work);
    expect(await repo.read('specs/link.yaml')).toBeUndefined();
    expect(await repo.read('specs/link.yaml', commit)).toBeUndefined();
    expect(await repo.read('folder/real.yaml')).toBeUndefined();
    expect(await repo.list('specs', commit)).toEqual(['specs/real.yaml']);
    expect(await repo.list('specs')).toEqual(['specs/real.yaml']);
  });

  test('leaves nothing outside of the repository readable', async () => {
    using work = repository();
    work.commit({ 'a.txt': 'a\n' });
    const repo = await open(work);
    for (const path of ['../etc/passwd', '/etc/passwd', '.git/config', 'a/../../x', '.GIT/config', '']) {
      expect(await repo.read(path)).toBeUndefined();
    }
  });

  test('leaves ignored files out of the work tree’s list, and shows new ones', async () => {
    using work = repository();
    work.commit({ '.gitignore': 'build/\n', 'kept.txt': 'k\n', 'gone.txt': 'g\n' });
    work.write({ 'build/out.txt': 'x\n', 'new.txt': 'n\n', 'gone.txt': null });
    expect(await (await open(work)).list('')).toEqual(['.gitignore', 'kept.txt', 'new.txt']);
  });

  test('works on a folder without git', async () => {
    using work = new Checkout(temporaryFolder());
    work.write({ 'specs/x.yaml': 'x\n', 'deep/er/y.yaml': 'y\n' });
    const repo = await open(work);
    expect(await repo.resolve('HEAD')).toBeUndefined();
    expect(await repo.branch()).toBeUndefined();
    expect(await repo.list('')).toEqual(['deep/er/y.yaml', 'specs/x.yaml']);
    expect(await repo.read('specs/x.yaml')).toBe('x\n');
    const target = { branch: 'main', expectedHead: '' };
    expect(await codeOf(repo.commit([file('a.txt', 'a')], 'no', target))).toBe('AS7019');
  });

  test('says that git is missing only when it is needed', async () => {
    using work = new Checkout(temporaryFolder());
    work.write({ 'a.txt': 'a\n' });
    const repo = await openRepository(work.root, { env: { PATH: '/nonexistent' } });
    expect(await repo.read('a.txt')).toBe('a\n');
  });

  test('works in a shallow clone, on a detached head, and in a second work tree', async () => {
    using work = repository();
    work.commit({ 'a.txt': '1\n' });
    const second = work.commit({ 'a.txt': '2\n' });
    using shallow = new Checkout(temporaryFolder());
    git(shallow.root, 'clone', '--quiet', '--depth=1', `file://${work.root}`, '.');
    shallow.git('checkout', '--quiet', '--detach');
    const clone = await open(shallow);
    expect(await clone.branch()).toBeUndefined();
    expect(await clone.read('a.txt', await head(clone))).toBe('2\n');

    using other = new Checkout(temporaryFolder());
    work.git('worktree', 'add', '--quiet', join(other.root, 'tree'), '-b', 'side', second);
    const tree = await openRepository(join(other.root, 'tree'), { env: GIT_ENV });
    expect(await tree.branch()).toBe('side');
    expect(await tree.read('a.txt', second)).toBe('2\n');
  });
});

describe('changed specs', () => {
  test('are added, modified, renamed and deleted ones, and no other files', async () => {
    using work = repository();
    const long = Array.from({ length: 20 }, (_, at) => `line ${at}`).join('\n');
    const base = work.commit({
      'specs/changed.airsmith.yaml': 'one\n',
      'specs/moved.airsmith.yaml': long,
      'specs/gone.airsmith.yaml': 'gone\n',
      'README.md': 'readme\n',
    });
    work.git('mv', 'specs/moved.airsmith.yaml', 'specs/to here.airsmith.yaml');
    const tip = work.commit({
      'specs/changed.airsmith.yaml': 'two\n',
      'specs/gone.airsmith.yaml': null,
      'specs/nëw\nline.airsmith.md': 'new\n',
      'README.md': 'changed\n',
    });
    expect(await (await open(work)).changedSpecs(base, tip)).toEqual([
      { path: 'specs/changed.airsmith.yaml', status: 'modified' },
      { path: 'specs/gone.airsmith.yaml', status: 'deleted' },
      { path: 'specs/nëw\nline.airsmith.md', status: 'added' },
      { path: 'specs/to here.airsmith.yaml', status: 'renamed', previousPath: 'specs/moved.airsmith.yaml' },
    ]);
  });

  test('appear and disappear when a file is renamed into or out of the specs', async () => {
    using work = repository();
    const long = (word: string) => Array.from({ length: 20 }, (_, at) => `${word} ${at}`).join('\n');
    const base = work.commit({ 'draft.yaml': long('draft'), 'live.airsmith.yaml': long('live') });
    work.git('mv', 'draft.yaml', 'draft.airsmith.yaml');
    work.git('mv', 'live.airsmith.yaml', 'live.yaml');
    const tip = work.commit({});
    expect(await (await open(work)).changedSpecs(base, tip)).toEqual([
      { path: 'draft.airsmith.yaml', status: 'added' },
      { path: 'live.airsmith.yaml', status: 'deleted' },
    ]);
  });
});

describe('a commit', () => {
  test('holds exactly the changes, and the checked-out files follow', async () => {
    using work = repository();
    work.commit({ 'keep.txt': 'k\n', 'drop/me.txt': 'd\n', 'change.txt': 'old\n' });
    work.write({ 'unrelated.txt': 'being worked on\n' });
    const repo = await open(work);
    const outcome = await repo.commit(
      [file('change.txt', 'new\n'), file('a b/ünï.py', 'x = 1\n'), { path: 'drop/me.txt', content: null }],
      'Add things',
      { branch: 'main', expectedHead: await head(repo) },
    );
    expect(outcome).toMatchObject({ kind: 'committed', commit: await head(repo), files: 3 });
    expect(work.git('log', '-1', '--format=%s')).toBe('Add things');
    const changed = ['diff-tree', '-r', '--no-renames', '--no-commit-id', '--name-status', '-z', 'HEAD'];
    expect(
      work
        .git(...changed)
        .split('\0')
        .slice(0, 6),
    ).toEqual([...['A', 'a b/ünï.py'], ...['M', 'change.txt'], ...['D', 'drop/me.txt']]);
    expect(work.git('status', '--porcelain')).toBe('?? unrelated.txt');
    expect(existsSync(join(work.root, 'drop'))).toBe(false);
  });

  test('of the same bytes changes nothing', async () => {
    using work = repository();
    work.commit({ 'a.txt': 'a\n' });
    const repo = await open(work);
    const before = await head(repo);
    const again = await repo.commit([file('a.txt', 'a\n')], 'again', {
      branch: 'main',
      expectedHead: before,
    });
    expect(again).toEqual({ kind: 'unchanged', commit: before });
    expect(await head(repo)).toBe(before);
  });

  test('is refused where the branch has moved, and leaves it as it is', async () => {
    using work = repository();
    const old = work.commit({ 'a.txt': 'a\n' });
    const now = work.commit({ 'a.txt': 'b\n' });
    const repo = await open(work);
    const outcome = await repo.commit([file('c.txt', 'c')], 'late', { branch: 'main', expectedHead: old });
    expect(outcome).toEqual({ kind: 'moved', head: now });
    expect(work.git('status', '--porcelain')).toBe('');
  });

  test('is refused while a file it would write has local changes, staged or not', async () => {
    using work = repository();
    const expectedHead = work.commit({ 'a.txt': 'a\n', 'b.txt': 'b\n' });
    const repo = await open(work);
    const attempt = (path: string) =>
      codeOf(
        repo.commit([file(path, 'ours\n'), file('other.txt', 'o\n')], 'no', { branch: 'main', expectedHead }),
      );
    work.write({ 'a.txt': 'mine\n', 'new.txt': 'mine too\n' });
    expect(await attempt('a.txt')).toBe('AS7013');
    expect(await attempt('new.txt')).toBe('AS7013');
    work.write({ 'b.txt': 'staged\n' });
    work.git('add', 'b.txt');
    work.write({ 'b.txt': 'b\n' });
    expect(await attempt('b.txt')).toBe('AS7013');
    expect(await head(repo)).toBe(expectedHead);
    expect(readFileSync(join(work.root, 'a.txt'), 'utf8')).toBe('mine\n');
    expect(existsSync(join(work.root, 'other.txt'))).toBe(false);
  });

  test('goes to a branch that is not checked out without touching the work tree', async () => {
    using work = repository();
    const expectedHead = work.commit({ 'a.txt': 'a\n' });
    work.git('branch', 'side');
    work.write({ 'a.txt': 'local work\n' });
    const repo = await open(work);
    await repo.commit([file('a.txt', 'side\n')], 'aside', { branch: 'side', expectedHead });
    expect(work.git('show', 'side:a.txt')).toBe('side');
    expect(readFileSync(join(work.root, 'a.txt'), 'utf8')).toBe('local work\n');
    expect(await head(repo)).toBe(expectedHead);
  });

  test('makes the branch on a runner’s detached checkout', async () => {
    using work = repository();
    const expectedHead = work.commit({ 'a.txt': 'a\n' });
    work.git('checkout', '--quiet', '--detach');
    const repo = await open(work);
    const outcome = await repo.commit([file('b.txt', 'b\n')], 'made', { branch: 'feature/x', expectedHead });
    expect(outcome.kind).toBe('committed');
    expect(work.git('rev-parse', 'feature/x^')).toBe(expectedHead);
  });

  test('can be the first of a repository', async () => {
    using work = new Checkout(temporaryFolder());
    await initRepository(work.root, 'main', GIT_ENV);
    const repo = await open(work);
    const outcome = await repo.commit([file('a.txt', 'a\n')], 'First', { branch: 'main', expectedHead: '' });
    expect(outcome.kind).toBe('committed');
    expect(work.git('log', '--format=%an <%ae> %s')).toBe(
      'airsmith[bot] <airsmith[bot]@users.noreply.github.com> First',
    );
    expect(work.git('status', '--porcelain')).toBe('');
  });

  test('is made under the person’s own name where git knows one, and under ours on a runner', async () => {
    using work = repository();
    work.git('config', 'user.name', 'Grace');
    work.git('config', 'user.email', 'grace@example.org');
    const expectedHead = work.commit({ 'a.txt': 'a\n' });
    await (await open(work)).commit([file('b.txt', 'b\n')], 'b', { branch: 'main', expectedHead });
    expect(work.git('log', '-1', '--format=%an <%ae>')).toBe('Grace <grace@example.org>');
    const runner = await openRepository(work.root, { env: GIT_ENV, asBot: true });
    const tip = { branch: 'main', expectedHead: work.git('rev-parse', 'HEAD') };
    await runner.commit([file('c.txt', 'c\n')], 'c', tip);
    expect(work.git('log', '-1', '--format=%an, %cn')).toBe('airsmith[bot], airsmith[bot]');
  });

  test('keeps the bytes as they are, whatever line ends or filters the repository asks for', async () => {
    using work = repository();
    const expectedHead = work.commit({ '.gitattributes': '* text eol=crlf\n*.py filter=evil\n' });
    const trace = join(work.root, '.git', 'smudged');
    work.git('config', 'filter.evil.smudge', `sh -c 'touch ${trace}; cat'`);
    work.git('config', 'filter.evil.clean', `sh -c 'touch ${trace}; cat'`);
    const repo = await open(work);
    await repo.commit([file('x.py', 'a\r\nb\n')], 'bytes', { branch: 'main', expectedHead });
    expect(existsSync(trace)).toBe(false);
    expect(readFileSync(join(work.root, 'x.py'), 'utf8')).toBe('a\r\nb\n');
    expect(work.git('cat-file', 'blob', 'HEAD:x.py')).toBe('a\r\nb');
  });

  test('does not write through a link, over a folder, or into a file', async () => {
    using work = repository();
    const outside = temporaryFolder('outside');
    symlinkSync(outside, join(work.root, 'plugins'));
    const expectedHead = work.commit({ 'dir/x.txt': 'x\n', plain: 'p\n' });
    const repo = await open(work);
    const attempt = (path: string) =>
      codeOf(repo.commit([file(path, 'ours\n')], 'no', { branch: 'main', expectedHead }));
    expect(await attempt('plugins/evil.py')).toBe('AS7020');
    expect(await attempt('plugins')).toBe('AS7020');
    expect(await attempt('dir')).toBe('AS7020');
    expect(await attempt('plain/x.txt')).toBe('AS7020');
    expect(await codeOf(repo.write([file('plugins/evil.py', 'x')]))).toBe('AS7020');
    expect(existsSync(join(outside, 'evil.py'))).toBe(false);
    rmSync(outside, { recursive: true });
  });

  test('does not move a branch that is checked out in another work tree', async () => {
    using work = repository();
    const expectedHead = work.commit({ 'a.txt': 'a\n' });
    using other = new Checkout(temporaryFolder());
    work.git('worktree', 'add', '--quiet', join(other.root, 'tree'), '-b', 'side');
    const repo = await open(work);
    const target = { branch: 'side', expectedHead };
    expect(await codeOf(repo.commit([file('b.txt', 'b')], 'no', target))).toBe('AS7014');
  });
});

describe('writing without a commit', () => {
  test('refuses to overwrite edits of a tracked file, and then writes nothing', async () => {
    using work = repository();
    work.commit({ 'a.txt': 'a\n' });
    work.write({ 'a.txt': 'mine\n' });
    const repo = await open(work);
    expect(await codeOf(repo.write([file('new.txt', 'n\n'), file('a.txt', 'ours\n')]))).toBe('AS7013');
    expect(existsSync(join(work.root, 'new.txt'))).toBe(false);
    await repo.write([file('new/er.txt', 'n\n')]);
    expect(readFileSync(join(work.root, 'new/er.txt'), 'utf8')).toBe('n\n');
  });
});

/** A clone of a bare repository whose `main` has one commit. */
function cloned(remotes: Remotes): { readonly bare: string; readonly work: Checkout; readonly base: string } {
  const bare = remotes.bare('r.git');
  const work = new Checkout(temporaryFolder());
  git(work.root, 'clone', '--quiet', bare, '.');
  work.git('switch', '--quiet', '--create', 'main');
  const base = work.commit({ 'a.txt': 'a\n' });
  work.git('push', '--quiet', 'origin', 'main');
  return { bare, work, base };
}

const onto = (expectedHead: string) => ({ remote: 'origin', branch: 'main', expectedHead });

describe('landing on a remote', () => {
  test('is believed when the remote shows the commit; the checked-out branch follows', async () => {
    using remotes = new Remotes();
    const { bare, work, base } = cloned(remotes);
    using _ = work;
    const repo = await open(work);
    const landed = await repo.land([file('b.txt', 'b\n')], 'Add b', onto(base));
    expect(landed).toEqual({ kind: 'committed', commit: git(bare, 'rev-parse', 'main'), files: 1 });
    expect(work.git('rev-parse', 'HEAD')).toBe(git(bare, 'rev-parse', 'main'));
    expect(work.git('status', '--porcelain')).toBe('');
    expect(readFileSync(join(work.root, 'b.txt'), 'utf8')).toBe('b\n');
    const again = await repo.land([file('b.txt', 'b\n')], 'Add b', onto(await head(repo)));
    expect(again).toEqual({ kind: 'unchanged', commit: await head(repo) });
  });

  test('never overwrites what somebody else pushed, and moves nothing here', async () => {
    using remotes = new Remotes();
    const { bare, work, base } = cloned(remotes);
    using _ = work;
    using other = new Checkout(temporaryFolder());
    git(other.root, 'clone', '--quiet', bare, '.');
    const theirs = other.commit({ 'b.txt': 'b\n' });
    other.git('push', '--quiet', 'origin', 'main');
    const repo = await open(work);
    const outcome = await repo.land([file('c.txt', 'c\n')], 'Add c', onto(base));
    expect(outcome).toEqual({ kind: 'moved', head: theirs });
    expect(git(bare, 'rev-parse', 'main')).toBe(theirs);
    expect(work.git('rev-parse', 'HEAD')).toBe(base);
    expect(existsSync(join(work.root, 'c.txt'))).toBe(false);
    // On what is there now it lands, and leaves the branch that is behind as it is.
    await repo.fetch('origin', [theirs]);
    expect(await repo.land([file('c.txt', 'c\n')], 'Add c', onto(theirs))).toMatchObject({
      kind: 'committed',
    });
    expect(git(bare, 'log', '--format=%s', 'main').split('\n')).toEqual([
      'Add c',
      'A person works',
      'A person works',
    ]);
    expect(work.git('rev-parse', 'HEAD')).toBe(base);
  });

  test('does not bring back what somebody took off the branch', async () => {
    using remotes = new Remotes();
    const { bare, work, base } = cloned(remotes);
    using _ = work;
    const second = work.commit({ 'b.txt': 'b\n' });
    work.git('push', '--quiet', 'origin', 'main');
    git(bare, 'update-ref', 'refs/heads/main', base);
    const repo = await open(work);
    expect(await repo.land([file('c.txt', 'c\n')], 'Add c', onto(second))).toEqual({
      kind: 'moved',
      head: base,
    });
    git(bare, 'update-ref', '-d', 'refs/heads/main');
    expect(await repo.land([file('c.txt', 'c\n')], 'Add c', onto(second))).toEqual({
      kind: 'moved',
      head: '',
    });
  });

  test('is refused while a file it would write has local changes, before anything is pushed', async () => {
    using remotes = new Remotes();
    const { bare, work, base } = cloned(remotes);
    using _ = work;
    work.write({ 'a.txt': 'mine\n' });
    expect(await codeOf((await open(work)).land([file('a.txt', 'b\n')], 'Change a', onto(base)))).toBe(
      'AS7013',
    );
    expect(git(bare, 'rev-parse', 'main')).toBe(base);
  });

  test('counts as arrived when others built on it before the remote was read back', async () => {
    using remotes = new Remotes();
    const { bare, work, base } = cloned(remotes);
    using _ = work;
    const hook = `#!/bin/sh
while read old new ref; do
  top=$(GIT_AUTHOR_NAME=x GIT_AUTHOR_EMAIL=x GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x git commit-tree "$new^{tree}" -p "$new" -m later)
  git update-ref "$ref" "$top"
done
`;
    writeFileSync(join(bare, 'hooks', 'post-receive'), hook, { mode: 0o755 });
    const landed = await (await open(work)).land([file('b.txt', 'b\n')], 'Add b', onto(base));
    expect(landed).toMatchObject({ kind: 'committed' });
    expect(git(bare, 'log', '--format=%s', 'main').split('\n')).toEqual(['later', 'Add b', 'A person works']);
  });

  test('says so when a rule of the remote refuses it', async () => {
    using remotes = new Remotes();
    const { bare, work, base } = cloned(remotes);
    using _ = work;
    writeFileSync(
      join(bare, 'hooks', 'pre-receive'),
      '#!/bin/sh\necho "error: GH006: Protected branch update failed" >&2\nexit 1\n',
      { mode: 0o755 },
    );
    expect(await codeOf((await open(work)).land([file('b.txt', 'b\n')], 'Add b', onto(base)))).toBe('AS7017');
  });

  test('fetches commits that a shallow checkout lacks', async () => {
    using work = repository();
    work.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    const first = work.commit({ 'a.txt': '1\n' });
    work.commit({ 'a.txt': '2\n' });
    using shallow = new Checkout(temporaryFolder());
    git(shallow.root, 'clone', '--quiet', '--depth=1', `file://${work.root}`, '.');
    const repo = await open(shallow);
    await repo.fetch('origin', [first]);
    expect(await repo.read('a.txt', first)).toBe('1\n');
  });
});

describe('a hostile repository', () => {
  test('runs no hook and no monitor of its own', async () => {
    using work = repository();
    const expectedHead = work.commit({ 'a.txt': 'a\n' });
    const trace = join(work.root, '.git', 'trace');
    for (const hook of [
      'pre-commit',
      'commit-msg',
      'post-commit',
      'reference-transaction',
      'post-index-change',
      'pre-push',
    ]) {
      work.hook(hook, trace);
    }
    work.hook('monitor', trace);
    work.git('config', 'core.fsmonitor', join(work.root, '.git', 'hooks', 'monitor'));
    using remotes = new Remotes();
    work.git('remote', 'add', 'origin', remotes.bare('r.git'));
    rmSync(trace, { force: true });
    const repo = await open(work);
    await repo.list('');
    await repo.commit([file('b.txt', 'b\n')], 'quiet', { branch: 'main', expectedHead });
    await repo.land([file('pushed.txt', 'p\n')], 'Push', {
      remote: 'origin',
      branch: 'main',
      expectedHead: (await repo.tip('origin', 'main')) ?? '',
    });
    expect(existsSync(trace)).toBe(false);
  });

  test('cannot reach another repository through the environment of the caller', async () => {
    using work = repository();
    using other = repository();
    const commit = work.commit({ 'a.txt': 'right\n' });
    other.commit({ 'a.txt': 'wrong\n' });
    const env = { ...GIT_ENV, GIT_DIR: join(other.root, '.git'), GIT_WORK_TREE: other.root };
    const repo = await openRepository(work.root, { env });
    expect(await repo.resolve('HEAD')).toBe(commit);
  });

  test('cannot say by its message that another commit brought a file', async () => {
    using work = repository();
    const base = work.commit({ 'a.txt': 'a\n' });
    const ours = work.commit({ 'learning/ours.json': '{}\n' }, 'Add ours');
    const named = 'learning/it’s\nodd.json';
    const words = `Tidy\n\n\u001e${ours}\u001fairsmith[bot]\u001fbot@x\u001fAdd X\u001flearning/theirs.json\n${ours}\n:000000 100644 0 0 A\n`;
    const theirs = work.commit({ 'learning/theirs.json': '{}\n', [named]: '{}\n' }, words);
    const repo = await open(work);
    const found = await repo.bringers(base, theirs, 'learning');
    expect([...found].map(([path, { commit }]) => [path, commit]).sort()).toEqual([
      [named, theirs],
      ['learning/ours.json', ours],
      ['learning/theirs.json', theirs],
    ]);
    expect(found.get('learning/theirs.json')?.message).toContain('Tidy');
    expect(found.get('learning/ours.json')?.message).toBe('Add ours');
  });

  test('cannot pass options where names belong', async () => {
    using work = repository();
    const expectedHead = work.commit({ 'a.txt': 'a\n' });
    const repo = await open(work);
    expect(await repo.resolve('--upload-pack=touch x')).toBeUndefined();
    const target = (branch: string) => repo.commit([file('b', 'b')], 'no', { branch, expectedHead });
    expect(await codeOf(target('--orphan'))).toBe('AS7011');
    for (const remote of ['--receive-pack=touch x', 'ext::sh -c touch% x']) {
      const land = repo.land([file('b', 'b')], 'no', { remote, branch: 'main', expectedHead });
      expect(await codeOf(land)).toBe('AS7011');
      expect(await codeOf(repo.tip(remote, 'main'))).toBe('AS7011');
    }
    expect(await codeOf(repo.mergeBase('--output=x', expectedHead))).toBe('AS7011');
    expect(await codeOf(repo.bringers(expectedHead, '--output=x', 'learning'))).toBe('AS7011');
    expect(await codeOf(repo.deepen('origin', expectedHead, '--upload-pack=touch x'))).toBe('AS7011');
    expect(await codeOf(repo.changedSpecs('--output=x', expectedHead))).toBe('AS7011');
  });
});

describe('names', () => {
  test.each([
    ['feature/x-1', true],
    ['wärme', true],
    ['-d', false],
    ['a..b', false],
    ['a b', false],
    ['a/.b', false],
    ['a.lock', false],
    ['a@{1}', false],
    ['@', false],
    ['', false],
    ['a\nb', false],
  ])('branch %j: %s', (name, fine) => expect(isBranchName(name)).toBe(fine));

  test.each([
    ['plugins/operators/x.py', true],
    ['ünï/códe.py', true],
    ['.github/workflows/x.yml', true],
    ['../x', false],
    ['/x', false],
    ['a//b', false],
    ['a\\b', false],
    ['.git/hooks/x', false],
    ['a/.Git/x', false],
    ['GIT~1/x', false],
    ['.g\u200cit/x', false],
    ['.git./x', false],
    ['a\nb', false],
  ])('path %j: %s', (path, fine) => expect(isRepositoryPath(path)).toBe(fine));

  test('remotes and revisions', () => {
    expect(['origin', 'up-stream'].every(isRemoteName)).toBe(true);
    expect(['-x', 'https://x', 'ext::sh', 'a b', ''].some(isRemoteName)).toBe(false);
    expect(['HEAD~2', 'origin/main', 'v1^{}'].every(isRevision)).toBe(true);
    expect(['--all', '', 'a\0b'].some(isRevision)).toBe(false);
  });
});
