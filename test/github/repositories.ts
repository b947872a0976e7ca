/** Real git repositories for tests, gone when their scope ends. */

import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** git without the developer's own configuration, so that a test means the same on every machine. */
export const GIT_ENV = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
} as const;

const PERSON = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

export function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', [...args], { cwd, env: { ...GIT_ENV, ...PERSON }, encoding: 'utf8' }).trimEnd();
}

/** Path → text; null removes. */
export type Files = { readonly [path: string]: string | null };

export class Checkout implements Disposable {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  git(...args: readonly string[]): string {
    return git(this.root, ...args);
  }

  /** Writes into the work tree. */
  write(files: Files): void {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.root, path);
      mkdirSync(dirname(file), { recursive: true });
      if (text === null) rmSync(file);
      else writeFileSync(file, text);
    }
  }

  /** Writes, commits everything, and gives the commit's id. */
  commit(files: Files, message = 'A person works'): string {
    this.write(files);
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
    return this.git('rev-parse', 'HEAD');
  }

  /** Installs a program that a hostile repository would like to be run; the test looks for `trace`. */
  hook(name: string, trace: string): void {
    const file = join(this.root, '.git', 'hooks', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\ntouch '${trace}'\n`);
    chmodSync(file, 0o755);
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export function temporaryFolder(name = 'work'): string {
  return mkdtempSync(join(tmpdir(), `airsmith-${name}-`));
}

/** An empty repository on `main`. */
export function repository(): Checkout {
  const root = temporaryFolder();
  git(root, 'init', '--quiet', '--initial-branch', 'main');
  return new Checkout(root);
}

/** A folder below which bare repositories stand; `bare` makes one. */
export class Remotes implements Disposable {
  readonly root = temporaryFolder('remotes');

  bare(path: string): string {
    const folder = join(this.root, path);
    mkdirSync(folder, { recursive: true });
    git(folder, 'init', '--quiet', '--bare', '--initial-branch', 'main');
    return folder;
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
