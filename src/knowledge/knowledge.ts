/** What is known: a fold over the records of `learning/`, never stored itself. */

import type { Kind } from '../flow.js';
import type { Confidence } from './posterior.js';
import type { ComponentRecord, ErrorRecord, FixRecord, LibraryRecord, PatternRecord } from './records.js';

/**
 * `observed`: seen in code that nothing proved; `quarantined`: from a proven run; `active`: proven by two independent
 * specs; `retired`: it does not help; `rejected`: a person said no.
 */
export type Status = 'observed' | 'quarantined' | 'active' | 'retired' | 'rejected';

/** Subjects that carried an item: were briefed with it, or delivered a proven component that holds it. */
export interface Tally {
  readonly subjects: number;
  readonly used: number;
  readonly found: number;
  /** Of those: proven at the first attempt of the first run. */
  readonly firstAttempt: number;
  /** Of those: proven in the end. */
  readonly proven: number;
  /** Independent specs, by class name, among those that were proven. */
  readonly specs: number;
  readonly airflow: ReadonlyMap<string, { readonly proven: number; readonly failed: number }>;
  readonly kinds: ReadonlyMap<Kind, number>;
  readonly categories: ReadonlyMap<string, number>;
  /** Ids of the evidence, sorted. */
  readonly evidence: readonly string[];
  /** Recorded time of the latest run that carried it; for reports only. */
  readonly lastUsed?: string;
}

export interface Item<Definition> extends Confidence {
  readonly id: string;
  readonly definition: Definition;
  readonly status: Status;
  readonly tally: Tally;
}

export type PatternItem = Item<PatternRecord>;
export type FixItem = Item<FixRecord>;

export interface ErrorItem {
  readonly id: string;
  readonly definition: ErrorRecord;
  readonly rejected: boolean;
  /** Subjects that met it, and those whose next better attempt no longer had it. */
  readonly subjects: number;
  readonly fixed: number;
  /** Fixes that were seen, with the number of subjects. */
  readonly fixes: ReadonlyMap<string, number>;
  readonly airflow: ReadonlyMap<string, number>;
}

export interface LibraryItem {
  readonly id: string;
  readonly definition: LibraryRecord;
  readonly rejected: boolean;
  /** One row for each Airflow, Python and version, sorted. */
  readonly matrix: readonly LibraryRow[];
}

export interface LibraryRow {
  readonly airflow: string;
  readonly python: string;
  readonly version: string;
  readonly proven: number;
  readonly failed: number;
}

export interface ComponentItem {
  readonly id: string;
  readonly definition: ComponentRecord;
  readonly evidence: readonly string[];
}

export interface Metrics {
  readonly subjects: number;
  readonly firstAttempt: number;
  readonly proven: number;
  /** First-attempt success with its interval. */
  readonly success: Confidence;
  /** Sums over every run, re-runs included: money that was spent stays spent. */
  readonly runs: number;
  readonly attempts: number;
  readonly errors: number;
  readonly tokens: number;
  readonly microDollars: number;
  readonly milliseconds: number;
}

/** Where the proven component of a class stands. */
export interface KnownComponent {
  readonly name: string;
  readonly specFingerprint: string;
  readonly specPath: string;
  readonly path: string;
}

export interface Knowledge {
  readonly patterns: ReadonlyMap<string, PatternItem>;
  readonly fixes: ReadonlyMap<string, FixItem>;
  readonly errors: ReadonlyMap<string, ErrorItem>;
  /** By normalised distribution name. */
  readonly libraries: ReadonlyMap<string, LibraryItem>;
  /** By id; a class has one for each spec it was proven for. */
  readonly components: ReadonlyMap<string, ComponentItem>;
  readonly metrics: { readonly overall: Metrics; readonly categories: ReadonlyMap<string, Metrics> };
  /** Subjects that have counted evidence. */
  readonly subjects: ReadonlySet<string>;
  readonly rejected: ReadonlySet<string>;
  /** Ids that evidence refers to and nothing defines, sorted. */
  readonly dangling: readonly string[];
  /** The component of the latest run that proved a class of this name. */
  componentAt(name: string): KnownComponent | undefined;
}
