/** Says what came out, everywhere a person or a workflow looks: outputs, summary, annotations, comment, status. */

import type { Config } from '../config.js';
import { attemptsMade, type Finding, type Problem, type SpecOutcome } from '../flow.js';
import type { PullReview } from '../knowledge/index.js';
import type { RunResult } from '../pipeline.js';
import { AirsmithError, EXIT, type ExitStatus } from '../problems.js';
import { COMMENT_MARKER, headline, renderComment, renderSummary } from '../publish/comment.js';
import type { CommentContext } from '../publish/context.js';
import { redactor } from '../safety/redaction.js';
import { noticesOf } from './memory.js';
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

  writeOutputs(job, found);
  runner.annotate([...problems, ...outcomes.flatMap(annotationsOf), ...noticesOf(found.review)]);
  await runner.summary(redact(renderSummary(outcomes, context)));
  runner.info(`airsmith: ${headline(outcomes, context)}`);
  // The run that made this commit has said all this, with what it cost.
  if (!found.own) await comment(job, redact(renderComment(outcomes, context)), found.fork !== undefined);
  return statusOf(found, inputs.failOn);
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

function writeOutputs({ runner }: Job, { result, commit }: Report): void {
  const { outcomes, spent } = result;
  const proven = outcomes.filter((outcome) => outcome.proven).length;
  runner.output('proven', String(proven));
  runner.output('failed', String(outcomes.length - proven));
  runner.output('commit', commit ?? '');
  runner.output('cost-usd', String(spent / 1e6));
  runner.output('components', JSON.stringify(outcomes.map(componentOf)));
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

/** Findings of a spec that is not proven, at a line of the spec: the component is not in the pull request. */
function annotationsOf({ spec, proven, best, attempts }: SpecOutcome): readonly Problem[] {
  if (proven) return [];
  const named = spec.positions['/name'] ?? { path: spec.path, line: 1, column: 1 };
  const seen = new Map<string, Finding>();
  for (const { findings } of best?.verdict?.environments ?? []) {
    for (const finding of findings) {
      if (finding.severity === 'error')
        seen.set(`${finding.code} ${finding.message} ${finding.example}`, finding);
    }
  }
  const problems = [...seen.values()].slice(0, 3).map((finding): Problem => {
    const index = spec.examples.findIndex(({ name }) => name === finding.example);
    const position = spec.positions[`/examples/${index}`] ?? named;
    const example = finding.example ? ` (example "${finding.example}")` : '';
    const remedy = finding.remedy ?? 'See the comment of the pull request';
    return {
      code: finding.code,
      severity: 'error',
      message: `${spec.name}: ${finding.message}${example}`,
      remedy,
      position,
    };
  });
  const last = attempts.at(-1)?.problem;
  return last ? [...problems, { position: named, ...last }] : problems;
}

function statusOf({ result }: Report, failOn: Job['inputs']['failOn']): ExitStatus {
  const mistakes = result.problems.some(({ severity }) => severity === 'error');
  const unproven = result.outcomes.some(({ proven }) => !proven);
  if (failOn === 'never') return EXIT.done;
  return mistakes || (failOn === 'unproven' && unproven) ? EXIT.unproven : EXIT.done;
}
