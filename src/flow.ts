/**
 * The nouns that flow between the steps: Spec → Briefing → Draft → Verdict → Diagnosis → Lesson.
 * Plain, frozen-by-convention data without behaviour: a step can be run, logged and replayed from them alone.
 */

/** A place in a file of the user's repository. Lines and columns start at 1; columns count UTF-16 units. */
export interface Position {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endColumn?: number;
}

export type Severity = 'error' | 'warning' | 'notice';

/**
 * Something a person has to know or do. Every one has a stable code (`AS1007`), says what is wrong in one line,
 * and what to do next; `docs/errors/<code>.md` says the rest.
 */
export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, one line, no final stop. */
  readonly message: string;
  /** Why that is a problem, where the message does not say it. */
  readonly cause?: string;
  /** What the reader does next. */
  readonly remedy: string;
  readonly position?: Position;
  /** The source line at `position`, for display. */
  readonly excerpt?: string;
}

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

// ── Spec ────────────────────────────────────────────────────────────────────────────────────────────────────

export type Kind = 'operator' | 'sensor' | 'hook' | 'task';

export interface Input {
  readonly name: string;
  /** A Python type: `str`, `int`, `float`, `bool`, `list[str]`, `dict[str, str] | None` … */
  readonly type: string;
  readonly description: string;
  /** Present, even as `null`, when the input has a default; absent when it is required. */
  readonly default?: Json;
  readonly template: boolean;
  readonly enum?: readonly Json[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
}

export interface Method {
  readonly name: string;
  readonly inputs: readonly Input[];
  readonly returns?: string | { readonly [key: string]: Json };
}

export interface ConnectionUse {
  readonly type: string;
  readonly default_id: string;
  /** Name of the constructor argument that takes the connection id. */
  readonly input: string;
}

export interface Raise {
  readonly when: string;
  readonly exception: string;
}

export interface DagParam {
  readonly name: string;
  readonly type: string;
  readonly default?: Json;
  readonly enum?: readonly Json[];
  readonly description: string;
}

/** An acceptance example, with the keys of `SPEC-FORMAT.md` as the user wrote them (checked against the schema). */
export interface Example {
  readonly name: string;
  readonly [key: string]: Json;
}

/** One component to build: a checked spec file with every default filled in. Field names are those of the file. */
export interface Spec {
  /** Path of the spec file in the repository, with `/`. */
  readonly path: string;
  /** SHA-256 of the file's bytes, 64 hex digits. */
  readonly fingerprint: string;
  readonly name: string;
  readonly kind: Kind;
  readonly language: 'python' | 'typescript';
  readonly category: string;
  readonly summary: string;
  readonly description: string;
  /** PEP 440 range; the repository's setting where the file names none. */
  readonly airflow: string;
  readonly dependencies: readonly string[];
  readonly inputs: readonly Input[];
  readonly connection?: ConnectionUse;
  readonly methods: readonly Method[];
  readonly deferrable: boolean;
  readonly returns?: string | { readonly [key: string]: Json };
  readonly raises: readonly Raise[];
  readonly hints: readonly string[];
  readonly params: readonly DagParam[];
  readonly ui_color?: string;
  readonly ui_fgcolor?: string;
  readonly examples: readonly Example[];
  /** Fields of the earlier generator that version 1 cannot express. */
  readonly legacy?: { readonly [key: string]: Json };
  /** Where each field stands, by JSON pointer (`/inputs/0/name`); for errors that later steps find. */
  readonly positions: { readonly [pointer: string]: Position };
}

/** Arguments of the constructor that a spec promises: its inputs, the connection's, and the switch of a deferrable component. */
export function promisedInputs(spec: Spec): readonly Input[] {
  const named = new Set(spec.inputs.map(({ name }) => name));
  const { connection } = spec;
  const own: Input[] = [...spec.inputs];
  if (connection !== undefined && !named.has(connection.input)) {
    own.push({
      name: connection.input,
      type: 'str',
      description: '',
      default: connection.default_id,
      template: false,
    });
  }
  if (spec.deferrable && !named.has('deferrable')) {
    own.push({ name: 'deferrable', type: 'bool', description: '', default: false, template: false });
  }
  return own;
}

/** Ways in which the run of an example ends. */
const ENDS = ['returns', 'raises', 'pokes', 'defers'];

/**
 * The example that whoever writes the component is not shown, so that answers copied from the others fail; undefined below three
 * examples. The spec's bytes choose it. Where several examples end alike it is one of those: what no other example shows can
 * hardly be asked of anybody.
 */
export function heldBack({
  examples,
  fingerprint,
}: Pick<Spec, 'examples' | 'fingerprint'>): Example | undefined {
  if (examples.length < 3) return undefined;
  const endOf = (example: Example) =>
    JSON.stringify([ENDS.filter((key) => key in example), (example['call'] as { method?: string })?.method]);
  const shared = examples.filter((one) => examples.filter((other) => endOf(other) === endOf(one)).length > 1);
  const from = shared.length > 0 ? shared : examples;
  return from[Number.parseInt(fingerprint.slice(0, 12), 16) % from.length];
}

// ── Airflows ────────────────────────────────────────────────────────────────────────────────────────────────

/** An Airflow and the Python it runs on, for example 2.11.2 on 3.12. */
export interface AirflowTarget {
  readonly airflow: string;
  readonly python: string;
}

/** A target after the lab tried to make it ready. */
export type Environment =
  | (AirflowTarget & {
      readonly state: 'ready';
      readonly lock: string;
      readonly sandbox: string;
      readonly readyMs: number;
      /** What a spec's dependencies added to it. */
      readonly overlay?: Overlay;
    })
  | (AirflowTarget & { readonly state: 'unavailable'; readonly problem: Problem });

/** Dependencies that were installed beside an environment, for children alone. */
export interface Overlay {
  /** Absolute path of the folder; absent where nothing had to be added. */
  readonly folder?: string;
  /** Distribution → version of what stands in the folder. */
  readonly packages: { readonly [distribution: string]: string };
  /** Distribution → version of the requirements that are met, by the environment itself or by the folder. */
  readonly there: { readonly [distribution: string]: string };
  /** Requirements that are not installed, and why; notices. */
  readonly absent: readonly Absence[];
}

/** Why a requirement is not installed. */
export interface Absence extends Problem {
  /** As the spec writes it. */
  readonly requirement: string;
}

export type ReadyEnvironment = Extract<Environment, { state: 'ready' }>;

/** Names that every one of some Airflows has, and those that only some of them have. Sorted. */
export interface Scattered {
  readonly everywhere: readonly string[];
  readonly only: readonly { readonly airflow: string; readonly names: readonly string[] }[];
}

/** What is so in the Airflows that a component is written for: the same for the same set of them. */
export interface AirflowFacts {
  /** Oldest first. */
  readonly versions: readonly string[];
  /** Those that something is known of. */
  readonly known: readonly string[];
  /** Where names are imported from without a warning: one module for all, or the newer and the older one. */
  readonly imports: readonly { readonly name: string; readonly places: readonly string[] }[];
  /** Names that the base classes use on any of them; for a sensor, those beside an operator's. Sorted. */
  readonly taken: { readonly [kind in 'operator' | 'sensor' | 'hook']: readonly string[] };
  /** Keys of the task context. */
  readonly context: Scattered;
  /** Methods as every one of them can be called: `BaseHook.get_connection(conn_id)`. */
  readonly calls: readonly string[];
  /** Providers that come with Airflow. */
  readonly providers: Scattered;
}

// ── Briefing ────────────────────────────────────────────────────────────────────────────────────────────────

/** An item of `learning/` that was considered for a spec, and why it was chosen or passed over. */
export interface Consideration {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly chosen: boolean;
  readonly reason: string;
  /** Posterior mean and half width of its 90% interval, in per mille; integers as everywhere in the store. */
  readonly confidence: number;
  readonly margin: number;
  /** Probability with which it was chosen, in per mille; 1000 when nothing was left to chance. */
  readonly probability?: number;
}

/** What the author is told besides the spec. */
export interface Briefing {
  readonly strategy: string;
  /** Probability with which the strategy was chosen, in per mille; absent when there was no choice. */
  readonly probability?: number;
  readonly considered: readonly Consideration[];
  /** The chosen items, ready for the prompt. */
  readonly items: readonly BriefingItem[];
}

export interface BriefingItem {
  readonly id: string;
  readonly title: string;
  readonly when: string;
  readonly notWhen: string;
  readonly code: string;
}

/**
 * The ways of the repository that a component is for, as its code shows them, each list with the most important first. No learned
 * item: it holds whatever is withheld or tried.
 */
export interface Custom {
  /** What reviewers change in what is proposed to them, a line each. */
  readonly changed: readonly string[];
  /** What its components do alike, a line each. */
  readonly ways: readonly string[];
  /** What its own modules offer, as short Python, a definition each. */
  readonly code: readonly string[];
  /** The nearest of its components, whole. */
  readonly example?: string;
}

// ── Draft ───────────────────────────────────────────────────────────────────────────────────────────────────

export type DraftRole = 'component' | 'test' | 'dag' | 'page' | 'support';

export interface DraftFile {
  readonly role: DraftRole;
  /** Path in the repository, with `/`; always inside the output folders of the settings. */
  readonly path: string;
  readonly content: string;
}

/** Everything that would be committed for one spec, learning aside. */
export interface Draft {
  readonly className: string;
  /** What Airflow imports: `operators.open_meteo_forecast_operator` for a file in `plugins/operators/`. */
  readonly module: string;
  /** Folder that is on the Python path, with `/`: `plugins`. */
  readonly pythonRoot: string;
  readonly files: readonly DraftFile[];
}

/** The file of a draft that has a role: each has at most one of each but for support. */
export function fileOf({ files }: Pick<Draft, 'files'>, role: DraftRole): DraftFile | undefined {
  return files.find((file) => file.role === role);
}

// ── Verdict ─────────────────────────────────────────────────────────────────────────────────────────────────

export const TIERS = [
  'syntax',
  'lint',
  'security',
  'index',
  'contract',
  'import',
  'construct',
  'dag',
  'serialize',
  'examples',
  'tests',
] as const;
export type Tier = (typeof TIERS)[number];

/**
 * A replacement in the source of the file at a finding's `position`: what stands from `start` up to, not including, `end` becomes `text`.
 * Lines and columns start at 1; columns count UTF-16 units. The edits of one finding do not overlap and belong together.
 */
export interface Edit {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
  readonly text: string;
}

/** One thing that validation found in a draft. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly tier: Tier;
  readonly message: string;
  readonly remedy?: string;
  /** What would put it right, where that is certain; everything else in the source stays as it is. */
  readonly edit?: readonly Edit[];
  readonly position?: Position;
  /** Name of the acceptance example that shows it. */
  readonly example?: string;
  /** Which expectation failed: `returns`, `raises`, `http_all`, `logs` … */
  readonly expectation?: string;
  readonly expected?: Json;
  readonly actual?: Json;
  /** What the component was doing: `import`, `construct`, `render`, `execute`, `trigger`, `resume`, `serialize` … */
  readonly stage?: string;
  /** Class of the exception, as Python names it, where one was raised. */
  readonly exception?: string;
  /** The real traceback, redacted and shortened to the frames of the draft. */
  readonly traceback?: string;
}

