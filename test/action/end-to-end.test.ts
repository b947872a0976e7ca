/**
 * The whole action as a stranger meets it: `act` runs the README's workflow with the committed bundle, on real Airflows,
 * against a real git remote over HTTP and the local GitHub. Only the model's answers are recorded.
 */

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GitHubDouble } from '../github/double.js';
import { Checkout, git, temporaryFolder } from '../github/repositories.js';
import { type ActRun, findAct, runAct } from './act.js';

const ROOT = resolve(import.meta.dirname, '../..');
const FIXTURES = join(import.meta.dirname, 'fixtures');
const TOKEN = 'ghs-token-of-the-job';
const BOT = 'github-actions[bot]';

const act = findAct();
if (act.state === 'missing') {
  // A machine of CI that skips the one test of the whole would be green without having looked.
  if (process.env['CI'] === 'true') throw new Error(act.why);
  console.warn(`skipped: the end-to-end run of the action. ${act.why}`);
}

/** A project on the local GitHub, and pull request 1 from `feature`. */
class Stage implements AsyncDisposable {
  readonly github: GitHubDouble;
  readonly person = new Checkout(temporaryFolder('person'));
  readonly seen = temporaryFolder('seen');
  /** What a release holds; the whole checkout with its packages would be copied for each run. */
  readonly action = temporaryFolder('action');

  private constructor(github: GitHubDouble) {
    this.github = github;
    for (const part of ['action.yml', 'dist', 'learning']) {
      cpSync(join(ROOT, part), join(this.action, part), { recursive: true });
    }
    github.actors.set(TOKEN, { login: BOT, contents: 'write', pullRequests: 'write' });
    github.pulls.push({ number: 1, base: 'main', head: 'feature' });
    git(this.person.root, 'clone', '--quiet', github.bare, '.');
    this.person.git('switch', '--quiet', '--create', 'main');
    cpSync(join(FIXTURES, 'project'), this.person.root, { recursive: true });
    this.person.commit({}, 'A project');
    this.person.git('push', '--quiet', 'origin', 'main');
    this.person.git('switch', '--quiet', '--create', 'feature');
  }

  static async open(): Promise<Stage> {
    return new Stage(await GitHubDouble.start());
  }

  push(files: { readonly [path: string]: string | null }): void {
    this.person.commit(files);
    this.person.git('push', '--quiet', 'origin', 'feature');
  }

  /** One delivery of the event, on a runner of its own. */
  async deliver(program: string): Promise<ActRun> {
    using runner = new Checkout(temporaryFolder('runner'));
    runner.git('init', '--quiet', '--initial-branch', 'none');
    runner.git('remote', 'add', 'origin', this.github.remoteUrl);
    const merge = '+refs/heads/feature:refs/remotes/pull/1/merge';
    runner.git('fetch', '--quiet', '--depth=1', `file://${this.github.bare}`, merge);
    runner.git('checkout', '--quiet', '--detach', 'refs/remotes/pull/1/merge');
    rmSync(join(this.seen, 'outputs.json'), { force: true });
    const event = join(this.seen, 'event.json');
    writeFileSync(
      event,
      JSON.stringify({
        action: 'synchronize',
        number: 1,
        pull_request: { number: 1, head: { ref: 'feature' }, base: { ref: 'main' } },
      }),
    );
    return await runAct(program, runner.root, {
      event,
      env: {
        GITHUB_API_URL: this.github.apiUrl,
        GITHUB_SERVER_URL: this.github.url,
        GITHUB_REPOSITORY: `${this.github.owner}/${this.github.repo}`,
        GITHUB_RUN_NUMBER: '41',
        AIRSMITH_CACHE: process.env['AIRSMITH_CACHE'] ?? join(homedir(), '.cache', 'airsmith'),
        RECORDINGS: join(FIXTURES, 'recordings'),
        SEEN: this.seen,
      },
      secrets: { GITHUB_TOKEN: TOKEN },
      repositories: { 'airsmith/airsmith@v0': this.action },
    });
  }

