/** A frozen set of specs with hidden examples, and the houses that they lean on, from the files of a folder. */

import { parse } from 'yaml';
import type { Config } from '../config.js';
import type { Kind, Spec } from '../flow.js';
import { readHouse } from '../house.js';
import { byCodeUnit, sha256 } from '../knowledge/index.js';
import { inRange } from '../lab/environments/targets.js';
import type { House } from '../ports.js';
import { AirsmithError, EXIT } from '../problems.js';
import { sourceText } from '../python/index.js';
import { readSpecs } from '../spec/index.js';
import type { Convention } from './conventions.js';
import { formed } from './forms.js';

/** One spec as experiments use it. */
export interface Case {
  /** Its folder in the set. */
  readonly id: string;
  readonly family: string;
  /** What the author is shown. */
  readonly spec: Spec;
  /** The same spec with the hidden examples in place of its own. */
  readonly hidden: Spec;
  /** Airflow versions that it has to be right on. */
  readonly airflow: readonly string[];
  readonly conventions: readonly Convention[];
  readonly house?: string;
  readonly config: Config;
}

export interface FrozenSet {
  readonly cases: readonly Case[];
  readonly houses: ReadonlyMap<string, House>;
  /** SHA-256 of everything that decides what is asked and what is right, 64 hex digits. */
  readonly fingerprint: string;
}

/** Text files of a set, and of its houses. */
export interface SetFiles {
  list(folder: string): Promise<readonly string[]>;
  read(path: string): Promise<string | undefined>;
}

export interface SetPlace {
  /** Files below the folder that holds the set and the houses; links are never followed. */
  readonly files: SetFiles;
  /** Folder of the set, and of the houses: `specs`, `houses`. */
  readonly specs: string;
  readonly houses: string;
  /** The configuration that follows from the text of a `.airsmith.yaml`, or from its absence. */
  readonly configure: (settings: string | undefined) => Promise<Config>;
}

interface HouseFolder {
  readonly house: House;
  readonly config: Config;
  readonly conventions: readonly Convention[];
  readonly bytes: readonly string[];
}

const ID = /^[a-z0-9][a-z0-9-]*$/;
const SPEC_FILE = /\.airsmith\.ya?ml$/;
const NO_HOUSE: House = { folders: [], files: [] };

/** Reads the set; throws AS5051 for the first thing in it that cannot be used, since a smaller set would be another one. */
export async function readSet(place: SetPlace): Promise<FrozenSet> {
  const { files, specs } = place;
  const paths = await files.list(specs);
  const ids = [
    ...new Set(
      paths.flatMap(
        (path) =>
          path
            .slice(specs.length + 1)
            .split('/')
            .slice(0, -1)[0] ?? [],
      ),
    ),
  ];
  const houses = new Map<string, HouseFolder>();
  const cases: Case[] = [];
  const bytes: string[] = [];
  for (const id of ids.sort(byCodeUnit)) {
    if (!ID.test(id)) throw unusable(`${specs}/${id}`, 'an id is of lower-case letters, digits and hyphens');
    const own = paths.filter((path) => path.startsWith(`${specs}/${id}/`));
    // A folder of the bench's own code is no spec.
    if (!own.includes(`${specs}/${id}/bench.yaml`)) continue;
    const { one, read } = await readCase(id, own, place, houses);
    cases.push(one);
    bytes.push(id, ...read);
  }
  if (cases.length === 0) throw unusable(specs, 'no folder in it holds a bench.yaml');
  for (const [name, folder] of [...houses].sort(([a], [b]) => byCodeUnit(a, b)))
    bytes.push(name, ...folder.bytes);
  return {
    cases,
    houses: new Map([...houses].map(([name, { house }]) => [name, house])),
    fingerprint: sha256(JSON.stringify(bytes)),
  };
}

/** The modules that a case may import. */
export function houseOf({ house }: Case, { houses }: FrozenSet): House {
  return (house === undefined ? undefined : houses.get(house)) ?? NO_HOUSE;
}

