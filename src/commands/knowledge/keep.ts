/** `airsmith knowledge pack`, `migrate` and `expunge`: the care of a store. */

import {
  type Expunging,
  expungeNamed,
  expungeText,
  pack,
  refusal,
  tidy,
} from '../../knowledge/review/index.js';
import { isPlainPath } from '../../safety/paths.js';
import type { Terminal } from '../terminal.js';
import { type Desk, type KnowledgeFlags, openDesk, write } from './open.js';

/** Old evidence into packs: fewer files, the same observations. */
export async function packs(
  flags: KnowledgeFlags & { readonly olderThan?: string; readonly atLeast?: string },
  terminal: Terminal,
): Promise<number> {
  const { olderThan, atLeast } = flags;
  if (olderThan !== undefined && !/^[0-9]{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?$/.test(olderThan))
    throw refusal('AS6071', `--older-than ${JSON.stringify(olderThan.slice(0, 40))} is no month or day`);
  if (atLeast !== undefined && !/^[1-9][0-9]{0,8}$/.test(atLeast))
    throw refusal('AS6071', `--at-least ${JSON.stringify(atLeast.slice(0, 40))} is no number of files`);
  const desk = await openDesk(flags, terminal);
  const main = await mainOf(desk);
  const { changes, packed, redundant } = pack(desk.shelf.records, {
    folder: desk.config.learning,
    ...(main ? { only: (path) => main.has(path) } : {}),
    ...(olderThan === undefined ? {} : { olderThan }),
    ...(atLeast === undefined ? {} : { atLeast: Number(atLeast) }),
  });
  return write(desk, changes, flags, terminal, { packed, redundant });
}

/**
 * The records of the remote’s main branch; undefined where there is none to be seen. What main does not hold yet stays
 * loose, since its pull request may still be reverted. Throws AS6063 on a branch that lacks commits of main.
 */
async function mainOf({ repository, config }: Desk): Promise<ReadonlySet<string> | undefined> {
  for (const name of ['origin/HEAD', 'origin/main', 'origin/master']) {
    const tip = await repository.resolve(name);
    if (tip === undefined) continue;
    const head = await repository.resolve('HEAD');
    if (head === undefined || (await repository.mergeBase(tip, head)) !== tip)
      throw refusal('AS6063', `this branch lacks commits of ${name}`);
    return new Set(await repository.records(config.learning, tip).list());
  }
  return undefined;
}

/** Brings the layout up to date; no record’s bytes change. */
export async function migrate(flags: KnowledgeFlags, terminal: Terminal): Promise<number> {
  const desk = await openDesk(flags, terminal);
  const { changes, moved, restored, versions } = await tidy(desk.shelf, (path) => desk.repository.read(path));
  if (!flags.json) {
    const kinds = Object.entries(versions).map(([schema, count]) => `${count} ${schema}`);
    terminal.out(
      `${kinds.join(', ') || 'no records'}; older versions are read as they are, so that no id changes\n`,
    );
  }
  return write(desk, changes, flags, terminal, { moved, restored, versions });
}

/** Takes a record out for good, named by its id, or by its path where it cannot be read. */
export async function expunge(name: string, flags: KnowledgeFlags, terminal: Terminal): Promise<number> {
  const desk = await openDesk(flags, terminal);
  const { changes, gone, rewritten } = await planOf(name, desk, flags.why);
  const status = await write(desk, changes, flags, terminal, { gone, rewritten });
  if (!flags.json && !flags.dryRun) terminal.out(HISTORY);
  return status;
}

const HISTORY =
  'The files are gone; the history of git, its clones and forks, and the pull request still hold them. Replace a secret\n' +
  'first. How to clean the history: docs/learning.md, "When something got in that must not be there".\n';

async function planOf(
  name: string,
  { shelf, config, repository }: Desk,
  why: string | undefined,
): Promise<Expunging> {
  if (!name.includes('/')) return expungeNamed(shelf, name, why);
  if (!name.startsWith(`${config.learning}/`) || !isPlainPath(name))
    throw refusal('AS6061', `${JSON.stringify(name.slice(0, 200))} is no file below ${config.learning}/`);
  const text = await repository.read(name);
  if (text === undefined) throw refusal('AS6061', `${name} is no plain file`);
  return expungeText(shelf, name, text, why);
}
