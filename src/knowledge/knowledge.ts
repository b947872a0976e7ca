/** What is known: a fold over the records of `learning/`, never stored itself. */

import type { Kind } from '../flow.js';
import type { Confidence } from './posterior.js';
import type {
  ComponentRecord,
  ErrorRecord,
  FallbackRecord,
  FixRecord,
  LibraryRecord,
  PatternRecord,
  RelabelRecord,
} from './records.js';
import type { Seen } from './seen.js';

/**
 * `observed`: seen in code that nothing proved; `quarantined`: from a proven run; `active`: proven by two independent
 * specs; `retired`: it does not help; `rejected`: a person said no.
 */
export type Status = 'observed' | 'quarantined' | 'active' | 'retired' | 'rejected';

/** How subjects went. */
export interface Counts {
  readonly subjects: number;
  /** Of those: proven at the first attempt of the first run. */
  readonly firstAttempt: number;
  /** Of those: proven in the end. */
  readonly proven: number;
}

/** Counts with the part of them that happened in other repositories. */
export interface CountsByPlace extends Counts {
  readonly foreign: Counts;
}

/** Subjects that carried an item: were briefed with it, or delivered a proven component that holds it. */
export interface Tally extends CountsByPlace {
  readonly used: number;
  readonly found: number;
  /** Independent specs, by class name, among those that were proven. */
  readonly specs: number;
  readonly airflow: ReadonlyMap<string, { readonly proven: number; readonly failed: number }>;
  readonly kinds: ReadonlyMap<Kind, number>;
  readonly categories: ReadonlyMap<string, number>;
  /** By the month of the first run, in order. */
  readonly history: ReadonlyMap<string, CountsByPlace>;
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

export type PatternItem = Item<PatternRecord> & { readonly seen?: Seen };
export type FallbackItem = Item<FallbackRecord>;

/** Its confidence is that it helps where it is tried, not that a component which needed it is proven at once. */
export interface FixItem extends Item<FixRecord> {
  /** Subjects in which it helped at least once, and those in which it was tried in vain. */
  readonly helped: number;
  readonly failed: number;
  /** How it went where it was tried or seen, sorted. */
  readonly trials: readonly FixTrials[];
}

/** Subjects in which a fix was tried for an error of one class, on one Airflow, in one kind of component. */
export interface FixTrials {
  /** Class of the error, as people corrected it. */
  readonly class: string;
  readonly airflow: string;
  readonly kind: Kind;
  readonly helped: number;
  readonly failed: number;
}

export interface ErrorItem {
  readonly id: string;
  readonly definition: ErrorRecord;
  /** The class that holds: a person's correction, else the machine's. */
  readonly class: string;
  /** People's corrections that stand, the one that holds first. */
  readonly relabels: readonly RelabelRecord[];
  readonly rejected: boolean;
  /** Subjects that met it, and those whose next better attempt no longer had it. */
  readonly subjects: number;
  readonly fixed: number;
  /** Fixes that were seen, with the number of subjects. */
  readonly fixes: ReadonlyMap<string, number>;
  readonly airflow: ReadonlyMap<string, number>;
  /** Every time it was met, by evidence and attempt. */
  readonly occurrences: readonly Occurrence[];
}

export interface Occurrence {
  /** Id of the evidence. */
  readonly evidence: string;
  /** Class of the component. */
  readonly component: string;
  readonly attempt: number;
  /** Class of the error here, as people corrected it. */
  readonly class: string;
  readonly airflow: readonly string[];
  readonly fixed: boolean;
  readonly fix?: string;
  readonly context?: string;
}

/** Errors of one class. */
export interface ErrorClass {
  /** Subjects that met one, and those that were rid of every one they met. */
  readonly subjects: number;
  readonly fixed: number;
  readonly occurrences: number;
  readonly airflow: ReadonlyMap<string, number>;
  readonly kinds: ReadonlyMap<Kind, number>;
  readonly categories: ReadonlyMap<string, number>;
}

/** First attempts at components of one kind and category. */
export interface FirstAttempts {
  readonly kind: Kind;
  readonly category: string;
  readonly subjects: number;
  /** By class of error. */
  readonly mistakes: ReadonlyMap<string, FirstMistake>;
}

export interface FirstMistake {
  /** First attempts with the mistake, of authors who were told nothing of its class. */
  readonly made: number;
  /** Of those: no known fix mended it, so that the author had to be asked again. */
  readonly asked: number;
  /** First attempts of authors who were told an item about its class. */
  readonly told: number;
}

/** First attempts whose authors were told one item, and those of them without any mistake that it speaks of. */
export interface Told {
  readonly subjects: number;
  readonly kept: number;
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
  /** Recorded time of the latest run; for reports only. */
  readonly lastRun: string;
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
  /** Not proven at the first attempt, but by edits alone: the model was asked once, in the first run. */
  readonly mended: number;
  /** First-attempt success with its interval. */
  readonly success: Confidence;
  /** Sums over every run, re-runs included: money that was spent stays spent. */
  readonly runs: number;
  /** Attempts of an author; mendings cost no token and are none. */
  readonly attempts: number;
  readonly errors: number;
  readonly tokens: number;
  readonly microDollars: number;
  readonly milliseconds: number;
}

/** Ten generations in a row, the last group perhaps fewer. */
export interface TrendPoint extends Metrics {
  /** Recorded times of the first and the last of them. */
  readonly from: string;
  readonly to: string;
}

/** Two items that the same subjects carried. */
export interface Combination extends Counts, Confidence {
  /** Their ids, sorted. */
  readonly items: readonly [string, string];
}

/** What one strategy of briefing did, over the subjects whose first run it was chosen for. */
export interface Arm extends Counts, Confidence {
  /**
   * The same counts with each subject weighed by the inverse of the probability with which the strategy was chosen, in
   * thousandths: what an unbiased comparison of strategies needs.
   */
  readonly weighted: Counts;
  readonly microDollars: number;
  readonly categories: ReadonlyMap<string, Counts>;
}

/** How many records of a kind were counted. */
export interface RecordCounts {
  readonly evidence: number;
  readonly foreign: number;
  readonly retracted: number;
  readonly rejections: number;
  readonly relabels: number;
  readonly expunged: number;
}

/** Where the proven component of a class stands. */
export interface KnownComponent {
  readonly name: string;
  readonly specFingerprint: string;
  readonly specPath: string;
  readonly path: string;
  /** Every file that was written for it, with the SHA-256 of its bytes. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/** What of an item ships with airsmith. */
export interface ShippedPart {
  /** Subjects of shipped evidence; trials of a fix, rows of a library. */
  readonly subjects: number;
  /** Nothing in the repository defines the item. */
  readonly alone: boolean;
  /** It still counts; enough of the same was observed here otherwise. */
  readonly counts: boolean;
}

export interface Knowledge {
  readonly patterns: ReadonlyMap<string, PatternItem>;
  readonly fixes: ReadonlyMap<string, FixItem>;
  readonly fallbacks: ReadonlyMap<string, FallbackItem>;
  readonly errors: ReadonlyMap<string, ErrorItem>;
  readonly errorClasses: ReadonlyMap<string, ErrorClass>;
  /** By kind and category, sorted. */
  readonly first: readonly FirstAttempts[];
  /** By the id of a pattern or a fix. */
  readonly told: ReadonlyMap<string, Told>;
  /** By normalised distribution name. */
  readonly libraries: ReadonlyMap<string, LibraryItem>;
  /** By id; a class has one for each spec it was proven for. */
  readonly components: ReadonlyMap<string, ComponentItem>;
  readonly metrics: { readonly overall: Metrics; readonly categories: ReadonlyMap<string, Metrics> };
  /** By strategy. */
  readonly arms: ReadonlyMap<string, Arm>;
  readonly counts: RecordCounts;
  /** By id, what ships with airsmith and was added to what was learned here; absent where nothing was. */
  readonly shipped?: ReadonlyMap<string, ShippedPart>;
  /** Subjects that have counted evidence. */
  readonly subjects: ReadonlySet<string>;
  readonly rejected: ReadonlySet<string>;
  /** Ids that evidence refers to and nothing defines, sorted. */
  readonly dangling: readonly string[];
  /** Metrics for each ten generations, in order of recorded time and id; of one category of specs where it is named. */
  trend(category?: string): readonly TrendPoint[];
  /**
   * Pairs of items that at least two subjects carried together, the most frequent first; with `item` only its own.
   * Counted when asked for.
   */
  combinations(item?: string): readonly Combination[];
  /** The component of the latest run that proved a class of this name. */
  componentAt(name: string): KnownComponent | undefined;
}
