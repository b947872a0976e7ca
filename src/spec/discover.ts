/** Which files of a repository are specs, by the globs of the settings. */

import picomatch from 'picomatch';
import type { Settings } from '../config.js';
import type { Repository } from '../ports.js';

/** A spec file before it is read. */
export interface SpecSource {
  /** Path in the repository, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** True for the path of a spec. Hidden folders are specs' only where a glob names them. */
export function specMatcher(globs: readonly string[]): (path: string) => boolean {
  return picomatch([...globs], { dot: false });
}

/** Reads every spec of the work tree, sorted by path. */
export async function discoverSpecs(
  repository: Pick<Repository, 'list' | 'read'>,
  settings: Pick<Settings, 'specs'>,
): Promise<readonly SpecSource[]> {
  const isSpec = specMatcher(settings.specs);
  const paths = (await repository.list('')).filter((path) => isSpec(path)).sort();
  const sources = await Promise.all(
    paths.map(async (path) => {
      const text = await repository.read(path);
      // Undefined for a link or an enormous file; the reader then says that it holds nothing it can use.
      return { path, bytes: Buffer.from(text ?? '', 'utf8') };
    }),
  );
  return sources;
}
