/** What the repository remembers, at the base and at the head of a pull request, and what the pull request does to it. */

import type { Config } from '../config.js';
import type { Problem } from '../flow.js';
import { type Knowledge, keepFile, type PullReview, recordFile } from '../knowledge/index.js';
import { reviewPull, shelfOf } from '../knowledge/review/index.js';
import { REVIEW_PROBLEMS } from '../knowledge/review/problems.js';
import type { ChangedFile, FileChange, PullRequest } from '../ports.js';
import { isFromRunOn } from '../publish/commit.js';
import { REMOTE } from './remote.js';
import type { Job } from './run.js';

export interface Memory {
  /** What counts: the base, without what people refuse here. */
  readonly knowledge: Knowledge;
  /** The head’s own records; they say which file is whose and what people call an error, and count for nothing. */
  readonly onBranch: Knowledge;
  readonly problems: readonly Problem[];
  readonly review: PullReview;
  /** Rejections that this run has to write. */
  readonly rejections: readonly FileChange[];
}

/**
 * Reads both stores. What counts comes from the base. The head’s records only say which components an earlier run of
 * this pull request wrote (such a one is executed again before anything is believed), and what its people refuse.
 */
export async function openMemory(
  job: Job,
  pull: PullRequest,
  config: Config,
  changed: readonly ChangedFile[],
): Promise<Memory> {
  const folder = config.learning;
  const [base, head] = await Promise.all([
    openShelf(job, config, pull.baseSha, pull.baseSha),
    openShelf(job, config, pull.headSha, pull.baseSha),
  ]);
  const touched = changed.some(
    ({ path, previousPath }) => isBelow(folder, path) || isBelow(folder, previousPath),
  );
  const review = touched
    ? reviewPull({
        base: base.shelf,
        head: head.shelf,
        fromFork: pull.fromFork,
        changed,
        broughtBy: await bringersOf(job, pull, folder),
      })
    : { problems: base.shelf.problems, candidates: [], refused: [], takenBack: [] };
  const refused = new Set([...review.refused.map(({ id }) => id), ...head.knowledge.rejected]);
  return {
    // A refusal only takes away, so that one on the branch is heard at once; all else waits until it is merged.
    knowledge: { ...base.knowledge, rejected: new Set([...base.knowledge.rejected, ...refused]) },
    onBranch: head.shelf.knowledge,
    problems: review.problems,
    review,
    rejections: rejectionsOf(review, pull, folder),
  };
}

async function openShelf(job: Job, config: Config, commit: string, base: string) {
  const { knowledge, own, records, problems } = await job.openKnowledge(config, commit, base);
  const paths = await job.repository.list(config.learning, commit);
  return { knowledge, shelf: shelfOf({ knowledge: own, records, problems }, paths, config.learning) };
}

/** Who committed what; nothing is known in a clone that cannot be deepened. */
async function bringersOf({ repository, forge }: Job, pull: PullRequest, folder: string) {
  await repository.deepen(REMOTE, pull.headSha, pull.baseRef);
  const found = await repository.bringers(pull.baseSha, pull.headSha, folder);
  const claimed = !pull.fromFork && [...found.values()].some((by) => isFromRunOn(pull.number, by));
  const pushed = claimed ? await forge.pushedByUs(pull.headRef) : new Set<string>();
  return (path: string) => {
    const by = found.get(path);
    // Author and message are whatever a commit says of itself; who pushed it, the forge knows. Nothing is ever pushed to a fork.
    const own = by !== undefined && isFromRunOn(pull.number, by) && pushed.has(by.commit);
    return by && { commit: by.commit, author: by.author, own };
  };
}

/** The same bytes in every run, so that two runs that notice one deletion write one file. */
function rejectionsOf({ refused }: PullReview, pull: PullRequest, folder: string): readonly FileChange[] {
  const why = `Its file was deleted in pull request ${pull.number}.`;
  const files = refused.map(({ id }) => recordFile({ schema: 'rejection/1', item: id, why }, folder));
  return files.length === 0 ? [] : [...files, keepFile(`${folder}/rejections`)];
}

function isBelow(folder: string, path: string | undefined): boolean {
  return path?.startsWith(`${folder}/`) === true;
}

/** Candidates and decisions taken back, at their files, for the annotations; the comment has room of its own for them. */
export function noticesOf(review: PullReview): readonly Problem[] {
  return [...candidateNotices(review), ...takenBackNotices(review)];
}

function takenBackNotices({ takenBack }: PullReview): readonly Problem[] {
  const { why: cause, next: remedy } = REVIEW_PROBLEMS.AS6066;
  return takenBack.map(({ kind, about, why, path, again }) => ({
    code: 'AS6066',
    severity: 'warning',
    message: `the ${kind} of ${about} (${why.slice(0, 120)}) is taken back here${again ? `; another ${kind} of it still stands` : ''}`,
    cause,
    remedy,
    position: { path, line: 1, column: 1 },
  }));
}

function candidateNotices({ candidates }: PullReview): readonly Problem[] {
  const { why, next } = REVIEW_PROBLEMS.AS6053;
  return candidates.map(({ path, kind, title, commit, author }) => ({
    code: 'AS6053',
    severity: 'notice',
    message: `no run of airsmith here wrote this ${kind} (${title.slice(0, 120)})${commit ? `; ${author} committed it in ${commit.slice(0, 10)}` : ''}`,
    cause: why,
    remedy: next,
    position: { path, line: 1, column: 1 },
  }));
}
