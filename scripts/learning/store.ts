/** The files of the shipped store, from what was executed. */

import {
  definitionId,
  type Evidence,
  hash16,
  keepFile,
  type LearningRecord,
  pack,
  recordFile,
  type Stored,
} from '../../src/knowledge/index.js';

const FOLDER = 'learning';

/**
 * Path to text. Evidence goes into a pack; what several drafts met is defined by the first of them. Components stay out, since their
 * files are in nobody's repository.
 */
export function storeFiles(
  examples: readonly LearningRecord[],
  mending: readonly Evidence[],
  mined: readonly LearningRecord[],
): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const packed: Stored[] = [];
  const introduced = new Set<string>();
  for (const record of [...examples, ...mined]) {
    if (record.schema === 'component/1' || record.schema === 'evidence/1') continue;
    const { path, content } = recordFile(record, FOLDER);
    files.set(path, content);
    files.set(keepFile(path.slice(0, path.lastIndexOf('/'))).path, '');
  }
  const evidence = [...examples.filter((one): one is Evidence => one.schema === 'evidence/1'), ...mending];
  for (const one of evidence) {
    const introduces = one.introduces.filter((definition) => {
      const id = definitionId(definition);
      return !introduced.has(id) && introduced.add(id);
    });
    const record = { ...one, introduces };
    const { path, content } = recordFile(record, FOLDER);
    packed.push({ hash: hash16(content), record, path });
  }
  for (const { path, content } of pack(packed, { folder: FOLDER, atLeast: 1 }).changes)
    if (content !== null) files.set(path, content);
  return files;
}
