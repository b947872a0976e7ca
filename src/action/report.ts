/** Says what came out, everywhere a person or a workflow looks: outputs, summary, annotations, comment, status. */

import type { Config } from '../config.js';
import { attemptsMade, type SpecOutcome } from '../flow.js';
import type { PullReview } from '../knowledge/index.js';
import type { RunResult } from '../pipeline.js';
import { AirsmithError, EXIT, type ExitStatus } from '../problems.js';
import { COMMENT_MARKER, headline, renderComment, renderReport, renderSummary } from '../publish/comment.js';
import type { CommentContext } from '../publish/context.js';
import { redactor } from '../safety/redaction.js';
import { annotationsOf, ranked } from './annotations.js';
import { noticesOf } from './memory.js';
import { writePapers } from './papers.js';
import type { SpecPlan } from './plan.js';
import type { Job } from './run.js';

/** A finished run, or what stands for one where nothing was built. */
export interface Report {
  readonly plan: SpecPlan;
  readonly result: Pick<RunResult, 'outcomes' | 'problems' | 'environments' | 'spent'> & {
    readonly money?: RunResult['money'];
    readonly timeline?: RunResult['timeline'];
    /** Wall-clock milliseconds, where there is no timeline. */
    readonly ms?: number;
  };
  readonly review: PullReview;
  /** The commit that was looked at, and the one that was made. */
  readonly head: string;
  readonly commit?: string;
  readonly own: boolean;
  readonly fork?: { readonly checked: number };
}

/** The order matters: what needs no permission comes first, so that a refused comment hides nothing. */
export async function report(job: Job, config: Config, found: Report): Promise<ExitStatus> {
  const { runner, inputs } = job;
  const { outcomes, problems } = found.result;
  const redact = redactor([inputs.token, inputs.overrides.apiKey]);
  const context = contextOf(job, config, found);

  const all = ranked([...problems, ...outcomes.flatMap(annotationsOf), ...noticesOf(found.review)]);
  writeOutputs(job, found);
  runner.annotate(all);
  await runner.summary(redact(renderSummary(outcomes, context)));
  await writePapers(job, { report: redact(renderReport(outcomes, context)), problems: all }, redact);
  runner.info(`airsmith: ${headline(outcomes, context)}`);
  const status = statusOf(found, inputs.failOn);
  const body = redact(renderComment(outcomes, context));
  if (found.fork === undefined) {
    const why = await job.forge.check({
      name: 'airsmith',
      commit: found.commit ?? found.head,
      id: `airsmith ${job.run.number}`,
      conclusion: status === EXIT.done ? 'success' : 'failure',
      title: redact(headline(outcomes, context)),
      summary: body,
      problems: all.map((problem) => ({ ...problem, message: redact(problem.message) })),
      url: context.runUrl ?? '',
    });
    if (why !== undefined)
      runner.info(`airsmith: no check run, which needs \`checks: write\`: ${redact(why)}`);
  }
  // The run that made this commit has said all this, with what it cost.
  if (!found.own) await comment(job, body, found.fork !== undefined);
  return status;
}

async function comment(job: Job, body: string, fork: boolean): Promise<void> {
  try {
    const { url } = await job.forge.comment(COMMENT_MARKER, body);
    job.runner.info(`airsmith: ${url}`);
  } catch (error) {
    const expected = fork && error instanceof AirsmithError && error.problem.code === 'AS7022';
    if (!expected) throw error;
    job.runner.info('airsmith: the token of a fork cannot comment; see the job summary');
  }
}

function contextOf(job: Job, config: Config, found: Report): CommentContext {
  const { event } = job;
  const { problems, environments, spent, timeline, ms = 0 } = found.result;
  return {
    problems,
    environments,
    run: job.run,
    runUrl: `${event.serverUrl}/${event.owner}/${event.repo}/actions/runs/${event.runId}`,
    spent,
    budget: Math.round(config.maxCost * 1e6),
    ms: (timeline?.phases() ?? []).reduce((sum, phase) => sum + phase.ms, ms),
    ...(found.result.money ? { money: found.result.money } : {}),
    author: found.fork ? 'nobody was asked' : job.describeModel(config),
    deleted: found.plan.deleted,
    renamed: found.plan.renamed,
    candidates: found.review.candidates,
    refused: found.review.refused,
    takenBack: found.review.takenBack,
    ...(found.commit ? { commit: found.commit } : {}),
    ...(found.fork ? { fork: found.fork } : {}),
  };
}

function writeOutputs(job: Job, { result, commit }: Report): void {
  writeCounts(job, result);
  job.runner.output('commit', commit ?? '');
  job.runner.output('components', JSON.stringify(result.outcomes.map(componentOf)));
}

/** The outputs that every part of the work can give. `spent` is in micro-dollars. */
export function writeCounts(
  { runner }: Job,
  { outcomes, spent }: Pick<RunResult, 'outcomes' | 'spent'>,
): void {
  const proven = outcomes.filter((outcome) => outcome.proven).length;
  runner.output('proven', String(proven));
  runner.output('failed', String(outcomes.length - proven));
  runner.output('cost-usd', String(spent / 1e6));
}

function componentOf(outcome: SpecOutcome) {
  const { spec, proven, best } = outcome;
  const airflow: { [version: string]: string } = {};
  for (const verdict of best?.verdict?.environments ?? []) {
    // Of several Pythons the worst counts; `failed` < `not-run` < `proven` in the alphabet too.
    const known = airflow[verdict.airflow];
    airflow[verdict.airflow] = known !== undefined && known < verdict.state ? known : verdict.state;
  }
  const files = proven ? (best?.draft?.files ?? []).filter(({ role }) => role !== 'support') : [];
  return {
    name: spec.name,
    spec: spec.path,
    proven,
    attempts: attemptsMade(outcome).length,
    model: best && best.number > 0 ? best.author.model : '',
    airflow,
    files: files.map(({ path }) => path),
  };
}

function statusOf({ result }: Report, failOn: Job['inputs']['failOn']): ExitStatus {
  const mistakes = result.problems.some(({ severity }) => severity === 'error');
  const unproven = result.outcomes.some(({ proven }) => !proven);
  if (failOn === 'never') return EXIT.done;
  return mistakes || (failOn === 'unproven' && unproven) ? EXIT.unproven : EXIT.done;
}
