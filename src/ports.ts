/** What the steps need from outside. Adapters and the lab implement these; tests put real or local ones in their place. */

import type {
  AirflowTarget,
  Draft,
  Environment,
  Example,
  Finding,
  Json,
  Problem,
  ReadyEnvironment,
  Spec,
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
  /** Class name and attempt: the key under which answers are recorded and replayed. */
  readonly component: string;
  readonly attempt: number;
  /** SHA-256 of everything that is sent, 64 hex digits. */
  readonly promptFingerprint: string;
  readonly model: string;
  /** The stable, cacheable prefix. */
  readonly system: string;
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
  /** JSON Schema of the structured answer. */
  readonly schema: { readonly [key: string]: Json };
  readonly maxTokens: number;
  /** Cancels the run: the answer comes within a second, and says so. */
  readonly signal?: AbortSignal;
  /** Comes when the run has no more time for models. */
  readonly deadline?: AbortSignal;
}

export type ModelAnswer =
  | {
      readonly kind: 'answer';
      readonly json: Json;
      readonly usage: Usage;
      readonly model: string;
      readonly replayed: boolean;
      /** For the person: for example that the prompt has changed since the answer was recorded. */
      readonly note?: string;
    }
  /** The call was made (and may have cost something) but gave no usable answer: refusal, truncation, overload … */
  | {
      readonly kind: 'failed';
      readonly problem: Problem;
      readonly usage: Usage;
      readonly model: string;
      readonly retryable: boolean;
      /** Whether, and for how much, the call is charged cannot be known: `usage` says nothing then. */
      readonly billUnknown?: boolean;
    };

export interface Model {
  /** True when no call costs anything, as with recorded answers. */
  readonly free: boolean;
  /** True when questions are put together and answered within hours, at half the price. */
  readonly batched?: boolean;
  /** What every question is answered with, where that is known beforehand. */
  readonly refusal?: Problem;
  ask(request: ModelRequest): Promise<ModelAnswer>;
}

// ── Lab ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** A draft written to a folder of its own, so that the sandbox can be given exactly that folder. */
export interface StagedDraft {
  /** Absolute path of the folder; the draft's files, and the house's, stand in it at their repository paths. */
  readonly root: string;
  /** The same without tests, which hold what the examples expect: all that a job but `tests` may read. */
  readonly code: string;
  /** Folders of both that are importable, most important first. */
  readonly pythonPath: readonly string[];
  readonly draft: Draft;
  dispose(): Promise<void>;
}

export interface HouseFile {
  readonly path: string;
  /** Text, or bytes as they are: a coding line may say that Python is not to read them as UTF-8. */
  readonly content: string | Uint8Array;
}

/** The repository's own modules, as copies: a child never sees the repository itself. */
export interface House {
  /** Folders whose modules can be imported, relative to the repository. */
  readonly folders: readonly string[];
  readonly files: readonly HouseFile[];
}

/** One thing to do in a forked child of a warmed Airflow. */
export type LabJob =
  /** Compile one file with the target's CPython. */
  | { readonly op: 'syntax'; readonly path: string }
  /** Import the component's module and describe its class (see `ClassFacts`); `requirements` are PEP 508. */
  | { readonly op: 'inspect'; readonly requirements?: readonly string[] }
  /** Construct with these arguments, inside a DAG where it is a task; then serialize and deserialize that DAG. Value: `Constructed`. */
  | { readonly op: 'construct'; readonly inputs: { readonly [name: string]: Json } }
  /** Load a DAG file through `DagBag`, serialize and deserialize what it holds. */
  | { readonly op: 'dag'; readonly path: string }
  /** Run a test file under pytest. */
  | { readonly op: 'tests'; readonly path: string };

export type LabResult =
  | { readonly ok: true; readonly value: Json; readonly ms: number }
  | { readonly ok: false; readonly failure: LabFailure; readonly ms: number };

