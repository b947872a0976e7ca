/** Carries out what people with write access ask for in a comment, and answers: a sign under the comment, and a reply. */

import type { Config } from '../config.js';
import { keepFile, recordFile } from '../knowledge/index.js';
import { explain, find, rejectionOf, relabelOf, type Shelf, shelfOf } from '../knowledge/review/index.js';
import type { PullRequest } from '../ports.js';
import { AirsmithError, EXIT, type ExitStatus } from '../problems.js';
import { decisionMessage } from '../publish/commit.js';
import { code, fence, prose, text } from '../publish/markdown.js';
import { whyText } from '../publish/why.js';
import { TAXONOMY } from '../repair/taxonomy.js';
import { showText } from '../report/knowledge/show.js';
import { redactor } from '../safety/redaction.js';
import { type Command, HELP, parseCommand } from './commands.js';
import type { JobEvent } from './event.js';
import { landChecked } from './publishing.js';
import { REMOTE } from './remote.js';
import { type Job, nothingToDo, runAction } from './run.js';

type Comment = Extract<JobEvent['trigger'], { kind: 'comment' }>;

interface Answer {
  readonly sign: '+1' | 'confused';
  /** Markdown. */
  readonly said: string;
  readonly status: ExitStatus;
}

/**
 * The sign `eyes` is the claim: GitHub sets it once, so that of two deliveries one does the work. What was answered is not answered
 * again; a run that died in between can be run again.
 */
export async function answerComment(job: Job, comment: Comment): Promise<ExitStatus> {
  const { forge, runner } = job;
  const command = parseCommand(comment.body);
  if (command === undefined) return nothingToDo(runner, 'the comment asks for nothing');
  if (comment.bot || comment.author === (await forge.login()))
    return nothingToDo(runner, 'a program wrote the comment');
  if (!(await forge.mayWrite(comment.author)))
    return nothingToDo(runner, `${comment.author} may not write to this repository`);
  const before = await forge.reactions(comment.id);
  if (before.includes('+1') || before.includes('confused'))
    return nothingToDo(runner, 'the comment is answered already');
  const first = await forge.react(comment.id, 'eyes');
  if (!first && job.run.attempt === 1) return nothingToDo(runner, 'another run answers the comment');

  const { sign, said, status } = await carryOut(job, command).catch(asAnswer);
  const redact = redactor([job.inputs.token, job.inputs.overrides.apiKey]);
  await forge.comment(`<!-- airsmith:answer ${comment.id} -->`, redact(replyTo(comment, said)));
  await forge.react(comment.id, sign);
  return status;
}

function replyTo({ id, author }: Comment, said: string): string {
  return `<!-- airsmith:answer ${id} -->\n${text(author, 60)} asked:\n\n${said}\n`;
}

/** What the person can put right is the answer; a failing world, or a bug, ends the job, and its re-run answers. */
function asAnswer(error: unknown): Answer {
  if (!(error instanceof AirsmithError) || error.exit === EXIT.world || error.exit === EXIT.interrupted)
    throw error;
  const { code: of, message, cause, remedy } = error.problem;
  const said = [`**${code(of)}** ${prose(message)}.`, ...(cause ? [prose(cause)] : []), prose(remedy, 1_200)];
  return { sign: 'confused', said: said.join(' '), status: EXIT.done };
}

async function carryOut(job: Job, command: Command): Promise<Answer> {
  if (command.kind === 'unclear') return { sign: 'confused', said: HELP, status: EXIT.done };
  const pull = await job.forge.pullRequest();
  // Nothing is ever written for a fork: its branch is not ours, and its records are a stranger's.
  if (pull.fromFork && command.kind !== 'why') return fork();
  if (command.kind === 'retry') return retry(job);
  await job.repository.fetch(REMOTE, [pull.baseSha, pull.headSha]);
  const config = await job.configure(await job.repository.read('.airsmith.yaml', pull.baseSha));
  const shelf = await shelfAt(job, config, pull);
  if (command.kind === 'why') return why(job, shelf, command.id);
  return decide(job, { pull, config, shelf }, command);
}

