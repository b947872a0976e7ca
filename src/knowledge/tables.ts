/** Packs of version 2: a line a column. */

import type { ColumnsHeader } from '../generated/pack-columns.js';
import { inAscii } from './canonical.js';
import { BadCell } from './cells.js';
import { parseJson } from './check.js';
import { type Column, fieldOf, openColumn, plainColumn, valueAt, valuesOf } from './columns.js';
import { problem } from './problem.js';
import { isHex, type Shapes } from './shape.js';
import { Sighting, Sightings } from './sighting.js';
import { columnMisfit, hidesSomething } from './sound.js';
import { type Checks, PackedRecord, type ReadPack, requireBare, rowCheck, type Wrong } from './unpacked.js';
import { lifted, UPCASTS } from './versions.js';

/** The records in `text` from `start` on. Throws `BadCell` where the file as a whole is wrong. */
export function readTable(
  path: string,
  text: string,
  start: number,
  header: ColumnsHeader,
  checks: Checks,
): ReadPack {
  const { ids, column } = openTable(text, start, header, checks);
  const misfit = misfitOf(column, header.of, checks.shapes);
  // As long as every column is sound, no record has to be made for its schema.
  const wrong =
    misfit === undefined && checks.believed
      ? new Map<number, Wrong>()
      : wrongRows(ids, column, header.of, checks, misfit);
  const problems = [...wrong].map(([row, { code, message }]) =>
    problem(path, code, `${path}, record ${row + 1} of ${ids.length}, ${message}`),
  );
  if (wrong.size === 0) return { records: recordsIn(path, ids, column, header.of), problems };
  const good = ids.flatMap((_, row) => (wrong.has(row) ? [] : [row]));
  const rest = plainColumn(good.map((row) => valueAt(column, row)));
  const goodIds = good.map((row) => ids[row] as string);
  return { records: recordsIn(path, goodIds, rest, header.of), problems };
}

function openTable(
  text: string,
  start: number,
  { rows, layout }: ColumnsHeader,
  { believed }: Checks,
): { readonly ids: readonly string[]; readonly column: Column } {
  let at = start;
  const next = (): readonly unknown[] => {
    const end = text.indexOf('\n', at);
    if (end < 0) throw new BadCell('was cut off');
    const line = text.slice(at, end);
    const parsed = parseJson(line);
    at = end + 1;
    if (!parsed.ok || !Array.isArray(parsed.value)) throw new BadCell('holds a line that is no column');
    if (!believed) requireBare(line, parsed.value, inAscii);
    return parsed.value;
  };
  const ids = idsIn(next(), rows);
  const column = openColumn(layout, rows, next);
  if (at !== text.length) throw new BadCell('goes on after its last column');
  return { ids, column };
}

function idsIn(ids: readonly unknown[], rows: number): readonly string[] {
  if (ids.length !== rows) throw new BadCell(`says it has ${rows} records and has ${ids.length}`);
  let last = '';
  for (const id of ids) {
    if (!isHex(id, 16)) throw new BadCell('holds a record without an id');
    if (id <= last) throw new BadCell(`has ${id} out of order`);
    last = id;
  }
  return ids as readonly string[];
}

/** First complaint about the columns, definitions that evidence embeds included. */
function misfitOf(column: Column, of: string, shapes: Shapes): string | undefined {
  const misfit = columnMisfit(column, shapes.schema(of), shapes.part);
  if (misfit) return misfit;
  const introduces = fieldOf(column, 'introduces');
  for (const list of introduces.form === 'shared' ? introduces.table : valuesOf(introduces)) {
    const wrong = shapes.embedded({ introduces: list });
    if (wrong) return wrong;
  }
  return undefined;
}

/** What is wrong with records, by row. Where columns do not fit and all records do, nobody refers to what does not. */
function wrongRows(
  ids: readonly string[],
  column: Column,
  of: string,
  checks: Checks,
  misfit: string | undefined,
): ReadonlyMap<number, Wrong> {
  const furtherWrong = rowCheck({ ...checks, suspect: checks.suspect && hidesSomething(column) });
  const wrong = new Map<number, Wrong>();
  let unfit = 0;
  for (const [row, id] of ids.entries()) {
    const value = valueAt(column, row) as object;
    const complaint = misfit === undefined ? undefined : checks.shapes.complaint(of, value);
    if (complaint) unfit += 1;
    const found: Wrong | undefined = complaint
      ? { code: 'AS6004', message: `does not fit its schema: ${complaint}` }
      : furtherWrong(id, value);
    if (found) wrong.set(row, found);
  }
  if (misfit !== undefined && unfit === 0) throw new BadCell(`does not fit its schema: ${misfit}`);
  return wrong;
}

function recordsIn(path: string, ids: readonly string[], column: Column, of: string): ReadPack['records'] {
  const written = (row: number) => valueAt(column, row) as object;
  const newest = UPCASTS.has(of) ? plainColumn(ids.map((_, row) => lifted(written(row)).record)) : column;
  const table = new Sightings(ids, newest);
  return ids.map((_, row) => new PackedRecord(path, new Sighting(table, row), written));
}