export interface LabFailure {
  /** `exception`: Python raised; `timeout`, `killed`: the child did not end by itself; `protocol`: it answered nonsense. */
  readonly kind: 'exception' | 'timeout' | 'killed' | 'protocol';
  /** Where inside the job: `import`, `construct`, `serialize`, `deserialize`, `render`, `execute` … */
  readonly stage: string;
  readonly exception?: string;
  readonly message: string;
  /** Frames of the draft's own files only, paths relative to the repository. */
  readonly traceback?: string;
  /** Repository path of the file that `line` and `column` are in; the component where it is absent. */
  readonly path?: string;
  /** Deepest line inside the draft, where there is one. */
  readonly line?: number;
  readonly column?: number;
  /** Set where a `raise` of the draft's own made the exception, not something that it called. */
  readonly raised?: boolean;
}

/** Something outside that a component reached for while it was imported or constructed. */
export interface Access {
  readonly kind: 'network' | 'process' | 'file' | 'connection' | 'variable';
  /** Address, path or id, as Python shows it. */
  readonly what: string;
  /** Line of the draft's own file that was at work. */
  readonly line: number;
}

/** What `construct` says of the object: of a hook only `accesses`. */
export interface Constructed {
  readonly accesses?: readonly Access[];
  /** Arguments of Airflow's own (`retries`, `pool` …) that the task was given and does not hold. */
  readonly lost?: readonly string[];
  /** Attributes of Airflow's own that the constructor set otherwise; `why` where Airflow cannot use the value. */
  readonly altered?: readonly { readonly name: string; readonly why: string | null }[];
  /** Template fields that the task has no attribute for. */
  readonly missing?: readonly string[];
  /** Template fields that are not the Jinja text they were given; `equal` where only the object is another. */
  readonly changed?: readonly { readonly name: string; readonly equal: boolean }[];
  /** Attributes that no template field names and that hold the Jinja text of the input `of`. */
  readonly copies?: readonly { readonly name: string; readonly of: string }[];
}

/** What `inspect` says of the class under test. */
export interface ClassFacts {
  /** Names of the method resolution order, nearest first, module included: `airflow.sdk.bases.sensor.BaseSensorOperator`. */
  readonly mro: readonly string[];
  readonly kind: 'operator' | 'sensor' | 'hook' | 'other';
  readonly init: readonly {
    readonly name: string;
    readonly kind: 'positional' | 'keyword' | 'var-positional' | 'var-keyword';
    readonly required: boolean;
    /** `repr` of the default, at most 200 characters. */
    readonly default?: string;
  }[];
  /** Arguments that base classes demand and `**kwargs` hands on to them. */
  readonly inherited?: readonly string[];
  readonly templateFields: readonly string[];
  readonly methods: readonly { readonly name: string; readonly arguments: readonly string[] }[];
  /** Distributions whose modules were loaded by importing the component, with versions. */
  readonly libraries: { readonly [distribution: string]: string };
  /** Those of the job's `requirements` that apply here and are not met by what is installed, as they were written. */
  readonly absent?: readonly string[];
  /** Class attributes of a task; null where they are no text. */
  readonly uiColor?: string | null;
  readonly uiFgcolor?: string | null;
  /** What importing the module reached for. */
  readonly accesses?: readonly Access[];
}

/** What `tests` says: pytest's own exit status, and what failed. */
export interface TestFacts {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly { readonly test: string; readonly when: string; readonly message: string }[];
  readonly status: number;
}

/** An acceptance example after it was played and judged. */
export interface PlayResult {
  readonly passed: boolean;
  readonly ms: number;
  readonly problems: readonly {
    /** The key of the example that does not hold: `returns`, `raises`, `http`, `logs` … */
    readonly expectation: string;
    readonly message: string;
    readonly expected?: Json;
    readonly actual?: Json;
  }[];
  /** Set where the component raised what the example does not expect, or did not end. */
  readonly failure?: LabFailure;
}

/** What is to stand beside an environment for one spec. */
export interface Furnishing {
  /** PEP 508. */
  readonly requirements: readonly string[];
  /** `absent`: nothing is installed, and what the environment itself lacks is absent. */
  readonly how: 'install' | 'absent';
  /** Normalised names of distributions that people, or proven components, vouch for. */
  readonly known: ReadonlySet<string>;
}

