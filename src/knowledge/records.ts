/** The records of `learning/`. Their shapes are generated from the published schemas. */

import type { ComponentRecord } from '../generated/component-record.js';
import type { ErrorRecord } from '../generated/error-record.js';
import type { EvidenceRecord } from '../generated/evidence-record.js';
import type { FallbackRecord } from '../generated/fallback-record.js';
import type { FixRecord } from '../generated/fix-record.js';
import type { LibraryRecord } from '../generated/library-record.js';
import type { PatternRecord } from '../generated/pattern-record.js';
import type { RejectionRecord } from '../generated/rejection-record.js';
import type { RelabelRecord } from '../generated/relabel-record.js';
import type { RetractionRecord } from '../generated/retraction-record.js';
import type { SeenRecord } from '../generated/seen-record.js';
import type { TombstoneRecord } from '../generated/tombstone-record.js';
import { hash16 } from './canonical.js';
import type { Sighting } from './sighting.js';

export type {
  ComponentRecord,
  ErrorRecord,
  FallbackRecord,
  FixRecord,
  LibraryRecord,
  PatternRecord,
  RejectionRecord,
  RelabelRecord,
  RetractionRecord,
  SeenRecord,
  TombstoneRecord,
};

/** What evidence embeds, so that a revert elsewhere leaves nothing dangling. */
export type Definition = PatternRecord | ErrorRecord | FixRecord | LibraryRecord | FallbackRecord;
/** What has an id of its own, whatever its file is called. */
export type Defined = Definition | ComponentRecord;
/** What a person says of another record. */
export type Decision = RejectionRecord | RetractionRecord | RelabelRecord | TombstoneRecord;
export type Evidence = Omit<EvidenceRecord, 'introduces'> & { readonly introduces: readonly Definition[] };
export type LearningRecord = Defined | Evidence | Decision | SeenRecord;
export type PatternType = PatternRecord['type'];

/** A record with the hash of its canonical bytes: the 16 digits that its name ends in. */
export interface Stored {
  readonly hash: string;
  readonly record: LearningRecord;
  /** File that holds it: its own, or a pack (`.jsonl`). Absent for a record that was not read. */
  readonly path?: string;
  /** The record as it was written, where that was in an older version: what `hash` is the hash of. */
  readonly written?: { readonly schema: string } | undefined;
  /** Of packed evidence: what the fold needs, without which `record` would have to be made from its row. */
  readonly sighting?: Sighting | undefined;
}

/** Evidence as it is stored. */
export interface StoredEvidence extends Stored {
  readonly record: Evidence;
}

export function isEvidence(stored: Stored): stored is StoredEvidence {
  return stored.sighting !== undefined || stored.record.schema === 'evidence/1';
}

/** Whether an attempt applied known fixes to the draft before it, without asking anybody. */
export function isMending({ prompt, fixes }: { readonly prompt: string; readonly fixes?: unknown }): boolean {
  return prompt === '' && fixes !== undefined;
}

export function isDefined(record: LearningRecord): record is Defined {
  switch (record.schema) {
    case 'pattern/1':
    case 'error/1':
    case 'fix/1':
    case 'library/1':
    case 'fallback/1':
    case 'component/1':
      return true;
    default:
      return false;
  }
}

/**
 * What a definition is, whatever it is called: files with one id are one item, so that a better title or a newer
 * schema splits nothing. Derived, never stored, so nobody can claim another item's id.
 */
export function definitionId(record: Defined): string {
  return hash16(identity(record).join('\n'));
}

function identity(record: Defined): readonly string[] {
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
    case 'fallback/1':
      return ['fallback', record.library, record.function, record.code.normalize('NFC')];
    case 'component/1':
      return ['component', record.name, record.spec.fingerprint, record.source.normalize('NFC')];
  }
}
