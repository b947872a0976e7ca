/** Stores on disk to measure: loose as a run writes them, packed as maintenance leaves them. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type Definition,
  definitionId,
  type Evidence,
  hash16,
  pack,
  recordFile,
  type Stored,
} from '../../src/knowledge/index.js';
import { taught, told } from './observations.js';

/** What one packing takes: maintenance packs when five thousand are loose, a busy store comes to more. */
const PACKED_AT_ONCE = 10_000;

/** Writes `count` observations and the definitions that they use below `root`; gives the bytes of the evidence. */
export async function writeStore(root: string, count: number, kind: 'loose' | 'packed'): Promise<number> {
  const base = await taught();
  for (const record of definitionsOf(base)) write(root, recordFile(record));
  let bytes = 0;
  const put = (file: { readonly path: string; readonly content: string }) => {
    bytes += Buffer.byteLength(file.content);
    write(root, file);
  };
  if (kind === 'loose') {
    for (const evidence of told(base, count)) put(recordFile(evidence));
    return bytes;
  }
  let some: Stored[] = [];
  const flush = () => {
    for (const { path, content } of pack(some, { atLeast: 1 }).changes)
      if (content !== null) put({ path, content });
    some = [];
  };
  for (const record of told(base, count)) {
    some.push({ hash: hash16(recordFile(record).content), record });
    if (some.length === PACKED_AT_ONCE) flush();
  }
  flush();
  return bytes;
}

function definitionsOf(base: readonly Evidence[]): readonly Definition[] {
  const byId = new Map(
    base.flatMap(({ introduces }) => introduces).map((record) => [definitionId(record), record]),
  );
  return [...byId.values()];
}

function write(root: string, { path, content }: { readonly path: string; readonly content: string }): void {
  mkdirSync(join(root, dirname(path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
