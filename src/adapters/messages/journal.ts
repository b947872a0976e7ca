/**
 * Batches that were submitted, on disk: a run that dies leaves its batch running, and its answers are paid for. The next
 * run that asks the same questions finds them here. One file a batch, in airsmith's own cache, never in the repository.
 */

import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface Submitted {
  readonly schema: 'batch/1';
  readonly batch: string;
  /** Where it was submitted. */
  readonly endpoint: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The questions whose answers were not taken yet. */
  readonly questions: readonly string[];
}

export interface Journal {
  /** Batches whose answers can still be there, newest first. */
  known(): Promise<readonly Submitted[]>;
  write(submitted: Submitted): Promise<void>;
  remove(batch: string): Promise<void>;
}

/** A batch ends within a day; an hour more, for clocks that differ. */
const KEPT_MS = 25 * 3_600_000;

/** The journal in `folder`, which need not exist. */
export function batchJournal(folder: string, now: () => number): Journal {
  const fileOf = (batch: string) => join(folder, `${batch.replace(/[^\w-]/g, '_').slice(0, 100)}.json`);
  const remove = (batch: string) => rm(fileOf(batch), { force: true });
  return {
    remove,
    async known() {
      const names = await readdir(folder).catch(() => []);
      const found = await Promise.all(
        names.filter((name) => name.endsWith('.json')).map((name) => read(join(folder, name))),
      );
      const all = found.filter((submitted) => submitted !== undefined);
      const fresh = all.filter(({ at }) => now() - at < KEPT_MS);
      await Promise.all(all.filter(({ at }) => now() - at >= KEPT_MS).map(({ batch }) => remove(batch)));
      return fresh.sort((one, other) => other.at - one.at);
    },
    async write(submitted) {
      const { default: writeFileAtomic } = await import('write-file-atomic');
      await mkdir(folder, { recursive: true });
      await writeFileAtomic(fileOf(submitted.batch), `${JSON.stringify(submitted)}\n`, { mode: 0o600 });
    },
  };
}

/** What is no entry is nobody's batch: the questions are asked anew. */
async function read(file: string): Promise<Submitted | undefined> {
  try {
    const value = JSON.parse(await readFile(file, 'utf8')) as Partial<Submitted> | null;
    const known =
      value?.schema === 'batch/1' &&
      typeof value.batch === 'string' &&
      typeof value.endpoint === 'string' &&
      typeof value.at === 'number' &&
      Array.isArray(value.questions);
    return known ? (value as Submitted) : undefined;
  } catch {
    return undefined;
  }
}
