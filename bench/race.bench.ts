/**
 * Fifty writers, each a process with a clone of its own, push what they learned to one bare repository at the same moment.
 * Each goes the way of a run: our adapter, no force, reading the head again when it was outrun. `--writers N`.
 */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openRepository } from '../src/adapters/git.js';
import { readKnowledge } from '../src/knowledge/index.js';
import { median } from './median.js';
import { evidenceOf } from './race/records.js';

const HERE = import.meta.dirname;
const ENV = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'race',
  GIT_AUTHOR_EMAIL: 'race@example.org',
  GIT_COMMITTER_NAME: 'race',
  GIT_COMMITTER_EMAIL: 'race@example.org',
};

const git = (cwd: string, ...args: readonly string[]) =>
  execFileSync('git', [...args], { cwd, env: ENV, encoding: 'utf8' }).trim();

export async function bench(args: readonly string[]): Promise<Record<string, unknown>> {
  const writers = Number(args[args.indexOf('--writers') + 1] ?? 50) || 50;
  const root = mkdtempSync(join(tmpdir(), 'airsmith-race-'));
  const children: ChildProcess[] = [];
  try {
    const bare = seed(root);
    const clones = Array.from({ length: writers }, (_, at) => {
      const folder = join(root, `w${at}`);
      git(root, 'clone', '--quiet', bare, folder);
      return folder;
    });
    const racing = clones.map((folder, at) => start(folder, at + 1, children));
    await Promise.all(racing.map(({ ready }) => ready));
    const began = performance.now();
    for (const { go } of racing) go();
    const ends = await Promise.all(racing.map(({ end }) => end));
    const seconds = (performance.now() - began) / 1000;
    const tries = ends.flatMap((end) => (end.landed ? [end.landed.tries] : [])).sort((a, b) => a - b);
    const counted = await countIn(bare, writers);
    for (const { failure } of ends) if (failure) console.log(failure.trim().split('\n').slice(-3).join('\n'));
    console.log(`${writers} processes in ${seconds.toFixed(1)} s, at most ${tries.at(-1)} tries`);
    return {
      writers,
      landed: tries.length,
      lost: writers - counted.present,
      forced: forcedUpdates(bare),
      counted_once: counted.once,
      median_tries: tries.length === 0 ? 0 : median(tries),
      most_tries: tries.at(-1) ?? 0,
      seconds: Number(seconds.toFixed(1)),
    };
  } finally {
    for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
    rmSync(root, { recursive: true, force: true });
  }
}

/** A bare repository with one commit, that keeps a log of every update of its branch. */
function seed(root: string): string {
  const bare = join(root, 'origin.git');
  const first = join(root, 'first');
  mkdirSync(first);
  git(root, 'init', '--quiet', '--bare', '--initial-branch', 'main', bare);
  git(bare, 'config', 'core.logAllRefUpdates', 'true');
  git(first, 'init', '--quiet', '--initial-branch', 'main');
  writeFileSync(join(first, '.gitattributes'), 'learning/** -text\n');
  git(first, 'add', '--all');
  git(first, 'commit', '--quiet', '--message', 'Begin');
  git(first, 'push', '--quiet', bare, 'main');
  return bare;
}

interface End {
  readonly landed?: { readonly commit: string; readonly tries: number };
  readonly failure?: string;
}

function start(folder: string, number: number, children: ChildProcess[]) {
  const loader = join(HERE, '../scripts/from-source.ts');
  const child = spawn(
    process.execPath,
    ['--import', loader, join(HERE, 'race/writer.ts'), folder, String(number)],
    {
      env: ENV,
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  children.push(child);
  let said = '';
  let failure = '';
  child.stderr.on('data', (chunk: Buffer) => {
    failure += chunk.toString();
  });
  const lines = createInterface({ input: child.stdout });
  const ready = new Promise<void>((resolve, reject) => {
    lines.once('line', () => resolve());
    child.once('exit', () => reject(new Error(`a writer ended before the race: ${failure}`)));
  });
  lines.on('line', (line) => {
    said = line;
  });
  const end = new Promise<End>((resolve) => {
    child.once('close', (status) => resolve(status === 0 ? { landed: JSON.parse(said) } : { failure }));
  });
  return { ready, end, go: () => void child.stdin.write('go\n') };
}

/** Every update of the branch that did not build on what was there. */
function forcedUpdates(bare: string): number {
  const log = git(bare, 'reflog', 'show', '--format=%H', 'main').split('\n').reverse();
  return log.slice(1).filter((now, at) => {
    try {
      git(bare, 'merge-base', '--is-ancestor', log[at] ?? '', now);
      return false;
    } catch {
      return true;
    }
  }).length;
}

/** What the next run reads: observations that are there, and whether each counts exactly once. */
async function countIn(
  bare: string,
  writers: number,
): Promise<{ readonly present: number; readonly once: boolean }> {
  const clone = `${bare}.read`;
  git(bare, 'clone', '--quiet', bare, clone);
  const repository = await openRepository(clone, { env: ENV });
  const files = new Set(await repository.list('learning'));
  const present = Array.from({ length: writers }, (_, at) => evidenceOf(at + 1)).filter((records) =>
    records.every(({ path }) => files.has(path)),
  ).length;
  const { knowledge, problems } = await readKnowledge({
    list: async () => [...files],
    read: (path) => repository.read(path),
  });
  const [pattern] = knowledge.patterns.values();
  const { overall } = knowledge.metrics;
  const once =
    problems.length === 0 &&
    knowledge.patterns.size === 1 &&
    overall.subjects === writers &&
    overall.runs === writers &&
    overall.microDollars === writers &&
    pattern?.tally.subjects === writers &&
    pattern.tally.evidence.length === writers;
  return { present, once };
}
