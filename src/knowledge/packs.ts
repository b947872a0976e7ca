/**
 * Packs read back. A pack is believed or verified. Verified means that each row is brought into canonical form and hashed,
 * which is the only proof that a row is the record that its id says. What the base commit holds was verified when it came:
 * the check of the pull request that brought it verifies every pack that its base lacks, and the name of the file proves
 * that it is the same bytes since. So a pack of the base is believed. The hash of the file, the schema of each value and
 * the order of ids are checked even so, that nothing in it can be read as what it is not; and a row that claims the id of
 * another record is found when the two meet (`readRecords`).
 */

import type { Problem } from '../flow.js';
import type { PackHeader } from '../generated/pack-record.js';
import { canonical, hash16, isDeep, NotCanonical } from './canonical.js';
import { BadCell, cellReader } from './cells.js';
import { hiddenCharacter, isSuspect } from './characters.js';
import { MAX_RECORD_BYTES, markerLine, parseJson } from './check.js';
import { type Code, problem } from './problem.js';
import type { Evidence, LearningRecord, Stored } from './records.js';
import { isHex, type Shapes } from './shape.js';
import { type Sighting, sightingOf } from './sighting.js';
import { lifted } from './versions.js';

/** Rows of one pack. */
export const MAX_ROWS = 10_000;
/** Bytes of one pack: what is read from a repository at once. */
export const MAX_PACK_BYTES = 4 * 1024 * 1024;
/** What the rows of one pack may come to as records: a small file must not unfold into more than a machine holds. */
const MAX_UNPACKED = 128 * MAX_RECORD_BYTES;

/** A layout and what it shares nest twice as deep as a record at most. */
const MAX_NESTING = 64;

export interface ReadPack {
  readonly records: readonly Stored[];
  readonly problems: readonly Problem[];
}

/** The records of a pack. A row that is wrong is named and left out; a file that is wrong as a whole gives none. */
export function readPack(
  path: string,
  inner: string,
  text: string | undefined,
  { shapes, believed }: { readonly shapes: Shapes; readonly believed: boolean },
): ReadPack {
  const refuse = (code: Code, message: string, line = 1): ReadPack => ({
    records: [],
    problems: [problem(path, code, message, line)],
  });
  if (text === undefined || text.length > MAX_PACK_BYTES)
    return refuse('AS6006', `${path} is no plain file, or larger than 4 MiB`);
  const marker = markerLine(text.slice(0, 10_000));
  if (marker !== undefined) return refuse('AS6003', `${path} holds merge markers`, marker);
  const hash = hash16(text);
  if (inner !== `packs/${hash}.jsonl`)
    return refuse('AS6001', `${path} was changed, or is not named by its bytes, which hash to ${hash}`);
  try {
    return readRows(path, text, openPack(text, shapes), {
      shapes,
      believed,
      suspect: !believed && isSuspect(text),
    });
  } catch (error) {
    if (error instanceof UnknownVersion)
      return refuse('AS6005', `${path} holds ${error.message}, which this airsmith does not know`);
    if (error instanceof BadCell) return refuse('AS6013', `${path} cannot be read: it ${error.message}`);
    throw error;
  }
}

class UnknownVersion extends Error {}

interface OpenPack {
  readonly header: PackHeader;
  /** Where the first row begins. */
  readonly start: number;
  readonly read: (cell: unknown) => unknown;
}

function openPack(text: string, shapes: Shapes): OpenPack {
  const end = text.indexOf('\n');
  const parsed = parseJson(text.slice(0, Math.max(0, end)));
  if (!parsed.ok) throw new BadCell('does not begin with a line that says how to read it');
  if (isDeep(parsed.value, MAX_NESTING)) throw new BadCell('nests without end');
  const version = versionOf(parsed.value);
  if (version !== undefined && version !== 'pack/1') throw new UnknownVersion(JSON.stringify(version));
  const misfit = shapes.header(parsed.value);
  if (misfit) throw new BadCell(`does not say how to read it: ${misfit}`);
  const header = parsed.value as PackHeader;
  if (!shapes.knows(header.of)) throw new UnknownVersion(JSON.stringify(header.of));
  return { header, start: end + 1, read: cellReader(header.layout, shapes.schema(header.of), shapes.part) };
}

