/** A repository in which a run is killed, and what is looked at afterwards. */

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRepository } from '../../src/adapters/git.js';
import { Checkout, GIT_ENV, git } from '../github/repositories.js';
import { BEFORE, CHANGES, type How, MESSAGE } from './changes.js';

const HERE = import.meta.dirname;

export type State = 'before' | 'after' | 'between';

export class CrashScene implements Disposable {
  readonly #root = mkdtempSync(join(tmpdir(), 'airsmith-crash-'));
  readonly bare = join(this.#root, 'origin.git');
  readonly work = new Checkout(join(this.#root, 'work'));
  readonly first: string;

  constructor() {
    git(this.#root, 'init', '--quiet', '--bare', '--initial-branch', 'main', this.bare);
    git(this.#root, 'clone', '--quiet', this.bare, this.work.root);
    this.work.git('switch', '--quiet', '--create', 'main');
    this.first = this.work.commit(BEFORE);
    this.work.git('push', '--quiet', 'origin', 'main');
  }

  /** Runs the writer until it is done or killed: after `step`, or by `kill` some time after it began. */
  run(
    how: How,
    { step = 0, killAfterMs }: { readonly step?: number; readonly killAfterMs?: number } = {},
  ): Promise<{ readonly killed: boolean; readonly said: string; readonly complaint: string }> {
    const loader = join(HERE, '../../scripts/from-source.ts');
    const args = ['--import', loader, join(HERE, 'writer.ts'), this.work.root, how, String(step)];
    // A group of its own, so that the git processes which it started end with it.
    const child = spawn(process.execPath, args, {
      env: GIT_ENV,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    child.stdout.on('data', (chunk: Buffer) => {
      const begins = !said.includes('go\n');
      said += chunk.toString();
      if (killAfterMs !== undefined && begins && said.includes('go\n'))
        setTimeout(() => killGroup(child.pid), killAfterMs);
    });
    return new Promise((resolve) => {
      child.on('close', (status, signal) => {
        resolve({ killed: signal === 'SIGKILL', said, complaint: status === 0 ? '' : complaint });
      });
    });
  }

  /** Where the branch stands: of this clone, or of the remote. */
  branch(how: How): State {
    const head = git(how === 'land' ? this.bare : this.work.root, 'rev-parse', 'main');
    if (head === this.first) return 'before';
    const of = (...args: readonly string[]) => git(how === 'land' ? this.bare : this.work.root, ...args);
    const names = of('diff', '--name-only', this.first, head).split('\n').sort();
    const whole = CHANGES.every(({ path, content }) =>
      content === null
        ? of('ls-tree', head, path) === ''
        : of('rev-parse', `${head}:${path}`) === hashOf(this.work, content),
    );
    const parent = of('rev-parse', `${head}^`) === this.first;
    return whole &&
      parent &&
      names.join() ===
        CHANGES.map(({ path }) => path)
          .sort()
          .join()
      ? 'after'
      : 'between';
  }

  /** The checked-out files, whatever the branch says. */
  files(): State {
    const text = (path: string) => {
      const file = join(this.work.root, path);
      return existsSync(file) ? readFileSync(file, 'utf8') : null;
    };
    const before = new Map<string, string>(Object.entries(BEFORE));
    if (CHANGES.every(({ path }) => text(path) === (before.get(path) ?? null))) return 'before';
    return CHANGES.every(({ path, content }) => text(path) === content) ? 'after' : 'between';
  }

  /** Opens the repository as the next run does, and names what is not in order then. */
  async recover(how: How): Promise<readonly string[]> {
    await openRepository(this.work.root, { env: GIT_ENV });
    const wrong: string[] = [];
    const status = this.work.git('status', '--porcelain');
    if (how !== 'write' && status !== '') wrong.push(`status: ${status}`);
    if (this.files() === 'between') wrong.push('files are between');
    const all = readdirSync(this.work.root, { recursive: true, encoding: 'utf8' });
    const litter = all.filter((path) => /\.airsmith-|\.lock$|tmp_obj|\.git\/airsmith\/./.test(path));
    if (litter.length > 0) wrong.push(`litter: ${litter.join(' ')}`);
    try {
      this.work.git('fsck', '--strict', '--no-dangling');
    } catch (error) {
      wrong.push(`fsck: ${String(error)}`);
    }
    return wrong;
  }

  /** The next run: the same work, in peace. Gives what is wrong afterwards. */
  async again(how: How): Promise<readonly string[]> {
    const repository = await openRepository(this.work.root, { env: GIT_ENV, asBot: true });
    if (how === 'write') await repository.write(CHANGES);
    else {
      // Behind its remote the clone fast-forwards first, as a new checkout would be.
      if (how === 'land') this.work.git('pull', '--quiet', '--ff-only', 'origin', 'main');
      const head = (await repository.resolve('HEAD')) ?? '';
      const target = { branch: 'main', expectedHead: head };
      if (how === 'land') await repository.land(CHANGES, MESSAGE, { ...target, remote: 'origin' });
      else await repository.commit(CHANGES, MESSAGE, target);
      if (this.branch(how) !== 'after') return [`the branch is ${this.branch(how)}`];
    }
    return [...(this.files() === 'after' ? [] : [`files are ${this.files()}`]), ...(await this.recover(how))];
  }

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

function hashOf(work: Checkout, content: string): string {
  work.write({ '.git/probe': content });
  return work.git('hash-object', '--no-filters', '.git/probe');
}

/** The process and what it started; those that ended already are no harm. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It was faster.
  }
}
