/**
 * What became of components when their pull request was merged: unchanged, changed by people, or gone. Compared from the commits
 * alone and written nowhere, so that a second delivery of the same push records nothing twice, and main needs no write. What is
 * to be learned from it is learned by the next run, which makes the same comparison (`compareMerged`).
 */

import { type Evidence, type Stored, sha256 } from '../knowledge/index.js';
import { EXIT, type ExitStatus } from '../problems.js';
import { type Merged, mergedSummary } from '../publish/merged.js';
import type { JobEvent } from './event.js';
import { REMOTE } from './remote.js';
import { type Job, nothingToDo } from './run.js';

type Push = Extract<JobEvent['trigger'], { kind: 'push' }>;

export async function sayMerged(job: Job, { branch, main, before, after }: Push): Promise<ExitStatus> {
  const { repository, runner } = job;
  runner.output('merged', '[]');
  if (branch !== main) return nothingToDo(runner, `only a push to ${main} is a merge`);
  if (![before, after].every((commit) => /^(?!0+$)[0-9a-f]{40,64}$/.test(commit)))
    return nothingToDo(runner, 'the branch has just begun, or is gone');
  await repository.fetch(REMOTE, [before, after]);
  const config = await job.configure(await repository.read('.airsmith.yaml', after));
  const { records } = await job.openKnowledge(config, after, before);
  const known = new Set(await repository.list(config.learning, before));
  const merged = await compareMerged(
    records.filter(({ path }) => path !== undefined && !known.has(path)),
    (path) => repository.read(path, after),
  );
  if (merged.length === 0) return nothingToDo(runner, 'no component was merged');
  await runner.summary(mergedSummary(merged));
  runner.output('merged', JSON.stringify(merged));
  runner.info(`airsmith: ${merged.map(({ name, state }) => `${name} ${state}`).join(', ')}`);
  return EXIT.done;
}

/**
 * Each component that `records` bring, against the files that were merged. Of several records of one component the one of the latest
 * run counts: the earlier ones were written over in the same pull request.
 */
export async function compareMerged(
  records: readonly Stored[],
  read: (path: string) => Promise<string | undefined>,
): Promise<readonly Merged[]> {
  const last = new Map<string, { readonly stored: Stored; readonly run: Evidence['run'] | undefined }>();
  for (const stored of records) {
    const { record } = stored;
    if (record.schema !== 'component/1') continue;
    const run = runOf(record.spec.fingerprint, records);
    const known = last.get(record.name);
    if (known?.run === undefined || (run !== undefined && later(run, known.run)))
      last.set(record.name, { stored, run });
  }
  const found: Merged[] = [];
  for (const { stored } of last.values()) {
    const { record } = stored;
    if (record.schema !== 'component/1') continue;
    const files = await Promise.all(
      record.files
        .filter(({ role }) => role !== 'support')
        .map(async ({ path, sha256: proposed }) => {
          const now = await read(path);
          return {
            path,
            state: now === undefined ? 'gone' : sha256(now) === proposed ? 'unchanged' : 'changed',
          } as const;
        }),
    );
    const of = (state: Merged['state']) =>
      files.filter((file) => file.state === state).map(({ path }) => path);
    const [changed, gone] = [of('changed'), of('gone')];
    const state =
      gone.length === files.length ? 'gone' : changed.length + gone.length > 0 ? 'changed' : 'unchanged';
    found.push({ name: record.name, spec: record.spec.path, record: stored.hash, state, changed, gone });
  }
  return found.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** The latest run that proved a component for this spec. */
function runOf(fingerprint: string, records: readonly Stored[]): Evidence['run'] | undefined {
  let last: Evidence['run'] | undefined;
  for (const { record } of records) {
    if (record.schema !== 'evidence/1' || record.spec.fingerprint !== fingerprint || !record.outcome.proven)
      continue;
    if (last === undefined || later(record.run, last)) last = record.run;
  }
  return last;
}

function later(one: Evidence['run'], other: Evidence['run']): boolean {
  return one.number === other.number ? one.attempt > other.attempt : one.number > other.number;
}
