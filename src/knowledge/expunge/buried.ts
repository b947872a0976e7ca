/** What was expunged stays away, however its bytes come back. */

import type { Stored } from '../records.js';

/** Hashes of the bytes that people took out for good. */
export function buriedHashes(stored: readonly Stored[]): ReadonlySet<string> {
  return new Set(stored.flatMap(({ record }) => (record.schema === 'tombstone/1' ? [record.record] : [])));
}

/** `stored` without records that a tombstone stands for. */
export function withoutBuried(stored: readonly Stored[]): readonly Stored[] {
  const buried = buriedHashes(stored);
  return buried.size === 0 ? stored : stored.filter(({ hash }) => !buried.has(hash));
}
