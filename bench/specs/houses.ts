/** The invented companies of `bench/houses`: their modules, their merged components and their conventions. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DEFAULT_SETTINGS } from '../../src/config.js';
import { readHouse } from '../../src/house.js';
import type { House } from '../../src/ports.js';
import { parseModule } from '../../src/python/index.js';
import type { Convention } from './conventions.js';

const HOUSES = join(import.meta.dirname, '../houses');
const KINDS = ['operator', 'sensor', 'hook'] as const;

export interface OpenHouse {
  readonly name: string;
  readonly repository: string;
  readonly conventions: readonly Convention[];
}

/** A component that stands in a house's repository already. */
export interface Merged {
  readonly id: string;
  readonly path: string;
  readonly className: string;
  readonly kind: (typeof KINDS)[number];
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

/** The components of the house, in the order of their files. */
export function mergedIn({ name, repository }: OpenHouse): readonly Merged[] {
  return KINDS.flatMap((kind) =>
    filesBelow(repository, `plugins/${kind}s`)
      .filter((path) => path.endsWith('.py') && !path.endsWith('__init__.py'))
      .map((path) => {
        const source = readFileSync(join(repository, path), 'utf8');
        return { id: `${name}/${path}`, path, className: classIn(source, kind), kind, source, house: name };
      }),
  );
}

function classIn(source: string, kind: string): string {
  const parsed = parseModule(source);
  if (!parsed.ok) throw new Error(parsed.message);
  const found = parsed.module.classes.find(({ name }) => name.toLowerCase().endsWith(kind));
  if (found === undefined) throw new Error(`there is no ${kind} in ${source}`);
  return found.name;
}

function filesBelow(root: string, folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('__pycache__'))
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
    .sort();
}
