/** What the steps need from outside. Adapters and the lab implement these; tests put real or local ones in their place. */

import type {
  AirflowTarget,
  Draft,
  Environment,
  EnvironmentVerdict,
  Finding,
  Json,
  Problem,
  ReadyEnvironment,
  Spec,
  Tier,
  Usage,
} from './flow.js';

export interface Clock {
  /** Wall-clock time, for records only. */
  now(): Date;
  /** Monotonic milliseconds, for durations. */
  elapsed(): number;
}

export interface Random {
  /** `bytes` random bytes as lower-case hex. */
  hex(bytes: number): string;
}

// ── Model ───────────────────────────────────────────────────────────────────────────────────────────────────

export interface ModelRequest {
  /** Spec path and attempt: the key under which answers are recorded and replayed. */
  readonly specPath: string;
  readonly attempt: number;
  readonly model: string;
  /** The stable, cacheable prefix. */
  readonly system: string;
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
  /** JSON Schema of the structured answer. */
  readonly schema: { readonly [key: string]: Json };
  readonly maxTokens: number;
  readonly signal?: AbortSignal;
}

export type ModelAnswer =
  | {
      readonly kind: 'answer';
      readonly json: Json;
      readonly usage: Usage;
      readonly model: string;
      readonly replayed: boolean;
      readonly note?: string;
    }
  /** The call was made (and may have cost something) but gave no usable answer: refusal, truncation, overload … */
  | {
      readonly kind: 'failed';
      readonly problem: Problem;
      readonly usage: Usage;
      readonly model: string;
      readonly retryable: boolean;
    };

export interface Model {
  ask(request: ModelRequest): Promise<ModelAnswer>;
}

// ── Lab ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** A draft written to disk for the lab; `dispose` removes it. */
export interface StagedDraft {
  readonly root: string;
  readonly draft: Draft;
  dispose(): Promise<void>;
}

export interface TierOutcome {
  readonly tier: Tier;
  readonly findings: readonly Finding[];
  readonly ms: number;
}

export interface Lab {
  /** Makes environments ready, side by side; one that cannot be had comes back as `unavailable` with its remedy. */
  prepare(
    targets: readonly AirflowTarget[],
    report: (environment: Environment) => void,
  ): Promise<readonly Environment[]>;
  /** Runs every tier of `draft` on one environment, cheapest first, and stops where a later tier could say nothing. */
  examine(environment: ReadyEnvironment, draft: Draft, spec: Spec): Promise<EnvironmentVerdict>;
  /** Ends servers and removes temporary files. Safe to call twice. */
  close(): Promise<void>;
}

// ── Repository ──────────────────────────────────────────────────────────────────────────────────────────────

export interface FileChange {
  /** Repository path with `/`. */
  readonly path: string;
  /** New content, or null to delete. */
  readonly content: string | null;
}

export interface SpecChange {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'renamed' | 'deleted';
  /** For a renamed spec: where it was. */
  readonly previousPath?: string;
}

export type CommitOutcome =
  | { readonly kind: 'committed'; readonly commit: string; readonly files: number }
  /** The tree already holds these bytes. */
  | { readonly kind: 'unchanged'; readonly commit: string }
  /** The branch moved since `expectedHead` was read. */
  | { readonly kind: 'moved'; readonly head: string };

export interface Repository {
  /** Absolute path of the work tree. */
  readonly root: string;
  /** Commit of a revision, or undefined where it does not exist (an empty repository, no git). */
  resolve(revision: string): Promise<string | undefined>;
  /** Content of a file at a commit; `undefined` commit reads the work tree. Undefined when absent, not a regular file, or over `limit` bytes. */
  read(path: string, commit?: string): Promise<string | undefined>;
  /** Paths of files below a folder at a commit (or in the work tree), sorted. */
  list(folder: string, commit?: string): Promise<readonly string[]>;
  /** Specs that differ between two commits. */
  changedSpecs(base: string, head: string): Promise<readonly SpecChange[]>;
  /** One commit on top of `expectedHead`, published by one ref update; work tree and index follow only if `branch` is checked out. */
  commit(
    changes: readonly FileChange[],
    message: string,
    target: { readonly branch: string; readonly expectedHead: string },
  ): Promise<CommitOutcome>;
  /** Pushes `branch` without force and reads the remote ref back. */
  push(remote: string, branch: string): Promise<CommitOutcome>;
}

// ── Forge ───────────────────────────────────────────────────────────────────────────────────────────────────

export interface PullRequest {
  readonly number: number;
  readonly headSha: string;
  readonly headRef: string;
  readonly baseSha: string;
  readonly baseRef: string;
  readonly fromFork: boolean;
}

/** Where a pull request lives: GitHub, or another forge later. */
export interface Forge {
  pullRequest(): Promise<PullRequest>;
  /** Creates or updates the one comment that carries `marker`. */
  comment(marker: string, body: string): Promise<{ readonly url: string }>;
}
