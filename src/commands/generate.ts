/** `airsmith generate`: the pipeline from a terminal. */

import { type GitRepository, openRepository } from '../adapters/git.js';
import { keepRemains } from '../cancelled.js';
import type { Config } from '../config.js';
import { NO_MONEY } from '../flow.js';
import { describeModel, openHands, openKnowledge } from '../hands.js';
import type { Progress, Remains, RunResult, Work } from '../pipeline.js';
import { runPipeline } from '../pipeline.js';
import type { FileChange, Repository } from '../ports.js';
import { AirsmithError, EXIT } from '../problems.js';
import { commitMessage } from '../publish/commit.js';
import { jsonReport } from '../report/json.js';
import {
  costText,
  environmentLine,
  learnedLine,
  line,
  outcomeLines,
  specLine,
  timeLine,
} from '../report/terminal.js';
import type { SpecSource } from '../spec/index.js';
import { openTimeline } from '../timeline.js';
import { requireKnownAirflows } from './airflows.js';
import { findRoot } from './root.js';
import { placeOfClone, terminalRun } from './run-identity.js';
import { openSpecs, showProblems } from './spec.js';
import type { Terminal } from './terminal.js';
import { configure, type Flags } from './workspace.js';

export interface GenerateFlags extends Flags {
  readonly commit?: boolean;
}

/** What a finished run left behind. */
export interface Generated {
  readonly result: RunResult;
  readonly commit?: string;
  readonly files: readonly string[];
}

/** Status 0 when everything is proven, 1 when something is not. */
export async function generate(
  files: readonly string[],
  flags: GenerateFlags,
  terminal: Terminal,
): Promise<number> {
  const root = findRoot(terminal.cwd, flags.root);
  const repository = await openRepository(root, { env: terminal.env });
  const config = await configure(root, await repository.read('.airsmith.yaml'), flags, terminal);
  const read = (path: string) => repository.read(path);
  if (flags.airflowVersions) await requireKnownAirflows(config, '--airflow-versions', read);
  const sources =
    files.length > 0
      ? await openSpecs(files, repository.root, terminal.cwd, { inside: true })
      : await newSpecs(repository, config);
  const say = flags.json ? terminal.err : terminal.out;
  if (sources.length === 0) {
    if (flags.json) terminal.out(`${JSON.stringify(jsonReport([], [], [], NO_MONEY, undefined), null, 2)}\n`);
    else say('nothing to do: every spec file has its component\n');
    return EXIT.done;
  }
  if (flags.commit) await requireCommitted(sources, repository, (await target(repository)).head);
  say(`airsmith 0.1 · ${describeModel(config)}\n`);
  const { result, commit, files: written } = await build(sources, repository, config, flags, terminal, say);
  if (flags.json) {
    terminal.out(
      `${JSON.stringify(jsonReport(result.outcomes, result.problems, written, result.money, commit), null, 2)}\n`,
    );
  } else {
    showResult(result, written, commit, terminal);
  }
  if (noAirflow(result)) return EXIT.world;
  const wrong = result.problems.some(({ severity }) => severity === 'error');
  return !wrong && result.outcomes.every(({ proven }) => proven) ? EXIT.done : EXIT.unproven;
}

/** Nothing could be executed, whatever the specs say: the world failed, not the input. */
export function noAirflow({ environments }: Pick<RunResult, 'environments'>): boolean {
  return environments.length > 0 && environments.every(({ state }) => state === 'unavailable');
}

/** Runs the pipeline over `sources` and publishes what it made: one commit, or the files alone. */
export async function build(
  sources: readonly SpecSource[],
  repository: GitRepository,
  config: Config,
  flags: { readonly commit?: boolean },
  terminal: Terminal,
  say: (text: string) => void,
): Promise<Generated> {
  const hands = await openHands(
    config,
    terminal.env,
    (text) => say(line('lab', text)),
    (path) => repository.read(path),
    terminal.signal,
  );
  const timeline = openTimeline(hands.clock);
  timeline.book('start', terminal.startedMs);
  let keeping: Promise<void> | undefined;
  try {
    const place = await placeOfClone(repository);
    const run = terminalRun(hands.clock, place);
    const { knowledge, own, problems } = await timeline.phase('knowledge', () =>
      openKnowledge(repository, config.learning, { ...place, asOf: run.at }),
    );
    showProblems(problems, terminal);
    const present = (path: string) => repository.read(path);
    const head = await repository.resolve('HEAD');
    const work: Work = {
      config,
      sources,
      knowledge,
      onBranch: own,
      run,
      present,
      bytes: (path) => repository.bytes(path),
      committed: async (path) => (head ? repository.read(path, head) : undefined),
      former: async (path, sha256) => (head ? repository.former(path, sha256, [head]) : undefined),
      list: (folder) => repository.list(folder),
      requireRoom: (paths) => repository.requireRoom(paths, flags.commit === true),
      signal: terminal.signal,
    };
    const result = await runPipeline(work, { ...hands, timeline }, (progress) => {
      if (progress.step !== 'stopped') show(progress, terminal, say);
      else keeping = keep(progress.left, repository, flags.commit === true, terminal);
    });
    const { changes, outcomes } = result;
    // All of it is there: a signal that comes now comes too late.
    const published = await timeline.phase('publish', () =>
      publish(changes, commitMessage(outcomes), repository, flags.commit === true),
    );
    return { result, ...published };
  } finally {
    await Promise.all([timeline.phase('close', () => hands.lab.close()), keeping]);
  }
}

