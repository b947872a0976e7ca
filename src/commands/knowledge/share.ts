/** `airsmith knowledge import` and `export`: what one repository learned, for another. */

import { mkdir, mkdtemp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { openRepository } from '../../adapters/git.js';
import { recordsInFolder } from '../../adapters/records.js';
import { bring, type Carried, give, openShelf, refusal, type Shelf } from '../../knowledge/review/index.js';
import { EXIT } from '../../problems.js';
import type { Terminal } from '../terminal.js';
import { type Desk, type KnowledgeFlags, openDesk, write } from './open.js';

/** Brings the store of a repository, or a folder that was exported, into this one. */
export async function importFrom(from: string, flags: KnowledgeFlags, terminal: Terminal): Promise<number> {
  const desk = await openDesk(flags, terminal);
  const carried = bring(await sourceShelf(from, desk, terminal), desk.shelf);
  if (!flags.json) terminal.out(summary(carried));
  const { evidence, definitions, left } = carried;
  return write(desk, carried.changes, flags, terminal, { evidence, definitions, left });
}

/** Writes the store, without what is this house’s own, into a new folder. */
export async function exportTo(to: string, flags: KnowledgeFlags, terminal: Terminal): Promise<number> {
  const { shelf } = await openDesk(flags, terminal);
  const folder = resolve(terminal.cwd, to);
  if ((await readdir(folder).catch(() => [])).length > 0)
    throw refusal('AS6057', `${to} exists and is not empty`);
  const carried = give(shelf);
  if (!flags.dryRun) {
    await writeWhole(folder, carried);
  }
  const { evidence, definitions, left } = carried;
  const done = {
    folder,
    files: carried.changes.length,
    evidence,
    definitions,
    left,
    dry_run: flags.dryRun === true,
  };
  terminal.out(flags.json ? `${JSON.stringify(done, null, 2)}\n` : summary(carried));
  return EXIT.done;
}

/** Makes `folder` with everything in it, or leaves nothing: it is written beside its place, and renamed when whole. */
async function writeWhole(folder: string, { changes }: Carried): Promise<void> {
  let beside = '';
  try {
    await mkdir(dirname(folder), { recursive: true });
    beside = await mkdtemp(`${folder}.part-`);
    for (const { path, content } of changes) {
      const file = join(beside, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content ?? '');
    }
    await rmdir(folder).catch(() => undefined);
    await rename(beside, folder);
  } catch (error) {
    if (beside !== '') await rm(beside, { recursive: true, force: true });
    const why = error instanceof Error ? error.message : String(error);
    throw refusal('AS6064', `${JSON.stringify(folder)} cannot be written: ${why}`, undefined, EXIT.world);
  }
}

/** A repository with `learning/`, a folder that is one, or a commit of this repository, such as a branch that was fetched. */
async function sourceShelf(from: string, { repository, config }: Desk, terminal: Terminal): Promise<Shelf> {
  const folder = resolve(terminal.cwd, from);
  const names = await readdir(folder).catch(() => undefined);
  if (!names) {
    const commit = await repository.resolve(from);
    if (commit === undefined)
      throw refusal('AS6055', `${JSON.stringify(from.slice(0, 200))} is neither a folder nor a commit`);
    return openShelf(repository.records(config.learning, commit), config.learning);
  }
  if (!names.includes('learning') && names.some((name) => ['patterns', 'evidence', 'packs'].includes(name)))
    return openShelf(recordsInFolder(dirname(folder), baseOf(folder)), baseOf(folder));
  const there = await openRepository(folder, { env: terminal.env });
  const inside = there.root === folder ? there.records('learning') : recordsInFolder(folder, 'learning');
  return openShelf(inside, 'learning');
}

function baseOf(folder: string): string {
  return folder.slice(dirname(folder).length).replace(/^[\\/]/, '');
}

function summary({ evidence, definitions, left }: Carried): string {
  const stays = [
    ...(left.own > 0
      ? [
          `${left.own} components and decisions, which are that house’s own business (repeat one here if you agree)`,
        ]
      : []),
    ...(left.retracted > 0 ? [`${left.retracted} retracted`] : []),
    ...(left.expunged > 0 ? [`${left.expunged} expunged here`] : []),
  ];
  const rest = stays.length > 0 ? `; left out: ${stays.join(', ')}` : '';
  return `${evidence} observations, ${definitions} definitions${rest}\n`;
}