export interface TierTiming {
  readonly tier: Tier;
  readonly ms: number;
}

/** What one environment said of one draft. */
export interface EnvironmentVerdict extends AirflowTarget {
  /** `not-run`: the environment could not be had; never counted as proven. */
  readonly state: 'proven' | 'failed' | 'not-run';
  readonly sandbox: string;
  readonly lock: string;
  readonly findings: readonly Finding[];
  readonly examples: { readonly passed: number; readonly total: number };
  readonly timings: readonly TierTiming[];
  /** Why it was not run, and what to do. */
  readonly problem?: Problem;
  /** Versions of the libraries that the component imports, as installed there. */
  readonly libraries: { readonly [distribution: string]: string };
  /** Requirements of the spec that are not installed there, so that their absence is what was tested. */
  readonly absent: readonly string[];
}

export interface Verdict {
  /** True only when at least one environment ran, and every configured one in the spec's range is proven. */
  readonly proven: boolean;
  readonly environments: readonly EnvironmentVerdict[];
}

/** An environment's verdict on code without a spec: what can be asked of any code holds there, or not. */
export interface UnspecifiedEnvironment extends Omit<EnvironmentVerdict, 'state'> {
  readonly state: 'holds' | 'failed' | 'not-run';
}

/** The verdict on code without a spec. Nobody said what it should do, so it is never proven. */
export interface UnspecifiedVerdict {
  readonly proven: false;
  /** True only when at least one environment ran, and every one of them holds. */
  readonly holds: boolean;
  readonly environments: readonly UnspecifiedEnvironment[];
}

