/** `learning/` into `Knowledge`, from a folder or from a commit. Every bad record is named; the rest still loads. */

import type { Problem } from '../flow.js';
import { byCodeUnit } from './canonical.js';
import { openChecker, problem } from './check.js';
import { fold } from './fold.js';
import type { Knowledge } from './knowledge.js';
import type { Stored } from './records.js';

/** Files at once: enough to hide the latency of a disk or of git, few enough for a small machine. */
const AT_ONCE = 64;
/** Folders that later versions fill. Their records are kept, named, and not counted. */
const LATER = /^(packs|fallbacks|experiments)\//;
const IGNORED = /(^|\/)\.gitkeep$|^README\.md$/;

/** Where records come from. Paths start with the learning folder and use `/`. */
export interface KnowledgeSource {
  list(): Promise<readonly string[]>;
  /** Undefined when the path is no plain file or is too large. */
  read(path: string): Promise<string | undefined>;
}

export interface Loaded {
  readonly knowledge: Knowledge;
  /** The records that were accepted, for a caller that folds again with more. */
  readonly records: readonly Stored[];
  readonly problems: readonly Problem[];
}

/**
 * Reads and checks every record below `folder`, and folds the good ones. Problems are sorted by path; the caller
 * decides whether one is fatal.
 */
export async function readKnowledge(
  source: KnowledgeSource,
  { folder = 'learning' }: { readonly folder?: string } = {},
): Promise<Loaded> {
  const paths = [...(await source.list())].filter((path) => path.startsWith(`${folder}/`)).sort(byCodeUnit);
  const files = paths
    .map((path) => ({ path, inner: path.slice(folder.length + 1) }))
    .filter(({ inner }) => !IGNORED.test(inner));
  if (files.length === 0) return { knowledge: fold([]), records: [], problems: [] };

  const checker = await openChecker();
  const records: Stored[] = [];
  const problems: Problem[] = [];
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const batch = files.slice(start, start + AT_ONCE);
    const texts = await Promise.all(batch.map(({ path }) => source.read(path)));
    for (const [index, { path, inner }] of batch.entries()) {
      const misplaced = misplacement(path, inner);
      if (misplaced) {
        problems.push(misplaced);
        continue;
      }
      const checked = checker.check(path, inner, texts[index]);
      if (checked.ok) records.push(checked.stored);
      else problems.push(checked.problem);
    }
  }
  return { knowledge: fold(records), records, problems };
}

function misplacement(path: string, inner: string): Problem | undefined {
  if (LATER.test(inner))
    return problem(path, 'AS6005', `${path} is a kind of record that this airsmith does not read`);
  if (!inner.endsWith('.json')) return problem(path, 'AS6007', `${path} is no record`);
  return undefined;
}
