/** The published schemas of the records, by what a record says in `schema`. */

import {
  COMPONENT_SCHEMA,
  ERROR_SCHEMA,
  EVIDENCE_SCHEMA,
  FALLBACK_SCHEMA,
  FIX_SCHEMA,
  LIBRARY_SCHEMA,
  PACK_COLUMNS_SCHEMA,
  PACK_SCHEMA,
  PATTERN_SCHEMA,
  REJECTION_SCHEMA,
  RELABEL_SCHEMA,
  RETRACTION_SCHEMA,
  SEEN_SCHEMA,
  TOMBSTONE_SCHEMA,
} from '../generated/record-schemas.js';

export const RECORD_SCHEMAS: ReadonlyMap<string, { readonly [key: string]: unknown }> = new Map([
  ['component/1', COMPONENT_SCHEMA],
  ['error/1', ERROR_SCHEMA],
  ['evidence/1', EVIDENCE_SCHEMA],
  ['fallback/1', FALLBACK_SCHEMA],
  ['fix/1', FIX_SCHEMA],
  ['library/1', LIBRARY_SCHEMA],
  ['pattern/1', PATTERN_SCHEMA],
  ['rejection/1', REJECTION_SCHEMA],
  ['relabel/1', RELABEL_SCHEMA],
  ['retraction/1', RETRACTION_SCHEMA],
  ['seen/1', SEEN_SCHEMA],
  ['tombstone/1', TOMBSTONE_SCHEMA],
]);

/** First lines of packs, by what they say in `schema`. */
export const PACK_HEADERS: ReadonlyMap<string, { readonly [key: string]: unknown }> = new Map([
  ['pack/1', PACK_SCHEMA],
  ['pack/2', PACK_COLUMNS_SCHEMA],
]);
