/** What a person starts by hand, or the clock: generate, report, maintain. */

import { pack, sha256 } from '../knowledge/index.js';
import { figuresOf, shelfOf } from '../knowledge/review/index.js';
import { AirsmithError, EXIT, type ExitStatus } from '../problems.js';
import { decisionMessage } from '../publish/commit.js';
import { fence } from '../publish/markdown.js';
import { statsText } from '../report/knowledge/stats.js';
import { redactor } from '../safety/redaction.js';
import type { JobEvent } from './event.js';
import { landChecked } from './publishing.js';
import { REMOTE } from './remote.js';
import { type Job, nothingToDo, runAction } from './run.js';

type Task = Extract<JobEvent['trigger'], { kind: 'task' }>;

export async function runTask(job: Job, trigger: Task): Promise<ExitStatus> {
  const task = job.inputs.task ?? (trigger.by === 'clock' ? 'maintain' : 'generate');
  if (task === 'report') return reportStore(job, trigger);
  if (task === 'maintain') return maintain(job, trigger);
  return generate(job, trigger);
}

/** Builds the pull request of the branch once more. Without one there is no base to trust, and no review before main. */
async function generate(job: Job, { branch, main }: Task): Promise<ExitStatus> {
  const [pull] = branch === '' || branch === main ? [] : await job.forge.pulls({ branch, state: 'open' });
  if (pull === undefined)
    throw new AirsmithError(EXIT.usage, {
      code: 'AS7045',
      message: `the branch ${branch || 'that this was started on'} has no open pull request`,
      cause:
        'What is built lands on the branch of a pull request, so that people see it before it is merged.',
      remedy: `Open a pull request for it, then start the workflow on that branch, not on ${main}.`,
    });
  return runAction({ ...job, forge: job.forge.onPull(pull.number), retry: true });
}

/** What is known, as the summary of the job. Writes nothing. */
async function reportStore(job: Job, { commit }: Task): Promise<ExitStatus> {
  const { shelf } = await openStore(job, commit);
  const figures = statsText(figuresOf(shelf), shelf.folder);
  const redact = redactor([job.inputs.token, job.inputs.overrides.apiKey]);
  job.runner.annotate(shelf.problems);
  await job.runner.summary(
    redact(`### airsmith · what is known\n\n${fence(figures, 'text', 200_000, 2_000)}\n`),
  );
  job.runner.info(figures);
  return EXIT.done;
}

/** All branches of maintenance begin like this; people have no reason to. */
const BRANCHES = 'airsmith/maintain-';

/**
 * Packs old evidence on a branch of its own and proposes that as a pull request: a commit to main would need the right to write
 * past review, and a wrong one would be everybody's. The branch is named by what it changes, so that the same work is found done;
 * one proposal is open at a time, and one that a person closed is not made again.
 */
async function maintain(job: Job, { main }: Task): Promise<ExitStatus> {
  const { forge, repository, runner, run } = job;
  const tip = await repository.tip(REMOTE, main);
  if (tip === undefined) return nothingToDo(runner, `the remote has no branch ${main}`);
  await repository.fetch(REMOTE, [tip]);
  const { shelf, learning } = await openStore(job, tip);
  runner.annotate(shelf.problems);
  const { changes, packed } = pack(shelf.records, { folder: learning });
  if (changes.length === 0) return nothingToDo(runner, 'there is too little old evidence to pack');

  const branch = `${BRANCHES}${sha256(JSON.stringify(changes)).slice(0, 12)}`;
  const waiting = (await forge.pulls({ state: 'open' })).find((pull) => pull.branch.startsWith(BRANCHES));
  if (waiting) return nothingToDo(runner, `pull request ${waiting.number} waits to be merged first`);
  const [known] = await forge.pulls({ branch, state: 'all' });
  if (known) return nothingToDo(runner, `pull request ${known.number} proposed that, and is closed`);

  await repository.requirePush(REMOTE, tip, branch);
  await forge.createBranch(branch, tip);
  const title = `Pack ${packed} records of evidence`;
  const message = decisionMessage(title, { id: run.id });
  const commit = await landChecked(job, {
    changes,
    message,
    remote: REMOTE,
    branch,
    head: tip,
    madeFrom: [],
  });
  const body = `${packed} loose records become fewer files; nothing is lost, and no score changes. Squash, merge or rebase as you like. Closing this without merging means no.\n`;
  const { url } = await forge.propose({ branch, base: main, title, body });
  runner.output('commit', commit ?? '');
  runner.info(`airsmith: ${url}`);
  return EXIT.done;
}

async function openStore(job: Job, commit: string) {
  const { repository } = job;
  await repository.fetch(REMOTE, [commit]);
  const config = await job.configure(await repository.read('.airsmith.yaml', commit));
  const { learning } = config;
  const { own, records, problems } = await job.openKnowledge(config, commit, commit);
  const paths = await repository.list(learning, commit);
  return { learning, shelf: shelfOf({ knowledge: own, records, problems }, paths, learning) };
}
