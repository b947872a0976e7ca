/** What stands where a component's files would go. People's work is never overwritten unless git keeps it. */

import type { OutputPaths } from '../config.js';
import type { Problem, Spec } from '../flow.js';
import { type KnownComponent, sha256 } from '../knowledge/index.js';

/** Where the files of one spec would go, and what is known of them. */
export interface Standing {
  readonly spec: Spec;
  readonly paths: OutputPaths;
  /** What airsmith wrote for a component of this name, as its record on the branch says. */
  readonly known: KnownComponent | undefined;
  /** Files as they are now; undefined where there is none. */
  readonly present: (path: string) => Promise<string | undefined>;
  /** The same as the newest commit has them. */
  readonly committed: (path: string) => Promise<string | undefined>;
}

/** A file that no record calls ours, where one of ours would go. */
export async function foreignFile({ spec, paths, known, present }: Standing): Promise<Problem | undefined> {
  const ours = new Set(known?.files.map(({ path }) => path));
  for (const path of Object.values(paths)) {
    if (ours.has(path) || (await present(path)) === undefined) continue;
    return {
      code: 'AS7001',
      severity: 'error',
      message: `${path} exists, and airsmith did not write it`,
      cause: 'A file of this component would overwrite it.',
      remedy: 'Move the file away, give the component another name, or change `output` in .airsmith.yaml.',
      ...place(spec),
    };
  }
  return undefined;
}

/** A file of ours that people changed since, without a commit that would keep what they wrote. */
export async function unsavedFile(standing: Standing): Promise<Problem | undefined> {
  const { spec, known, present, committed } = standing;
  for (const { path, sha256: written } of known?.files ?? []) {
    const now = await present(path);
    if (now === undefined || sha256(now) === written || now === (await committed(path))) continue;
    return {
      code: 'AS7005',
      severity: 'error',
      message: `${path} has changes that no commit holds`,
      cause: 'The component would be written anew over them.',
      remedy: 'Commit the file, or undo the changes, then run again.',
      ...place(spec),
    };
  }
  return undefined;
}

function place(spec: Spec): Pick<Problem, 'position'> {
  const position = spec.positions['/name'];
  return position ? { position } : {};
}
