/** `learning/` into `Knowledge`, from a folder or from a commit. Every bad record is named; the rest still loads. */

import type { Problem } from '../flow.js';
import { AirsmithError, EXIT } from '../problems.js';
import { byCodeUnit } from './canonical.js';
import { checkRecord } from './check.js';
import { type FoldOptions, fold } from './fold.js';
import type { Knowledge } from './knowledge.js';
import { readPack } from './packs.js';
import { problem } from './problem.js';
import { isEvidence, type Stored } from './records.js';
import { openShapes, type Shapes } from './shape.js';
import type { ReadPack } from './unpacked.js';

/** Files at once: enough to hide the latency of a disk, few enough for a small machine. */
const AT_ONCE = 64;
const PACK = /^packs\/[^/]*\.jsonl$/;
const IGNORED = /(^|\/)\.gitkeep$|^README\.md$/;
/** Every name that `recordFile` and `pack` make. */
const PLAIN_NAME = /^[a-z0-9._/-]+$/;

/** Where records come from. Paths start with the learning folder and use `/`. */
export interface KnowledgeSource {
  /** Everything below the folder, also what is no plain file. */
  list(): Promise<readonly string[]>;
  /** Undefined when the path is no plain file or is too large. */
  read(path: string): Promise<string | undefined>;
  /** How many files to ask for at a time; 64 by default. */
  readonly atOnce?: number;
}

export interface ReadOptions {
  /** Folder of the records in the source. */
  readonly folder?: string;
  /** Any problem is fatal: throws AS6010. */
  readonly strict?: boolean;
  /**
   * Packs whose rows need not be hashed again, since they were when they came: those that the base commit holds with the
   * same path, and with it the same bytes. By default every row of every pack is.
   */
  readonly believe?: (path: string) => boolean;
}

export interface ReadRecords {
  /** The records that were accepted, with the file that holds each, in order of their hashes. */
  readonly records: readonly Stored[];
  /** Sorted by path. */
  readonly problems: readonly Problem[];
  /** Records of `records` once more, with each further file that holds them. */
  readonly copies: readonly Stored[];
  /** Records that stand in a file and were expunged, which nothing reads. */
  readonly buried: readonly Stored[];
}

export interface Loaded extends ReadRecords {
  readonly knowledge: Knowledge;
}

/**
 * Reads and checks every record below `folder`, and folds the good ones. The caller decides whether a problem is fatal,
 * or says `strict`.
 */
export async function readKnowledge(
  source: KnowledgeSource,
  options: ReadOptions & FoldOptions = {},
): Promise<Loaded> {
  const read = await readRecords(source, options);
  return { knowledge: fold(read.records, options), ...read };
}

/** As `readKnowledge`, without the fold: for a caller that folds records of several sources. */
export async function readRecords(source: KnowledgeSource, options: ReadOptions = {}): Promise<ReadRecords> {
  const { folder = 'learning', strict = false, believe = () => false } = options;
  const files = (await source.list())
    .filter((path) => path.startsWith(`${folder}/`))
    .sort(byCodeUnit)
    .map((path): File => ({ path, inner: path.slice(folder.length + 1) }))
    .filter(({ inner }) => !IGNORED.test(inner));
  const misnamed = files.flatMap((file) => misnomer(file) ?? []);
  const named = files.filter(({ inner }) => PLAIN_NAME.test(inner));
  const loose = named.filter(({ inner }) => !PACK.test(inner));
  const packs = named.filter(({ inner }) => PACK.test(inner));
  const shapes = named.length > 0 ? await openShapes() : undefined;
  const reading: Reading[] = [];
  if (shapes) {
    for await (const { file, text } of texts(source, loose, source.atOnce ?? AT_ONCE))
      reading.push({ file, ...loadRecord(file, text, shapes) });
    reading.push(...(await readPacks(source, packs, shapes, believe)));
  }
  let sifted = sift(reading);
  const again = packs.filter(({ path }) => sifted.doubted.has(path) && believe(path));
  if (shapes && again.length > 0) {
    const kept = reading.filter(({ file }) => !again.includes(file));
    reading.splice(0, reading.length, ...kept, ...(await readPacks(source, again, shapes, () => false)));
    sifted = sift(reading);
  }
  const all = [...misnamed, ...reading.flatMap((read) => read.problems), ...sifted.problems].sort(byPath);
  if (strict && all[0]) throw refusal(all, all[0]);
  return { records: sifted.records, problems: all, copies: sifted.copies, buried: sifted.buried };
}

