/** Which files `airsmith validate` looks at, and the spec that each is held against. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.js';
import type { Problem, Spec } from '../flow.js';
import { isTest } from '../house.js';
import type { Knowledge } from '../knowledge/index.js';
import type { Repository } from '../ports.js';
import { AirsmithError, EXIT } from '../problems.js';
import { fixedFolder, isModulePath } from '../safety/paths.js';
import { discoverSpecs, readSpecs, type SpecSource } from '../spec/index.js';
import { classesIn, encodingFault, placeFault } from './component-file.js';
import { openSpecs } from './spec.js';

/** A file of components that people wrote. */
export interface Candidate {
  readonly path: string;
  readonly source: string;
  /** Components that it defines, by their names; empty where none could be read. */
  readonly classes: readonly string[];
  readonly spec?: Spec;
  /** Path of a spec that names one of the classes and cannot be read. */
  readonly unread?: string;
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

/**
 * The named files, once for each spec of a class that they define, or with `spec` that one. What cannot be validated is a
 * problem and the others go on; where nothing is left, it is thrown.
 */
export async function namedFiles(
  files: readonly string[],
  spec: string | undefined,
  place: Place,
): Promise<Candidates> {
  const { repository, cwd } = place;
  const sources = await openSpecs(files, repository.root, cwd);
  const faults = await Promise.all(
    sources.map(async (one) => (await placeFault(one.path, repository)) ?? encodingFault(one)),
  );
  const refused = faults.filter((fault) => fault !== undefined);
  const [first] = refused;
  if (first && refused.length === sources.length) throw new AirsmithError(EXIT.usage, first);
  const right = sources.filter((_, index) => faults[index] === undefined);
  if (spec !== undefined) {
    const { specs, problems } = await readSpecs(await openSpecs([spec], repository.root, cwd), place.config);
    const found = await Promise.all(right.map((one) => held(one, specs.slice(0, 1))));
    return { candidates: found.flat(), problems: [...refused, ...problems] };
  }
  const known = await knownSpecs(place);
  const { specs, problems } = await readSpecs(known, place.config);
  const unread = unreadSpecs(known, problems, place.own);
  const recorded = (path: string) => specs.filter(({ name }) => place.own.componentAt(name)?.path === path);
  const found = await Promise.all(right.map((one) => held(one, specs, { unread, recorded })));
  const candidates = found.flat();
  // Somebody else's broken spec says nothing about these files.
  const used = new Set(
    candidates.flatMap(({ classes, spec: one }) => [one?.path, ...classes.flatMap(unread)]),
  );
  return {
    candidates,
    problems: [...refused, ...problems.filter(({ position }) => used.has(position?.path ?? ''))],
  };
}

/**
 * The file once for each of `specs` that describes it; where there is only one, it is not asked whether it does. What a file that does
 * not parse defines, its record says where its lines do not.
 */
async function held(
  { path, bytes }: SpecSource,
  specs: readonly Spec[],
  known?: {
    readonly unread: (name: string) => readonly string[];
    readonly recorded: (path: string) => readonly Spec[];
  },
): Promise<readonly Candidate[]> {
  const source = Buffer.from(bytes).toString('utf8');
  const { classes, parsed } = await classesIn(source);
  const named = specs.filter(({ name }) => classes.includes(name));
  const described = known === undefined ? specs : named.length > 0 || parsed ? named : known.recorded(path);
  if (described.length > 0) return described.map((spec) => ({ path, source, classes, spec }));
  const [broken] = known ? classes.flatMap(known.unread) : [];
  return [{ path, source, classes, ...(broken === undefined ? {} : { unread: broken }) }];
}

/** Paths of the specs that cannot be built and are about a class: that say its name, or that its record names. */
function unreadSpecs(
  sources: readonly SpecSource[],
  problems: readonly Problem[],
  own: Knowledge,
): (name: string) => readonly string[] {
  const wrong = new Set(
    problems.flatMap(({ severity, position }) => (severity === 'error' && position ? [position.path] : [])),
  );
  const broken = sources
    .filter(({ path }) => wrong.has(path))
    .map(({ path, bytes }) => ({ path, names: namesIn(Buffer.from(bytes).toString('utf8')) }));
  return (name) => {
    const recorded = own.componentAt(name)?.specPath;
    return broken.flatMap(({ path, names }) => (path === recorded || names.has(name) ? [path] : []));
  };
}

/** Values of fields called `name`, read line by line: the file may be neither YAML nor JSON. */
function namesIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/\bname["']?\s*:\s*["']?(\w+)/g)].flatMap(([, name]) => name ?? []));
}

/**
 * Every component below the output folder, below `python-path` or in a record that has a spec, and every file there that cannot
 * be read; a spec without a component is a problem.
 */
export async function allComponents(place: Place): Promise<Candidates> {
  const { repository, config, own } = place;
  const { specs, problems } = await readSpecs(await knownSpecs(place), config);
  const recorded = specs.flatMap(({ name }) => own.componentAt(name)?.path ?? []);
  const folders = new Set([fixedFolder(config.output.component), ...config.pythonPath]);
  const below = await Promise.all([...folders].map((folder) => repository.list(folder)));
  const paths = [...new Set([...recorded, ...below.flat()])].filter(
    (path) => path.endsWith('.py') && isModulePath(path),
  );
  const candidates: Candidate[] = [];
  const refused: Problem[] = [];
  const missing = new Set(specs);
  for (const path of paths.sort()) {
    const source = await repository.read(path);
    if (source === undefined) continue;
    const { classes, parsed } = await classesIn(source);
    const described = specs.filter(
      ({ name }) => classes.includes(name) || own.componentAt(name)?.path === path,
    );
    for (const spec of described) missing.delete(spec);
    // The Airflows have the last word on a file that the parser here cannot read.
    const unknown = described.length === 0 && !parsed && !isTest(path);
    if (described.length === 0 && !unknown) continue;
    const fault = encodingFault({ path, bytes: await readFile(join(repository.root, path)) });
    if (fault) refused.push(fault);
    else if (unknown) candidates.push({ path, source, classes });
    else candidates.push(...described.map((spec) => ({ path, source, classes, spec })));
  }
  return { candidates, problems: [...problems, ...refused, ...[...missing].map(withoutComponent)] };
}

function withoutComponent({ name, path, positions }: Spec): Problem {
  return {
    code: 'AS2015',
    severity: 'error',
    message: `no file defines the class ${name} that ${path} describes`,
    remedy: `Generate it (airsmith generate ${path}), or add the folder it is in to python-path.`,
    position: positions['/name'] ?? { path, line: 1, column: 1 },
  };
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
