/** What people said of evidence holds on for the evidence that takes its place. */

import { canonical, hash16 } from '../canonical.js';
import { standingCorrections } from '../decisions.js';
import type { Decision, Evidence } from '../records.js';
import type { Shelf } from '../review/shelf.js';

/** Retractions and corrections of the evidence that `renewed` replaces, by its old id, for its new one. */
export function carriedDecisions(shelf: Shelf, renewed: ReadonlyMap<string, Evidence>): readonly Decision[] {
  const ids = new Map([...renewed].map(([hash, record]) => [hash, hash16(canonical(record))]));
  const retractions = shelf.records.flatMap(({ record }): Decision[] => {
    const evidence = record.schema === 'retraction/1' ? ids.get(record.evidence) : undefined;
    return record.schema === 'retraction/1' && evidence ? [{ ...record, evidence }] : [];
  });
  // What was withdrawn stays so: the new record of it would be withdrawn by nobody.
  const corrections = standingCorrections(shelf.records).flatMap(({ record }): Decision[] => {
    const evidence = record.evidence === undefined ? undefined : ids.get(record.evidence);
    return evidence ? [{ ...record, evidence }] : [];
  });
  return [...retractions, ...corrections];
}
