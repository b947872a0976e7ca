/** The records of `learning/`. Their shapes are generated from the published schemas. */

import type { ComponentRecord } from '../generated/component-record.js';
import type { ErrorRecord } from '../generated/error-record.js';
import type { EvidenceRecord } from '../generated/evidence-record.js';
import type { FixRecord } from '../generated/fix-record.js';
import type { LibraryRecord } from '../generated/library-record.js';
import type { PatternRecord } from '../generated/pattern-record.js';
import type { RejectionRecord } from '../generated/rejection-record.js';
import type { RelabelRecord } from '../generated/relabel-record.js';
import type { RetractionRecord } from '../generated/retraction-record.js';
import type { TombstoneRecord } from '../generated/tombstone-record.js';
import { hash16 } from './canonical.js';

export type {
  ComponentRecord,
  ErrorRecord,
  FixRecord,
  LibraryRecord,
  PatternRecord,
  RejectionRecord,
  RelabelRecord,
  RetractionRecord,
  TombstoneRecord,
};

/** What evidence embeds, so that a revert elsewhere leaves nothing dangling. */
export type Definition = PatternRecord | ErrorRecord | FixRecord | LibraryRecord;
export type Evidence = Omit<EvidenceRecord, 'introduces'> & { readonly introduces: readonly Definition[] };
/** What a person says about what was learned. */
export type Decision = RejectionRecord | RetractionRecord | RelabelRecord | TombstoneRecord;
export type LearningRecord = Definition | ComponentRecord | Evidence | Decision;
export type PatternType = PatternRecord['type'];

/** A record with the hash of its canonical bytes: the 16 digits that its name ends in. */
export interface Stored {
  readonly hash: string;
  readonly record: LearningRecord;
}

/**
 * What a definition is, whatever it is called: files with one id are one item, so that a better title or a newer
 * schema splits nothing. Derived, never stored, so nobody can claim another item's id.
 */
export function definitionId(record: Definition | ComponentRecord): string {
  return hash16(identity(record).join('\n'));
}

function identity(record: Definition | ComponentRecord): readonly string[] {
  switch (record.schema) {
    case 'pattern/1':
      return ['pattern', record.type, record.code.normalize('NFC')];
    case 'error/1':
      return ['error', record.class, record.pattern.normalize('NFC')];
    case 'fix/1':
      return [
        'fix',
        record.class,
        record.strategy,
        JSON.stringify([record.before, record.after].map((code) => code.normalize('NFC'))),
      ];
    case 'library/1':
      return ['library', record.name];
    case 'component/1':
      return ['component', record.name, record.spec.fingerprint, record.source.normalize('NFC')];
  }
}