// ── Diagnosis ───────────────────────────────────────────────────────────────────────────────────────────────

/** What went wrong, in terms that a next attempt can use. */
export interface Diagnosis {
  /** Class of the error taxonomy: `import.moved`, `example.returns`, … */
  readonly errors: readonly DiagnosedError[];
  /** Text for the author: real tracebacks, expected and actual values. */
  readonly guidance: string;
}

export interface DiagnosedError {
  readonly errorClass: string;
  /** Message with names, numbers and paths abstracted. */
  readonly pattern: string;
  readonly rootCause: string;
  readonly airflow: readonly string[];
  readonly finding: Finding;
  /** Where in the component it is, as far as that can be told. */
  readonly at?: Position;
  /** The machine's class, where a person's correction holds instead. */
  readonly machine?: string;
  /** `spec` where facts show that no draft could be right, else `draft`. Absent in what other tools made. */
  readonly resolves?: 'draft' | 'spec';
  /** What contradicts what, with `resolves: 'spec'`. */
  readonly fault?: SpecFault;
}

/** Something in a spec that no component could satisfy. */
export interface SpecFault {
  /** JSON pointer of the line that its author has to look at; a key of the spec's `positions`, or below one. */
  readonly pointer: string;
  /** What cannot be, one line, no final stop. */
  readonly message: string;
  /** A change that would mend it. */
  readonly proposal: string;
  /** Names of the examples that it makes fail. */
  readonly examples: readonly string[];
}