function versionOf(value: unknown): string | undefined {
  const said = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  return typeof said === 'string' ? said.slice(0, 40) : undefined;
}

function readRows(path: string, text: string, pack: OpenPack, checks: RowChecks): ReadPack {
  const records: Stored[] = [];
  const problems: Problem[] = [];
  let last = '';
  let line = 1;
  let left = MAX_UNPACKED;
  for (let at = pack.start; at < text.length; ) {
    const end = text.indexOf('\n', at);
    if (end < 0) throw new BadCell('was cut off: its last line does not end');
    line += 1;
    const start = at;
    const row = readRow(text.slice(start, end), pack, checks);
    at = end + 1;
    if (row.id !== undefined && row.id <= last) throw new BadCell(`has line ${line} out of order`);
    last = row.id ?? last;
    left -= row.bytes;
    if (left < 0) throw new BadCell('unfolds into more than a pack may');
    if (row.problem)
      problems.push(problem(path, row.problem.code, `${path}:${line} ${row.problem.message}`, line));
    else records.push(new PackedRecord(row.id, path, row.sighting, { pack, text, start, end }));
  }
  if (line - 1 !== pack.header.rows)
    throw new BadCell(`says it has ${pack.header.rows} rows and has ${line - 1}`);
  return { records, problems };
}

interface RowChecks {
  readonly shapes: Shapes;
  /** Rows are not hashed. */
  readonly believed: boolean;
  /** Some row may hold hidden characters. */
  readonly suspect: boolean;
}

type Found = Pick<Stored, 'record' | 'written'>;

/** Where a row stands that was read and found good. */
interface RowPlace {
  readonly pack: OpenPack;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A record of a pack: what the fold needs at once, and the rest when somebody asks. */
class PackedRecord implements Stored {
  readonly hash: string;
  readonly path: string;
  readonly sighting: Sighting;
  private place: RowPlace | undefined;
  private found: Found | undefined;

  constructor(hash: string, path: string, sighting: Sighting, place: RowPlace) {
    this.hash = hash;
    this.path = path;
    this.sighting = sighting;
    this.place = place;
    this.found = undefined;
  }

  get record(): LearningRecord {
    return this.whole().record;
  }

  get written(): Stored['written'] {
    return this.whole().written;
  }

  private whole(): Found {
    if (this.found) return this.found;
    const { pack, text, start, end } = this.place as RowPlace;
    const [, cell] = JSON.parse(text.slice(start, end)) as [string, unknown];
    this.found = lifted(pack.read(cell) as object);
    this.place = undefined;
    return this.found;
  }
}
type Row =
  | {
      readonly id: string;
      readonly sighting: Sighting;
      readonly bytes: number;
      readonly problem?: undefined;
    }
  | {
      readonly id?: string;
      readonly bytes: number;
      readonly problem: { readonly code: Code; readonly message: string };
    };

function readRow(line: string, pack: OpenPack, { shapes, believed, suspect }: RowChecks): Row {
  const parsed = parseJson(line);
  if (!parsed.ok || !Array.isArray(parsed.value) || parsed.value.length !== 2)
    throw new BadCell('holds a line that is no row');
  const [id, cell] = parsed.value;
  if (!isHex(id, 16)) throw new BadCell('holds a row without an id');
  let bytes = 0;
  const wrong = (code: Code, message: string): Row => ({ id, bytes, problem: { code, message } });
  try {
    const value = pack.read(cell) as Record<string, unknown>;
    const misfit = shapes.embedded(value);
    if (misfit) return wrong('AS6004', `does not fit its schema: ${misfit}`);
    const hidden = suspect ? hiddenCharacter(value) : undefined;
    if (hidden) return wrong('AS6008', `holds ${hidden}`);
    if (!believed) {
      const written = canonical(value);
      bytes = written.length;
      const hash = hash16(written);
      if (hash !== id) return wrong('AS6014', `says it is ${id}, and its record hashes to ${hash}`);
    }
    return { id, sighting: sightingOf(id, lifted(value).record as Evidence), bytes };
  } catch (error) {
    if (error instanceof BadCell) return wrong('AS6004', error.message);
    if (error instanceof NotCanonical) return wrong('AS6009', `has no canonical form: ${error.message}`);
    throw error;
  }
}
