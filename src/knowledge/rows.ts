/** Packs of version 1: a line a record. Nothing writes them any more. */

import type { Problem } from '../flow.js';
import type { PackHeader } from '../generated/pack-record.js';
import { BadCell, cellReader } from './cells.js';
import { parseJson } from './check.js';
import { plainColumn } from './columns.js';
import { problem } from './problem.js';
import { isHex } from './shape.js';
import { Sighting, Sightings } from './sighting.js';
import { type Checks, PackedRecord, type ReadPack, requireBare, rowCheck, type Wrong } from './unpacked.js';
import { lifted } from './versions.js';

/** The records in `text` from `start` on. Throws `BadCell` where the file as a whole is wrong. */
export function readRows(
  path: string,
  text: string,
  start: number,
  header: PackHeader,
  checks: Checks,
): ReadPack {
  const read = cellReader(header.layout, checks.shapes.schema(header.of), checks.shapes.part);
  const furtherWrong = rowCheck(checks);
  const good: { readonly id: string; readonly value: object; readonly at: number; readonly end: number }[] =
    [];
  const problems: Problem[] = [];
  let last = '';
  let line = 1;
  for (let at = start; at < text.length; ) {
    const end = text.indexOf('\n', at);
    if (end < 0) throw new BadCell('was cut off: its last line does not end');
    line += 1;
    const row = text.slice(at, end);
    const [id, cell] = rowIn(row);
    if (!checks.believed) requireBare(row, [id, cell], JSON.stringify);
    if (id <= last) throw new BadCell(`has line ${line} out of order`);
    last = id;
    const value = recordIn(cell, read, checks);
    const wrong: Wrong | undefined =
      typeof value === 'string' ? { code: 'AS6004', message: value } : furtherWrong(id, value);
    if (wrong) problems.push(problem(path, wrong.code, `${path}:${line} ${wrong.message}`, line));
    else if (typeof value !== 'string') good.push({ id, value, at, end });
    at = end + 1;
  }
  if (line - 1 !== header.rows) throw new BadCell(`says it has ${header.rows} rows and has ${line - 1}`);
  const table = new Sightings(
    good.map(({ id }) => id),
    plainColumn(good.map(({ value }) => lifted(value).record)),
  );
  const places = good.map(({ at, end }) => ({ at, end }));
  const again = (row: number) => {
    const place = places[row];
    return read(rowIn(text.slice(place?.at, place?.end))[1]) as object;
  };
  return {
    records: places.map((_, row) => new PackedRecord(path, new Sighting(table, row), again)),
    problems,
  };
}

function rowIn(line: string): readonly [string, unknown] {
  const parsed = parseJson(line);
  if (!parsed.ok || !Array.isArray(parsed.value) || parsed.value.length !== 2)
    throw new BadCell('holds a line that is no row');
  const [id, cell] = parsed.value as [unknown, unknown];
  if (!isHex(id, 16)) throw new BadCell('holds a row without an id');
  return [id, cell];
}

/** The record of a cell, or what does not fit. */
function recordIn(cell: unknown, read: (cell: unknown) => unknown, { shapes }: Checks): object | string {
  try {
    const value = read(cell) as object;
    const misfit = shapes.embedded(value);
    return misfit ? `does not fit its schema: ${misfit}` : value;
  } catch (error) {
    if (error instanceof BadCell) return error.message;
    throw error;
  }
}
