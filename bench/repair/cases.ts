/** What is to be mended: single faults in proven components, and drafts with several faults by hand. */

import type { Spec } from '../../src/flow.js';
import { mutantsOf } from '../mutants/mutate.js';
import { BEHAVIOUR_OPERATORS } from '../mutants/operators/behaviour.js';
import { SIGNATURE_OPERATORS } from '../mutants/operators/signature.js';
import { TEMPLATE_OPERATORS } from '../mutants/operators/templates.js';
import { WAITING_OPERATORS } from '../mutants/operators/waiting.js';
import { subjects } from '../mutants/subjects.js';
import { corpus, type Fault } from './corpus.js';

export interface Case {
  readonly id: string;
  readonly from: 'mutant' | 'draft';
  /** Of the operator; `draft` for those by hand. */
  readonly family: string;
  readonly spec: Spec;
  readonly source: string;
  /** Whether a class is right for one of its faults. */
  readonly isRight: (errorClass: string) => boolean;
  readonly faults: readonly Fault[];
}

export interface Right {
  readonly name: string;
  readonly spec: Spec;
  readonly source: string;
}

/** Faults of behaviour are many, and an edit can seldom mend one: a few of each show that none is made worse. */
const MOST_BEHAVIOUR = 2;
const MOST_SHAPE = 4;
const OPERATORS = [
  ...BEHAVIOUR_OPERATORS.map((operator) => ({ operator, most: MOST_BEHAVIOUR })),
  ...[...SIGNATURE_OPERATORS, ...TEMPLATE_OPERATORS, ...WAITING_OPERATORS].map((operator) => ({
    operator,
    most: MOST_SHAPE,
  })),
];

export async function cases(): Promise<{
  readonly cases: readonly Case[];
  readonly right: readonly Right[];
}> {
  const broken = await subjects();
  const written = await corpus();
  const mutants = OPERATORS.flatMap(({ operator, most }) => mutantsOf(broken, operator, most));
  return {
    cases: [
      ...mutants.map(
        ({ subject, operator, source, diff }): Case => ({
          id: `${subject.name} | ${operator.id}\n${diff}`,
          from: 'mutant',
          family: operator.family,
          spec: subject.spec,
          source,
          isRight: (errorClass) => operator.expects.test(errorClass),
          faults: [],
        }),
      ),
      ...written.drafts.map(
        ({ id, subject, source, faults }): Case => ({
          id,
          from: 'draft',
          family: 'draft',
          spec: subject.spec,
          source,
          isRight: (errorClass) => faults.some(({ classes }) => classes.includes(errorClass)),
          faults,
        }),
      ),
    ],
    right: [
      ...broken.map(({ name, spec, source }) => ({ name, spec, source })),
      ...written.subjects.map(({ name, spec, right }) => ({
        name: `${name} of the drafts`,
        spec,
        source: right,
      })),
    ],
  };
}
