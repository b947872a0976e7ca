/** What people took out for good. */

import type { Stored } from '../records.js';

/** Hashes of the bytes that tombstones stand for. */
export function buriedHashes(stored: readonly Stored[]): ReadonlySet<string> {
  return new Set(stored.flatMap(({ record }) => (record.schema === 'tombstone/1' ? [record.record] : [])));
}