  files(): readonly string[] {
    return git(this.github.bare, 'ls-tree', '-r', '--name-only', 'feature').split('\n');
  }

  head(): string {
    return git(this.github.bare, 'rev-parse', 'feature');
  }

  outputs(): { readonly [name: string]: string } {
    return JSON.parse(readFileSync(join(this.seen, 'outputs.json'), 'utf8'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.person[Symbol.dispose]();
    for (const folder of [this.seen, this.action]) rmSync(folder, { recursive: true, force: true });
    await this.github[Symbol.asyncDispose]();
  }
}

describe.skipIf(act.state === 'missing')('the action in a workflow', () => {
  const program = act.state === 'ready' ? act.program : '';
  const spec = readFileSync(join(FIXTURES, 'specs/greeting.airsmith.yaml'), 'utf8');

  test('a new spec becomes a proven component on the branch, once', { timeout: 600_000 }, async () => {
    await using stage = await Stage.open();
    stage.push({ 'specs/greeting.airsmith.yaml': spec });
    const before = stage.head();
    const run = await stage.deliver(program);
    expect(run.status, run.log).toBe(0);

    const head = stage.head();
    expect(git(stage.github.bare, 'rev-parse', `${head}^`)).toBe(before);
    expect(git(stage.github.bare, 'log', '-1', '--format=%an: %s', head)).toBe(
      'github-actions[bot]: Add GreetingOperator',
    );
    expect(stage.files()).toEqual(
      expect.arrayContaining([
        'plugins/operators/greeting_operator.py',
        'tests/airsmith/test_greeting_operator.py',
        'dags/examples/greeting_operator_example.py',
        'docs/components/greeting_operator.md',
      ]),
    );
    expect(
      stage.files().some((path) => /^learning\/evidence\/\d{4}-\d\d\/[0-9a-f]{16}\.json$/.test(path)),
    ).toBe(true);

    const [comment, ...more] = stage.github.comments;
    expect(more).toEqual([]);
    expect(comment?.author).toBe(BOT);
    expect(comment?.body).toContain('### airsmith · 1 proven');
    expect(comment?.body).toMatch(
      /GreetingOperator<\/code> \| ✅ \| ✅ \| 1 · by-hand · recorded \| \$0 \| 3 of 3 \|/,
    );
    expect(run.summary).toContain('### airsmith · 1 proven');
    expect(stage.outputs()).toMatchObject({ proven: '1', failed: '0', commit: head, 'cost-usd': '0' });
    const [component] = JSON.parse(stage.outputs()['components'] ?? '[]');
    expect(component.airflow).toEqual({ '2.8.1': 'proven', '3.3.2': 'proven' });
    expect(run.log).not.toContain(TOKEN);

    const again = await stage.deliver(program);
    expect(again.status, again.log).toBe(0);
    expect(stage.head()).toBe(head);
    expect(stage.github.comments).toEqual([comment]);
    expect(stage.outputs()).toMatchObject({ proven: '1', failed: '0', commit: head });
    expect(stage.github.complaints).toEqual([]);
  });

  test('a mistake in a spec fails the step, at its line, and commits nothing', {
    timeout: 300_000,
  }, async () => {
    await using stage = await Stage.open();
    stage.push({ 'specs/greeting.airsmith.yaml': spec.replace('type: bool', 'type: boolean!') });
    const before = stage.head();
    const run = await stage.deliver(program);
    expect(run.status).not.toBe(0);
    expect(run.log).toContain('file=specs/greeting.airsmith.yaml,line=8,');
    expect(stage.head()).toBe(before);
    expect(stage.github.comments[0]?.body).toContain('### airsmith · 1 mistake to correct');
    expect(stage.github.comments[0]?.body).toContain('line 8');
    expect(stage.github.complaints).toEqual([]);
  });
});
