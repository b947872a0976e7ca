/** `airsmith knowledge import` and `export`: what one repository learned, for another. */

import { mkdir, mkdtemp, readdir, realpath, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { openRepository } from '../../adapters/git.js';
import { recordsInFolder } from '../../adapters/records.js';
import type { Config } from '../../config.js';
import { bring, type Carried, give, openShelf, refusal, type Shelf } from '../../knowledge/review/index.js';
import { EXIT } from '../../problems.js';
import type { Terminal } from '../terminal.js';
import { configure } from '../workspace.js';
import { type Desk, type KnowledgeFlags, openDesk, write } from './open.js';

/** Brings the store of a repository, or a folder that was exported, into this one. */
export async function importFrom(from: string, flags: KnowledgeFlags, terminal: Terminal): Promise<number> {
  const desk = await openDesk(flags, terminal);
  const source = await sourceOf(from, desk, terminal);
  const carried = bring(source.shelf, desk.shelf, source.roots);
  if (!flags.json) terminal.out(summary(carried));
  const { evidence, definitions, left } = carried;
  return write(desk, carried.changes, flags, terminal, { evidence, definitions, left });
}

/** Writes the store, without what is this house’s own, into a new folder. */
export async function exportTo(to: string, flags: KnowledgeFlags, terminal: Terminal): Promise<number> {
  const { shelf, repository } = await openDesk(flags, terminal);
  const folder = resolve(terminal.cwd, to);
  if ((await readdir(folder).catch(() => [])).length > 0)
    throw refusal('AS6057', `${to} exists and is not empty`);
  const carried = give(shelf, await repository.roots());
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

interface Source {
  readonly shelf: Shelf;
  /** The commits that its history begins with, where it is a repository. */
  readonly roots: readonly string[] | undefined;
}

/**
 * A repository, whose settings say where its records are; a folder with `learning/`, or one that is it; or a commit of this repository,
 * such as a branch that was fetched.
 */
async function sourceOf(from: string, { repository, config }: Desk, terminal: Terminal): Promise<Source> {
  const folder = resolve(terminal.cwd, from);
  const names = await readdir(folder).catch(() => undefined);
  if (!names) {
    const commit = await repository.resolve(from);
    if (commit === undefined)
      throw refusal('AS6055', `${JSON.stringify(from.slice(0, 200))} is neither a folder nor a commit`);
    const learning = await learningOf(await repository.read('.airsmith.yaml', commit), config, terminal);
    const shelf = await openShelf(repository.records(learning, commit), learning);
    return { shelf, roots: await repository.roots(commit) };
  }
  const there = await openRepository(folder, { env: terminal.env });
  if (there.root === (await realpath(folder)) && names.includes('.git')) {
    const learning = await learningOf(await there.read('.airsmith.yaml'), config, terminal);
    return { shelf: await openShelf(there.records(learning), learning), roots: await there.roots() };
  }
  const isStore = !names.includes('learning') && names.some((name) => STORE.includes(name));
  const [above, learning] = isStore ? [dirname(folder), baseOf(folder)] : [folder, 'learning'];
  return { shelf: await openShelf(recordsInFolder(above, learning), learning), roots: undefined };
}

/** By these a folder of records is known. */
const STORE = ['patterns', 'evidence', 'packs'];

/** Where another repository keeps its records, as its settings in `text` say. */
async function learningOf(text: string | undefined, { root }: Config, terminal: Terminal): Promise<string> {
  return (await configure(root, text, {}, terminal)).learning;
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
