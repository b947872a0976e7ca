/** `airsmith demo`, which is `npm start`: the four example specs become components in a small repository of their own. */

import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { gitIn } from '../adapters/git/process.js';
import { openRepository } from '../adapters/git.js';
import { shipped } from '../assets.js';
import { describeModel } from '../hands.js';
import { AirsmithError, EXIT } from '../problems.js';
import { learnedLine, line, timeLine } from '../report/terminal.js';
import { discoverSpecs } from '../spec/index.js';
import { build, noAirflow } from './generate.js';
import { copyExample } from './starter.js';
import type { Terminal } from './terminal.js';
import { configure, type Flags } from './workspace.js';

const BRANCH = 'airsmith/demo';
/** Says that the folder is ours and may be made anew. */
const MARK = join('.git', 'airsmith-demo');

export async function demo(flags: Flags & { readonly dir: string }, terminal: Terminal): Promise<number> {
  const root = resolve(terminal.cwd, flags.dir);
  const began = performance.now();
  await makeRepository(root, terminal);
  const repository = await openRepository(root, { env: terminal.env });
  const keyless = !terminal.env['ANTHROPIC_API_KEY'];
  const replay = flags.replay ?? (keyless ? shipped('examples', 'recordings') : undefined);
  const config = await configure(
    root,
    await repository.read('.airsmith.yaml'),
    replay ? { ...flags, replay } : flags,
    terminal,
  );
  terminal.out(
    `airsmith 0.1 · ${keyless && !flags.replay ? 'no ANTHROPIC_API_KEY: recorded answers of a real model for the four examples' : describeModel(config)}\n`,
  );
  terminal.out(
    line(
      'repo',
      `${relative(terminal.cwd, root) || '.'}  a small Airflow project, branch ${BRANCH}, four specs added`,
    ),
  );
  const made = performance.now() - began;

  const sources = await discoverSpecs(repository, config);
  const { result, commit, files } = await build(
    sources,
    repository,
    config,
    { commit: true },
    terminal,
    terminal.out,
  );
  result.timeline.book('repo', made);

  const { outcomes } = result;
  const proven = outcomes.filter((outcome) => outcome.proven).length;
  terminal.out(
    learnedLine(
      outcomes.flatMap(({ lesson }) => lesson.items),
      outcomes.filter(({ lesson }) => lesson.records.length > 0).length,
    ),
  );
  if (commit) {
    const shown = performance.now();
    terminal.out(line('commit', `${commit.slice(0, 10)} on ${BRANCH}: ${count(files)}`));
    await showLearning(root, terminal);
    result.timeline.book('show', performance.now() - shown);
  }
  terminal.out(line('see', `git -C ${relative(terminal.cwd, root) || '.'} show --stat`));
  terminal.out(timeLine(result.timeline.phases(), performance.now()));
  terminal.out(
    `\n${proven} of ${outcomes.length} components proven on ${config.airflowVersions.join(' and ')}\n`,
  );
  if (noAirflow(result)) return EXIT.world;
  return proven === outcomes.length && outcomes.length > 0 ? EXIT.done : EXIT.unproven;
}

/** The starter project with its own history, made anew each time. */
async function makeRepository(root: string, terminal: Terminal): Promise<void> {
  const present = await readdir(root).catch(() => [] as string[]);
  const ours = await stat(join(root, MARK)).then(
    () => true,
    () => false,
  );
  if (present.length > 0 && !ours) {
    throw new AirsmithError(EXIT.usage, {
      code: 'AS2003',
      message: `${root} exists and is not a demo of airsmith`,
      remedy: 'Name another folder: airsmith demo --dir DIR',
    });
  }
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  const git = gitIn(root, gitEnvironment(terminal));
  const run = (...args: string[]) => {
    terminal.signal.throwIfAborted();
    return git.text(args);
  };
  await run('init', '-q', '-b', 'main');
  // First of all, so that an interrupted run leaves a folder that the next one may remove.
  await writeFile(join(root, MARK), '');
  await copyExample('starter', root);
  await run('add', '--all');
  await run('commit', '-q', '-m', 'Start an Airflow project');
  await run('switch', '-q', '-c', BRANCH);
  await copyExample('specs', join(root, 'specs'));
  await run('add', 'specs');
  await run('commit', '-q', '-m', 'Ask for four components');
}

/** Nothing of the user's git settings (signing, hooks, templates) takes part in the demo. */
function gitEnvironment(terminal: Terminal): NodeJS.ProcessEnv {
  const who = { NAME: 'airsmith demo', EMAIL: 'demo@airsmith.invalid' };
  return {
    PATH: terminal.env['PATH'],
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: who.NAME,
    GIT_AUTHOR_EMAIL: who.EMAIL,
    GIT_COMMITTER_NAME: who.NAME,
    GIT_COMMITTER_EMAIL: who.EMAIL,
  };
}

function count(files: readonly string[]): string {
  const below = (folder: string) => files.filter((path) => path.startsWith(folder)).length;
  const tests = files.filter((path) => /^tests\/airsmith\/test_/.test(path)).length;
  return `${below('plugins/')} components, ${tests} tests, ${below('dags/')} DAGs, ${below('docs/')} pages, ${files.filter(isRecord).length} records`;
}

/** Not the `.gitkeep` of a new folder, which no reviewer has to read. */
function isRecord(path: string): boolean {
  return path.startsWith('learning/') && path.endsWith('.json');
}

/** The diff of `learning/`, folder by folder, and one record as a reviewer reads it. */
async function showLearning(root: string, terminal: Terminal): Promise<void> {
  const git = gitIn(root, gitEnvironment(terminal));
  const names = await git.text(['diff', '--name-only', 'HEAD~1', 'HEAD', '--', 'learning/']);
  const paths = names.split('\n').filter(isRecord);
  const folders = new Map<string, number>();
  for (const path of paths) {
    const folder = path.split('/').slice(0, -1).join('/');
    folders.set(folder, (folders.get(folder) ?? 0) + 1);
  }
  terminal.out(line('diff', 'learning/'));
  for (const [folder, files] of folders)
    terminal.out(`           + ${String(files).padStart(3)}  ${folder}/\n`);
  const pattern = paths.find((path) => path.startsWith('learning/patterns/'));
  if (!pattern) return;
  const shown = await git.text(['show', `HEAD:${pattern}`]);
  terminal.out(`         one of them, ${pattern}:\n${shown.replace(/^/gm, '           ').trimEnd()}\n`);
}
