/** `airsmith spec check` and `airsmith spec migrate`: spec files alone, without any model or Airflow. */

import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { openRepository } from '../adapters/git.js';
import type { Problem } from '../flow.js';
import { AirsmithError, EXIT } from '../problems.js';
import { renderProblem } from '../report/problem.js';
import { migrateSpec, readSpecs, type SpecSource } from '../spec/index.js';
import { findRoot } from './root.js';
import type { Terminal } from './terminal.js';
import { configure, type Flags } from './workspace.js';

/** Larger than any spec; a larger file is refused before it is read. The spec room has a tighter limit of its own. */
const MAXIMUM_BYTES = 4 << 20;

/** Each file once, however often and in whatever way it is named; the first name stays. */
function distinct(files: readonly string[], cwd: string): readonly string[] {
  const known = new Map<string, string>();
  for (const file of files) {
    const absolute = resolve(cwd, file);
    if (!known.has(absolute)) known.set(absolute, file);
  }
  return [...known.values()];
}

/**
 * The named files, each once, with their paths as the repository knows them, or an AS2002 for the first that cannot be
 * read. With `inside` one that is not in the repository is refused as AS2032; otherwise its name stands for its path.
 */
export async function openSpecs(
  files: readonly string[],
  root: string,
  cwd: string,
  { inside = false } = {},
): Promise<readonly SpecSource[]> {
  return Promise.all(
    distinct(files, cwd).map(async (file) => {
      const absolute = resolve(cwd, file);
      const facts = await stat(absolute).catch(() => undefined);
      if (!facts?.isFile() || facts.size > MAXIMUM_BYTES) {
        const what = !facts ? 'does not exist' : !facts.isFile() ? 'is not a file' : 'is larger than 4 MiB';
        throw new AirsmithError(EXIT.usage, {
          code: 'AS2002',
          message: `${file} ${what}`,
          remedy: 'Check the path; it is taken relative to the current folder.',
        });
      }
      if (inside) await requireInside(root, absolute, file);
      return {
        path: pathIn(await realpath(root), await realpathOfParent(absolute)),
        bytes: await readFile(absolute),
      };
    }),
  );
}

/** What is made of a spec names it by its path: a reader of the repository has to find it there. */
async function requireInside(root: string, absolute: string, file: string): Promise<void> {
  if (!isOutside(relative(await realpath(root), await realpathOfParent(absolute)))) return;
  throw new AirsmithError(EXIT.usage, {
    code: 'AS2032',
    message: `${file} is outside of the repository ${root}`,
    remedy: 'Copy it into the repository, for example below specs/, or name its repository with --root.',
  });
}

/** The folder's links are followed, the file's own name is kept. */
async function realpathOfParent(absolute: string): Promise<string> {
  return join(await realpath(dirname(absolute)), basename(absolute));
}

function isOutside(path: string): boolean {
  return path === '..' || /^\.\.[\\/]/.test(path) || isAbsolute(path);
}

/** Path below the root with `/`; of a file outside it, its name alone. */
function pathIn(root: string, absolute: string): string {
  const path = relative(root, absolute);
  return (isOutside(path) ? (absolute.split(/[\\/]/).at(-1) ?? absolute) : path).replaceAll('\\', '/');
}

/** Checks spec files; status 1 when one has an error. */
export async function checkSpecs(
  files: readonly string[],
  flags: Flags,
  terminal: Terminal,
): Promise<number> {
  const root = findRoot(terminal.cwd, flags.root);
  const repository = await openRepository(root, { env: terminal.env });
  const text = await repository.read('.airsmith.yaml');
  const config = await configure(root, text, flags, terminal);
  const sources = await openSpecs(files, root, terminal.cwd);
  const { specs, problems } = await readSpecs(sources, config);
  const wrong = problems.some(({ severity }) => severity === 'error');
  if (flags.json) {
    terminal.out(
      `${JSON.stringify({ ok: !wrong, specs: specs.map(({ path, name }) => ({ path, name })), problems }, null, 2)}\n`,
    );
  } else {
    showProblems(problems, terminal);
    terminal.out(
      `${specs.length} of ${sources.length} ${sources.length === 1 ? 'spec' : 'specs'} can be built\n`,
    );
  }
  return wrong ? EXIT.unproven : EXIT.done;
}

export function showProblems(problems: readonly Problem[], terminal: Terminal): void {
  for (const problem of problems) terminal.err(`${renderProblem(problem, { colour: terminal.colour })}\n\n`);
}

/** Rewrites specs of the earlier generator to version 1. */
export async function migrateSpecs(
  named: readonly string[],
  flags: { readonly write?: boolean },
  terminal: Terminal,
): Promise<number> {
  const { writeFile } = await import('node:fs/promises');
  const files = distinct(named, terminal.cwd);
  const sources = await openSpecs(files, terminal.cwd, terminal.cwd);
  let wrong = false;
  for (const [index, source] of sources.entries()) {
    const migrated = await migrateSpec(source);
    showProblems(migrated.problems, terminal);
    if (!migrated.ok) {
      wrong = true;
      continue;
    }
    if (flags.write) await writeFile(resolve(terminal.cwd, files[index] ?? source.path), migrated.text);
    else terminal.out(migrated.text);
  }
  return wrong ? EXIT.unproven : EXIT.done;
}
