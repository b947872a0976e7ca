/** The invented companies of `bench/houses`: their modules, their merged components and their conventions. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { DEFAULT_SETTINGS } from '../../src/config.js';
import type { Spec } from '../../src/flow.js';
import { readHouse } from '../../src/house.js';
import type { House } from '../../src/ports.js';
import { readSpecs } from '../../src/spec/index.js';
import type { Convention } from './conventions.js';

const HOUSES = join(import.meta.dirname, '../houses');

export interface OpenHouse {
  readonly name: string;
  readonly repository: string;
  readonly conventions: readonly Convention[];
}

/** A component that stands in a house's repository already, with the spec that it was made from. */
export interface Merged {
  readonly id: string;
  readonly kind: string;
  readonly spec: Spec;
  readonly source: string;
  readonly house: string;
}

export function openHouse(name: string): OpenHouse {
  const folder = join(HOUSES, name);
  return {
    name,
    repository: join(folder, 'repository'),
    conventions: parse(readFileSync(join(folder, 'conventions.yaml'), 'utf8')) as readonly Convention[],
  };
}

/** What components of the house can import, as a run reads it from the repository. */
export async function modulesOf({ repository }: OpenHouse): Promise<House> {
  const { house, problems } = await readHouse(DEFAULT_SETTINGS, {
    list: async (folder) => filesBelow(repository, folder),
    read: async (path) => readFileSync(join(repository, path), 'utf8'),
  });
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return house;
}

/** The components of the house, in the order of their specs. One without the other is an error. */
export async function mergedIn({ name, repository }: OpenHouse): Promise<readonly Merged[]> {
  const files = filesBelow(repository, 'specs').map((path) => ({
    path,
    bytes: readFileSync(join(repository, path)),
  }));
  const { specs, problems } = await readSpecs(files, DEFAULT_SETTINGS);
  if (problems.some(({ severity }) => severity === 'error')) throw new Error(JSON.stringify(problems));
  const components = ['operators', 'sensors', 'hooks'].flatMap((kind) =>
    filesBelow(repository, `plugins/${kind}`),
  );
  if (components.length !== specs.length) throw new Error(`${name} has a component without a spec`);
  return specs.map((spec) => {
    const file = components.find((path) =>
      readFileSync(join(repository, path), 'utf8').includes(`class ${spec.name}(`),
    );
    if (file === undefined) throw new Error(`${name} has no component ${spec.name}`);
    const source = readFileSync(join(repository, file), 'utf8');
    return { id: `${name}/${basename(file)}`, kind: spec.kind, spec, source, house: name };
  });
}

/** The text of each of the house's Python files, tests aside. */
export function filesOf({ repository }: OpenHouse): readonly string[] {
  return ['plugins', 'include']
    .flatMap((folder) => filesBelow(repository, folder))
    .filter((path) => path.endsWith('.py'))
    .map((path) => readFileSync(join(repository, path), 'utf8'));
}

function filesBelow(root: string, folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('__pycache__'))
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
    .sort();
}
