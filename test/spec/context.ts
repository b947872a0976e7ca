import type { SpecContext } from '../../src/spec/index.js';
import { reservedNames } from '../../src/spec/index.js';

/** A folder of `fixtures`. */
export function fixture(name: string): URL {
  return new URL(`./fixtures/${name}/`, import.meta.url);
}

/** The defaults of a repository without settings, and what the indexed Airflows really reserve. */
export async function contextOfTests(): Promise<SpecContext> {
  return {
    defaultRange: '>=2.8,<4',
    airflowVersions: ['2.8.1', '2.11.2', '3.3.2'],
    reserved: await reservedNames(),
  };
}
