/**
 * Knowledge from one repository to another. Evidence keeps its bytes, and with them its id and its origin, so that
 * bringing it twice, or along two ways, counts once, and so that it weighs less where it was not made. Only what says no more than
 * `terminal` is given the origin that a run there has today.
 */

import type { RecordFile } from '../../flow.js';
import type { FileChange } from '../../ports.js';
import { EXIT } from '../../problems.js';
import { byCodeUnit, canonical } from '../canonical.js';
import { keepFile, recordFile } from '../layout.js';
import { ELSEWHERE, TERMINAL, terminalOrigin } from '../origin.js';
import type { LearningRecord, Stored } from '../records.js';
import { refusal } from '../review/complaint.js';
import type { Shelf } from '../review/shelf.js';

export interface Carried {
  readonly changes: readonly FileChange[];
  readonly evidence: number;
  readonly definitions: number;
  /** What stays behind, and why. */
  readonly left: {
    /** Records that were expunged here. */
    readonly expunged: number;
    /** Observations that were taken back where they come from. */
    readonly retracted: number;
    /** Decisions, components and tombstones: another house’s business. */
    readonly own: number;
  };
}

/**
 * What `source` brings into `target`. Components stay behind, since their files are not here, and so do the decisions of
 * the people there; their retractions are heeded. `from` are the commits that the source’s history begins with, as far as known. Throws AS6055 for an empty source, AS6056 for a damaged one.
 */
export function bring(source: Shelf, target: Shelf, from: readonly string[] | undefined): Carried {
  const broken = source.problems.filter(({ severity }) => severity === 'error');
  const [first] = broken;
  if (first) {
    const more = broken.length > 1 ? `, and ${broken.length - 1} more` : '';
    throw refusal(
      'AS6056',
      `what is to be imported cannot be read: ${first.message}${more}`,
      undefined,
      EXIT.unproven,
    );
  }
  if (source.records.length === 0) throw refusal('AS6055', 'no learned record was found there');
  const here = new Set(
    target.records.flatMap(({ record }) => (record.schema === 'tombstone/1' ? [record.record] : [])),
  );
  return carry(source, target.folder, here, originOf(from));
}

/** What leaves a store for another one, as files below `folder`; `from` as for `bring`. */
export function give(source: Shelf, from: readonly string[] | undefined, folder = 'learning'): Carried {
  return carry(source, folder, new Set(), originOf(from));
}

/** What an observation of a terminal says when it leaves a house: else it would count as made in any other. */
function originOf(from: readonly string[] | undefined): string {
  return from === undefined ? ELSEWHERE : terminalOrigin(from);
}

function carry(source: Shelf, folder: string, buried: ReadonlySet<string>, origin: string): Carried {
  const retracted = new Set(
    source.records.flatMap(({ record }) => (record.schema === 'retraction/1' ? [record.evidence] : [])),
  );
  const left = { expunged: 0, retracted: 0, own: 0 };
  const carried = source.records.filter(({ hash, record }) => {
    const why = buried.has(hash)
      ? 'expunged'
      : retracted.has(hash)
        ? 'retracted'
        : staysHome(record)
          ? 'own'
          : undefined;
    if (why) left[why] += 1;
    return why === undefined;
  });
  const files = carried.map((stored) => fileFor(stored, folder, origin));
  const folders = new Set(files.map(({ path }) => path.slice(0, path.lastIndexOf('/'))));
  const months = [...folders].filter((path) => path.includes('/evidence/')).map(keepFile);
  const evidence = carried.filter(({ record }) => record.schema === 'evidence/1').length;
  return {
    changes: [...files, ...months].sort((a, b) => byCodeUnit(a.path, b.path)),
    evidence,
    definitions: carried.length - evidence,
    left,
  };
}

/** The file of a record as it was written, whatever version that was; only an origin that names nothing is named. */
function fileFor({ hash, record, written }: Stored, folder: string, origin: string): RecordFile {
  if (record.schema === 'evidence/1' && record.run.origin === TERMINAL)
    return recordFile({ ...record, run: { ...record.run, origin } }, folder);
  const path = recordFile(record, folder).path.replace(/[0-9a-f]{16}\.json$/, `${hash}.json`);
  return { path, content: canonical(written ?? record) };
}

function staysHome({ schema }: LearningRecord): boolean {
  return ['component/1', 'seen/1', 'rejection/1', 'retraction/1', 'relabel/1', 'tombstone/1'].includes(
    schema,
  );
}
