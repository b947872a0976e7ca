/** A user's repository in a temporary folder, and the committed command run in it as a user would. */

import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const ROOT = resolve(import.meta.dirname, '../..');
export const COMMAND = join(ROOT, 'dist/cli/index.js');

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Project extends AsyncDisposable {
  readonly root: string;
  /** Runs `airsmith` with the project as current folder and without any key. */
  airsmith(...args: readonly string[]): Promise<Ran>;
  git(...args: readonly string[]): Promise<string>;
}

/** A git repository that holds a copy of `fixture`, committed on `main`. */
export async function project(fixture: string, settings = 'airflow-versions: ["3.3.2"]\n'): Promise<Project> {
  const root = await mkdtemp(join(tmpdir(), 'airsmith-e2e-'));
  await cp(fixture, root, { recursive: true });
  await writeFile(join(root, '.airsmith.yaml'), settings);
  const env = {
    ...process.env,
    ANTHROPIC_API_KEY: '',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@example.invalid',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.invalid',
  };
  const git = async (...args: readonly string[]) => (await run('git', ['-C', root, ...args], { env })).stdout;
  await git('init', '-q', '-b', 'main');
  await git('add', '--all');
  await git('commit', '-q', '-m', 'Start');
  return {
    root,
    git,
    airsmith: (...args) =>
      run(process.execPath, [COMMAND, ...args], { cwd: root, env, maxBuffer: 1 << 24 }).then(
        ({ stdout, stderr }) => ({ status: 0, stdout, stderr }),
        (error: { code: number; stdout: string; stderr: string }) => ({
          status: error.code,
          stdout: error.stdout,
          stderr: error.stderr,
        }),
      ),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  };
}
