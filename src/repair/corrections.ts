import type { Finding } from '../flow.js';
import { definitionId, errorRecord, type Knowledge } from '../knowledge/index.js';
import { type Classified, classify, classNamed } from './taxonomy.js';

/** What people said of errors: the part of `Knowledge` that outranks the taxonomy. */
export type Corrections = Pick<Knowledge, 'errors'>;

export interface Judged extends Classified {
  /** The machine's class, where a person's holds instead. */
  readonly machine?: string;
}

/** The class of a finding: what a person made of this pattern, in the first of `known` that knows of it; else the taxonomy's. */
export function judge(finding: Finding, pattern: string, known: readonly Corrections[]): Judged {
  const classified = classify(finding, pattern);
  const { errorClass, rootCause } = classified;
  const id = definitionId(errorRecord(errorClass, pattern, rootCause));
  const said = known
    .map(({ errors }) => errors.get(id))
    .find((item) => item?.relabels.some(({ evidence }) => evidence === undefined));
  if (said === undefined || said.class === errorClass) return classified;
  const named = classNamed(said.class, finding);
  return named === undefined ? classified : { ...named, machine: errorClass };
}