/** Once the run is interrupted, everything but `close` rejects at once with the reason of its signal. */
export interface Lab {
  /** Makes environments ready, side by side; one that cannot be had comes back as `unavailable` with its remedy. */
  prepare(
    targets: readonly AirflowTarget[],
    report: (environment: Environment) => void,
  ): Promise<readonly Environment[]>;
  /**
   * The environment with those of the requirements beside it that fit: installed into a folder of their own, which only the
   * children see. What does not fit stands in `overlay.absent`; `unavailable` where that cannot be found out, or where a
   * name is one that nobody knows well enough to install it.
   */
  furnish(environment: ReadyEnvironment, furnishing: Furnishing): Promise<Environment>;
  /** Writes a draft, and the house's modules beside it where it has none of the same path. */
  stage(draft: Draft, house?: House): Promise<StagedDraft>;
  /**
   * The index of an environment's Airflow, as that Airflow wrote it (see `src/validate/airflow-index/read.ts`); undefined where none was
   * made. Starts nothing.
   */
  index(environment: ReadyEnvironment): Promise<string | undefined>;
  /** Runs ruff over the draft's Python files, once for all environments. */
  lint(staged: StagedDraft): Promise<readonly Finding[]>;
  run(environment: ReadyEnvironment, staged: StagedDraft, job: LabJob): Promise<LabResult>;
  /** Plays one acceptance example in its own world. Expectations stay outside the child. */
  play(environment: ReadyEnvironment, staged: StagedDraft, spec: Spec, example: Example): Promise<PlayResult>;
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

/** A file of a pull request, as the forge lists it. */
export interface ChangedFile {
  readonly path: string;
  readonly status: SpecChange['status'];
  readonly previousPath?: string;
}

export type CommitOutcome =
  | { readonly kind: 'committed'; readonly commit: string; readonly files: number }
  /** The tree already holds these bytes. */
  | { readonly kind: 'unchanged'; readonly commit: string }
  /** The branch moved since `expectedHead` was read; an empty head: it is gone. */
  | { readonly kind: 'moved'; readonly head: string };

export interface Repository {
  /** Absolute path of the work tree. */
  readonly root: string;
  /** Commit of a revision, or undefined where it does not exist (an empty repository, no git). */
  resolve(revision: string): Promise<string | undefined>;
  /** Content of a file at a commit; `undefined` commit reads the work tree. Undefined when absent, not a regular file, or over `limit` bytes. */
  read(path: string, commit?: string): Promise<string | undefined>;
  /** As `read`, undecoded. */
  bytes(path: string, commit?: string): Promise<Uint8Array | undefined>;
  /** Paths of files below a folder at a commit (or in the work tree), sorted. */
  list(folder: string, commit?: string): Promise<readonly string[]>;
  /** Specs that differ between two commits. */
  changedSpecs(base: string, head: string): Promise<readonly SpecChange[]>;
  /** Name of the checked-out branch; undefined for a detached head or where there is no git. */
  branch(): Promise<string | undefined>;
  /** Writes (or deletes) files of the work tree, all or none, without a commit. Refuses to follow a symlink. */
  write(changes: readonly FileChange[]): Promise<void>;
  /** One commit on top of `expectedHead`, published by one ref update; work tree and index follow only if `branch` is checked out. */
  commit(
    changes: readonly FileChange[],
    message: string,
    target: { readonly branch: string; readonly expectedHead: string },
  ): Promise<CommitOutcome>;
  /** Where a branch of a remote stands; undefined where there is none. */
  tip(remote: string, branch: string): Promise<string | undefined>;
  /** Makes commits available that this clone lacks. */
  fetch(remote: string, commits: readonly string[]): Promise<void>;
  /**
   * One commit on top of `expectedHead`, published by one update of the remote’s branch, without force, and believed
   * when the remote shows it. The checked-out branch follows where it stands at `expectedHead` too.
   */
  land(changes: readonly FileChange[], message: string, target: RemoteTarget): Promise<CommitOutcome>;
  /** What of `changes` a commit does not hold yet. Throws AS7020 where a link, a file or a folder is in the way. */
  standing(changes: readonly FileChange[], commit: string): Promise<Standing>;
  /** The commit on the remote’s branch that stands on `expectedHead` and holds all of `changes`; undefined where there is none. */
  arrived(changes: readonly FileChange[], target: RemoteTarget): Promise<string | undefined>;
  /** Reads back from the remote: the first path that `commit` does not hold as `changes` say, or the branch where it does not hold the commit. */
  unseen(
    changes: readonly FileChange[],
    commit: string,
    target: Pick<RemoteTarget, 'remote' | 'branch'>,
  ): Promise<string | undefined>;
}

/** How changes stand to a commit. */
export interface Standing {
  /** Those that it does not hold. */
  readonly open: readonly FileChange[];
  /** Only git can make them: a file is executable, or lies in a submodule. */
  readonly onlyGit: boolean;
}

export interface RemoteTarget {
  readonly remote: string;
  readonly branch: string;
  /** Commit that the remote’s branch stood at when it was read. */
  readonly expectedHead: string;
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

/** A check run on a commit. */
export interface CheckReport {
  readonly name: string;
  readonly commit: string;
  /** The same for every try of one run, so that a re-run changes what it said before. */
  readonly id: string;
  readonly conclusion: 'success' | 'failure' | 'neutral';
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  readonly problems: readonly Problem[];
  /** Address of the run. */
  readonly url: string;
}

/** A person’s or a program’s sign under a comment. */
export type Reaction = 'eyes' | '+1' | 'confused';

/** Where a pull request lives: GitHub, or another forge later. What speaks of "the pull request" needs a forge that is `onPull`. */
export interface Forge {
  /** The same forge for one pull request. */
  onPull(number: number): Forge;
  /** The login that this token writes as; what anybody else writes is not ours. */
  login(): Promise<string>;
  /** Whether a login may write to the repository, as the forge says it. */
  mayWrite(login: string): Promise<boolean>;
  /** Puts our sign under a comment of a pull request; false where it was there. */
  react(comment: number, sign: Reaction): Promise<boolean>;
  /** Our signs under a comment. */
  reactions(comment: number): Promise<readonly string[]>;
  /** Takes a label off the pull request; false where it has none of that name. */
  dropLabel(name: string): Promise<boolean>;
  /** Pull requests of this repository’s branches, the newest first: open ones, or all of one branch. */
  pulls(filter: { readonly branch?: string; readonly state: 'open' | 'all' }): Promise<readonly ListedPull[]>;
  /** Makes a branch that begins at a commit. Fine where it is there already. */
  createBranch(branch: string, commit: string): Promise<void>;
  /** Opens a pull request; where the branch has an open one, that is it. Throws AS7050 where the repository does not let this token. */
  propose(proposal: Proposal): Promise<ListedPull>;
  pullRequest(): Promise<PullRequest>;
  /** Files that differ between the pull request's head and where it left its base. */
  changedFiles(): Promise<readonly ChangedFile[]>;
  /**
   * Commits that were pushed to `branch` as its tip by whoever this token writes as. The forge says so of the push, not the commit of
   * itself. Empty where the forge does not tell.
   */
  pushedByUs(branch: string): Promise<ReadonlySet<string>>;
  /** Creates or updates the one comment that carries `marker`. */
  comment(marker: string, body: string): Promise<{ readonly url: string }>;
  /** Puts a check run on a commit. Optional: where that cannot be done it says why, and undefined where it is there. */
  check(report: CheckReport): Promise<string | undefined>;
  /** One commit on top of `expectedHead`, made and signed by the forge, in the name of whoever this token writes as. */
  commit(
    changes: readonly FileChange[],
    message: string,
    target: Pick<RemoteTarget, 'branch' | 'expectedHead'>,
  ): Promise<ForgeCommit>;
}

export interface ListedPull {
  readonly number: number;
  readonly branch: string;
  readonly state: 'open' | 'closed';
  readonly url: string;
}

export interface Proposal {
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

export type ForgeCommit =
  | { readonly kind: 'committed'; readonly commit: string }
  /** The branch is not at `expectedHead`. */
  | { readonly kind: 'moved' }
  /** No answer, or a busy server: it may be there or not. `after`: milliseconds that the forge asks to wait. */
  | { readonly kind: 'unheard'; readonly after: number }
  /** The forge does not make such commits, or not this one; git may. */
  | { readonly kind: 'refused'; readonly why: string };
