/** What the one commit of a run holds, and what it says. */

import type { Settings } from '../config.js';
import type { Draft, DraftFile, SpecOutcome } from '../flow.js';
import type { FileChange } from '../ports.js';
import { AirsmithError, EXIT } from '../problems.js';
import { fixedFolder, isInside, isPlainPath } from '../safety/paths.js';

/** Larger files are no components; the whole would not be reviewed either. */
const FILE_LIMIT = 1024 * 1024;

/**
 * Files of the one commit, sorted by path, those left out that the branch holds already. A proven spec brings its
 * files and its records, another one only the evidence of that. A component that was only proven again keeps what
 * stands on the branch, a person's edits included: just what is missing comes back.
 *
 * Throws AS7003 for a path that is not inside the output folders, and AS7004 where two specs want one file: both are
 * found earlier when all goes well, so that here the run has to stop.
 */
export async function planCommit(
  outcomes: readonly SpecOutcome[],
  settings: Pick<Settings, 'output' | 'learning'>,
  present: (path: string) => Promise<string | undefined>,
): Promise<FileChange[]> {
  const planned = new Map<
    string,
    { readonly path: string; readonly content: string; readonly keep: boolean }
  >();
  const add = (path: string, content: string, keep: boolean) => {
    // `Orders.py` and `orders.py` are one file for half of all developers.
    const key = path.toLowerCase();
    const other = planned.get(key);
    if (other && (other.path !== path || other.content !== content)) throw collision(path, other.path);
    planned.set(key, { path, content, keep });
  };
  for (const outcome of outcomes) {
    const { best, lesson, proven } = outcome;
    if (proven && best?.draft) {
      for (const file of best.draft.files) {
        requireOutput(file, best.draft, settings);
        add(file.path, file.content, best.number === 0);
      }
    }
    for (const record of lesson.records) {
      requireRecord(record.path, record.content, settings.learning, proven);
      // Records are never changed: what stands under the name, even a damaged file, is for a person to judge.
      add(record.path, record.content, true);
    }
  }
  const changes = await Promise.all(
    [...planned.values()].map(async ({ path, content, keep }) => {
      const now = await present(path);
      return now === content || (keep && now !== undefined) ? [] : [{ path, content }];
    }),
  );
  return changes.flat().sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Throws unless `file` is what the settings' template for its role makes, or stands beside the draft's own test. */
function requireOutput(file: DraftFile, draft: Draft, settings: Pick<Settings, 'output'>): void {
  if (file.content.length > FILE_LIMIT) throw misplaced(file.path, `is larger than ${FILE_LIMIT} bytes`);
  if (file.role === 'support') {
    const test = draft.files.find(({ role }) => role === 'test')?.path ?? '';
    if (isInside(file.path, [parentOf(test)]) || (parentOf(test) === '' && isPlainPath(file.path))) return;
    throw misplaced(file.path, 'is not beside the test that needs it');
  }
  const template = settings.output[file.role];
  const folder = fixedFolder(template);
  const inside = folder === '' ? isPlainPath(file.path) : isInside(file.path, [folder]);
  if (!inside || !matches(file.path, template)) throw misplaced(file.path, `is not of the form ${template}`);
}

function matches(path: string, template: string): boolean {
  const parts = template
    .split(/\{(?:kind|file)\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[A-Za-z0-9_]+')}$`).test(path);
}

function requireRecord(path: string, content: string, learning: string, proven: boolean): void {
  if (content.length > FILE_LIMIT) throw misplaced(path, `is larger than ${FILE_LIMIT} bytes`);
  // An empty file that keeps a folder is the one hidden name among the records.
  const plain = content === '' ? path.replace(/\/\.gitkeep$/, '/gitkeep') : path;
  if (!isInside(plain, [learning])) throw misplaced(path, `is not inside ${learning}/`);
  if (!proven && !isInside(plain, [`${learning}/evidence`])) {
    throw misplaced(path, 'is a definition, and only a proven spec brings those');
  }
}

function parentOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function misplaced(path: string, why: string): AirsmithError {
  return new AirsmithError(EXIT.world, {
    code: 'AS7003',
    message: `${JSON.stringify(path)} ${why}, so it is not committed`,
    cause: 'airsmith writes only into its output folders and its folder of learned records.',
    remedy: 'Nothing was committed. Check `output` in .airsmith.yaml; if that is right, report this.',
  });
}

function collision(path: string, other: string): AirsmithError {
  return new AirsmithError(EXIT.unproven, {
    code: 'AS7004',
    message: `two specs of this run would write ${path}${path === other ? '' : ` and ${other}`}`,
    remedy: 'Nothing was committed. Give one of the components another name.',
  });
}

/** How a run ended, where not by coming to its end. */
export type Ending = 'cancelled';

/** What a run on a pull request adds to its message. */
export interface RunTrailers {
  readonly id: string;
  /** Number of the pull request. */
  readonly pull: number;
  /** Titles of items that a person refused by deleting their files. */
  readonly refused: readonly string[];
}

/** The subject names what the commit brings; the trailers let a later run recognise its own commit. */
export function commitMessage(outcomes: readonly SpecOutcome[], run?: RunTrailers, ending?: Ending): string {
  const proven = outcomes.filter((outcome) => outcome.proven && ending === undefined);
  const unproven = outcomes.filter((outcome) => !proven.includes(outcome));
  const why = ending === undefined ? 'not proven, only the evidence of that is kept' : STOPPED;
  const lines = [
    ...proven.map((outcome) => `- ${outcome.spec.name}: ${proofOf(outcome)}`),
    ...unproven.map((outcome) => `- ${outcome.spec.name}: ${why}`),
    ...(run?.refused ?? []).map((title) => `- refused, since its file was deleted: ${oneLine(title)}`),
  ];
  const trailers = [
    ...(run ? [`${RUN_TRAILER}: ${oneLine(run.id)}`, `${PULL_TRAILER}: ${run.pull}`] : []),
    ...(ending === undefined ? [] : [`${ENDING_TRAILER}: ${ending}`]),
    ...outcomes.map(({ spec }) => `Airsmith-Spec: ${spec.fingerprint.slice(0, 16)} ${oneLine(spec.path)}`),
  ];
  const onlyRefused =
    (run?.refused.length ?? 0) > 0 && outcomes.every(({ lesson }) => lesson.records.length === 0);
  const subject = onlyRefused ? refusalSubject(run?.refused ?? []) : subjectOf(proven, unproven);
  return `${[subject, '', ...lines, '', ...trailers].join('\n')}\n`;
}

/** For a commit that holds no result: a decision of a person, or the care of the store. */
export function decisionMessage(
  subject: string,
  run: Pick<RunTrailers, 'id'> & Partial<RunTrailers>,
): string {
  const pull = run.pull === undefined ? [] : [`${PULL_TRAILER}: ${run.pull}`];
  return `${[oneLine(subject).slice(0, 72), '', `${RUN_TRAILER}: ${oneLine(run.id)}`, ...pull].join('\n')}\n`;
}

const RUN_TRAILER = 'Airsmith-Run';
const PULL_TRAILER = 'Airsmith-Pull';
const ENDING_TRAILER = 'Airsmith-Ended';
const STOPPED = 'the run was cancelled, only the evidence of its attempts is kept';
/** Under which a runner commits by git, and GitHub for an App. Anyone may write it into a commit, so nothing may count because of it. */
const BOT_EMAIL = /^[^@\s]+\[bot\]@users\.noreply\.[\w.-]+$/;

/** True for a commit that says it is a run of airsmith on this pull request. As little a proof as `isOwnMessage`: ask the forge who pushed it. */
export function isFromRunOn(
  pull: number,
  commit: { readonly email: string; readonly message: string },
): boolean {
  const trailer = new RegExp(`^${PULL_TRAILER}: ${pull}$`, 'm');
  return BOT_EMAIL.test(commit.email) && isOwnMessage(commit.message) && trailer.test(commit.message);
}

/** True for a message that `commitMessage` made for a run on a forge. Not a proof: anyone may write such a message. */
export function isOwnMessage(message: string): boolean {
  return new RegExp(`^${RUN_TRAILER}: \\S`, 'm').test(message);
}

/** True for a message that `commitMessage` made for a run that was cancelled. As little a proof. */
export function isCancelledMessage(message: string): boolean {
  return new RegExp(`^${ENDING_TRAILER}: cancelled$`, 'm').test(message);
}

function refusalSubject(refused: readonly string[]): string {
  return refused.length === 1
    ? `Refuse ${oneLine(refused[0] ?? '').slice(0, 60)}`
    : `Refuse ${refused.length} learned items`;
}

function subjectOf(proven: readonly SpecOutcome[], unproven: readonly SpecOutcome[]): string {
  const [first, second, ...more] = (proven.length > 0 ? proven : unproven).map(({ spec }) => spec.name);
  const others = more.length === 0 ? second : `${more.length + 1} more`;
  const names = others ? `${first} and ${others}` : (first ?? 'nothing');
  return proven.length > 0 ? `Add ${names}` : `Record attempts at ${names}`;
}

function proofOf({ best }: SpecOutcome): string {
  const ran = best?.verdict?.environments.filter(({ state }) => state === 'proven') ?? [];
  const on = [...new Set(ran.map(({ airflow }) => airflow))].join(', ');
  const total = Math.max(0, ...ran.map(({ examples }) => examples.total));
  return `proven on Airflow ${on}, ${total === 0 ? 'no examples' : `${total} of ${total} examples`}`;
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 300);
}