/** A pack is megabytes: the next one is fetched while one is read, and no more. */
async function readPacks(
  source: KnowledgeSource,
  packs: readonly File[],
  shapes: Shapes,
  believe: (path: string) => boolean,
): Promise<readonly Reading[]> {
  const reading: Reading[] = [];
  for await (const { file, text } of texts(source, packs, 1))
    reading.push({
      file,
      ...readPack(file.path, file.inner, text, { shapes, believed: believe(file.path) }),
    });
  return reading;
}

interface Reading extends ReadPack {
  readonly file: File;
}

interface File {
  readonly path: string;
  /** Path below the folder of records. */
  readonly inner: string;
}

/** Texts in order, `atOnce` asked for together while the caller works on those before. */
async function* texts(
  source: KnowledgeSource,
  files: readonly File[],
  atOnce: number,
): AsyncGenerator<{ readonly file: File; readonly text: string | undefined }> {
  const ask = (start: number) => {
    const some = files.slice(start, start + atOnce);
    const answer = Promise.all(some.map(async (file) => ({ file, text: await source.read(file.path) })));
    // Whoever awaits it hears of a failure; until then nobody does.
    answer.catch(() => undefined);
    return answer;
  };
  let next = ask(0);
  for (let start = 0; start < files.length; start += atOnce) {
    const batch = await next;
    next = ask(start + atOnce);
    yield* batch;
  }
}

/** What stands beside a file until it is renamed; see `src/adapters/git/worktree.ts`. */
const LEFTOVER = /\.airsmith-\d+(-\d+)?$/;

function loadRecord({ path, inner }: File, text: string | undefined, shapes: Shapes): ReadPack {
  if (LEFTOVER.test(inner))
    return { records: [], problems: [problem(path, 'AS6074', `${path} was left behind by a killed run`)] };
  if (!inner.endsWith('.json'))
    return { records: [], problems: [problem(path, 'AS6007', `${path} is no record`)] };
  const checked = checkRecord(path, inner, text, shapes);
  if (!checked.ok) return { records: [], problems: [checked.problem] };
  return { records: [checked.stored], problems: [] };
}

function misnomer({ path, inner }: File): Problem | undefined {
  if (PLAIN_NAME.test(inner)) return undefined;
  const shown = JSON.stringify(path).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return problem(path, 'AS6012', `${shown} has a name that airsmith would not write`);
}

interface Sifted extends ReadRecords {
  /**
   * Files whose records claim one id and differ. What stands loose was hashed; of the rows that were only believed one is
   * forged, and must not take the place of the record whose id it claims.
   */
  readonly doubted: ReadonlySet<string>;
}

/**
 * Each record once. A packed record may stand in several packs, and as a file of its own again when a cherry-pick brought
 * it back; two files of one record are a mistake.
 */
function sift(reading: readonly Reading[]): Sifted {
  const gone = new Set<string>();
  for (const { records } of reading)
    for (const stored of records)
      if (!isEvidence(stored) && stored.record.schema === 'tombstone/1') gone.add(stored.record.record);
  const problems: Problem[] = [];
  const all: Stored[] = [];
  const buried: Stored[] = [];
  for (const { file, records } of reading)
    for (const stored of records) {
      if (!gone.has(stored.hash)) {
        all.push(stored);
        continue;
      }
      buried.push(stored);
      problems.push(problem(file.path, 'AS6015', `${file.path} holds ${stored.hash}, which was expunged`));
    }
  // Packs are in order, which the engine's sort makes use of; a table of all hashes would take longer.
  all.sort((a, b) => byCodeUnit(a.hash, b.hash));
  const kept: Stored[] = [];
  const copies: Stored[] = [];
  const doubted = new Set<string>();
  for (const stored of all) {
    const other = kept.at(-1);
    const { hash, path = hash } = stored;
    if (other?.hash !== hash) {
      kept.push(stored);
      continue;
    }
    copies.push(stored);
    if (!path.endsWith('.jsonl'))
      problems.push(problem(path, 'AS6011', `${path} is a copy of ${other.path ?? hash}`));
    else if (JSON.stringify(other.record) !== JSON.stringify(stored.record))
      doubted.add(path).add(other.path ?? path);
  }
  return { records: kept, problems, copies, buried, doubted };
}

function refusal(problems: readonly Problem[], first: Problem): AirsmithError {
  const more = problems.length === 1 ? '' : `, and ${problems.length - 1} more`;
  return new AirsmithError(EXIT.usage, {
    code: 'AS6010',
    message: `${problems.length} bad in the learning store: ${first.message}${more}`,
    ...(first.cause === undefined ? {} : { cause: first.cause }),
    remedy: first.remedy,
    ...(first.position === undefined ? {} : { position: first.position }),
  });
}

function byPath(a: Problem, b: Problem): number {
  return (
    byCodeUnit(a.position?.path ?? '', b.position?.path ?? '') ||
    (a.position?.line ?? 0) - (b.position?.line ?? 0)
  );
}
