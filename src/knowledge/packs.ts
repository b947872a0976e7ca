/**
 * Packs read back. A pack is believed or verified. Verified means that each line is just what is read of it, that
 * each row is in canonical form, and that this form hashes to its id: the only proof that a row is the record that its id says. What the base commit holds was verified when it came:
 * the check of the pull request that brought it verifies every pack that its base lacks, and the name of the file proves
 * that it is the same bytes since. So a pack of the base is believed. The hash of the file, the schema of each value and
 * the order of ids are checked even so, that nothing in it can be read as what it is not; and a row that claims the id of
 * another record is found when the two meet (`readRecords`).
 */

import type { ColumnsHeader } from '../generated/pack-columns.js';
import type { PackHeader } from '../generated/pack-record.js';
import { hash16, inAscii, isDeep } from './canonical.js';
import { BadCell } from './cells.js';
import { isSuspect } from './characters.js';
import { markerLine, parseJson } from './check.js';
import { type Code, problem } from './problem.js';
import { readRows } from './rows.js';
import type { Shapes } from './shape.js';
import { readTable } from './tables.js';
import { type Checks, fewOf, type ReadPack, requireBare } from './unpacked.js';

/** Rows of one pack. */
export const MAX_ROWS = 10_000;
/** Bytes of one pack: what is read from a repository at once. */
export const MAX_PACK_BYTES = 4 * 1024 * 1024;
/** A layout and what it shares nest twice as deep as a record at most. */
const MAX_NESTING = 64;

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
    const checks: Checks = { shapes, believed, suspect: !believed && isSuspect(text) };
    const { header, start } = openPack(text, checks);
    const { records, problems } = isTable(header)
      ? readTable(path, text, start, header, checks)
      : readRows(path, text, start, header, checks);
    return { records, problems: fewOf(problems, path) };
  } catch (error) {
    if (error instanceof UnknownVersion)
      return refuse('AS6005', `${path} holds ${error.message}, which this airsmith does not know`);
    if (error instanceof BadCell) return refuse('AS6013', `${path} cannot be read: it ${error.message}`);
    throw error;
  }
}

class UnknownVersion extends Error {}

type Header = PackHeader | ColumnsHeader;

/** The first line, and where the second begins. */
function openPack(
  text: string,
  { shapes, believed }: Checks,
): { readonly header: Header; readonly start: number } {
  const end = text.indexOf('\n');
  const parsed = parseJson(text.slice(0, Math.max(0, end)));
  if (!parsed.ok) throw new BadCell('does not begin with a line that says how to read it');
  if (isDeep(parsed.value, MAX_NESTING)) throw new BadCell('nests without end');
  const version = versionOf(parsed.value);
  if (version === undefined) throw new BadCell('does not say how to read it');
  const misfit = shapes.header(version, parsed.value);
  if (misfit === 'unknown') throw new UnknownVersion(JSON.stringify(version));
  if (misfit) throw new BadCell(`does not say how to read it: ${misfit}`);
  const header = parsed.value as Header;
  if (!believed) requireBare(text.slice(0, end), header, isTable(header) ? inAscii : JSON.stringify);
  if (!shapes.knows(header.of)) throw new UnknownVersion(JSON.stringify(header.of));
  return { header, start: end + 1 };
}

function versionOf(value: unknown): string | undefined {
  const said = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  return typeof said === 'string' ? said.slice(0, 40) : undefined;
}

function isTable(header: Header): header is ColumnsHeader {
  return header.schema === 'pack/2';
}