async function readCase(
  id: string,
  own: readonly string[],
  place: SetPlace,
  houses: Map<string, HouseFolder>,
): Promise<{ readonly one: Case; readonly read: readonly string[] }> {
  const folder = `${place.specs}/${id}`;
  const [specPath, ...more] = own.filter((path) => SPEC_FILE.test(path));
  if (specPath === undefined || more.length > 0)
    throw unusable(folder, 'it holds not exactly one *.airsmith.yaml');
  const texts = await Promise.all(
    [specPath, `${folder}/hidden.yaml`, `${folder}/bench.yaml`].map((path) => textOf(path, place.files)),
  );
  const [visible = '', hidden = '', bench = ''] = texts;
  const how = await formed('BENCH_SPEC_SCHEMA', yamlOf(`${folder}/bench.yaml`, bench));
  if (!how.ok) throw unusable(`${folder}/bench.yaml`, how.fault);
  const { family, airflow, house: name, conventions: named } = how.value;
  const house = name === undefined ? undefined : await houseNamed(name, place, houses);
  const config = { ...(house?.config ?? (await place.configure(undefined))), airflowVersions: airflow };
  const path = `specs/${specPath.slice(folder.length + 1)}`;
  const spec = await specIn(specPath, path, visible, config);
  const outside = airflow.find((version) => !inRange(version, spec.airflow));
  if (outside !== undefined)
    throw unusable(`${folder}/bench.yaml`, `Airflow ${outside} is not in the range of the spec`);
  const { examples } = (yamlOf(`${folder}/hidden.yaml`, hidden) ?? {}) as { examples?: unknown };
  if (!Array.isArray(examples) || examples.length === 0)
    throw unusable(`${folder}/hidden.yaml`, 'it holds no examples');
  const whole = JSON.stringify({ ...(yamlOf(specPath, visible) as object), examples });
  const judged = await specIn(
    `${folder}/hidden.yaml`,
    path.replace(SPEC_FILE, '.airsmith.json'),
    whole,
    config,
  );
  return {
    one: {
      id,
      family,
      spec,
      hidden: judged,
      airflow,
      config,
      conventions: asked(house?.conventions ?? [], named, spec.kind, `${folder}/bench.yaml`),
      ...(name === undefined ? {} : { house: name }),
    },
    read: texts,
  };
}

async function specIn(file: string, path: string, text: string, config: Config): Promise<Spec> {
  const { specs, problems } = await readSpecs([{ path, bytes: Buffer.from(text) }], config);
  const [spec] = specs;
  if (spec) return spec;
  const wrong = problems.find(({ severity }) => severity === 'error');
  throw unusable(file, wrong ? `${wrong.code} ${wrong.message}` : 'it is no spec');
}

/** The named conventions, or all of the house's that apply. */
function asked(
  all: readonly Convention[],
  named: readonly string[] | undefined,
  kind: Kind,
  file: string,
): readonly Convention[] {
  const missing = named?.find((id) => !all.some((one) => one.id === id && one.applies.includes(kind)));
  if (missing !== undefined) throw unusable(file, `the house has no convention ${missing} for a ${kind}`);
  return all.filter(
    ({ id, applies }) => applies.includes(kind) && (named === undefined || named.includes(id)),
  );
}

async function houseNamed(
  name: string,
  { files, houses: folder, configure }: SetPlace,
  known: Map<string, HouseFolder>,
): Promise<HouseFolder> {
  const before = known.get(name);
  if (before) return before;
  const root = `${folder}/${name}/repository`;
  const below = (path: string) => `${root}/${path}`;
  const settings = await files.read(below('.airsmith.yaml'));
  const config = await configure(settings);
  const { house } = await readHouse(config, {
    list: async (path) => (await files.list(below(path))).map((one) => one.slice(root.length + 1)),
    read: (path) => files.read(below(path)),
  });
  if (house.files.length === 0) throw unusable(root, 'it holds no Python that a component can import');
  const file = `${folder}/${name}/conventions.yaml`;
  const text = await textOf(file, files);
  const said = await formed('CONVENTIONS_SCHEMA', yamlOf(file, text));
  if (!said.ok) throw unusable(file, said.fault);
  const made: HouseFolder = {
    house,
    config,
    conventions: said.value.map((one) => ({
      id: one.id,
      says: one.says,
      applies: one.applies,
      ...(one.base === undefined ? {} : { base: one.base }),
      imports: one.imports ?? [],
      neverImports: one['never-imports'] ?? [],
      must: (one.must ?? []).map((pattern) => expression(pattern, file)),
      mustNot: (one['must-not'] ?? []).map((pattern) => expression(pattern, file)),
    })),
    bytes: [settings ?? '', text, ...house.files.flatMap(({ path, content }) => [path, sourceText(content)])],
  };
  known.set(name, made);
  return made;
}

function expression(pattern: string, file: string): RegExp {
  try {
    return new RegExp(pattern);
  } catch (error) {
    throw unusable(file, error instanceof Error ? error.message : String(error));
  }
}

async function textOf(path: string, files: SetFiles): Promise<string> {
  const text = await files.read(path);
  if (text === undefined) throw unusable(path, 'there is no such file');
  return text;
}

function yamlOf(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw unusable(file, error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

function unusable(file: string, why: string): AirsmithError {
  return new AirsmithError(EXIT.usage, {
    code: 'AS5051',
    message: `the set cannot be used: ${file}: ${why}`,
    cause: 'A set without one of its specs would be another set, and its figures would not compare.',
    remedy: 'Mend the file, or take the folder of the spec out of the set.',
  });
}