/** What a person is told of a finding that is left. */
export interface Told {
  /** Class of the error taxonomy, or the one that a person gave instead. */
  readonly errorClass: string;
  /** A contradiction of the spec that shows itself here, with the line of the spec. */
  readonly fault?: SpecFault & { readonly position?: Position };
  /** What a test that airsmith makes from the spec asks. */
  readonly test?: string;
  /** A name or module of the repository that is meant by one that it does not have. */
  readonly meant?: string;
}

/** One known fix that was tried on a draft, and what running the edited draft showed. */
export interface Trial {
  /** Id of the fix: `super-init`. */
  readonly fix: string;
  readonly title: string;
  /** What the fix tells an author who meets the mistake. */
  readonly prompt: string;
  readonly error: DiagnosedError;
  /** Of the component as it stood before the trial. */
  readonly edits: readonly Edit[];
  /** The mistake went and none came, so the edits were kept; else they were taken back. */
  readonly helped: boolean;
  /** Its share of the time that proving took. */
  readonly ms: number;
}

/** What is worse after an edit than before, or can no longer be told. */
export type Harm =
  | { readonly kind: 'came'; readonly error: DiagnosedError; readonly airflow: string }
  | {
      readonly kind: 'fewer-examples';
      readonly before: number;
      readonly after: number;
      readonly airflow: string;
    }
  | { readonly kind: 'not-run'; readonly airflow: string };

/** Why edits were taken back: the mistake was still there, or something was worse. */
export type Setback = Harm | { readonly kind: 'stayed' };

/** A trial with what it was made on. */
export interface MendTrial extends Trial {
  /** The component before the edits. */
  readonly source: string;
  /** Present where the edits were taken back. */
  readonly setback?: Setback;
}

// ── Run ─────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  /** Micro-dollars, an integer. */
  readonly cost: number;
}

/** What costs nothing: a replayed answer, a component that was only proven again. */
export const NO_USAGE: Usage = Object.freeze({
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  cost: 0,
});

/** What a run spent, and what it did not have to spend. */
export interface Money {
  /** Micro-dollars that are booked. */
  readonly spent: number;
  /** Of these, what was booked for calls whose bill is unknown: each at the most that it can cost. */
  readonly assumed: number;
  /** Micro-dollars that the prompt cache saved; below zero where writing it cost more. */
  readonly cache: number;
  /** Micro-dollars that batches saved. */
  readonly batch: number;
  /** Micro-dollars that edits saved, where the whole file would have been written else: an estimate from below. */
  readonly edits: number;
  /** Specs whose component was there and was only proven again. */
  readonly reused: number;
}