function fork(): Answer {
  const said =
    'This pull request comes from a fork, for which nothing is built or written. Push the branch to this repository to have it built.';
  return { sign: 'confused', said, status: EXIT.done };
}

async function retry(job: Job): Promise<Answer> {
  const status = await runAction({ ...job, retry: true });
  const said =
    status === EXIT.done
      ? 'built once more, and everything is proven. The comment above says the rest.'
      : 'built once more; something still needs you. The comment above says what.';
  return { sign: '+1', said, status };
}

async function shelfAt(job: Job, config: Config, pull: PullRequest): Promise<Shelf> {
  const { knowledge, records, problems } = await job.openKnowledge(config, pull.headSha, pull.baseSha);
  const paths = await job.repository.list(config.learning, pull.headSha);
  return shelfOf({ knowledge, records, problems }, paths, config.learning);
}

async function why(job: Job, shelf: Shelf, id: string | undefined): Promise<Answer> {
  if (id !== undefined) {
    const known = showText(explain(shelf, find(shelf, id)));
    return { sign: '+1', said: fence(known, 'text', 20_000, 300), status: EXIT.done };
  }
  const changed = new Set((await job.forge.changedFiles()).map(({ path }) => path));
  const said = whyText(
    shelf.records.flatMap(({ record }) =>
      record.schema === 'evidence/1' && changed.has(record.spec.path) ? [record] : [],
    ),
    (item) =>
      shelf.knowledge.patterns.get(item)?.definition.title ??
      shelf.knowledge.fixes.get(item)?.definition.title,
  );
  return { sign: '+1', said, status: EXIT.done };
}

interface Place {
  readonly pull: PullRequest;
  readonly config: Config;
  readonly shelf: Shelf;
}

/** A person’s decision as a record on the branch: reviewed and merged like all else, and heard at once by runs of this pull request. */
async function decide(
  job: Job,
  { pull, config, shelf }: Place,
  command: Extract<Command, { kind: 'reject' | 'relabel' }>,
): Promise<Answer> {
  const entry = find(shelf, command.id);
  if (command.kind === 'reject' && shelf.knowledge.rejected.has(entry.id))
    return { sign: '+1', said: `${code(entry.id)} is rejected already.`, status: EXIT.done };
  const because = command.why ?? `A person said so in pull request ${pull.number}.`;
  const classes = new Set(TAXONOMY.map(({ id }) => id));
  for (const error of shelf.knowledge.errors.values()) classes.add(error.definition.class);
  const record =
    command.kind === 'reject'
      ? rejectionOf(entry, because)
      : relabelOf(entry, command.errorClass, because, [...classes], shelf.records);
  const file = recordFile(record, config.learning);
  const folder = file.path.slice(0, file.path.lastIndexOf('/'));
  const kept = shelf.paths.some((path) => path.startsWith(`${folder}/`));
  await job.repository.requirePush(REMOTE, pull.headSha, pull.headRef);
  const commit = await landChecked(job, {
    changes: kept ? [file] : [file, keepFile(folder)],
    message: decisionMessage(
      command.kind === 'reject'
        ? `Refuse ${entry.title}`
        : `Call ${entry.id} an error of the class ${command.errorClass}`,
      { id: job.run.id, pull: pull.number },
    ),
    remote: REMOTE,
    branch: pull.headRef,
    head: pull.headSha,
    madeFrom: [],
  });
  job.runner.output('commit', commit ?? '');
  const what =
    command.kind === 'reject'
      ? `*${text(entry.title, 160)}* is not used or learned any more`
      : `${code(entry.id)} is of the class ${code(command.errorClass)}`;
  const where = commit === undefined ? 'The branch said so already.' : `Commit ${code(commit.slice(0, 12))}.`;
  const more = `It holds in this pull request at once, and everywhere when it is merged: ${code(file.path)}.`;
  return { sign: '+1', said: `${what}. ${where} ${more}`, status: EXIT.done };
}
