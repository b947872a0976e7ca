/** Which files `airsmith validate` looks at, and the spec that each is held against. */

import { lstat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Config } from '../config.js';
import type { Problem, Spec } from '../flow.js';
import type { Knowledge } from '../knowledge/index.js';
import type { Repository } from '../ports.js';
import { AirsmithError, EXIT } from '../problems.js';
import { fixedFolder, isPlainPath } from '../safety/paths.js';
import { discoverSpecs, readSpecs, type SpecSource } from '../spec/index.js';
import { openSpecs } from './spec.js';

/** A file of components that people wrote. */
export interface Candidate {
  readonly path: string;
  readonly source: string;
  /** Components that it defines, by their names; empty where none could be read. */
  readonly classes: readonly string[];
  readonly spec?: Spec;
}

export interface Candidates {
  readonly candidates: readonly Candidate[];
  readonly problems: readonly Problem[];
}

interface Place {
  readonly repository: Repository;
  readonly config: Config;
  readonly own: Knowledge;
  readonly cwd: string;
}

/** The named files. Without `spec`, that of a class that the file defines: by its name, else by the component's record. */
export async function namedFiles(
  files: readonly string[],
  spec: string | undefined,
  place: Place,
): Promise<Candidates> {
  const { repository, cwd } = place;
  const sources = await openSpecs(files, repository.root, cwd);
  for (const [index, { path }] of sources.entries())
    await requirePlace(path, files[index] ?? path, repository);
  const given = spec === undefined ? undefined : await openSpecs([spec], repository.root, cwd);
  const { specs, problems } = await readSpecs(given ?? (await knownSpecs(place)), place.config);
  const candidates = await Promise.all(
    sources.map(async ({ path, bytes }): Promise<Candidate> => {
      const source = Buffer.from(bytes).toString('utf8');
      const classes = await classesIn(source);
      const found = given ? specs[0] : specs.find(({ name }) => classes.includes(name));
      return { path, source, classes, ...(found ? { spec: found } : {}) };
    }),
  );
  // Somebody else's broken spec says nothing about these files; the one that was named does.
  const used = new Set(candidates.flatMap(({ spec: one }) => (one ? [one.path] : [])));
  return {
    candidates,
    problems: given ? problems : problems.filter(({ position }) => used.has(position?.path ?? '')),
  };
}

/** Every component below the output folder, or in a record, that has a spec. */
export async function allComponents(place: Place): Promise<Candidates> {
  const { repository, config, own } = place;
  const { specs, problems } = await readSpecs(await knownSpecs(place), config);
  const recorded = specs.flatMap(({ name }) => own.componentAt(name)?.path ?? []);
  const below = await repository.list(fixedFolder(config.output.component));
  const paths = [...new Set([...recorded, ...below])].filter(
    (path) => path.endsWith('.py') && isPlainPath(path),
  );
  const candidates: Candidate[] = [];
  for (const path of paths.sort()) {
    const source = await repository.read(path);
    if (source === undefined) continue;
    const classes = await classesIn(source);
    const described = specs.filter(
      ({ name }) => classes.includes(name) || own.componentAt(name)?.path === path,
    );
    candidates.push(...described.map((spec) => ({ path, source, classes, spec })));
  }
  return { candidates, problems };
}

/** Specs of the repository, and those outside of its spec folders that a component's record names. */
async function knownSpecs({ repository, config, own }: Place): Promise<readonly SpecSource[]> {
  const found = await discoverSpecs(repository, config);
  const known = new Set(found.map(({ path }) => path));
  const others: SpecSource[] = [];
  for (const { definition } of own.components.values()) {
    const path = own.componentAt(definition.name)?.specPath;
    const text = path === undefined || known.has(path) ? undefined : await repository.read(path);
    if (path === undefined || text === undefined) continue;
    known.add(path);
    others.push({ path, bytes: Buffer.from(text, 'utf8') });
  }
  return [...found, ...others];
}

async function requirePlace(path: string, file: string, repository: Repository): Promise<void> {
  const fault = await faultOf(path, repository);
  if (fault === undefined) return;
  const [what, remedy] = fault;
  throw new AirsmithError(EXIT.usage, { code: 'AS2012', message: `${file} ${what}`, remedy });
}

/** Why a file cannot be validated where it is, and what to do; undefined where it can. */
async function faultOf(path: string, repository: Repository): Promise<readonly [string, string] | undefined> {
  if (!path.endsWith('.py')) return ['is no Python file', 'Name a file that ends in .py.'];
  if (isAbsolute(path) || path.startsWith('../'))
    return [
      'is outside of the repository',
      'Copy it into the repository, or say with --root which one holds it.',
    ];
  const parts = path.split('/');
  const dotted = parts.find((part) => part.startsWith('.'));
  if (dotted !== undefined)
    return [`stands below ${dotted}, a hidden name`, `Move it to where no name begins with a dot.`];
  const spaced = parts.find((part) => /\s/.test(part));
  if (spaced !== undefined)
    return [`has a space in ${JSON.stringify(spaced)}`, 'No module can be imported by that name: rename it.'];
  if (!isPlainPath(path))
    return ['has a path that no module can have', 'Use letters, digits, `_`, `-` and `.` alone.'];
  if ((await repository.read(path)) !== undefined) return undefined;
  const facts = await lstat(join(repository.root, path)).catch(() => undefined);
  return facts?.isSymbolicLink()
    ? ['is a symbolic link', 'Links are not followed: name the file that it points to.']
    : ['is not a regular file of this repository', 'Name a regular file; --root says which repository.'];
}

/** Classes whose names say that they are components; where there are none, every public class. */
async function classesIn(source: string): Promise<readonly string[]> {
  const { parseModule } = await import('../python/index.js');
  const parsed = parseModule(source);
  if (!parsed.ok) return [];
  const names = parsed.module.classes.map(({ name }) => name).filter((name) => !name.startsWith('_'));
  const components = names.filter((name) => /(Operator|Sensor|Hook|Trigger)$/.test(name));
  return components.length > 0 ? components : names;
}