export const NO_MONEY: Money = Object.freeze({
  spent: 0,
  assumed: 0,
  cache: 0,
  batch: 0,
  edits: 0,
  reused: 0,
});

export interface Attempt {
  /**
   * Starts at 1; 0 when nobody was asked: the component on the branch was proven again, or the spec was refused. A mending has the
   * number of the attempt whose draft it mended.
   */
  readonly number: number;
  readonly author: {
    readonly model: string;
    /** SHA-256 of the prompt; empty when nobody was asked. */
    readonly promptFingerprint: string;
    readonly replayed: boolean;
    /** For the person: for example that the prompt has changed since the answer was recorded. */
    readonly note?: string;
    /** Name of the example that was held back from it. */
    readonly heldBack?: string;
    /** Set where it answered with edits: output tokens that the whole file would have taken beyond them, an estimate from below. */
    readonly unwritten?: number;
  };
  readonly usage: Usage;
  readonly ms: number;
  /** Absent when the author gave no draft; `problem` then says why. */
  readonly draft?: Draft;
  readonly verdict?: Verdict;
  readonly diagnosis?: Diagnosis;
  readonly problem?: Problem;
  /** What the spec left open and how the author decided it. */
  readonly assumptions?: readonly string[];
  /** Fixes that were tried on the draft of the attempt before, in order. No author was asked. */
  readonly mending?: readonly Trial[];
}

/** Identity of a run; enough to find it again and to order observations of one subject. */
export interface RunIdentity {
  /** `<run number>.<run attempt>` on GitHub; a ULID-like random id on a terminal. */
  readonly id: string;
  readonly number: number;
  readonly attempt: number;
  /** Recorded time, ISO 8601 in UTC, seconds. For reports only, never for order. */
  readonly at: string;
  readonly origin: string;
}

/** A file to write to `learning/`, canonical bytes included. */
export interface RecordFile {
  readonly path: string;
  readonly content: string;
}

export interface LearnedItem {
  readonly what: string;
  readonly kind: 'pattern' | 'error' | 'fix' | 'library' | 'fallback' | 'component' | 'evidence';
  readonly change: 'new' | 'strengthened' | 'weakened' | 'known';
  readonly path?: string;
  /** Confidence in per mille with margin, before and after; absent where there was none. */
  readonly before?: { readonly confidence: number; readonly margin: number };
  readonly after?: { readonly confidence: number; readonly margin: number };
  readonly note?: string;
}

/** What a run teaches. */
export interface Lesson {
  readonly records: readonly RecordFile[];
  readonly items: readonly LearnedItem[];
}

/** Attempts in which an author was asked; not mendings, nor those that only proved again or were refused beforehand. */
export function attemptsMade({ attempts }: Pick<SpecOutcome, 'attempts'>): readonly Attempt[] {
  return attempts.filter(({ number, mending }) => number > 0 && mending === undefined);
}

/** Fixes without a model that helped, in order: what the draft that counts owes to them. */
export function mendedBy({ attempts }: Pick<SpecOutcome, 'attempts'>): readonly Trial[] {
  return attempts.flatMap(({ mending }) => mending?.filter(({ helped }) => helped) ?? []);
}

/** The model that wrote the draft that counts, be it mended or not. */
export function writerOf(outcome: Pick<SpecOutcome, 'attempts' | 'best'>): string {
  return (written(outcome) ?? outcome.best)?.author.model ?? 'none';
}

/** The example that the author of the draft that counts had not seen; undefined where it had seen them all, or that is not known. */
export function unseenBy(outcome: Pick<SpecOutcome, 'attempts' | 'best'>): string | undefined {
  return written(outcome)?.author.heldBack;
}

function written({ attempts, best }: Pick<SpecOutcome, 'attempts' | 'best'>): Attempt | undefined {
  return attemptsMade({ attempts }).find(({ number }) => number === best?.number);
}

/** Everything that happened to one spec. */
export interface SpecOutcome {
  readonly spec: Spec;
  readonly briefing: Briefing;
  readonly attempts: readonly Attempt[];
  readonly proven: boolean;
  /** The attempt that counts: the proven one, else the one that came furthest. */
  readonly best?: Attempt;
  readonly lesson: Lesson;
  readonly ms: number;
}
