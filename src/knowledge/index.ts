/** `learning/` on disk ⇄ `Knowledge` in memory. Steps use these nouns and pure functions; only the reader does I/O. */

export { byCodeUnit, canonical, hash16, sha256 } from './canonical.js';
export { tame } from './characters.js';
export { type Cluster, clustersOf, likeOf } from './clusters.js';
export { editRecord } from './edits.js';
export { digestOf, type FoldOptions, fold, knowledgeText } from './fold.js';
export { guarded } from './guards.js';
export type {
  Arm,
  Combination,
  ComponentItem,
  ErrorClass,
  ErrorItem,
  FallbackItem,
  FixItem,
  Knowledge,
  KnownComponent,
  LibraryItem,
  LibraryRow,
  Metrics,
  PatternItem,
  ShippedPart,
  Status,
  Tally,
  TrendPoint,
} from './knowledge.js';
export { keepFile, recordFile } from './layout.js';
export { errorRecord, isUnnamed } from './mistake.js';
export { addressOf, ELSEWHERE, madeAt, type Place, terminalOrigin } from './origin.js';
export { type PackChange, type Packing, type PackOptions, pack } from './pack.js';
export { type Confidence, posterior, showConfidence } from './posterior.js';
export {
  type KnowledgeSource,
  type Loaded,
  type ReadOptions,
  type ReadRecords,
  readKnowledge,
  readRecords,
} from './read.js';
export {
  type ComponentRecord,
  type Definition,
  definitionId,
  type ErrorRecord,
  type Evidence,
  type FallbackRecord,
  type FixRecord,
  type LearningRecord,
  type LibraryRecord,
  type PatternRecord,
  type PatternType,
  type RejectionRecord,
  type RelabelRecord,
  type RetractionRecord,
  type SeenRecord,
  type Stored,
  type TombstoneRecord,
} from './records.js';
export type { Explanation } from './review/explain.js';
export type { StoreFigures } from './review/figures.js';
export type { TakenBack } from './review/losses.js';
export type { Candidate, PullReview, Refused } from './review/pull.js';
export type { Taught, TaughtItem } from './review/taught.js';
export type { Seen } from './seen.js';
export { withShipped } from './shipped.js';
export { confidenceOf, withOutcome } from './weight.js';