/** Spec files of the repository, where none was named. Those that are proven already cost nothing to prove again. */
async function newSpecs(repository: Repository, config: Config): Promise<readonly SpecSource[]> {
  const { discoverSpecs } = await import('../spec/index.js');
  return discoverSpecs(repository, config);
}

/** What a cancelled run leaves, as a finished one would: one commit, or the files alone. */
async function keep(
  left: Remains,
  repository: GitRepository,
  asCommit: boolean,
  terminal: Terminal,
): Promise<void> {
  const said = await keepRemains(left, async ({ changes, outcomes }) => {
    const message = commitMessage(outcomes, undefined, 'cancelled');
    const { commit } = await publish(changes, message, repository, asCommit);
    return commit ? `commit ${commit.slice(0, 10)}` : 'the work tree';
  });
  terminal.err(line('cost', said));
}

function show(
  progress: Exclude<Progress, { step: 'stopped' }>,
  terminal: Terminal,
  say: (text: string) => void,
): void {
  if (progress.step === 'spec') {
    showProblems(progress.problems, terminal);
    say(specLine(progress.read, progress.problems));
  } else if (progress.step === 'lab') {
    say(environmentLine(progress.environment));
  } else if (progress.step === 'outcome') {
    say(outcomeLines(progress.outcome));
  } else if (progress.attempt > 1) {
    say(line('forge', `${progress.spec.name}  attempt ${progress.attempt}  ${progress.doing}`));
  }
}

/** The branch a commit goes to. Asked for before any work, so that nothing is spent in vain. */
async function target(
  repository: GitRepository,
): Promise<{ readonly branch: string; readonly head: string }> {
  await repository.requireGit();
  const [branch, head] = await Promise.all([repository.branch(), repository.resolve('HEAD')]);
  if (branch && head) return { branch, head };
  throw new AirsmithError(EXIT.usage, {
    code: 'AS2004',
    message: 'there is no branch to commit to',
    remedy: 'Run `git switch -c NAME` and make a first commit, or leave `--commit` out.',
  });
}

/** A component of bytes that its commit does not hold could not be traced back to them. */
async function requireCommitted(
  sources: readonly SpecSource[],
  repository: GitRepository,
  head: string,
): Promise<void> {
  const differing: string[] = [];
  for (const { path, bytes } of sources) {
    const committed = await repository.bytes(path, head);
    if (!committed || withoutReturns(committed) !== withoutReturns(bytes)) differing.push(path);
  }
  if (differing.length === 0) return;
  throw new AirsmithError(EXIT.usage, {
    code: 'AS2031',
    message: `no commit holds ${differing.slice(0, 5).join(', ')} as ${differing.length === 1 ? 'it stands' : 'they stand'} here`,
    cause: '--commit would commit a component of a spec that its commit does not hold.',
    remedy: `Run \`git add\` and \`git commit\` for ${differing.length === 1 ? 'it' : 'them'} first, or leave \`--commit\` out.`,
  });
}

/** git may be set to check out other line ends than it holds. */
function withoutReturns(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n');
}

async function publish(
  changes: readonly FileChange[],
  message: string,
  repository: GitRepository,
  asCommit: boolean,
): Promise<{ readonly commit?: string; readonly files: readonly string[] }> {
  const files = changes.map(({ path }) => path);
  if (files.length === 0) return { files };
  if (!asCommit) {
    await repository.write(changes);
    return { files };
  }
  const { branch, head } = await target(repository);
  const committed = await repository.commit(changes, message, { branch, expectedHead: head });
  if (committed.kind === 'moved') {
    throw new AirsmithError(EXIT.world, {
      code: 'AS7002',
      message: `the branch ${branch} moved while airsmith was working`,
      remedy: 'Run again: nothing was committed.',
    });
  }
  return { files, commit: committed.commit };
}

function showResult(
  result: RunResult,
  files: readonly string[],
  commit: string | undefined,
  terminal: Terminal,
): void {
  const items = result.outcomes.flatMap(({ lesson }) => lesson.items);
  const runs = result.outcomes.filter(({ lesson }) => lesson.records.length > 0).length;
  terminal.out(learnedLine(items, runs));
  const where = commit ? `commit ${commit.slice(0, 10)}` : 'the work tree';
  const none = result.outcomes.some(({ proven }) => proven)
    ? 'nothing: the branch already holds this'
    : 'nothing';
  terminal.out(line('write', files.length > 0 ? `${files.length} files → ${where}` : none));
  if (result.money.spent > 0 || result.money.reused > 0) terminal.out(line('cost', costText(result.money)));
  terminal.out(timeLine(result.timeline.phases(), performance.now()));
}
