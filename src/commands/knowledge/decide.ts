/** `airsmith knowledge reject`, `retract` and `relabel`: a person says no, takes back, or corrects. */

import { keepFile, recordFile } from '../../knowledge/index.js';
import { find, rejectionOf, relabelOf, retractionOf } from '../../knowledge/review/index.js';
import type { FileChange } from '../../ports.js';
import { TAXONOMY } from '../../repair/taxonomy.js';
import type { Terminal } from '../terminal.js';
import { type Desk, type KnowledgeFlags, openDesk, withShippedOf, write } from './open.js';

type Record = Parameters<typeof recordFile>[0];

/** Never again this item, wherever it is learned from. */
export async function reject(id: string, flags: KnowledgeFlags, terminal: Terminal): Promise<number> {
  const desk = await openDesk(flags, terminal);
  const all = await withShippedOf(desk);
  const entry = find(all, id);
  return write(desk, filed(rejectionOf(entry, flags.why), desk), flags, terminal, { entry });
}

/** This observation no longer counts. */
export async function retract(id: string, flags: KnowledgeFlags, terminal: Terminal): Promise<number> {
  const desk = await openDesk(flags, terminal);
  const all = await withShippedOf(desk);
  const entry = find(all, id);
  return write(desk, filed(retractionOf(entry, flags.why), desk), flags, terminal, { entry });
}

/** The error is of another class. */
export async function relabel(
  id: string,
  errorClass: string,
  flags: KnowledgeFlags,
  terminal: Terminal,
): Promise<number> {
  const desk = await openDesk(flags, terminal);
  const all = await withShippedOf(desk);
  const entry = find(all, id);
  const classes = new Set(TAXONOMY.map((known) => known.id));
  // Classes that were learned here, such as `unknown.1a2b3c4d`, are classes too.
  for (const { definition } of all.knowledge.errors.values()) classes.add(definition.class);
  const record = relabelOf(entry, errorClass, flags.why, [...classes], desk.shelf.records);
  return write(desk, filed(record, desk), flags, terminal, { entry });
}

/** The record’s file, and the one that keeps its folder. */
function filed(record: Record, { config, shelf }: Desk): readonly FileChange[] {
  const file = recordFile(record, config.learning);
  const folder = file.path.slice(0, file.path.lastIndexOf('/'));
  const keep = keepFile(folder);
  return shelf.paths.some((path) => path.startsWith(`${folder}/`)) ? [file] : [file, keep];
}
