/**
 * What a run that writes leaves behind while it writes, so that the next one can finish or take back what it could
 * not. It stands in the git directory, outside of every commit and of the work tree.
 */

import { readFileSync, readlinkSync, type Stats } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** A file as it was and as it is to be: ids that git gives the bytes, null for no file. */
export interface Plan {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What was going on. */
export interface Undertaking {
  /** Files alone, or files that follow a commit. */
  readonly kind: 'write' | 'commit';
  /** For files alone: whether all of them lie ready, so that what is left is to move them in place. */
  readonly ready: boolean;
  /** The ref that is moved, and the commit that it is moved to, once that is made. */
  readonly ref?: string;
  readonly commit?: string;
  /** Whether the checked-out files follow. */
  readonly follows: boolean;
  readonly files: readonly Plan[];
}

export interface Journal {
  /** Ends the names of files that lie ready beside their places. */
  readonly token: string;
  /** For temporary files; goes with the journal. */
  readonly scratch: string;
  /** Replaces what is noted, in one step. */
  note(undertaking: Undertaking): Promise<void>;
  /** Removes everything of the journal. */
  close(): Promise<void>;
}

/** A journal of a process that is no longer there. */
export interface Leftover extends Journal {
  readonly undertaking: Undertaking;
  /** When it was begun, in milliseconds since the epoch. */
  readonly sinceMs: number;
}

interface Page {
  readonly pid: number;
  /** What tells a process from a later one with the same number. */
  readonly started: string;
  /** The machine and its process numbers: elsewhere nobody can say who is alive. */
  readonly where: string;
  readonly undertaking: Undertaking;
}

const FOLDER = 'airsmith';
/** From another machine or container, nothing that is younger is taken for dead. */
const FOREIGN_MS = 60 * 60 * 1000;
let opened = 0;

/** Begins a journal below the git directory. */
export async function openJournal(gitDir: string, undertaking: Undertaking): Promise<Journal> {
  opened += 1;
  const journal = journalAt(gitDir, `${process.pid}-${opened}`);
  await mkdir(join(gitDir, FOLDER), { recursive: true });
  await journal.note(undertaking);
  await mkdir(journal.scratch, { recursive: true });
  return journal;
}

/** Journals that nobody works on any more. */
export async function leftovers(gitDir: string): Promise<readonly Leftover[]> {
  const names = await readdir(join(gitDir, FOLDER)).catch(() => [] as string[]);
  const found: Leftover[] = [];
  for (const token of new Set(names.map((name) => name.replace(/\.json(\.new)?$/, '')))) {
    if (!/^\d+-\d+$/.test(token)) continue;
    const file = join(gitDir, FOLDER, `${token}.json`);
    const page = await readPage(file);
    // Killed before its first page was in place, a run has no folder either.
    const left = page ? [file] : [join(gitDir, FOLDER, token), `${file}.new`];
    const facts = await factsOf(left);
    if (!facts || (page ? isAlive(page, facts.mtimeMs) : Number.parseInt(token, 10) === process.pid))
      continue;
    const pid = Number.parseInt(token, 10);
    if (!page && startOf(pid) !== '') continue;
    const undertaking = page?.undertaking ?? { kind: 'write', ready: false, follows: false, files: [] };
    const scratch = await stat(join(gitDir, FOLDER, token)).catch(() => undefined);
    const sinceMs = Math.min(facts.birthtimeMs || facts.mtimeMs, scratch?.birthtimeMs || facts.mtimeMs);
    found.push({ ...journalAt(gitDir, token), undertaking, sinceMs });
  }
  return found;
}

async function factsOf(paths: readonly string[]): Promise<Stats | undefined> {
  for (const path of paths) {
    const facts = await stat(path).catch(() => undefined);
    if (facts) return facts;
  }
  return undefined;
}

function journalAt(gitDir: string, token: string): Journal {
  const file = join(gitDir, FOLDER, `${token}.json`);
  const scratch = join(gitDir, FOLDER, token);
  return {
    token,
    scratch,
    async note(undertaking) {
      const page: Page = { pid: process.pid, started: startOf(process.pid), where: here(), undertaking };
      await writeFile(`${file}.new`, JSON.stringify(page));
      await rename(`${file}.new`, file);
    },
    async close() {
      await rm(scratch, { recursive: true, force: true });
      await rm(`${file}.new`, { force: true });
      await rm(file, { force: true });
    },
  };
}

async function readPage(file: string): Promise<Page | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Page;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, started, where }: Page, changedMs: number): boolean {
  if (where !== here()) return Date.now() - changedMs < FOREIGN_MS;
  return startOf(pid) === started && started !== '';
}

/** When a process began, in the kernel's ticks; empty where there is none of that number. */
function startOf(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return fields.slice(fields.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return withoutProc(pid);
  }
}

/** Systems without `/proc` only say whether the number is taken. */
function withoutProc(pid: number): string {
  if (process.platform === 'linux') return '';
  try {
    process.kill(pid, 0);
    return 'alive';
  } catch {
    return '';
  }
}

function here(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}
