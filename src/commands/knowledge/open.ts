/** What every `airsmith knowledge` command does first and last: open the store, show or write what came out. */

import { lstat, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type GitRepository, openRepository } from '../../adapters/git.js';
import { recordsInFolder } from '../../adapters/records.js';
import { shipped } from '../../assets.js';
import type { Config } from '../../config.js';
import { type FoldOptions, madeAt, readRecords } from '../../knowledge/index.js';
import { besideShipped, openShelf, refusal, type Shelf } from '../../knowledge/review/index.js';
import type { FileChange } from '../../ports.js';
import { EXIT } from '../../problems.js';
import { isInside } from '../../safety/paths.js';
import { findRoot } from '../root.js';
import { placeOfClone } from '../run-identity.js';
import type { Terminal } from '../terminal.js';
import { configure } from '../workspace.js';

/** Flags of the knowledge commands, as commander gives them. */
export interface KnowledgeFlags {
  readonly root?: string;
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly why?: string;
  /** A month; today's where it is left out. */
  readonly asOf?: string;
}

export interface Desk {
  readonly repository: GitRepository;
  readonly config: Config;
  readonly shelf: Shelf;
  /** How evidence is weighed: what was learned elsewhere and what is old counts less. */
  readonly weighing: FoldOptions;
}

/** Opens the repository and its store, as the work tree has it. */
export async function openDesk(flags: KnowledgeFlags, terminal: Terminal): Promise<Desk> {
  const root = findRoot(terminal.cwd, flags.root);
  if (!(await stat(root).catch(() => undefined))?.isDirectory())
    throw refusal('AS6072', `${JSON.stringify(root)} is no folder`);
  const repository = await openRepository(root, { env: terminal.env });
  const text = await repository.read('.airsmith.yaml');
  const config = await configure(repository.root, text, {}, terminal);
  await requireStore(repository.root, config.learning);
  const weighing = { own: madeAt(await placeOfClone(repository)), asOf: monthOf(flags) };
  return { repository, config, weighing, shelf: await shelfAt(repository, config.learning, weighing) };
}

/** Throws AS6072 where there is neither a work tree, whose store may be empty yet, nor a folder of records. */
async function requireStore(root: string, learning: string): Promise<void> {
  const present = await Promise.all(
    [join(root, '.git'), join(root, learning)].map((path) =>
      lstat(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  if (!present.some(Boolean))
    throw refusal(
      'AS6072',
      `${JSON.stringify(root)} is no checked-out repository, and holds no ${learning}/`,
    );
}

/** The store of a desk beside what ships with airsmith. */
export async function withShippedOf({ shelf }: Desk): Promise<Shelf> {
  const { records } = await readRecords(recordsInFolder(shipped(), 'learning'), { believe: () => true });
  return besideShipped(shelf, records);
}

/** The store at a commit, or in the work tree. */
export function shelfAt(
  repository: Pick<GitRepository, 'records'>,
  folder: string,
  weighing: FoldOptions,
  commit?: string,
): Promise<Shelf> {
  return openShelf(repository.records(folder, commit), folder, weighing);
}

function monthOf({ asOf = new Date().toISOString().slice(0, 7) }: KnowledgeFlags): string {
  if (/^[0-9]{4}-(0[1-9]|1[0-2])$/.test(asOf)) return asOf;
  throw refusal('AS6062', `--as-of ${JSON.stringify(asOf.slice(0, 40))} is no month`);
}

/** What a command did, for `--json`. */
export interface Written {
  readonly written: readonly string[];
  readonly deleted: readonly string[];
  readonly dry_run: boolean;
}

/**
 * Writes `changes`, all or none, and says so; what the files hold already is left out. Nothing outside of the learning
 * folder can be meant, whatever a record says.
 */
export async function write(
  desk: Desk,
  changes: readonly FileChange[],
  flags: KnowledgeFlags,
  terminal: Terminal,
  more: { readonly [name: string]: unknown } = {},
): Promise<number> {
  const { repository, config } = desk;
  for (const { path } of changes) {
    const plain = path.replace(/\/\.gitkeep$/, '/gitkeep');
    if (!isInside(plain, [config.learning]) && !path.startsWith(`${config.learning}/`))
      throw refusal('AS6061', `${JSON.stringify(path)} is not below ${config.learning}/`);
  }
  const open: FileChange[] = [];
  for (const change of changes) {
    if ((await repository.read(change.path)) !== (change.content ?? undefined)) open.push(change);
  }
  if (!flags.dryRun && open.length > 0) await repository.write(open);
  const result: Written & { readonly [name: string]: unknown } = {
    ...more,
    written: open.filter(({ content }) => content !== null).map(({ path }) => path),
    deleted: open.filter(({ content }) => content === null).map(({ path }) => path),
    dry_run: flags.dryRun === true,
  };
  if (flags.json) terminal.out(`${JSON.stringify(result, null, 2)}\n`);
  else terminal.out(writtenText(result));
  return EXIT.done;
}

function writtenText({ written, deleted, dry_run }: Written): string {
  if (written.length + deleted.length === 0) return 'nothing to do: the store holds this already\n';
  const would = dry_run ? 'would be ' : '';
  const lines = [
    ...written.map((path) => `${would}written  ${path}`),
    ...deleted.map((path) => `${would}deleted  ${path}`),
  ];
  const next = dry_run ? [] : ['Commit it like code: it counts for others when it is merged.'];
  return `${[...lines, ...next].join('\n')}\n`;
}
