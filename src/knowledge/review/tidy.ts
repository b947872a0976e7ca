/** Brings a store into the layout that this airsmith writes, without changing what any record says. */

import type { FileChange } from '../../ports.js';
import { canonical, hash16 } from '../canonical.js';
import { keepFile, recordFile } from '../layout.js';
import type { LearningRecord } from '../records.js';
import type { Shelf } from './shelf.js';

const FOLDERS = [
  'errors',
  'evidence',
  'fallbacks',
  'fixes',
  'libraries',
  'packs',
  'patterns',
  'rejections',
  'retractions',
  'relabels',
  'tombstones',
  'components',
];

export interface Tidying {
  readonly changes: readonly FileChange[];
  /** Records that stood elsewhere, or whose line ends git had changed. */
  readonly moved: number;
  readonly restored: number;
  /** Records by what they say in `schema`; older ones are read as they are, and never rewritten. */
  readonly versions: { readonly [schema: string]: number };
}

/**
 * Moves records to their folders (AS6007), gives them back the line ends that they were written with (AS6001), and adds
 * the files that keep folders. What is wrong in another way is for a person: `airsmith knowledge check` names it.
 */
export async function tidy(
  shelf: Shelf,
  read: (path: string) => Promise<string | undefined>,
): Promise<Tidying> {
  const changes: FileChange[] = [];
  let moved = 0;
  let restored = 0;
  for (const { code, position } of shelf.problems) {
    const path = position?.path;
    const text = path === undefined ? undefined : await read(path);
    if (path === undefined || text === undefined) continue;
    if (code === 'AS6001') {
      const unix = text.replaceAll('\r\n', '\n');
      // A pack, `.jsonl`, is named in the same way.
      if (!path.replace(/l$/, '').endsWith(`${hash16(unix)}.json`)) continue;
      changes.push({ path, content: unix });
      restored += 1;
    } else if (code === 'AS6007' && path.endsWith('.json')) {
      const right = rightFile(text, shelf.folder);
      if (!right) continue;
      changes.push({ path, content: null }, right);
      moved += 1;
    }
  }
  for (const folder of FOLDERS) {
    const keep = keepFile(`${shelf.folder}/${folder}`);
    if (!shelf.paths.includes(keep.path)) changes.push(keep);
  }
  const versions: { [schema: string]: number } = {};
  for (const { record, written } of shelf.records) {
    const schema = written?.schema ?? record.schema;
    versions[schema] = (versions[schema] ?? 0) + 1;
  }
  return { changes, moved, restored, versions };
}

/** Where a record belongs that the checker accepted but for its place. */
function rightFile(text: string, folder: string): FileChange | undefined {
  try {
    const record = JSON.parse(text) as LearningRecord;
    return canonical(record) === text ? recordFile(record, folder) : undefined;
  } catch {
    return undefined;
  }
}
