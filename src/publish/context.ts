import type { Environment, Money, Problem, RunIdentity } from '../flow.js';
import type { Candidate, Refused, TakenBack } from '../knowledge/index.js';

/** What a comment says beside the outcomes themselves. */
export interface CommentContext {
  /** Of spec files and settings, and of publishing. */
  readonly problems: readonly Problem[];
  readonly environments: readonly Environment[];
  readonly run: RunIdentity;
  readonly runUrl?: string;
  /** Micro-dollars spent, and the limit. */
  readonly spent: number;
  readonly budget: number;
  /** Absent where nobody could be asked. */
  readonly money?: Money;
  readonly ms: number;
  /** How the answers came about: `asking MODEL`, `recorded answers from DIR`. */
  readonly author: string;
  /** The commit that holds the result; absent when there was nothing to commit. */
  readonly commit?: string;
  /** Specs that are gone. Their components stay. */
  readonly deleted: readonly string[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  /** Learned records that no run on this pull request wrote. */
  readonly candidates?: readonly Candidate[];
  /** Items that were refused by deleting their files. */
  readonly refused?: readonly Refused[];
  /** Decisions of the base that this pull request takes back by deleting their files. */
  readonly takenBack?: readonly TakenBack[];
  /** Set for a pull request from a fork: its specs were only read. `checked` counts them. */
  readonly fork?: { readonly checked: number };
}
